/** Lets subscriptions over WebSocket (graphql-ws) go on behind the last event that they told, after each break. */

interface Payload {
  query: string;
  variables?: Record<string, unknown> | null | undefined;
}

interface Sink<Result> {
  next(value: Result): void;
  error(error: unknown): void;
  complete(): void;
}

/** What graphql-ws calls its client, as far as it is needed here; urql and Apollo Client take the same. */
export interface SocketClient<P extends Payload, Result> {
  subscribe(payload: P, sink: Sink<Result>): () => void;
}

/** A result of the subscription, as much as must be known of it. */
interface Followed {
  data?: unknown;
}

/**
 * Subscribe by a client of graphql-ws. It sends the same payload again whenever it connects anew; this moves the variable
 * `after` on with each event, where the document asks for `events(after: $after) { cursor }`.
 */
export function resuming<P extends Payload, Result extends Followed>(client: SocketClient<P, Result>, payload: P, sink: Sink<Result>): () => void {
  const variables = { ...payload.variables };
  return client.subscribe(
    { ...payload, variables },
    {
      next(value) {
        const cursor = (value.data as { events?: { cursor?: string } } | null | undefined)?.events?.cursor;
        if (cursor !== undefined) variables["after"] = cursor;
        sink.next(value);
      },
      error: (error) => sink.error(error),
      complete: () => sink.complete(),
    },
  );
}
