// graphql-ws and graphql-sse at work: both follow the log; the socket is cut off and goes on without a gap.
import assert from "node:assert/strict";
import { createClient as overStreams } from "graphql-sse";
import { createClient as overSockets } from "graphql-ws";
import WebSocket from "ws";

const { BASE_URL, TOKEN } = process.env;
const headers = { Authorization: `Bearer ${TOKEN}` };
const query = `subscription Follow($types: [String!], $after: String) {
  events(types: $types, after: $after) { cursor event { type subject { id } } subject { ... on Webhook { uuid } } }
}`;

async function post(path, body) {
  const answer = await fetch(`${BASE_URL}${path}`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  assert.ok(answer.ok, JSON.stringify(told));
  return told;
}

const happens = async () => (await post("/v1/webhooks", { url: "https://93.184.215.14/hook", types: ["agency.created"] })).id;
const end = async () => (await post("/graphql", { query: '{ events(after: "latest") { nextCursor } }' })).data.events.nextCursor;

// Follows until so many were heard; `cut` is called once, after the third.
function heard(client, variables, count, cut) {
  const ids = [];
  return new Promise((resolve, reject) => {
    const stop = client.subscribe({ query, variables }, {
      next({ data, errors }) {
        if (errors) return reject(new Error(JSON.stringify(errors)));
        variables.after = data.events.cursor;
        assert.equal(data.events.subject.uuid, data.events.event.subject.id);
        ids.push(data.events.event.subject.id);
        if (ids.length === 3) cut();
        if (ids.length === count) { stop(); resolve(ids); }
      },
      error: reject,
      complete() {},
    });
  });
}

async function follows(name, client, cut) {
  const variables = { types: ["webhook.created"], after: await end() };
  const made = [await happens()];
  const all = heard(client, variables, 8, cut);
  while (made.length < 8) made.push(await happens());
  assert.deepEqual(await all, made);
  console.log(`  ${name}: 8 events in order`);
}

const socket = overSockets({
  url: `${BASE_URL.replace("http", "ws")}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: async () => ({ authorization: headers.Authorization }),
  shouldRetry: () => true,
  retryAttempts: 10,
  retryWait: async () => new Promise((resolve) => setTimeout(resolve, 100)),
});
await follows("graphql-ws", socket, () => socket.terminate());
await socket.dispose();

const stream = overStreams({
  url: `${BASE_URL}/graphql`,
  headers,
  retryAttempts: 10,
  retry: async () => new Promise((resolve) => setTimeout(resolve, 100)),
});
await follows("graphql-sse", stream, () => {});
stream.dispose();
