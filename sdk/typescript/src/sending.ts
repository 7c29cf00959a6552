/** Sends requests: with a token, again where that is safe, and never with a second effect. */
import { type ProblemError, refusal } from "./problems.js";
import type { Tokens } from "./tokens.js";

export interface Patience {
  /** How often a request is sent at most. */
  tries: number;
  /** Seconds: longer than this nobody waits, whatever `Retry-After` says. */
  longest: number;
}

export const PATIENCE: Patience = { tries: 4, longest: 30 };
const FIRST_WAIT = 0.25;
/** The service did nothing yet, and says so. */
const TURNED_AWAY: ReadonlySet<number> = new Set([429, 503]);
/** Somebody in between gave up: what became of the request is not known. */
const UNKNOWN: ReadonlySet<number> = new Set([408, 500, 502, 504]);

export interface Sender {
  fetch: typeof fetch;
  tokens: Tokens;
  patience: Patience;
}

/** Send until there is an answer that is one; a refusal is thrown as a `ProblemError`. 304 is an answer. */
export async function sent(sender: Sender, url: string, request: RequestInit & { headers: Headers }): Promise<Response> {
  const repeatable = request.method === "GET" || request.headers.has("Idempotency-Key");
  let renewed = false;
  for (let count = 1; ; count += 1) {
    const token = await sender.tokens.get();
    request.headers.set("Authorization", `Bearer ${token}`);
    const answer = await attempt(sender.fetch, url, request);
    if (answer instanceof Response && (answer.ok || answer.status === 304)) return answer;
    const failure = answer instanceof Response ? await refusal(answer) : answer;
    if (isEnded(failure) && !renewed) {
      renewed = true;
      sender.tokens.forget(token);
      continue;
    }
    const wait = delay(failure, count);
    if (count >= sender.patience.tries || wait > sender.patience.longest || !mayRepeat(failure, repeatable)) throw failure;
    await slept(wait, request.signal ?? undefined);
  }
}

/** Send as `fetch` does, with a token, and once more with another when the first has ended: for clients of others. */
export async function withToken(sender: Sender, url: RequestInfo | URL, request: RequestInit = {}): Promise<Response> {
  for (let renewed = false; ; renewed = true) {
    const token = await sender.tokens.get();
    const headers = new Headers(request.headers);
    headers.set("Authorization", `Bearer ${token}`);
    const answer = await sender.fetch(url, { ...request, headers });
    if (answer.status !== 401 || renewed) return answer;
    sender.tokens.forget(token);
  }
}

async function attempt(send: typeof fetch, url: string, request: RequestInit): Promise<Response | TypeError> {
  try {
    return await send(url, request);
  } catch (failure) {
    if (failure instanceof TypeError) return failure; // what fetch throws when nothing came
    throw failure;
  }
}

function isEnded(failure: ProblemError | TypeError): boolean {
  return "code" in failure && ["token.expired", "token.revoked", "token.unknown"].includes(failure.code);
}

function mayRepeat(failure: ProblemError | TypeError, repeatable: boolean): boolean {
  if (!("status" in failure)) return repeatable;
  if (TURNED_AWAY.has(failure.status)) return true;
  return repeatable && (UNKNOWN.has(failure.status) || failure.code === "idempotency.in-flight");
}

function delay(failure: ProblemError | TypeError, count: number): number {
  const told = "retryAfter" in failure ? failure.retryAfter : null;
  return told ?? FIRST_WAIT * 2 ** (count - 1) * (0.5 + Math.random());
}

/** Wait some seconds, unless the signal ends it. */
export async function slept(seconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const broken = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", broken);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener("abort", broken, { once: true });
  });
}
