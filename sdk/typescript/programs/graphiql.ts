/** GraphiQL as the service shows it, in a real browser: it asks, it follows, and it needs nothing from any other host. */
import assert from "node:assert/strict";
import { launched } from "./chromium.js";
import { at, tokensOf, world } from "./world.js";

const PATIENCE = { timeout: 40_000 };
const FOLLOWED = "subscription { events { cursor event { type } subject { ... on Task { title } } } }";

const browser = await launched();
try {
  const page = await browser.newPage();
  const elsewhere: string[] = [];
  const failures: string[] = [];
  page.on("request", (request) => {
    if (![world.baseUrl, "data:"].some((ours) => request.url().startsWith(ours))) elsewhere.push(request.url());
  });
  page.on("pageerror", (failure) => void failures.push(failure.message));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) failures.push(message.text());
  });

  const shows = async (text: string): Promise<void> =>
    page.locator(".result-window", { hasText: text }).waitFor(PATIENCE);
  const says = async (text: string): Promise<void> => page.locator("#said", { hasText: text }).waitFor(PATIENCE);
  const run = async (document: string): Promise<void> => {
    await page.locator(".graphiql-query-editor .CodeMirror").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(document);
    await page.locator(".graphiql-execute-button").click();
  };

  await page.goto(`${world.baseUrl}/graphql/ui`);
  await says("Send an access token");
  await page.fill("#token", await tokensOf("SENDER").get());
  await page.click("#sign-in button");
  await run("{ viewer { roles } }");
  await shows("CASE_MANAGER");
  await run(FOLLOWED);
  await says("Following.");
  for (const title of ["Call about Friday", "Écrire à la famille 🏠"]) {
    await at("SENDER").call("createTask", { body: { title } });
    await shows(title);
  }
  await page.locator(".graphiql-execute-button").click();
  await page.locator("#said", { hasText: /^$/ }).waitFor({ ...PATIENCE, state: "attached" });
  await at("SENDER").call("createTask", { body: { title: "Heard by nobody" } });
  await run("subscription { nothing }");
  await shows("Cannot query field");
  await run("{ viewer { agencyId } }");
  await shows("agencyId");
  assert.deepEqual([elsewhere, failures], [[], []]);
  console.log(`  ${browser.version()}: GraphiQL follows the log, and asked no other host for anything`);
} finally {
  await browser.close();
}
