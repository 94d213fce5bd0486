// Opens pages in a real Chromium 109, the oldest browser we promise, and writes what they look like.
// stdin: {pages: [{url, picture}], cookies: [...], viewport, colorScheme}; stdout: {version, pages: [{url, errors, look}]}
import chromiumPackage from "@sparticuz/chromium";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const wanted = JSON.parse(readFileSync(0, "utf8"));
const look = readFileSync(new URL("./look.js", import.meta.url), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

async function open(context, { url, picture }) {
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(wanted.settle_ms);
  await page.screenshot({ path: picture, animations: "disabled" });
  const found = { url, at: page.url(), errors, look: await page.evaluate(look) };
  await page.close();
  return found;
}

const browser = await chromium.launch({ executablePath: await chromiumPackage.executablePath(), args: FLAGS });
const context = await browser.newContext({
  viewport: wanted.viewport,
  colorScheme: wanted.colorScheme,
  locale: "zh-CN",
  timezoneId: "Asia/Shanghai",
});
await context.addCookies(wanted.cookies);
const pages = [];
for (const page of wanted.pages) pages.push(await open(context, page));
console.log(JSON.stringify({ version: browser.version(), pages }));
await browser.close();
