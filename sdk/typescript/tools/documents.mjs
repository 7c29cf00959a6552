// Writes src/generated/documents.ts by graphql-codegen: a typed document for each screen of docs/graphql, and for what
// two agencies do to a referral. The schema is openapi/schema.graphql; a document that does not fit it is refused here.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import * as documents from "@graphql-codegen/typed-document-node";
import { buildSchema, parse } from "graphql";

const here = new URL("..", import.meta.url);
const FOLDERS = [new URL("../../docs/graphql/", here), new URL("src/documents/", here)];
const CONFIG = {
  useTypeImports: true,
  strictScalars: true,
  scalars: { Date: "string", DateTime: "string", JSON: "unknown", UUID: "string" },
};

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".graphql"))
    .sort()
    .map((name) => ({ location: name, document: parse(readFileSync(new URL(name, folder), "utf8")) })),
);
const schema = buildSchema(readFileSync(new URL("../../openapi/schema.graphql", here), "utf8"));
const written = await codegen({
  filename: "documents.ts",
  schema: parse(readFileSync(new URL("../../openapi/schema.graphql", here), "utf8")),
  schemaAst: schema,
  documents: files,
  config: CONFIG,
  plugins: [{ operations: {} }, { documents: {} }],
  pluginMap: { operations, documents },
});
writeFileSync(new URL("src/generated/documents.ts", here), written);
