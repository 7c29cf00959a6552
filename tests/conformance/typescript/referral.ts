// A frontend's code with the generated types: it compiles only while a referral can be written down, sent and accepted.
import type { components, operations } from "./schema";

type Json<Operation extends keyof operations> = operations[Operation] extends {
  requestBody: { content: { "application/json": infer Body } };
}
  ? Body
  : never;
type Referral = components["schemas"]["ReferralOut"];
type Problem = components["schemas"]["Problem"];
type Answer<T> = { ok: true; value: T; etag: string } | { ok: false; problem: Problem };

const base = "https://care.example";

async function call<T>(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer<T>> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) return { ok: false, problem: (await response.json()) as Problem };
  return { ok: true, value: (await response.json()) as T, etag: response.headers.get("ETag") ?? "*" };
}

export async function refer(draft: Json<"createReferral">, token: string): Promise<string> {
  const authorization = { Authorization: `Bearer ${token}` };
  const written = await call<Referral>("POST", "/v1/referrals", draft, {
    ...authorization,
    "Idempotency-Key": crypto.randomUUID(),
  });
  if (!written.ok) return written.problem.errors.map((fault) => `${fault.pointer}: ${fault.message}`).join("\n");
  const { id, blockers, available_actions: actions } = written.value;
  const blocked = blockers.map((blocker) => blocker.message);
  const open = actions.filter((action) => action.allowed).map((action) => `${action.action} ${action.href}`);
  if (blocked.length > 0) return blocked.join("\n");
  const sent = await call<Referral>("POST", `/v1/referrals/${id}/send`, {}, { ...authorization, "If-Match": written.etag });
  return sent.ok ? `${sent.value.state} ${open.join(", ")}` : sent.problem.detail;
}

export function isWaiting(referral: Referral): boolean {
  const state: Referral["state"] = referral.state;
  return state === "needs_action" || state === "draft";
}
