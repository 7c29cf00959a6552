/** Two agencies run referrals with this package against a service that is really served. */
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AcceptDocument, InboxDocument, ReferralPageDocument } from "../src/generated/documents.js";
import { believed, type LiveEvent, NotBelieved, ProblemError, Throughline } from "../src/index.js";
import { at, draft, tokensOf, world } from "./world.js";

const sender = at("SENDER");
const provider = at("PROVIDER");

async function refused(doing: Promise<unknown>): Promise<ProblemError> {
  const failure: unknown = await doing.then(
    () => assert.fail("This should have been refused."),
    (reason: unknown) => reason,
  );
  assert.ok(failure instanceof ProblemError, String(failure));
  return failure;
}

/** Sends, accepts, is told of what changed meanwhile (412) and of what is not possible (409). */
async function refer(): Promise<void> {
  const key = crypto.randomUUID();
  const sent = await sender.call("createReferral", { body: { ...draft, send: true }, idempotencyKey: key });
  const again = await sender.call("createReferral", { body: { ...draft, send: true }, idempotencyKey: key });
  assert.equal(sent.status, 201);
  assert.equal(again.replayed, true);
  assert.equal(again.data.id, sent.data.id);

  const path = { handoff_id: sent.data.handoffs[0]?.id ?? "" };
  const before = await provider.call("readHandoff", { path });
  const accepted = await provider.call("acceptHandoff", { path, ifMatch: before.etag, body: { note: "Come on Friday." } });
  assert.equal(accepted.data.state, "accepted");

  const stale = await refused(provider.call("startHandoff", { path, ifMatch: before.etag }));
  assert.equal(stale.code, "handoff.stale");
  assert.ok(stale.isStale);
  assert.equal(stale.context["current_version"], accepted.data.version);

  const fresh = await provider.call("readHandoff", { path });
  assert.equal(await provider.changed("readHandoff", { path }, fresh.etag), null);
  const impossible = await refused(provider.call("acceptHandoff", { path, ifMatch: fresh.etag }));
  assert.equal(impossible.status, 409);
  assert.ok(Array.isArray(impossible.context["allowed_actions"]));

  const wrong = await refused(sender.call("createReferral", { body: { ...draft, client_id: "nobody" } }));
  assert.deepEqual([wrong.status, wrong.faults.map((fault) => fault.pointer)], [422, ["/client_id"]]);
  console.log("  a referral is sent, replayed, accepted; 412, 409, 422 and 304 come as they should");
}

/** Reads an inbox page after page: each handoff once. */
async function page(): Promise<void> {
  for (let count = 0; count < 4; count += 1) await sender.call("createReferral", { body: { ...draft, send: true } });
  const seen: string[] = [];
  for await (const handoff of provider.each("listHandoffs", { query: { to: "me", state: ["sent"], limit: 2 } })) {
    assert.equal(handoff.state, "sent");
    seen.push(handoff.id);
  }
  assert.ok(seen.length >= 4);
  assert.equal(new Set(seen).size, seen.length);
  console.log(`  ${seen.length} handoffs of an inbox, in pages of two`);
}

/** The same by documents of GraphQL. */
async function graph(): Promise<void> {
  const sent = await sender.call("createReferral", { body: { ...draft, send: true } });
  const inbox = await provider.graphql(InboxDocument, { state: ["SENT"], first: 100 });
  assert.ok((inbox.handoffs?.nodes.length ?? 0) > 0);
  const { id: handoff = "", version } = sent.data.handoffs[0] ?? {};
  const { acceptHandoff: refusedNow } = await provider.graphql(AcceptDocument, { handoff, version: 99 });
  assert.ok(refusedNow?.__typename === "Problem" && refusedNow.code === "handoff.stale");
  const { acceptHandoff: done } = await provider.graphql(AcceptDocument, { handoff, version: version ?? 0 });
  assert.ok(done?.__typename === "AcceptHandoffPayload" && done.handoff.state === "ACCEPTED");
  const { referral } = await sender.graphql(ReferralPageDocument, { referral: sent.data.id });
  assert.equal(referral?.handoffs?.[0]?.state, "ACCEPTED");
  console.log("  the same by typed documents");
}

