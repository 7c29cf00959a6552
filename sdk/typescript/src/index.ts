/** Throughline for TypeScript. */
export type { Answer, Asked, Item, ListName, OperationName, Told } from "./asking.js";
export { GraphQLErrors, type Options, Throughline } from "./client.js";
export type { components, operations, paths } from "./generated/schema.js";
export { type CareEvent, type Following, followed, type LiveEvent } from "./live.js";
export { type Fault, type Problem, ProblemError } from "./problems.js";
export type { Patience } from "./sending.js";
export { resuming, type SocketClient } from "./subscriptions.js";
export { clientCredentials, type Credentials, fixed, kept, type Token, type Tokens } from "./tokens.js";
export { believed, NotBelieved, type WebhookMessage } from "./webhooks.js";
