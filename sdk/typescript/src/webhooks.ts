/** Believes webhooks (Standard Webhooks 1.0) whose signature is right and whose time is now. */
import type { components } from "./generated/schema.js";

/** What a webhook tells: ids and a type; read the thing itself under your own rights. */
export type WebhookMessage = components["schemas"]["WebhookPayload"];

export class NotBelieved extends Error {
  override readonly name = "NotBelieved";
}

const TOLERANCE_SECONDS = 300;

/** How each kind of key verifies: what it is called, how, and the version of the signatures that it makes. */
const KINDS = [
  { prefix: "whsec_", version: "v1", algorithm: { name: "HMAC", hash: "SHA-256" } },
  { prefix: "whpk_", version: "v1a", algorithm: { name: "Ed25519" } },
] as const;

/**
 * Read a webhook's message from its bytes, as they came; throws `NotBelieved` when it is not from whom it should be.
 * `secret` is the webhook's secret (`whsec_…`), or its public key (`whpk_…`) where it signs by a pair of keys.
 */
export async function believed(headers: Headers, body: Uint8Array, secret: string): Promise<WebhookMessage> {
  const stamp = headers.get("webhook-timestamp") ?? "";
  if (!(Math.abs(Date.now() / 1000 - Number(stamp)) <= TOLERANCE_SECONDS)) throw new NotBelieved("Its time is not now.");
  const head = new TextEncoder().encode(`${headers.get("webhook-id") ?? ""}.${stamp}.`);
  const signed = new Uint8Array([...head, ...body]);
  const kind = KINDS.find((each) => secret.startsWith(each.prefix));
  if (kind === undefined) throw new TypeError("This is no webhook's key: they begin with whsec_ or whpk_.");
  const raw = bytes(secret.slice(kind.prefix.length));
  const key = await crypto.subtle.importKey("raw", raw, kind.algorithm, false, ["verify"]);
  for (const entry of (headers.get("webhook-signature") ?? "").split(" ")) {
    const [version, value = ""] = entry.split(",", 2);
    if (version === kind.version && (await crypto.subtle.verify(kind.algorithm, key, bytes(value), signed))) {
      return JSON.parse(new TextDecoder().decode(body)) as WebhookMessage;
    }
  }
  throw new NotBelieved("No signature is right.");
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
