/** The network that the conformance run serves, as its environment tells. */
import { type Asked, clientCredentials, Throughline, type Tokens } from "../src/index.js";

function told(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

export const world = {
  baseUrl: told("BASE_URL"),
  client: told("CLIENT"),
  service: told("SERVICE"),
};

export type Agency = "SENDER" | "PROVIDER" | "PROVIDER_ADMIN";

export function tokensOf(agency: Agency, send: typeof fetch = fetch): Tokens {
  return clientCredentials({
    baseUrl: world.baseUrl,
    clientId: told(`${agency}_ID`),
    clientSecret: told(`${agency}_SECRET`),
    fetch: send,
  });
}

export function at(agency: Agency, send: typeof fetch = fetch): Throughline {
  return new Throughline({ baseUrl: world.baseUrl, tokens: tokensOf(agency, send), fetch: send });
}

/** What a referral of food for the client says. */
export const draft: Asked<"createReferral">["body"] = {
  client_id: world.client,
  category: "food-insecurity",
  handoffs: [{ service_id: world.service }],
  override_reason: "Every part of this program sends one of its own.",
};
