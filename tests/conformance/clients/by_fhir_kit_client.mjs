// fhir-kit-client at work.
import assert from "node:assert/strict";
import { Client } from "fhir-kit-client";
import { exports, FHIR, OAUTH_TOKEN_URL, patient, refusal, step, SYSTEM, TOKEN, transaction, until, weight } from "./told.mjs";

const client = new Client({ baseUrl: FHIR, bearerToken: TOKEN });
const nobody = new Client({ baseUrl: FHIR });
const answerTo = (resource) => Client.httpFor(resource).response;
const search = (resourceType, searchParams, options) => client.search({ resourceType, searchParams, options });
let statement;
let ngozi;
let weights;

await step("discovery", async () => {
  statement = await nobody.capabilityStatement();
  const { tokenUrl } = await nobody.smartAuthMetadata();
  assert.equal(statement.fhirVersion, "4.0.1");
  assert.equal(statement.implementation.url, FHIR);
  assert.equal(tokenUrl.href, OAUTH_TOKEN_URL);
  return `${statement.rest[0].resource.length} types, tokens at ${tokenUrl.pathname}`;
});
await step("create and read", async () => {
  const made = await client.create({ resourceType: "Patient", body: patient("kit-1") });
  assert.equal(answerTo(made).status, 201);
  assert.match(answerTo(made).headers.get("location"), new RegExp(`^${FHIR}/Patient/${made.id}/_history/1$`));
  ngozi = await client.read({ resourceType: "Patient", id: made.id });
  assert.deepEqual(ngozi, made);
  assert.deepEqual(ngozi.name, patient("kit-1").name);
  return `Patient version ${ngozi.meta.versionId}`;
});
await step("update and vread", async () => {
  const body = { ...ngozi, birthDate: "1979-07-02" };
  const changed = await client.update({
    resourceType: "Patient",
    id: ngozi.id,
    body,
    options: { headers: { "If-Match": `W/"${ngozi.meta.versionId}"` } },
  });
  const first = await client.vread({ resourceType: "Patient", id: ngozi.id, version: "1" });
  assert.deepEqual([changed.meta.versionId, changed.birthDate, first.birthDate], ["2", "1979-07-02", "1979-07-01"]);
  const stale = await refusal(
    client.update({ resourceType: "Patient", id: ngozi.id, body: ngozi, options: { headers: { "If-Match": 'W/"1"' } } }),
  );
  assert.equal(stale.response.status, 412);
  return "version 2, and version 1 as it was; If-Match of version 1 is refused";
});
await step("conditional create and update", async () => {
  const once = { resourceType: "Observation", body: weight(`Patient/${ngozi.id}`, 70.5, "kit-once") };
  const condition = { headers: { "If-None-Exist": `identifier=${SYSTEM}|kit-once` } };
  const made = await client.create({ ...once, options: condition });
  const again = await client.create({ ...once, options: condition });
  assert.deepEqual([answerTo(made).status, answerTo(again).status, again.id], [201, 200, made.id]);
  const body = { ...once.body, status: "amended" };
  const searchParams = { identifier: `${SYSTEM}|kit-once` };
  const changed = await client.update({ resourceType: "Observation", searchParams, body });
  assert.deepEqual([changed.id, changed.meta.versionId, changed.status], [made.id, "2", "amended"]);
  return "made once, changed once";
});
await step("search in pages", async () => {
  for (const value of [71.5, 72.5, 73.5, 74.5]) {
    await client.create({ resourceType: "Observation", body: weight(`Patient/${ngozi.id}`, value) });
  }
  let page = await search("Observation", { patient: ngozi.id, _count: 2, _total: "accurate" });
  assert.equal(page.total, 5);
  weights = [];
  let pages = 0;
  for (; page; page = await client.nextPage({ bundle: page })) {
    weights.push(...page.entry.map((each) => each.resource));
    pages += 1;
  }
  assert.deepEqual([pages, weights.length, new Set(weights.map((each) => each.id)).size], [3, 5, 5]);
  return `${weights.length} in ${pages} pages`;
});
await step("search by POST, of a compartment, with include", async () => {
  const searchParams = { patient: ngozi.id, "value-quantity": "gt72", _include: "Observation:patient" };
  const posted = await search("Observation", searchParams, { postSearch: true });
  const modes = posted.entry.map((each) => `${each.search.mode} ${each.resource.resourceType}`).sort();
  assert.deepEqual(modes, ["include Patient", "match Observation", "match Observation", "match Observation"]);
  const within = await client.search({
    resourceType: "Observation",
    compartment: { resourceType: "Patient", id: ngozi.id },
    searchParams: { code: "http://loinc.org|29463-7", _sort: "date" },
  });
  assert.equal(within.entry.length, 5);
  const backwards = await search("Patient", { _id: ngozi.id, _revinclude: "Observation:patient" });
  assert.equal(backwards.entry.length, 6);
  return modes.join(", ");
});
await step("patch", async () => {
  const jsonPatch = [
    { op: "test", path: "/status", value: "final" },
    { op: "replace", path: "/status", value: "corrected" },
  ];
  const target = weights.find((each) => each.status === "final");
  const patched = await client.patch({ resourceType: "Observation", id: target.id, jsonPatch });
  assert.deepEqual([patched.status, patched.meta.versionId], ["corrected", "2"]);
  return "Observation.status, by JSON Patch";
});
await step("transaction and batch", async () => {
  const told = await client.transaction({ body: transaction("kit-2") });
  assert.equal(told.type, "transaction-response");
  assert.deepEqual(told.entry.map((each) => each.response.status.slice(0, 3)), ["201", "201", "201"]);
  const [person, seen] = told.entry.map((each) => each.response.location.split("/_history/")[0]);
  const observed = await client.resolve({ reference: seen.startsWith("http") ? seen : `${FHIR}/${seen}` });
  assert.ok(person.endsWith(observed.subject.reference));
  const again = await client.transaction({ body: transaction("kit-2") });
  assert.equal(again.entry[0].response.status.slice(0, 3), "200");
  const entry = [{ request: { method: "GET", url: observed.subject.reference } }, { request: { method: "GET", url: "Patient/x" } }];
  const batch = await client.batch({ body: { resourceType: "Bundle", type: "batch", entry } });
  assert.deepEqual(batch.entry.map((each) => each.response.status.slice(0, 3)), ["200", "404"]);
  return "three made, names of the bundle resolved; again, the Patient is found";
});
await step("history", async () => {
  const told = await client.history({ resourceType: "Patient", id: ngozi.id });
  assert.deepEqual(told.entry.map((each) => each.resource.meta.versionId), ["2", "1"]);
  const all = await client.history({ resourceType: "Observation" });
  assert.ok(all.entry.length >= 8);
  return "versions 2, 1";
});
await step("operations", async () => {
  const whole = { name: "everything", resourceType: "Patient", id: ngozi.id };
  const everything = await client.operation(whole);
  assert.deepEqual(everything.entry, (await client.operation({ ...whole, method: "GET" })).entry);
  assert.equal(everything.entry.filter((each) => each.resource.resourceType === "Observation").length, 5);
  const judged = await client.operation({ name: "$validate", resourceType: "Observation", input: weight(`Patient/${ngozi.id}`, 1) });
  assert.equal(judged.resourceType, "OperationOutcome");
  return `$everything with ${everything.entry.length} resources, $validate`;
});
await step("delete", async () => {
  const [last] = weights;
  const deleted = await client.delete({ resourceType: "Observation", id: last.id });
  assert.ok([200, 204].includes(answerTo(deleted).status));
  const gone = await refusal(client.read({ resourceType: "Observation", id: last.id }));
  assert.deepEqual([gone.response.status, gone.response.data.issue[0].code], [410, "deleted"]);
  return "204, then 410";
});
await step("refusals", async () => {
  const { subject, ...body } = weight("", 1);
  const wrong = await refusal(client.create({ resourceType: "Observation", body: { ...body, status: "done" } }));
  assert.deepEqual([wrong.response.status, wrong.response.data.issue[0].expression], [422, ["Observation.status"]]);
  const unknown = await refusal(nobody.read({ resourceType: "Patient", id: ngozi.id }));
  assert.deepEqual([unknown.response.status, unknown.response.data.issue[0].code], [401, "login"]);
  return "422 names Observation.status, 401 without a token";
});
await step("$export", async () => {
  if (!exports(statement)) return "skipped, the CapabilityStatement does not name it";
  const headers = { Prefer: "respond-async" };
  const begun = await client.request("Patient/$export?_type=Patient,Observation", { options: { headers } });
  assert.equal(answerTo(begun).status, 202);
  const place = answerTo(begun).headers.get("content-location");
  const told = await until(async () => {
    const asked = await client.request(place, { options: { headers: { accept: "application/json" } } });
    return answerTo(asked).status === 200 && asked;
  });
  const files = told.output.filter((each) => each.type === "Observation");
  assert.ok(files.length > 0);
  return `${told.output.length} files`;
});
