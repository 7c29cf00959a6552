/** What each operation takes and tells, read from the types that are made of the OpenAPI document. */
import type { routes } from "./generated/routes.js";
import type { operations } from "./generated/schema.js";

/** The `operationId`s of the OpenAPI document; mutations of GraphQL have the same names. */
export type OperationName = keyof typeof routes & keyof operations;

type Parameters<O extends OperationName> = operations[O]["parameters"];
type PathOf<O extends OperationName> = Parameters<O> extends { path: infer P extends object } ? { path: P } : object;
type QueryOf<O extends OperationName> =
  Parameters<O> extends { query: infer Q extends object }
    ? { query: Q }
    : Parameters<O> extends { query?: infer Q extends object }
      ? [Q] extends [never]
        ? object
        : { query?: Q }
      : object;
type Json<B> = B extends { content: { "application/json": infer J } } ? J : never;
type BodyOf<O extends OperationName> = operations[O] extends { requestBody: infer B }
  ? { body: Json<B> }
  : operations[O] extends { requestBody?: infer B }
    ? [Json<B>] extends [never]
      ? object
      : { body?: Json<B> }
    : object;
type HeaderOf<O extends OperationName> = Parameters<O> extends { header: { "If-Match": string } }
  ? {
      /** The ETag of what you read, or `*` for whichever version is there. */
      ifMatch: string;
    }
  : object;

/** What may be said with every operation. */
export interface Always {
  /** Made up for each POST unless given; keep your own where the program itself may die and try again. */
  idempotencyKey?: string;
  /** BCP 47, for the operations whose answers are words. */
  language?: string;
  signal?: AbortSignal;
}

export type Asked<O extends OperationName> = PathOf<O> & QueryOf<O> & BodyOf<O> & HeaderOf<O> & Always;

type Success = 200 | 201 | 202;
type Answers<O extends OperationName> = operations[O]["responses"];
/** What an operation tells when it does what it was asked; undefined for those that tell nothing (204). */
export type Told<O extends OperationName> = {
  [S in keyof Answers<O> & Success]: Json<Answers<O>[S]>;
}[keyof Answers<O> & Success];

export interface Answer<T> {
  data: T;
  status: number;
  /** Give it as `ifMatch` with the next change. */
  etag: string;
  /** Whether this is the answer to an earlier request with the same idempotency key. */
  replayed: boolean;
  headers: Headers;
}

/** The operations whose answers are pages of a list, and what is in them. */
export type ListName = {
  [O in OperationName]: Told<O> extends { items: readonly unknown[]; next_cursor: string | null } ? O : never;
}[OperationName];
export type Item<O extends OperationName> = Told<O> extends { items: readonly (infer I)[] } ? I : never;
