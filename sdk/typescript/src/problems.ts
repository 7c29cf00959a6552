/** Refusals: every 4xx and 5xx is a problem (RFC 9457), thrown as one kind of error. */
import type { components } from "./generated/schema.js";

export type Problem = components["schemas"]["Problem"];
/** One wrong place of what was sent, by JSON Pointer. */
export type Fault = components["schemas"]["ProblemFault"];

/** What was asked was refused; `code` never changes and is what programs look at. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly problem: Problem,
    /** Seconds after which it is worth asking again, where the service says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** Facts about this occurrence, such as `allowed_actions` or `current_version`. */
  get context(): Problem["context"] {
    return this.problem.context;
  }

  get faults(): readonly Fault[] {
    return this.problem.errors;
  }

  /** Whether the thing has changed since it was read: read it again and decide anew. */
  get isStale(): boolean {
    return this.status === 412;
  }
}

/** Read why an answer refuses; what stands between (a proxy, a gateway) may not speak in problems. */
export async function refusal(response: Response): Promise<ProblemError> {
  const text = await response.text();
  return new ProblemError(problemIn(text) ?? unspoken(response, text), secondsToWait(response.headers));
}

function problemIn(text: string): Problem | null {
  try {
    const found = JSON.parse(text) as Partial<Problem> | null;
    return typeof found?.code === "string" && typeof found.status === "number" ? (found as Problem) : null;
  } catch {
    return null;
  }
}

function unspoken(response: Response, text: string): Problem {
  return {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: text.slice(0, 200),
    instance: response.url,
    code: `http.${response.status}`,
    context: {},
    request_id: response.headers.get("X-Request-Id") ?? "",
    errors: [],
  };
}

/** `Retry-After`, in seconds or as a date (RFC 9110, section 10.2.3). */
export function secondsToWait(headers: Headers, now: number = Date.now()): number | null {
  const said = headers.get("Retry-After");
  if (said === null) return null;
  if (/^\d+$/.test(said)) return Number(said);
  const date = Date.parse(said);
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000);
}
