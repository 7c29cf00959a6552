// What the programs in JavaScript share: where the server is, what they send, and how they say what they did.
export const { FHIR, CLIENT_ID, CLIENT_SECRET, TOKEN, ASSERTION, OAUTH_TOKEN_URL } = process.env;
export const SYSTEM = "https://ehr.example/conformance";
export const LOINC = "http://loinc.org";

// Does one step and says in one line what came of it; whatever is thrown ends the program.
export async function step(name, doing) {
  try {
    console.log(`  ${name}: ${await doing()}`);
  } catch (error) {
    const where = error.stack.split("\n").find((line) => line.includes("/clients/by_"));
    const told = error.outcome ?? error.response?.data;
    console.error(`  ${name}: FAILED ${error.message}\n${where}\n${told ? JSON.stringify(told) : ""}`);
    process.exit(1);
  }
}

// What a promise is refused with; it is wrong when it is not.
export async function refusal(promise) {
  let kept;
  try {
    kept = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`This was to be refused: ${JSON.stringify(kept)}`);
}

// Asks until it is so, or for too long.
export async function until(asking) {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = await asking();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error("This takes too long.");
}

export const named = (value) => ({ system: SYSTEM, value });

export const patient = (value, more = {}) => ({
  resourceType: "Patient",
  identifier: [named(value)],
  name: [{ family: "Okafor", given: ["Ngozi"] }],
  birthDate: "1979-07-01",
  ...more,
});

export const weight = (subject, value, identifier) => ({
  resourceType: "Observation",
  ...(identifier && { identifier: [named(identifier)] }),
  status: "final",
  code: { coding: [{ system: LOINC, code: "29463-7", display: "Body weight" }] },
  subject: { reference: subject },
  effectiveDateTime: "2026-03-02T09:00:00Z",
  valueQuantity: { value, unit: "kg", system: "http://unitsofmeasure.org", code: "kg" },
});

// A client, a need and a weight that name each other before any of them has an id.
export const transaction = (value) => ({
  resourceType: "Bundle",
  type: "transaction",
  entry: [
    {
      fullUrl: "urn:uuid:6f1c6d4e-0b7e-4d0c-9a55-2c6f1f0b9a01",
      resource: patient(value),
      request: { method: "POST", url: "Patient", ifNoneExist: `identifier=${SYSTEM}|${value}` },
    },
    {
      fullUrl: "urn:uuid:6f1c6d4e-0b7e-4d0c-9a55-2c6f1f0b9a02",
      resource: weight("urn:uuid:6f1c6d4e-0b7e-4d0c-9a55-2c6f1f0b9a01", 61.5),
      request: { method: "POST", url: "Observation" },
    },
    {
      fullUrl: "urn:uuid:6f1c6d4e-0b7e-4d0c-9a55-2c6f1f0b9a03",
      resource: {
        resourceType: "Encounter",
        status: "finished",
        class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "AMB" },
        subject: { reference: "urn:uuid:6f1c6d4e-0b7e-4d0c-9a55-2c6f1f0b9a01" },
        period: { start: "2026-03-02T09:00:00Z", end: "2026-03-02T09:20:00Z" },
      },
      request: { method: "POST", url: "Encounter" },
    },
  ],
});

// Whether a CapabilityStatement names $export, of everything or of patients.
export const exports = (statement) =>
  statement.rest[0].operation?.some((each) => each.name === "export") ||
  statement.rest[0].resource.find((each) => each.type === "Patient").operation?.some((each) => each.name === "export");
