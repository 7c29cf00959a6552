/** The client: every operation by its name, pages as one sequence, GraphQL documents, events as they happen. */
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import type { Always, Answer, Asked, Item, ListName, OperationName, Told } from "./asking.js";
import { routes } from "./generated/routes.js";
import { type Following, type LiveEvent, followed } from "./live.js";
import { PATIENCE, type Patience, type Sender, sent, withToken } from "./sending.js";
import type { Tokens } from "./tokens.js";

export interface Options {
  baseUrl: string;
  tokens: Tokens;
  patience?: Partial<Patience>;
  fetch?: typeof fetch;
}

/** What of any operation's words the client itself looks at. */
interface Loose extends Always {
  path?: object;
  query?: object;
  body?: unknown;
  ifMatch?: string;
  ifNoneMatch?: string;
}

export class GraphQLErrors extends Error {
  override readonly name = "GraphQLErrors";

  constructor(readonly errors: readonly { message: string; extensions?: Record<string, unknown> }[]) {
    super(errors.map((error) => error.message).join("; "));
  }
}

export class Throughline {
  readonly baseUrl: string;
  readonly #sender: Sender;

  constructor(options: Options) {
    this.baseUrl = options.baseUrl.replace(/\/$/, "");
    const send = options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request));
    this.#sender = { fetch: send, tokens: options.tokens, patience: { ...PATIENCE, ...options.patience } };
  }

  /** Do what an operation does; a refusal is thrown as a `ProblemError`. */
  async call<O extends OperationName>(operation: O, asked: Asked<O>): Promise<Answer<Told<O>>> {
    return answered(await this.raw(operation, asked));
  }

  /** Read again: null while what has this ETag has not changed. */
  async changed<O extends OperationName>(operation: O, asked: Asked<O>, etag: string): Promise<Answer<Told<O>> | null> {
    const response = await this.raw(operation, { ...asked, ifNoneMatch: etag });
    return response.status === 304 ? null : answered(response);
  }

  /** Ask for an operation and take the response as it is: for what is no JSON. */
  async raw(operation: OperationName, asked: Loose, accept = "application/json"): Promise<Response> {
    const [method, path] = routes[operation];
    const headers = new Headers({ Accept: accept });
    if (asked.ifMatch !== undefined) headers.set("If-Match", asked.ifMatch);
    if (asked.ifNoneMatch !== undefined) headers.set("If-None-Match", asked.ifNoneMatch);
    if (asked.language !== undefined) headers.set("Accept-Language", asked.language);
    if (method === "POST") headers.set("Idempotency-Key", asked.idempotencyKey ?? crypto.randomUUID());
    if (asked.body !== undefined) headers.set("Content-Type", "application/json");
    return sent(this.#sender, `${this.baseUrl}${filled(path, asked.path ?? {})}${queried(asked.query ?? {})}`, {
      method,
      headers,
      signal: asked.signal ?? null,
      body: asked.body === undefined ? null : JSON.stringify(asked.body),
    });
  }

  /** Every item of a list, page after page, as long as somebody asks for the next. */
  async *each<O extends ListName>(operation: O, asked: Asked<O>): AsyncGenerator<Item<O>, void> {
    const place = routes[operation][0] === "POST" ? "body" : "query";
    const loose: Loose = asked;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const filters = loose[place] as object | undefined;
      const words: Loose = cursor === undefined ? loose : { ...loose, [place]: { ...filters, cursor } };
      const page = (await (await this.raw(operation, words)).json()) as { items: Item<O>[]; next_cursor: string | null };
      yield* page.items;
      cursor = page.next_cursor;
    }
  }

  /** Run a typed document. Problems of mutations are in their results; what else went wrong is thrown. */
  async graphql<Result, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Result> {
    const response = await sent(this.#sender, `${this.baseUrl}/graphql`, {
      method: "POST",
      headers: new Headers({ "Content-Type": "application/json", Accept: "application/json" }),
      body: JSON.stringify({ query: print(document), variables }),
      signal: signal ?? null,
    });
    const { data, errors } = (await response.json()) as { data?: Result; errors?: GraphQLErrors["errors"] };
    if (errors !== undefined || data === undefined) throw new GraphQLErrors(errors ?? []);
    return data;
  }

  /** `fetch` with a token: give it to Apollo Client, urql, or any other client of GraphQL or FHIR. */
  readonly fetch: typeof fetch = (url, request) => withToken(this.#sender, url, request);

  /** The cursor behind everything that has happened: begin there, and nothing falls between reading and listening. */
  async latest(signal?: AbortSignal): Promise<string> {
    const asked = { query: { after: "latest" }, ...(signal === undefined ? {} : { signal }) };
    return (await this.call("listEvents", asked)).data.next_cursor;
  }

  /** Events as they happen, each once and in order, over any number of broken connections. */
  events(following: Following = {}): AsyncGenerator<LiveEvent, void> {
    return followed(this, following);
  }
}

async function answered<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  return {
    data: (text === "" ? undefined : JSON.parse(text)) as T,
    status: response.status,
    etag: response.headers.get("ETag") ?? "*",
    replayed: response.headers.get("Idempotency-Replayed") === "true",
    headers: response.headers,
  };
}

function filled(path: string, values: object): string {
  const given = new Map<string, unknown>(Object.entries(values));
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given.get(name))));
}

function queried(values: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values) as [string, unknown][]) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (each !== undefined && each !== null) query.append(name, String(each));
    }
  }
  return query.size > 0 ? `?${query.toString()}` : "";
}
