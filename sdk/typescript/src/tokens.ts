/** Access tokens: fetched once for all who wait, kept until shortly before they end. */
import { refusal } from "./problems.js";

/** Where tokens come from. `forget` is told which token was refused, so that the next `get` fetches another. */
export interface Tokens {
  get(): Promise<string>;
  forget(token: string): void;
}

export interface Token {
  access_token: string;
  /** Seconds. */
  expires_in: number;
}

const EARLY_SECONDS = 30;

/** Keep what `fetchToken` fetches; however many ask, one request is under way. For pages: ask your own server there. */
export function kept(fetchToken: () => Promise<Token>, now: () => number = Date.now): Tokens {
  let held: { token: string; until: number } | null = null;
  let underWay: Promise<string> | null = null;

  async function fetched(): Promise<string> {
    const { access_token: token, expires_in: seconds } = await fetchToken();
    held = { token, until: now() + Math.max(seconds - EARLY_SECONDS, seconds / 2) * 1000 };
    return token;
  }

  return {
    async get() {
      if (held !== null && now() < held.until) return held.token;
      underWay ??= fetched().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    forget(token) {
      if (held?.token === token) held = null;
    },
  };
}

export interface Credentials {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** Left out: everything that is registered. */
  scope?: string;
  fetch?: typeof fetch;
}

/** Sign in as an API client (RFC 6749, section 4.4). For servers: a secret never belongs into a page. */
export function clientCredentials(credentials: Credentials): Tokens {
  const { baseUrl, clientId, clientSecret, scope, fetch: send = fetch } = credentials;
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(":");
  const form = { grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) };
  return kept(async () => {
    const response = await send(`${baseUrl}/oauth/token`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(pair)}` },
      body: new URLSearchParams(form),
    });
    if (!response.ok) throw await refusal(response);
    return (await response.json()) as Token;
  });
}

/** A token that somebody else looks after. */
export function fixed(token: string): Tokens {
  return { get: async () => token, forget: () => undefined };
}
