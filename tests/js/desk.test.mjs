import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { createDesk } from "../../schoolapp/checkin/scanner/client/desk.js";
import { clockOf } from "../../schoolapp/checkin/scanner/client/sessions.js";
import { memoryStore, openStore } from "../../schoolapp/checkin/scanner/client/store.js";

const CASES = JSON.parse(readFileSync(new URL("../cases/verdicts.json", import.meta.url)));
const PACK = { ...CASES.pack, server_time: CASES.pack.sessions[0].starts_at };
const BELL = PACK.server_time;
const NAMES = { chen: "KHZQBV27NZDQC1XX", chess: "KHHXDQ3ETECX9N02" };

/** The page's surroundings, as far as the desk touches them. */
function surroundings() {
  const kept = new Map();
  const listeners = new Map();
  const add = (name, run) => listeners.set(name, [...(listeners.get(name) || []), run]);
  globalThis.document = { visibilityState: "visible", addEventListener: add, removeEventListener() {} };
  globalThis.addEventListener = add;
  globalThis.removeEventListener = () => {};
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  return { storage, kept, fire: (name) => Promise.all((listeners.get(name) || []).map((run) => run())) };
}

/** A server with a switch: `net.on`, who is signed in, what it has stored. */
function server() {
  const net = { on: true, status: 200, actor: PACK.actor, version: PACK.version, stored: new Map(), asked: [] };
  const json = (status, body, headers = {}) => ({ status, ok: status === 200, json: async () => body, headers: new Map(Object.entries(headers)) });
  const request = async (address, options = {}) => {
    net.asked.push(address);
    if (!net.on) throw new TypeError("Failed to fetch");
    if (net.status !== 200) return json(net.status, {});
    if (address.endsWith("/pack")) {
      const { actor, version, zone } = net;
      const etag = `"${actor.id}-${version}"`;
      await net.held;
      return options.headers["If-None-Match"] === etag ? json(304) : json(200, { ...PACK, actor, version, zone }, { ETag: etag });
    }
    if (address.includes("/roll/")) return json(200, { here: [], absent: [], submitted: null, pack_version: net.version });
    const { events } = JSON.parse(options.body);
    const results = events.map((event) => { const twice = net.stored.has(event.id); net.stored.set(event.id, event); return { id: event.id, status: twice ? "duplicate" : "stored", verdict: event.phone_verdict || "" }; });
    return json(200, { results, server_time: BELL, pack_version: net.version });
  };
  return { net, request };
}

async function opened({ store = memoryStore(), page = surroundings(), far = server(), clock = () => BELL + 60000, takesRoll = true } = {}) {
  const desk = createDesk({ store, request: far.request, storage: page.storage, clock, deviceId: "phone", takesRoll });
  await desk.start();
  await settle();
  return { desk, store, page, far, close: () => desk.close() };
}

const settle = () => new Promise((resolve) => { setTimeout(resolve, 330); });
const kinds = (far) => [...far.net.stored.values()].map(({ kind }) => kind);

test("opens at the lesson that is on, says that it was opened, takes a scan and sends it", async () => {
  const w = await opened();
  assert.equal(w.desk.snapshot().session.id, 101);
  const [record] = await w.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  await settle();
  assert.equal(record.verdict, "on_time");
  assert.equal(w.desk.snapshot().roll.present, 1);
  assert.deepEqual(kinds(w.far), ["opened", "scan"]);
  assert.equal(w.page.storage.getItem("schoolapp.unsent"), null);
  w.close();
});

test("cold start without a network: scans, is closed, reopened, comes back: all sent once", async () => {
  const first = await opened();
  first.close();
  first.far.net.on = false;
  const { store, page, far } = first;
  const cold = await opened({ store, page, far });
  assert.equal(cold.desk.snapshot().phase, "ready");
  await cold.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  await settle();
  assert.equal(page.storage.getItem("schoolapp.unsent"), "1");
  cold.close();
  const again = await opened({ store, page, far });
  assert.equal(again.desk.snapshot().roll.present, 1, "the roll is there after closing");
  far.net.on = true;
  await page.fire("online");
  await settle();
  assert.deepEqual(kinds(far), ["opened", "scan"]);
  assert.equal(page.storage.getItem("schoolapp.unsent"), null);
  again.close();
});

test("a login that ended asks for a new one and sends after it", async () => {
  const w = await opened();
  w.far.net.status = 401;
  await w.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  await settle();
  assert.deepEqual([w.desk.snapshot().net.signIn, w.desk.snapshot().net.all], [true, 1]);
  w.far.net.status = 200;
  await w.desk.retry();
  await settle();
  assert.deepEqual([w.desk.snapshot().net.signIn, w.far.net.stored.size], [false, 2]);
  w.close();
});

