/** Follows /v1/events/stream (server-sent events) by fetch, which unlike EventSource can send a token. */
import type { components } from "./generated/schema.js";
import { ProblemError } from "./problems.js";
import { slept } from "./sending.js";

export type CareEvent = components["schemas"]["EventOut"];

export interface LiveEvent {
  /** Where to go on from: keep it, and give it as `after` to hear what came later. */
  cursor: string;
  event: CareEvent;
}

export interface Following {
  /** A cursor, from an event heard before or from `GET /v1/events`; left out: only what is to come. */
  after?: string;
  types?: string[];
  signal?: AbortSignal;
  /** Told whenever the stream stands (true) or has broken off (false). */
  onConnection?: (stands: boolean) => void;
  /** Seconds without a sign of life, after which a connection counts as broken; the service gives one every 5. */
  silence?: number;
}

/** Whom is asked: a `Throughline`. */
export interface Source {
  latest(signal?: AbortSignal): Promise<string>;
  raw(operation: "streamEvents", asked: { query: object; signal: AbortSignal }, accept: string): Promise<Response>;
}

interface Message {
  id: string;
  data: string;
}

const SILENCE = 20;
const FIRST_WAIT = 0.1;
const LONGEST_WAIT = 5;

/** Tell each event once, in order. The place is fetched before the first connection, so that none falls between. */
export async function* followed(care: Source, following: Following): AsyncGenerator<LiveEvent, void> {
  let cursor = following.after ?? (await care.latest(following.signal));
  for (let failures = 0; following.signal?.aborted !== true; failures += 1) {
    try {
      for await (const message of connected(care, following, cursor)) {
        failures = 0;
        if (message === null) continue;
        cursor = message.id;
        yield { cursor, event: JSON.parse(message.data) as CareEvent };
      }
    } catch (failure) {
      if (isAborted(following.signal)) return;
      if (failure instanceof ProblemError && failure.status < 500 && failure.status !== 429) throw failure;
    }
    following.onConnection?.(false);
    await slept(Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT) * (0.5 + Math.random()), following.signal).catch(() => undefined);
  }
}

/** Whether somebody ended it; asked anew each time, since it changes while one waits. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** One connection's messages, and null for each sign of life; ends with the connection, or after a silence. */
async function* connected(care: Source, following: Following, after: string): AsyncGenerator<Message | null, void> {
  const broken = new AbortController();
  const end = () => broken.abort(following.signal?.reason);
  following.signal?.addEventListener("abort", end, { once: true });
  try {
    const query = { after, ...(following.types === undefined ? {} : { types: following.types }) };
    const response = await care.raw("streamEvents", { query, signal: broken.signal }, "text/event-stream");
    following.onConnection?.(true);
    if (response.body !== null) yield* messages(response.body, (following.silence ?? SILENCE) * 1000, broken);
  } finally {
    following.signal?.removeEventListener("abort", end);
    broken.abort();
  }
}

async function* messages(body: ReadableStream<Uint8Array>, silence: number, broken: AbortController): AsyncGenerator<Message | null, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const alarm = setTimeout(() => broken.abort(), silence);
    const { value, done } = await reader.read().finally(() => clearTimeout(alarm));
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? "";
    for (const block of blocks) yield message(block);
  }
}

/** Read one block of lines (HTML, section 9.2.6); null when it tells nothing. */
export function message(block: string): Message | null {
  const fields = { id: "", data: [] as string[] };
  for (const line of block.split(/\r?\n/)) {
    const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === "id") fields.id = value;
    if (name === "data") fields.data.push(value);
  }
  return fields.data.length > 0 ? { id: fields.id, data: fields.data.join("\n") } : null;
}
