import assert from "node:assert/strict";
import test from "node:test";

import { measuredOffset, steady } from "../../schoolapp/checkin/scanner/client/clock.js";
import { gravest } from "../../schoolapp/checkin/scanner/client/feedback.js";
import { cameraTrouble, environment, lacks } from "../../schoolapp/checkin/scanner/client/help.js";
import { createKeyReader } from "../../schoolapp/checkin/scanner/client/keyboard.js";
import { lastActor, rememberActor, rememberUnsent, unsentCount } from "../../schoolapp/checkin/scanner/client/mirror.js";
import { fitted, picturePasses, readOptions } from "../../schoolapp/checkin/scanner/client/reading.js";
import { onScreen } from "../../schoolapp/checkin/scanner/client/watch.js";
import { createWords, describe } from "../../schoolapp/checkin/scanner/client/words.js";

test("offset: noise is left alone, a slow answer measures nothing", () => {
  assert.equal(measuredOffset(0, { serverTime: 10600, sent: 10000, received: 10200 }), 0);
  assert.equal(measuredOffset(0, { serverTime: 70100, sent: 10000, received: 10200 }), 60000);
  assert.equal(measuredOffset(7, { serverTime: 70100, sent: 10000, received: 15000 }), 7);
  assert.equal(measuredOffset(7, { serverTime: undefined, sent: 1, received: 2 }), 7);
});

test("a record's time lies after the last one of its lesson, unless that one lies behind the lesson's end", () => {
  assert.equal(steady(100, []), 100);
  assert.equal(steady(100, [{ at: 100 }, { at: 250 }, { at: 90 }], 1000), 251);
  assert.equal(steady(100, [{ at: 5000 }, { at: 120 }], 1000), 121);
});

test("a keyboard scanner is told from a person by its speed", () => {
  const found = [];
  const reader = createKeyReader({ onText: (text) => found.push(text) });
  const type = (text, gap) => [...text, "Enter"].reduce((now, key) => { reader.press(key.length === 1 || key === "Enter" ? key : key, now); return now + gap; }, 1000);
  type("KH5NQ4KYXCPQ588V", 15);
  type("KH5NQ4KYXCPQ588V", 300);
  type("abc", 10);
  assert.deepEqual(found, ["KH5NQ4KYXCPQ588V"]);
});

test("Shift and other keys of a scanner do not spoil the text", () => {
  const found = [];
  const reader = createKeyReader({ onText: (text) => found.push(text) });
  ["Shift", "K", "Shift", "H", "1", "2", "3", "4", "Enter"].forEach((key, i) => reader.press(key, 1000 + i * 10));
  assert.deepEqual(found, ["KH1234"]);
});

const PHONE = { userAgent: "", mediaDevices: { getUserMedia() {} }, serviceWorker: {} };
const env = (agent, more = {}) => environment({ isSecureContext: true, Worker: 1, WebAssembly: 1, indexedDB: {}, ...more, navigator: { ...PHONE, userAgent: agent, ...more.navigator } });
const keys = (found) => lacks(found).map(({ key }) => key);

test("help: nothing lacks in a current browser", () => assert.deepEqual(keys(env("Chrome/120")), []));
test("help: WeChat on the iPhone leads to Safari", () => {
  assert.deepEqual(keys(env("iPhone MicroMessenger/8", { navigator: { serviceWorker: undefined } })), ["help_wechat_iphone"]);
});
test("help: WeChat on Android says what a cleaned cache takes, one advice at a time; on a computer nothing lacks", () => {
  assert.deepEqual(lacks(env("Linux; Android 13 MicroMessenger/8")), [{ key: "help_wechat_android", camera: false }]);
  assert.deepEqual(keys(env("Linux; Android 13 MicroMessenger/8", { navigator: { mediaDevices: undefined } })), ["help_wechat"]);
  assert.deepEqual(keys(env("Windows NT 10.0 MicroMessenger/7 WindowsWechat")), []);
});
test("help: plain HTTP has no camera, the other ways remain", () => {
  assert.deepEqual(lacks(env("Chrome/120", { isSecureContext: false, navigator: { mediaDevices: undefined, serviceWorker: undefined } })), [{ key: "help_plain_http", camera: true }]);
});
test("help: WeChat without a camera, and a browser that is too old", () => {
  assert.deepEqual(keys(env("MicroMessenger Android", { navigator: { mediaDevices: undefined } })), ["help_wechat"]);
  assert.deepEqual(keys(env("Old", { Worker: undefined, indexedDB: undefined })), ["help_old_browser", "help_no_store"]);
});
test("help: the camera's errors lead to what to do", () => {
  assert.equal(cameraTrouble({ name: "NotAllowedError" }), "camera_denied");
  assert.equal(cameraTrouble({ name: "NotFoundError" }), "camera_none");
  assert.equal(cameraTrouble({ name: "NotReadableError" }), "camera_busy");
});