/** One token for all who ask at once; another when it has been revoked. */
async function tokens(): Promise<void> {
  const asked: string[] = [];
  const counting: typeof fetch = (url, request) => {
    asked.push(new URL(String(url)).pathname);
    return fetch(url, request);
  };
  const signedIn = tokensOf("SENDER", counting);
  const care = new Throughline({ baseUrl: world.baseUrl, tokens: signedIn, fetch: counting });
  const fetched = () => asked.filter((path) => path === "/oauth/token").length;
  const reads = Array.from({ length: 10 }, () => care.call("readClient", { path: { client_id: world.client } }));
  await Promise.all(reads);
  assert.equal(fetched(), 1);
  const basic = btoa(`${process.env["SENDER_ID"]}:${process.env["SENDER_SECRET"]}`);
  const revoked = await fetch(`${world.baseUrl}/oauth/revoke`, {
    method: "POST",
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams({ token: await signedIn.get() }),
  });
  assert.equal(revoked.status, 200);
  await care.call("readClient", { path: { client_id: world.client } });
  assert.equal(fetched(), 2);
  console.log("  ten calls fetch one token; a revoked one is replaced");
}

/** A lost answer and a busy service: repeated, with one effect. */
async function retries(): Promise<void> {
  let faults = 2;
  const faulty: typeof fetch = async (url, request) => {
    if (!String(url).endsWith("/v1/tasks") || faults === 0) return fetch(url, request);
    faults -= 1;
    if (faults === 1) return new Response("busy", { status: 503, headers: { "Retry-After": "1" } });
    await (await fetch(url, request)).text();
    throw new TypeError("The connection broke before the answer came.");
  };
  const begun = performance.now();
  const made = await at("SENDER", faulty).call("createTask", { body: { title: "Call about Friday" } });
  assert.ok(performance.now() - begun >= 1000, "Retry-After is waited for");
  assert.equal(made.replayed, true, "the effect is that of the attempt whose answer was lost");
  const unrepeatable: typeof fetch = (url, request) =>
    request?.headers instanceof Headers && request.headers.has("If-Match") ? Promise.reject(new TypeError("nothing came")) : fetch(url, request);
  const path = { task_id: made.data.id };
  const patch = at("SENDER", unrepeatable).call("changeTask", { path, body: { title: "Call" }, ifMatch: made.etag });
  await assert.rejects(patch, TypeError);
  console.log("  what was turned away or lost is sent again, with one effect");
}

/** A webhook arrives and is believed; one that was tampered with is not. Live events tell the same. */
async function listen(): Promise<void> {
  const admin = at("PROVIDER_ADMIN");
  const received: { headers: Headers; body: Uint8Array }[] = [];
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push({ headers: new Headers(request.headers as Record<string, string>), body: Buffer.concat(parts) });
      response.writeHead(204).end();
      receiver.emit("told");
    });
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const hook = await admin.call("registerWebhook", { body: { url, types: ["handoff.accepted"] } });

  const stop = new AbortController();
  const standing = new Promise<void>((resolve) => {
    const live = provider.events({ types: ["handoff.accepted"], signal: stop.signal, onConnection: (stands) => stands && resolve() });
    heard = live.next().then((one) => one.value ?? assert.fail("The stream ended."));
  });
  await standing;
  const told = once(receiver, "told");
  const sent = await sender.call("createReferral", { body: { ...draft, send: true } });
  const path = { handoff_id: sent.data.handoffs[0]?.id ?? "" };
  await provider.call("acceptHandoff", { path, ifMatch: "*" });
  const live = await heard;
  assert.deepEqual([live?.event.type, live?.event.subject.id], ["handoff.accepted", path.handoff_id]);
  await told;
  stop.abort();

  const [{ headers, body }] = received as [{ headers: Headers; body: Uint8Array }];
  const message = await believed(headers, body, hook.data.secret ?? "");
  assert.deepEqual([message.type, message.data.subject_id], ["handoff.accepted", path.handoff_id]);
  assert.equal(message.data.event_id, live?.event.id);
  await assert.rejects(believed(headers, Buffer.concat([body, Buffer.from(" ")]), hook.data.secret ?? ""), NotBelieved);
  await assert.rejects(believed(headers, body, "whsec_bm90IGl0"), NotBelieved);
  await assert.rejects(believed(new Headers(), body, hook.data.secret ?? ""), NotBelieved);
  const pair = generateKeyPairSync("ed25519");
  const known = `whpk_${Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64")}`;
  const head = Buffer.from(`${headers.get("webhook-id") ?? ""}.${headers.get("webhook-timestamp") ?? ""}.`);
  headers.set("webhook-signature", `v1a,${sign(null, Buffer.concat([head, body]), pair.privateKey).toString("base64")}`);
  assert.equal((await believed(headers, body, known)).data.event_id, message.data.event_id);
  await assert.rejects(believed(headers, Buffer.concat([body, Buffer.from(" ")]), known), NotBelieved);
  await admin.call("deleteWebhook", { path: { webhook_id: hook.data.id }, ifMatch: "*" });
  receiver.close();
  receiver.closeAllConnections();
  console.log("  an accept is heard live and by webhook; a message that was changed is not believed");
}

let heard: Promise<LiveEvent | void>;
for (const part of [refer, page, graph, tokens, retries, listen]) await part();
