/** A page as a frontend team would write it: urql for what is shown and for what changes, by WebSocket and by stream. */
import { Client, type ExecutionResult, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import {
  AcceptDocument,
  HandoffChangesDocument,
  InboxDocument,
  ReferDocument,
  type ReferralInput,
  ReferralNowDocument,
  StartDocument,
} from "../src/generated/documents.js";
import { kept, resuming, Throughline, type Token } from "../src/index.js";

const settings = new URLSearchParams(location.search);
const baseUrl = settings.get("api") ?? "";
const agency = settings.get("agency") ?? "";
// The page's own server signs in: no secret is in the page.
const tokens = kept(async () => (await (await fetch(`/token?agency=${agency}`)).json()) as Token);
const care = new Throughline({ baseUrl, tokens });
const sockets = createClient({
  url: `${baseUrl.replace(/^http/, "ws")}/graphql`,
  connectionParams: async () => ({ authorization: `Bearer ${await tokens.get()}` }),
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: () => new Promise((resolve) => setTimeout(resolve, 50 + 200 * Math.random())),
  on: { connected: () => show("socket", "live"), closed: () => show("socket", "broken") },
});
const urql = new Client({
  url: `${baseUrl}/graphql`,
  fetch: care.fetch,
  preferGetMethod: false,
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = "", variables }) => ({
        subscribe: (sink) => ({
          unsubscribe: resuming(sockets, { query, variables }, { ...sink, next: (value) => sink.next(value as ExecutionResult) }),
        }),
      }),
    }),
  ],
});

function show(id: string, text: string): void {
  const place = document.getElementById(id);
  if (place !== null && place.textContent !== text) place.textContent = text;
}

function add(id: string, text: string): void {
  document.getElementById(id)?.append(Object.assign(document.createElement("li"), { textContent: text }));
}

function onClick(id: string, work: () => Promise<void>): void {
  document.getElementById(id)?.addEventListener("click", () => {
    work().catch((failure: unknown) => show("failure", String(failure)));
  });
}

let handoff = "";
let shown: { id: string; version: number } | null = null;

/** Show how the handoff stands, and when the page came to show it. */
function stands(state: string): void {
  if (document.getElementById("state")?.textContent === state) return;
  show("state", state);
  add("shown", `${state} ${Date.now()}`);
}

async function refer(): Promise<void> {
  const input: ReferralInput = {
    clientId: settings.get("client") ?? "",
    category: "FOOD",
    handoffs: [{ serviceId: settings.get("service") ?? "" }],
    overrideReason: "Asked for in a page.",
    send: true,
  };
  const { data, error } = await urql.mutation(ReferDocument, { input, key: crypto.randomUUID() });
  const result = data?.createReferral;
  if (result?.__typename !== "CreateReferralPayload") throw new Error(error?.message ?? result?.detail);
  const { data: now } = await urql.query(ReferralNowDocument, { referral: result.referral.id });
  handoff = now?.referral?.handoffs?.[0]?.uuid ?? "";
  stands(now?.referral?.handoffs?.[0]?.state ?? "");
}

/** Take the newest that is asked of this agency. */
async function look(): Promise<void> {
  const { data } = await urql.query(InboxDocument, { state: ["SENT", "VIEWED"], first: 1 });
  shown = data?.handoffs?.nodes[0] ?? null;
  show("inbox", shown === null ? "nothing" : "a referral");
}

async function answer(document: typeof AcceptDocument | typeof StartDocument): Promise<void> {
  if (shown === null) throw new Error("Nothing is asked.");
  const variables = { handoff: shown.id, version: shown.version, key: crypto.randomUUID() };
  add("answered", String(Date.now()));
  if (document === AcceptDocument) {
    const { data, error } = await urql.mutation(AcceptDocument, variables);
    const result = data?.acceptHandoff;
    if (result?.__typename !== "AcceptHandoffPayload") throw new Error(error?.message ?? result?.detail);
    shown = result.handoff;
  } else {
    const { data, error } = await urql.mutation(StartDocument, variables);
    const result = data?.startHandoff;
    if (result?.__typename !== "StartHandoffPayload") throw new Error(error?.message ?? result?.detail);
    shown = result.handoff;
  }
  show("inbox", shown.id === "" ? "nothing" : "answered");
}

/** By WebSocket: each event with the thing as it stands now. */
function subscribe(after: string): void {
  urql.subscription(HandoffChangesDocument, { after }).subscribe(({ data, error }) => {
    if (error !== undefined) show("failure", error.message);
    if (data == null) return;
    add("told", data.events.event.id);
    const { subject } = data.events;
    if (subject !== null && "state" in subject && subject.uuid === handoff) stands(subject.state);
  });
}

/** By a stream of events. */
async function listen(after: string): Promise<void> {
  const onConnection = (is: boolean): void => show("stream", is ? "live" : "broken");
  for await (const { event } of care.events({ after, onConnection })) add("heard", event.id);
}

async function live(): Promise<void> {
  const after = await care.latest();
  subscribe(after);
  await listen(after);
}

onClick("refer", refer);
onClick("look", look);
onClick("accept", () => answer(AcceptDocument));
onClick("start", () => answer(StartDocument));
if (settings.has("live")) live().catch((failure: unknown) => show("failure", String(failure)));