test("of several verdicts the gravest is heard", () => {
  assert.equal(gravest(["here", "calm", "here"]), "calm");
  assert.equal(gravest(["here", "refuse", "redirect"]), "refuse");
});

test("the mirror counts, forgets, and survives a browser that forbids it", () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  rememberUnsent(3, storage);
  rememberActor(9, storage);
  assert.deepEqual([unsentCount(storage), lastActor(storage)], [3, 9]);
  rememberUnsent(0, storage);
  assert.equal(unsentCount(storage), 0);
  const forbidden = { getItem() { throw new Error("SecurityError"); }, setItem() { throw new Error("SecurityError"); } };
  rememberUnsent(3, forbidden);
  assert.equal(unsentCount(forbidden), 0);
});

test("a point of the video lies where the eye sees it", () => {
  assert.deepEqual(onScreen([640, 360], { width: 1280, height: 720 }, { width: 390, height: 355 }), [195, 177.5]);
  assert.deepEqual(onScreen([0, 0], { width: 100, height: 100 }, { width: 200, height: 100 }), [0, -50]);
});

test("pictures are made small enough for an iPhone", () => {
  assert.deepEqual(fitted(8000, 6000, 1600), { width: 1600, height: 1200 });
  assert.deepEqual(fitted(300, 200, 1600), { width: 300, height: 200 });
});

test("a picture is tried in all its sizes, a small one in none twice, then with one threshold", () => {
  const tried = (width, height) => picturePasses(width, height).map((pass) => `${pass.width}x${pass.height} ${pass.binarizer[0]}`);
  assert.deepEqual(tried(4000, 3000), ["1600x1200 L", "2600x1950 L", "1000x750 L", "1600x1200 G", "800x600 G"]);
  assert.deepEqual(tried(256, 200), ["256x200 L", "256x200 G", "128x100 G"]);
  assert.deepEqual(tried(1, 1), ["1x1 L", "1x1 G", "1x1 G"]);
});

test("a picture is looked at harder than a frame, of which another comes", () => {
  const { tryInvert, tryDenoise, ...rest } = readOptions({ isPicture: true });
  assert.deepEqual([tryInvert, tryDenoise, rest], [true, true, (({ tryInvert: _i, tryDenoise: _d, ...frame }) => frame)(readOptions())]);
});

test("words are filled; a child whom the teacher may not know has no name", () => {
  const words = createWords({ name_seat: "{name}（{seat}）", seat: "{homeroom} {seat} 号", verdict_on_time: "到了", unknown_child: "别班的同学", foreign_code: "别的码", place: "{room}" });
  const pack = { students: { 4: { name: "陈小禾", homeroom: "三（2）班", seat: 21 } } };
  assert.deepEqual(describe({ student_id: 4, tag: "aa", verdict: "on_time" }, pack, words), { name: "陈小禾", seat: "三（2）班 21 号", who: "陈小禾", whole: "陈小禾（三（2）班 21 号）", verdict: "到了", where: "" });
  assert.equal(describe({ student_id: 0, tag: "aa", verdict: "on_time" }, pack, words).name, "别班的同学");
  assert.equal(describe({ student_id: 0, tag: null, verdict: "not_a_card" }, pack, words).name, "别的码");
});
