// Opens pages in a real Chromium 109, the oldest browser we promise, and writes what they look like.
// stdin: {pages: [{url, picture, script, steps}], cookies: [...], viewport, colorScheme, settle_ms}
// stdout: {version, pages: [{url, at, errors, look}]}
// `script: false` switches JavaScript off; a step is [verb, ...], see VERBS; one that cannot be done ends everything.
import chromiumPackage from "@sparticuz/chromium";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const wanted = JSON.parse(readFileSync(0, "utf8"));
const look = readFileSync(new URL("./look.js", import.meta.url), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

/** Wait until one of the images is drawn. Asked again and again: a page's policy forbids waiting inside it. */
async function picture(page, what) {
  const drawn = (one) => [...document.querySelectorAll(one)].some((image) => image.naturalWidth > 0);
  for (let tries = 0; tries < 150; tries += 1) {
    if (await page.evaluate(drawn, what)) return;
    await page.waitForTimeout(200);
  }
  throw new Error(`never drawn: ${what}`);
}

/** Wait until nothing holds the place of what is still to come. */
async function loaded(page) {
  for (let tries = 0; tries < 150; tries += 1) {
    if (!(await page.$(".k-wait"))) return;
    await page.waitForTimeout(200);
  }
  throw new Error("never loaded");
}

const VERBS = {
  block: (page, address) => page.route(address, (route) => route.abort()),
  click: (page, what) => page.click(what),
  see: (page, what) => page.waitForSelector(what, { timeout: 30000 }),
  picture,
};

async function newContext({ script = true }) {
  const context = await browser.newContext({
    viewport: wanted.viewport,
    colorScheme: wanted.colorScheme,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    javaScriptEnabled: script,
  });
  await context.addCookies(wanted.cookies);
  return context;
}

async function open(task) {
  const context = await newContext(task);
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(task.url, { waitUntil: "load" });
  for (const [verb, ...rest] of task.steps ?? []) {
    try {
      await VERBS[verb](page, ...rest);
    } catch (error) {
      throw new Error([`${verb} ${rest}`, error.message, ...errors, await page.innerText("body")].join("\n"));
    }
  }
  await loaded(page);
  await page.waitForTimeout(wanted.settle_ms);
  const found = { url: task.url, at: page.url(), errors: [...errors], look: await page.evaluate(look) };
  await page.screenshot({ path: task.picture, animations: "disabled" }); // its own styles break the page's policy
  await context.close();
  return found;
}

const browser = await chromium.launch({ executablePath: await chromiumPackage.executablePath(), args: FLAGS });
const pages = [];
for (const task of wanted.pages) pages.push(await open(task));
console.log(JSON.stringify({ version: browser.version(), pages }));
await browser.close();
