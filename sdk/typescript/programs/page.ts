/** A page as a frontend team would write it: urql for what is shown, live events for what has changed. */
import { Client, fetchExchange } from "@urql/core";
import {
  AcceptDocument,
  InboxDocument,
  ReferDocument,
  type ReferralInput,
  ReferralNowDocument,
  StartDocument,
} from "../src/generated/documents.js";
import { kept, Throughline, type Token } from "../src/index.js";

const settings = new URLSearchParams(location.search);
const baseUrl = settings.get("api") ?? "";
const agency = settings.get("agency") ?? "";
// The page's own server signs in: no secret is in the page.
const tokens = kept(async () => (await (await fetch(`/token?agency=${agency}`)).json()) as Token);
const care = new Throughline({ baseUrl, tokens });
const urql = new Client({ url: `${baseUrl}/graphql`, exchanges: [fetchExchange], fetch: care.fetch, preferGetMethod: false });

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

let referral = "";
let shown: { id: string; version: number } | null = null;

/** Show the referral as it stands, and when the page came to show it. */
async function refresh(): Promise<void> {
  const { data, error } = await urql.query(ReferralNowDocument, { referral }, { requestPolicy: "network-only" });
  if (error !== undefined) throw error;
  const state = data?.referral?.handoffs?.[0]?.state ?? "";
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
  referral = result.referral.id;
  show("handoff", result.referral.handoffs?.[0]?.uuid ?? "");
  await refresh();
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

async function listen(): Promise<void> {
  const onConnection = (stands: boolean): void => show("connection", stands ? "live" : "broken");
  for await (const { event } of care.events({ onConnection })) {
    add("events", event.id);
    if (referral !== "" && event.subject.type === "handoff") await refresh();
  }
}

onClick("refer", refer);
onClick("look", look);
onClick("accept", () => answer(AcceptDocument));
onClick("start", () => answer(StartDocument));
if (settings.has("live")) listen().catch((failure: unknown) => show("failure", String(failure)));
