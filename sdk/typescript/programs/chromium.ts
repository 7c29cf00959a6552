/** A real Chromium: the one that CHROMIUM names, else the one that the npm package carries, with the libraries it needs. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", // whoever runs this may be root, and it loads no page but its own
  "--disable-gpu",
  "--disable-dev-shm-usage", // which is small in containers
  "--disable-quic",
  "--disable-sync",
  "--disable-component-update",
  "--disable-background-networking",
  "--no-first-run",
];
const HOME = fileURLToPath(new URL("../../node_modules/.chromium/", import.meta.url));

export async function launched(): Promise<Browser> {
  const given = process.env["CHROMIUM"];
  if (given !== undefined) return chromium.launch({ executablePath: given, args: FLAGS });
  mkdirSync(HOME, { recursive: true });
  process.env["TMPDIR"] = HOME; // where the package unpacks itself
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs20.x"; // lets it unpack its libraries as well
  const { default: carried } = await import("@sparticuz/chromium");
  carried.setGraphicsMode = false;
  const executablePath = await carried.executablePath();
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, LD_LIBRARY_PATH: `${HOME}al2023/lib` } });
}