test("another teacher on the same phone neither sends nor sees the first one's records", async () => {
  const w = await opened();
  w.far.net.on = false;
  await w.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  w.close();
  Object.assign(w.far.net, { on: true, actor: { ...PACK.actor, id: 77, name: "别的老师" } });
  const other = await opened({ store: w.store, page: w.page, far: w.far });
  assert.deepEqual(kinds(other.far).filter((kind) => kind === "scan"), []);
  assert.deepEqual([other.desk.snapshot().roll.present, other.desk.snapshot().net.others], [0, 1]);
  assert.equal(await w.store.pack(PACK.actor.id), undefined, "the first one's names are gone from the phone");
  other.close();
});

test("a login that changed without signing out: what was scanned before the first answer is the new one's", async () => {
  const first = await opened();
  first.close();
  await settle();
  const { store, page, far } = first;
  far.net.actor = { ...PACK.actor, id: PACK.actor.id + 1 };
  let answer;
  const slow = { net: far.net, request: async (address, options) => {
    if (address.endsWith("/pack")) await new Promise((resolve) => { answer = resolve; });
    return far.request(address, options);
  } };
  const desk = createDesk({ store, request: slow.request, storage: page.storage, clock: () => BELL + 60000, deviceId: "phone" });
  const started = desk.start();
  await settle();
  const [record] = await desk.scan([{ text: NAMES.chen, method: "camera" }]);
  assert.equal(record.actor, PACK.actor.id, "the kept list is still the former one's");
  answer();
  await started;
  await settle();
  const sent = far.net.stored.get(record.id);
  assert.equal(sent.actor_id, far.net.actor.id);
  assert.equal(desk.snapshot().roll.present, 1);
  assert.deepEqual((await store.waiting()).length, 0, "nothing waits for a sign-in that does not come");
  desk.close();
});

test("a login that changed without signing out: nothing is noted under the former one", async () => {
  const first = await opened({ takesRoll: false });
  first.close();
  const { store, page, far } = first;
  far.net.actor = { ...PACK.actor, id: 77, name: "别的老师" };
  const other = await opened({ store, page, far });
  assert.deepEqual([...far.net.stored.values()].map(({ kind, actor_id }) => [kind, actor_id]), [["opened", 77]]);
  assert.deepEqual([other.desk.snapshot().net.all, other.desk.snapshot().net.others], [0, 0]);
  other.close();
});

test("whose roll it is stays open while a login is asked for, and is the pack's own without a network", async () => {
  const first = await opened({ takesRoll: false });
  first.close();
  const { store, page, far } = first;
  far.net.status = 401;
  const asked = await opened({ store, page, far });
  assert.deepEqual(await store.all(), []);
  asked.close();
  far.net.on = false;
  const cold = await opened({ store, page, far });
  assert.deepEqual((await store.all()).map(({ wire, actor }) => [wire.kind, actor]), [["opened", PACK.actor.id]]);
  cold.close();
});

test("a child in the wrong room: kept here, and undone", async () => {
  const w = await opened();
  const [record] = await w.desk.scan([{ text: NAMES.chess, method: "camera" }]);
  assert.deepEqual([record.verdict, record.place.room], ["wrong_room", "综合楼 203"]);
  await settle();
  const [entry] = w.desk.snapshot().roll.recent;
  const [kept] = await w.desk.decide(entry, "keep");
  assert.equal(kept.wire.code, NAMES.chess, "the code is still there after the scan was sent");
  assert.equal(w.desk.snapshot().roll.guests.length, 1);
  await w.desk.undo(kept.id);
  assert.equal(w.desk.snapshot().roll.guests.length, 0);
  w.close();
});

test("two cards of the same picture are decided one after the other", async () => {
  const w = await opened();
  const made = await w.desk.scan([{ text: NAMES.chen, method: "camera" }, { text: NAMES.chen.toLowerCase(), method: "camera" }]);
  assert.deepEqual(made.map(({ verdict }) => verdict), ["on_time", "already_here"]);
  w.close();
});

test("of a foreign code nothing but its length leaves the phone", async () => {
  const w = await opened();
  await w.desk.scan([{ text: "wxp://pay-me-please", method: "camera", format: "QRCode" }]);
  await settle();
  const sent = [...w.far.net.stored.values()].find(({ kind }) => kind === "scan");
  assert.deepEqual([sent.phone_verdict, sent.length, sent.format, sent.code], ["not_a_card", 19, "QRCode", undefined]);
  assert.ok(!JSON.stringify(await w.store.all()).includes("pay-me"));
  w.close();
});

