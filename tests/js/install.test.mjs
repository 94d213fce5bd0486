import assert from "node:assert/strict";
import test from "node:test";
import { ASK_AGAIN_AFTER_MS, surroundings, wayToInstall } from "../../schoolapp/pwa/client/install_rules.js";

const NOW = 1_800_000_000_000;
const WECHAT_ANDROID =
  "Mozilla/5.0 (Linux; Android 12; V2057A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/111.0 XWEB/1110017 MMWEBSDK MicroMessenger/8.0.44";
const WECHAT_IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.42";
const SAFARI_IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1";
const CHROME_WINDOWS = "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 Chrome/109.0.0.0 Safari/537.36";

function browser(userAgent, { standalone = false, offer = null, refused = null } = {}) {
  return {
    navigator: { userAgent, standalone, maxTouchPoints: 0 },
    matchMedia: () => ({ matches: false }),
    localStorage: { getItem: () => refused },
    schoolappInstall: offer,
  };
}
const way = (...of) => wayToInstall(surroundings(browser(...of)), NOW);

test("where the browser can ask, it asks, in whatever browser that is", () => {
  assert.equal(way(CHROME_WINDOWS, { offer: {} }), "offer");
  assert.equal(way(WECHAT_ANDROID, { offer: {} }), "offer");
});

test("WeChat cannot install: the way leads through the browser, on both systems", () => {
  assert.equal(way(WECHAT_ANDROID), "wechat");
  assert.equal(way(WECHAT_IPHONE), "wechat");
});

test("Safari on an iPhone is told where the button is", () => assert.equal(way(SAFARI_IPHONE), "iphone"));

test("an installed app and a computer without an offer hear nothing", () => {
  assert.equal(way(SAFARI_IPHONE, { standalone: true }), "");
  assert.equal(way(CHROME_WINDOWS), "");
});

test("who said no is left in peace for 30 days", () => {
  assert.equal(way(SAFARI_IPHONE, { refused: String(NOW - 1000) }), "");
  assert.equal(way(SAFARI_IPHONE, { refused: String(NOW - ASK_AGAIN_AFTER_MS) }), "iphone");
});
