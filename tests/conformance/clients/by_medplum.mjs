// MedplumClient at work: it logs in by itself, once with a secret and once with a signed assertion.
import assert from "node:assert/strict";
import {
  ASSERTION, CLIENT_ID, CLIENT_SECRET, exports, FHIR, OAUTH_TOKEN_URL, patient, refusal, step, SYSTEM, transaction, weight,
} from "./told.mjs";

globalThis.WebSocket ??= class {}; // named by its subscriptions, which are not used here
const { MedplumClient } = await import("@medplum/core");
const options = { baseUrl: new URL(FHIR).origin, fhirUrlPath: "fhir", tokenUrl: "oauth/token", cacheTime: 0 };
const medplum = new MedplumClient({ ...options, authCredentialsMethod: "header" });
let statement;
let ngozi;
let weights;

await step("discovery and tokens", async () => {
  statement = await new MedplumClient(options).get(medplum.fhirUrl("metadata"));
  const configuration = await medplum.get(medplum.fhirUrl(".well-known", "smart-configuration"));
  assert.equal(configuration.token_endpoint, OAUTH_TOKEN_URL);
  assert.equal(medplum.getTokenUrl(), OAUTH_TOKEN_URL);
  await medplum.startClientLogin(CLIENT_ID, CLIENT_SECRET);
  assert.ok(medplum.getAccessToken());
  const signing = new MedplumClient(options);
  await signing.startJwtAssertionLogin(ASSERTION);
  assert.equal((await signing.search("Patient", { _count: "1" })).resourceType, "Bundle");
  return "a token by client_secret_basic, one by private_key_jwt";
});
await step("create and read", async () => {
  const made = await medplum.createResource(patient("medplum-1"));
  ngozi = await medplum.readResource("Patient", made.id);
  assert.deepEqual(ngozi, made);
  assert.deepEqual(ngozi.name, patient("medplum-1").name);
  assert.deepEqual(await medplum.readReference({ reference: `Patient/${made.id}` }), ngozi);
  return `Patient version ${ngozi.meta.versionId}`;
});
await step("update and vread", async () => {
  const changed = await medplum.updateResource({ ...ngozi, gender: "female" });
  const first = await medplum.readVersion("Patient", ngozi.id, "1");
  assert.deepEqual([changed.meta.versionId, changed.gender, first.gender], ["2", "female", undefined]);
  assert.equal((await medplum.updateResource(changed)).meta.versionId, "2");
  return "version 2, which the same again leaves; version 1 as it was";
});
await step("conditional create, upsert", async () => {
  const once = weight(`Patient/${ngozi.id}`, 70.5, "medplum-once");
  const made = await medplum.createResourceIfNoneExist(once, `identifier=${SYSTEM}|medplum-once`);
  const again = await medplum.createResourceIfNoneExist(once, `identifier=${SYSTEM}|medplum-once`);
  assert.equal(again.id, made.id);
  const upserted = await medplum.upsertResource({ ...once, status: "amended" }, { identifier: `${SYSTEM}|medplum-once` });
  assert.deepEqual([upserted.id, upserted.status, upserted.meta.versionId], [made.id, "amended", "2"]);
  const other = await medplum.upsertResource(
    weight(`Patient/${ngozi.id}`, 71.5, "medplum-other"), { identifier: `${SYSTEM}|medplum-other` },
  );
  assert.equal(other.meta.versionId, "1");
  return "made once, changed once, made another";
});
await step("search in pages", async () => {
  for (const value of [72.5, 73.5, 74.5]) await medplum.createResource(weight(`Patient/${ngozi.id}`, value));
  const sizes = [];
  weights = [];
  for await (const page of medplum.searchResourcePages("Observation", { subject: `Patient/${ngozi.id}`, _count: "2" })) {
    sizes.push(page.length);
    weights.push(...page);
  }
  assert.deepEqual([sizes, new Set(weights.map((each) => each.id)).size], [[2, 2, 1], 5]);
  const counted = await medplum.search("Observation", { subject: `Patient/${ngozi.id}`, _summary: "count" });
  assert.equal(counted.total, 5);
  const one = await medplum.searchOne("Patient", { identifier: `${SYSTEM}|medplum-1` });
  assert.equal(one.id, ngozi.id);
  return `${weights.length} in ${sizes.length} pages`;
});
await step("include", async () => {
  const query = `subject=Patient/${ngozi.id}&value-quantity=ge73.5&_include=Observation:subject&_sort=-_lastUpdated`;
  const found = await medplum.search("Observation", query);
  const modes = found.entry.map((each) => `${each.search.mode} ${each.resource.resourceType}`).sort();
  assert.deepEqual(modes, ["include Patient", "match Observation", "match Observation"]);
  const chained = await medplum.searchResources("Observation", "subject:Patient.name=okafor&_count=100");
  assert.ok(chained.length >= 5);
  return modes.join(", ");
});
await step("patch", async () => {
  const { id } = weights.find((each) => each.status === "final");
  const patched = await medplum.patchResource("Observation", id, [{ op: "replace", path: "/status", value: "corrected" }]);
  assert.deepEqual([patched.status, patched.meta.versionId], ["corrected", "2"]);
  return "Observation.status, by JSON Patch";
});
await step("transaction", async () => {
  const told = await medplum.executeBatch(transaction("medplum-2"));
  assert.equal(told.type, "transaction-response");
  assert.deepEqual(told.entry.map((each) => each.response.status.slice(0, 3)), ["201", "201", "201"]);
  return "three made";
});
await step("reads in one batch", async () => {
  const together = new MedplumClient({ ...options, autoBatchTime: 20, accessToken: medplum.getAccessToken() });
  const ids = weights.slice(0, 3).map((each) => each.id);
  const read = await Promise.all(ids.map((id) => together.readResource("Observation", id)));
  assert.deepEqual(read.map((each) => each.id), ids);
  return `${read.length} Observations`;
});
await step("history", async () => {
  const told = await medplum.readHistory("Patient", ngozi.id);
  assert.deepEqual(told.entry.map((each) => each.resource.meta.versionId), ["2", "1"]);
  return "versions 2, 1";
});
await step("everything, validate", async () => {
  const everything = await medplum.readPatientEverything(ngozi.id);
  assert.equal(everything.entry.filter((each) => each.resource.resourceType === "Observation").length, 5);
  const judged = await medplum.validateResource(weight(`Patient/${ngozi.id}`, 1));
  assert.equal(judged.resourceType, "OperationOutcome");
  return `${everything.entry.length} resources`;
});
await step("delete", async () => {
  await medplum.deleteResource("Observation", weights[0].id);
  const gone = await refusal(medplum.readResource("Observation", weights[0].id));
  assert.equal(gone.outcome.issue[0].code, "deleted");
  return "then gone";
});
await step("refusals", async () => {
  const wrong = await refusal(medplum.createResource({ ...weight(`Patient/${ngozi.id}`, 1), status: "done" }));
  assert.deepEqual(wrong.outcome.issue[0].expression, ["Observation.status"]);
  return "an OperationOutcome that names Observation.status";
});
await step("$export", async () => {
  if (!exports(statement)) return "skipped, the CapabilityStatement does not name it";
  const told = await medplum.bulkExport("Patient", "Patient,Observation", undefined, { pollStatusOnAccepted: true });
  assert.ok(told.output.some((each) => each.type === "Observation"));
  return `${told.output.length} files`;
});