test("marks, head count and keeping go the same way", async () => {
  const w = await opened();
  await w.desk.mark(1, "present", "name");
  await w.desk.mark(2, "absent", "seat");
  await w.desk.keepBack({ student: 6 }, BELL + 900000, "补作业");
  await w.desk.submit(1, "", "tap");
  await settle();
  const { roll } = w.desk.snapshot();
  assert.deepEqual([roll.present, roll.left, roll.kept.length, roll.submitted.number], [1, [2], 1, 1]);
  assert.deepEqual(kinds(w.far), ["opened", "mark", "mark", "keep", "submit"]);
  w.close();
});

test("a child kept back elsewhere: the next look at the roll fetches the lists, at most every ten seconds", async () => {
  const time = { now: BELL + 60000 };
  const w = await opened({ clock: () => time.now });
  w.far.net.version = "another";
  time.now += 5000;
  await w.desk.choose(101);
  await settle();
  assert.equal(w.desk.snapshot().pack.version, PACK.version);
  time.now += 6000;
  await w.desk.choose(101);
  await settle();
  assert.equal(w.desk.snapshot().pack.version, "another");
  w.close();
});

test("a press while the lists are being fetched fetches them once more", async () => {
  const w = await opened();
  let letGo = () => undefined;
  w.far.net.held = new Promise((resolve) => { letGo = resolve; });
  const before = w.far.net.asked.length;
  const first = w.desk.retry();
  w.far.net.version = "after the first was asked";
  await Promise.all([w.desk.retry(), w.desk.retry()]);
  letGo();
  await first;
  assert.equal(w.desk.snapshot().pack.version, "after the first was asked");
  assert.equal(w.far.net.asked.slice(before).filter((address) => address.endsWith("/pack")).length, 2, "two presses are one more");
  w.close();
});

test("a phone whose clock is an hour wrong judges by the school's time", async () => {
  const w = await opened({ clock: () => BELL - 3600000 });
  const [record] = await w.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  assert.deepEqual([record.verdict, record.wire.clock_offset_ms], ["on_time", 3600000]);
  w.close();
});

test("nobody signed in, nothing kept: says so", async () => {
  const far = server();
  far.net.status = 401;
  const w = await opened({ far });
  assert.equal(w.desk.snapshot().phase, "sign_in");
  w.close();
});

test("the first page makes the phone ready: lists kept, what waits is sent, and no roll is said to be begun", async () => {
  const ready = await opened({ takesRoll: false });
  ready.close();
  assert.deepEqual(kinds(ready.far), []);
  assert.deepEqual(ready.far.net.asked.filter((address) => address.includes("/roll/")), []);
  ready.far.net.on = false;
  const cold = await opened({ store: ready.store, page: ready.page, far: ready.far });
  await cold.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  assert.equal(cold.desk.snapshot().roll.present, 1, "never opened before, and it works without a network");
  cold.close();
  ready.far.net.on = true;
  const later = await opened({ store: ready.store, page: ready.page, far: ready.far, takesRoll: false });
  assert.deepEqual(kinds(ready.far), ["opened", "scan"]);
  later.close();
});

test("a scan answers at once, with its records handed to the store before", async () => {
  const store = memoryStore();
  const { put } = store;
  const handed = [];
  store.put = (records) => { handed.push(...records); return put(records); };
  const w = await opened({ store });
  const made = w.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  assert.equal(made[0].verdict, "on_time");
  assert.ok(handed.includes(made[0]));
  assert.equal(w.desk.snapshot().roll.present, 1);
  w.close();
});

test("a phone that cannot keep what is recorded says so", async () => {
  const store = memoryStore();
  Object.assign(store, { lasting: true });
  const w = await opened({ store });
  store.lasting = false;
  w.desk.scan([{ text: NAMES.chen, method: "camera" }]);
  await settle();
  assert.equal(w.desk.snapshot().lasting, false);
  w.close();
});

test("a school in another time zone: its day and its clock, also from the kept list", async () => {
  const far = server();
  Object.assign(far.net, { zone: "Asia/Urumqi", version: "another" });
  const here = await opened({ far });
  const two = clockOf(BELL);
  here.close();
  const shanghai = await opened();
  assert.notEqual(clockOf(BELL), two, "two hours apart");
  shanghai.close();
  far.net.on = false;
  const later = await opened({ store: here.store, page: here.page, far });
  assert.equal(clockOf(BELL), two);
  later.close();
});

/** As a browser does when somebody clears the site's data, or it needs the room. */
const deleted = (name) => new Promise((resolve) => { Object.assign(indexedDB.deleteDatabase(name), { onsuccess: resolve }); });

