// Writes src/generated/routes.ts: where each operation of the OpenAPI document is found, by its operationId.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const METHODS = ["get", "put", "post", "patch", "delete"];
const here = new URL("..", import.meta.url);
const { paths } = JSON.parse(readFileSync(new URL("../../openapi/openapi.json", here), "utf8"));
const routes = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]).map((method) => [item[method].operationId, method.toUpperCase(), path]),
);
const lines = routes
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([name, method, path]) => `  ${name}: ["${method}", "${path}"],`);
mkdirSync(new URL("src/generated/", here), { recursive: true });
writeFileSync(
  new URL("src/generated/routes.ts", here),
  `/** Where each operation is found: its method and its path. Made of openapi.json. */\nexport const routes = {\n${lines.join("\n")}\n} as const;\n`,
);
