// SMART's fhirclient at work, as a program on a server that holds a token.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { exports, FHIR, OAUTH_TOKEN_URL, patient, refusal, step, SYSTEM, TOKEN, transaction, until, weight } from "./told.mjs";

const smart = createRequire(import.meta.url)("fhirclient");
const state = new Map();
const storage = {
  get: async (key) => state.get(key),
  set: async (key, value) => (state.set(key, value), value),
  unset: async (key) => state.delete(key),
};
const request = { url: "/", headers: { host: "ehr.example" } };
const client = smart(request, {}, storage).client({ serverUrl: FHIR, tokenResponse: { access_token: TOKEN } });
const whole = (url, more = {}) => client.request({ url, includeResponse: true, ...more });
let statement;
let ngozi;
let weights;

await step("discovery", async () => {
  statement = await smart(request, {}, storage).client({ serverUrl: FHIR }).request("metadata");
  assert.equal(await client.getFhirVersion(), "4.0.1");
  assert.equal(await client.getFhirRelease(), 4);
  const configuration = await (await fetch(`${FHIR}/.well-known/smart-configuration`)).json();
  assert.equal(configuration.token_endpoint, OAUTH_TOKEN_URL);
  assert.ok(configuration.capabilities.includes("client-confidential-asymmetric"));
  return `R4, ${statement.rest[0].resource.length} types`;
});
await step("create and read", async () => {
  const made = await client.create(patient("smart-1"));
  ngozi = await client.request(`Patient/${made.id}`);
  assert.deepEqual(ngozi, made);
  assert.deepEqual(ngozi.name, patient("smart-1").name);
  return `Patient version ${ngozi.meta.versionId}`;
});
await step("update and vread", async () => {
  const changed = await client.update({ ...ngozi, gender: "female" });
  const first = await client.request(`Patient/${ngozi.id}/_history/1`);
  assert.deepEqual([changed.meta.versionId, changed.gender, first.gender], ["2", "female", undefined]);
  return "version 2, and version 1 as it was";
});
await step("conditional create", async () => {
  const once = weight(`Patient/${ngozi.id}`, 70.5, "smart-once");
  const headers = { "if-none-exist": `identifier=${SYSTEM}|smart-once` };
  const made = await client.create(once, { headers, includeResponse: true });
  const again = await client.create(once, { headers, includeResponse: true });
  assert.deepEqual([made.response.status, again.response.status, again.body.id], [201, 200, made.body.id]);
  return "made once";
});
await step("search in pages", async () => {
  for (const value of [71.5, 72.5, 73.5, 74.5]) await client.create(weight(`Patient/${ngozi.id}`, value));
  const pages = await client.request(`Observation?patient=${ngozi.id}&_count=2&_total=accurate`, { pageLimit: 0 });
  assert.deepEqual([pages.length, pages[0].total], [3, 5]);
  weights = await client.request(`Observation?patient=${ngozi.id}&_count=2`, { pageLimit: 0, flat: true });
  assert.equal(new Set(weights.map((each) => each.id)).size, 5);
  let seen = 0;
  const onPage = () => { seen += 1; };
  await client.request(`Observation?patient=${ngozi.id}&_count=1`, { pageLimit: 2, onPage });
  assert.equal(seen, 2);
  return `${weights.length} in ${pages.length} pages`;
});
await step("include, and references resolved", async () => {
  const found = await client.request(`Observation?patient=${ngozi.id}&_include=Observation:subject`);
  const included = found.entry.filter((each) => each.search.mode === "include");
  assert.deepEqual(included.map((each) => each.resource.id), [ngozi.id]);
  const page = `Observation?patient=${ngozi.id}&_count=1`;
  const observed = await client.request(page, { resolveReferences: "subject" });
  assert.equal(observed.entry[0].resource.subject.birthDate, "1979-07-01");
  return "the Patient comes along";
});
await step("patch", async () => {
  const patched = await client.patch(`Observation/${weights[0].id}`, [{ op: "replace", path: "/status", value: "amended" }]);
  assert.deepEqual([patched.status, patched.meta.versionId], ["amended", "2"]);
  return "Observation.status, by JSON Patch";
});
await step("transaction", async () => {
  const told = await client.request({
    url: FHIR,
    method: "POST",
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify(transaction("smart-2")),
  });
  assert.deepEqual(told.entry.map((each) => each.response.status.slice(0, 3)), ["201", "201", "201"]);
  return "three made";
});
await step("history", async () => {
  const told = await client.request(`Patient/${ngozi.id}/_history`);
  assert.deepEqual(told.entry.map((each) => each.resource.meta.versionId), ["2", "1"]);
  const { body, response } = await whole(`Patient/${ngozi.id}`);
  assert.deepEqual([response.headers.get("etag"), body.meta.versionId], ['W/"2"', "2"]);
  return "versions 2, 1";
});
await step("delete", async () => {
  await client.delete(`Observation/${weights[0].id}`);
  const gone = await refusal(client.request(`Observation/${weights[0].id}`));
  assert.equal(gone.status, 410);
  return "then 410";
});
await step("refusals", async () => {
  const wrong = await refusal(client.create({ ...weight(`Patient/${ngozi.id}`, 1), status: "done" }));
  assert.equal(wrong.status, 422);
  assert.match(wrong.message, /Observation\.status/);
  return "422 and words about Observation.status";
});
await step("$export", async () => {
  if (!exports(statement)) return "skipped, the CapabilityStatement does not name it";
  const headers = { prefer: "respond-async", accept: "application/fhir+json" };
  const { response } = await whole("Patient/$export", { headers });
  assert.equal(response.status, 202);
  const place = response.headers.get("content-location");
  const told = await until(async () => {
    const asked = await whole(place, { headers: { accept: "application/json" } });
    return asked.response.status === 200 && asked.body;
  });
  assert.ok(told.output.some((each) => each.type === "Patient"));
  return `${told.output.length} files`;
});