test("a database deleted under the open page: what waits is put again, counted and sent, and a reopened page has it", async () => {
  const store = await openStore("desk-lost");
  const w = await opened({ store });
  w.far.net.on = false;
  const [one] = await w.desk.mark(1, "absent", "grid");
  const [two] = await w.desk.mark(2, "absent", "grid");
  await deleted("desk-lost");
  await settle();
  assert.deepEqual([w.desk.snapshot().net.all, w.desk.snapshot().lasting], [2, true]);
  const again = await openStore("desk-lost");
  assert.deepEqual((await again.waiting()).map(({ id }) => id).sort(), [one.id, two.id].sort());
  assert.ok((await again.pack(PACK.actor.id)).raw, "and the lists");
  again.close();
  w.far.net.on = true;
  await w.page.fire("online");
  await settle();
  assert.ok(w.far.net.stored.has(one.id) && w.far.net.stored.has(two.id));
  assert.equal(w.desk.snapshot().net.all, 0);
  w.close();
  store.close();
});

test("a database that cannot be opened again: the screen says so, what waits is counted and sent from memory", async () => {
  const store = await openStore("desk-cut");
  const w = await opened({ store });
  w.far.net.on = false;
  const [one] = await w.desk.mark(1, "absent", "grid");
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = () => { throw new DOMException("gone", "UnknownError"); };
  await deleted("desk-cut");
  await settle();
  assert.deepEqual([w.desk.snapshot().net.all, w.desk.snapshot().lasting], [1, false]);
  w.far.net.on = true;
  await w.page.fire("online");
  await settle();
  IDBFactory.prototype.open = open;
  assert.ok(w.far.net.stored.has(one.id));
  assert.equal(w.desk.snapshot().net.all, 0);
  w.close();
});

test("what another tab sent is not sent again, and is no longer counted", async () => {
  const w = await opened();
  w.far.net.on = false;
  const [one] = await w.desk.mark(1, "absent", "grid");
  await settle();
  await w.store.put([{ ...w.desk.record(one.id), sent: 1 }]);
  w.far.net.on = true;
  await w.desk.retry();
  await settle();
  assert.deepEqual([w.desk.snapshot().net.all, w.desk.record(one.id).sent, w.far.net.stored.has(one.id)], [0, 1, false]);
  w.close();
});

test("a clock set back between two taps: the later tap still counts, also after the page was opened anew", async () => {
  const time = { now: BELL + 900000 };
  const clock = () => time.now;
  const w = await opened({ clock });
  w.far.net.on = false;
  await w.desk.mark(1, "absent", "grid");
  const [present] = await w.desk.mark(1, "present", "grid");
  w.close();
  time.now -= 600000;
  const again = await opened({ store: w.store, page: w.page, far: w.far, clock });
  const [absent] = await again.desk.mark(1, "absent", "grid");
  assert.ok(absent.at > present.at);
  assert.ok(absent.wire.scanned_at + absent.wire.clock_offset_ms > present.at, "and so it is told to the school");
  assert.ok(again.desk.snapshot().roll.markedAbsent.has(1));
  again.close();
});

test("a note cut in the middle of a picture is recorded without the half that is left", async () => {
  const w = await opened();
  const [record] = await w.desk.submit(1, "去了\ud83d 操场\ude00 😀", "tap");
  assert.equal(record.wire.note, "去了 操场 😀");
  w.close();
});

test("a child outside the lists is kept by its card without any lesson, named by the school's answer, and let go", async () => {
  const w = await opened();
  w.far.net.on = false;
  await w.desk.choose(0);
  assert.equal(w.desk.snapshot().session, null);
  const [record] = await w.desk.keepBack({ code: NAMES.chess.toLowerCase() }, BELL + 900000, "谈话");
  assert.deepEqual([record.wire.code, record.wire.student_id, record.wire.session_id, record.tail], [NAMES.chess, undefined, undefined, NAMES.chess.slice(-4)]);
  assert.deepEqual(w.desk.keeps().map(({ id }) => id), [record.id]);
  await w.desk.endKeep(w.desk.record(record.id));
  assert.deepEqual(w.desk.keeps(), []);
  w.close();
});

test("a warning that was answered is not given again when the page is opened anew", async () => {
  const store = memoryStore();
  const w = await opened({ store });
  const [record] = await w.desk.mark(2, "present", "name");
  const isAnswered = (desk) => desk.snapshot().roll.recent.find(({ id }) => id === record.id).isAccepted;
  assert.ok(!isAnswered(w.desk));
  await w.desk.accept(record.id);
  assert.ok(isAnswered(w.desk));
  w.close();
  const again = await opened({ store });
  assert.ok(isAnswered(again.desk));
  again.close();
});
