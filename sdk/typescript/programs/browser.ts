/** Two agencies, each in a page of a real browser: what one does the other sees live, over a line that breaks. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { launched } from "./chromium.js";
import { Line } from "./line.js";
import { type Agency, at, tokensOf, world } from "./world.js";

const SECONDS = 1000;
const port = Number(process.env["PORT_OF_PAGES"]);
const BUTTONS = ["refer", "look", "accept", "start"].map((id) => `<button id="${id}">${id}</button>`).join("");
const PLACES = ["state", "inbox", "socket", "stream", "failure"].map((id) => `<p id="${id}"></p>`).join("");
const LISTS = ["shown", "answered", "told", "heard"].map((id) => `<ol id="${id}"></ol>`).join("");
const HTML = `<!doctype html><title>Referrals</title>${BUTTONS}${PLACES}${LISTS}<script src="/page.js"></script>`;

const source = fileURLToPath(new URL("../../programs/page.ts", import.meta.url));
const bundle = await build({ entryPoints: [source], bundle: true, write: false, format: "iife", target: "es2022" });
const script = Buffer.from(bundle.outputFiles[0]?.contents ?? []);

/** The pages' own server: it serves them, and signs in for them. */
const pages = createServer((request, response) => {
  const url = new URL(request.url ?? "/", `http://127.0.0.1:${port}`);
  if (url.pathname === "/page.js") return response.setHeader("Content-Type", "text/javascript").end(script);
  if (url.pathname !== "/token") return response.setHeader("Content-Type", "text/html").end(HTML);
  tokensOf(url.searchParams.get("agency") as Agency)
    .get()
    .then((token) => response.end(JSON.stringify({ access_token: token, expires_in: 900 })))
    .catch((failure: unknown) => response.writeHead(500).end(String(failure)));
  return undefined;
});

async function shows(page: Page, id: string, text: string): Promise<void> {
  await page.waitForFunction(([place, wanted]) => document.getElementById(place)?.textContent === wanted, [id, text] as const, {
    timeout: 10 * SECONDS,
    polling: 20,
  });
}

async function lines(page: Page, id: string): Promise<string[]> {
  return page.locator(`#${id} li`).allTextContents();
}

/** When a page came to show a state, by the browser's clock. */
async function shownAt(page: Page, state: string): Promise<number> {
  const line = (await lines(page, "shown")).find((each) => each.startsWith(`${state} `));
  return Number(line?.split(" ")[1]);
}

/** What the sender's agency heard of since, read when so many tasks are among it. */
async function everything(after: string, tasks: number): Promise<string[]> {
  for (;;) {
    const { items } = (await at("SENDER").call("listEvents", { query: { after, limit: 200 } })).data;
    if (items.filter((event) => event.type === "task.created").length >= tasks) return items.map((event) => event.id);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const { hostname, port: service } = new URL(world.baseUrl);
const line = new Line(hostname, Number(service));
const api = `http://127.0.0.1:${await line.open()}`;
await new Promise<void>((resolve) => pages.listen(port, "127.0.0.1", resolve));
const browser = await launched();
try {
  const opened = async (agency: Agency, base: string, live: string): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    page.on("pageerror", (failure) => console.log(`  ${agency}: ${failure.message}`));
    const query = new URLSearchParams({ agency, api: base, client: world.client, service: world.service });
    await page.goto(`http://127.0.0.1:${port}/?${query.toString()}${live}`);
    return page;
  };
  const begin = (await at("SENDER").call("listEvents", { query: { after: "latest" } })).data.next_cursor;
  const sender = await opened("SENDER", api, "&live");
  const provider = await opened("PROVIDER", world.baseUrl, "");
  for (const way of ["socket", "stream"]) await shows(sender, way, "live");

  await sender.click("#refer");
  await shows(sender, "state", "SENT");
  await provider.click("#look");
  await shows(provider, "inbox", "a referral");
  await provider.click("#accept");
  await shows(sender, "state", "ACCEPTED");
  const [accepted = "0"] = await lines(provider, "answered");
  const took = (await shownAt(sender, "ACCEPTED")) - Number(accepted);
  assert.ok(took < 1 * SECONDS, `The accept was shown after ${took} ms.`);
  console.log(`  ${browser.version()}: the sender's page shows the accept ${took} ms after the provider's click`);

  line.cut();
  for (const way of ["socket", "stream"]) await shows(sender, way, "broken");
  await provider.click("#start");
  await shows(provider, "inbox", "answered");
  assert.equal(await sender.textContent("#state"), "ACCEPTED");
  line.mend();
  await shows(sender, "state", "IN_PROGRESS");
  const care = at("SENDER");
  const tasks = Array.from({ length: 40 }, (_, count) => `Call number ${count + 1}`);
  for (const [count, title] of tasks.entries()) {
    await care.call("createTask", { body: { title } });
    if (count % 8 === 3) line.cut();
    if (count % 8 === 6) line.mend();
  }
  line.mend();
  const happened = await everything(begin, tasks.length);
  for (const way of ["told", "heard"]) {
    const enough = ([list, count]: readonly [string, number]): boolean => document.querySelectorAll(`#${list} li`).length >= count;
    await sender.waitForFunction(enough, [way, happened.length] as const, { timeout: 20 * SECONDS });
    assert.deepEqual(await lines(sender, way), happened, `by ${way === "told" ? "WebSocket" : "stream"}`);
  }
  assert.deepEqual([await sender.textContent("#failure"), await provider.textContent("#failure")], ["", ""]);
  console.log(`  the line was cut six times: ${happened.length} events, by WebSocket and by stream none missed, none repeated`);
} finally {
  await browser.close();
  pages.close();
  pages.closeAllConnections();
  line.close();
}
