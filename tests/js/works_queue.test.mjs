import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import test from "node:test";

import { createQueue } from "../../schoolapp/works/capture/client/queue.js";
import { changed, changeOf, isForgotten, makeRecord, needsMakers, triedAgain, wireOf } from "../../schoolapp/works/capture/client/records.js";
import { memoryStore, openStore, StoreFull } from "../../schoolapp/works/capture/client/store.js";

const ACTOR = 7;
const CODE = "KH5NQ4KYXCPQ588V";

const record = (n, more = {}) => makeRecord({ id: `w${n}`, photo_id: `p${n}`, actor: ACTOR, at: n, kind: "work", day: "2026-11-23",
  session: { id: 3, title: "书法一班", section_id: 9 }, makers: [{ student_id: 21, code: CODE, name: "陈小禾" }], ...more });

/** A school that keeps pictures and works by their ids like the real one, a network that can be told to fail, a clock. */
async function world({ store = memoryStore() } = {}) {
  const net = { calls: [], now: 0, actor: ACTOR, fail: null, photos: new Map(), films: new Map(), works: new Map(), state: {} };
  const told = new Map();
  const answer = async (what, kept) => {
    net.calls.push(what);
    const early = net.fail?.(what);
    if (early && early.before !== false) return early;
    const body = kept();
    return early || { status: 200, body };
  };
  const filed = (wire) => ({ id: Number(wire.id.slice(1)), uuid: wire.id, student_ids: wire.codes?.length ? [21] : wire.student_ids, unmatched: 0 });
  const queue = createQueue({
    store, actor: () => net.actor, now: () => net.now,
    sendPhoto: ({ id, edit }, onProgress) => { onProgress(0.5); return answer(`photo ${id}`, () => { net.photos.set(id, edit); return { id }; }); },
    sendFilm: ({ id, bytes }, onProgress) => { onProgress(1); return answer(`film ${id}`, () => { net.films.set(id, bytes.byteLength); return { id, seconds: 5 }; }); },
    sendJson: (method, address, body) => answer(`${method} ${address}`, () => {
      if (method === "GET") return { id: address.split("/").at(-1), seconds: net.films.has(address.split("/").at(-1)) ? 5 : 0 };
      if (method === "POST") { if (!net.works.has(body.id)) net.works.set(body.id, body); return filed(net.works.get(body.id)); }
      const work = [...net.works.values()].find((one) => address.endsWith(`/${filed(one).id}`));
      Object.assign(work, body);
      return filed(work);
    }),
    onRecord: (one) => told.set(one.id, one), onProgress: (id, part) => { net.progress = [id, part]; }, onNet: (state) => { net.state = state; },
  });
  const add = async (...records) => { for (const one of records) await store.add(one, { id: one.photo_id, bytes: new ArrayBuffer(8), type: "image/jpeg" }, one.film ? { bytes: new ArrayBuffer(99), type: "video/mp4", seconds: one.film } : undefined); };
  const idle = async () => { net.now += 120000; await queue.flush(); await queue.flush(); };
  return { queue, store, net, told, add, idle };
}

test("the picture goes first, then the work, each once; the picture leaves the phone when the school has both", async () => {
  const w = await world();
  await w.add(record(2), record(1));
  await w.idle();
  assert.deepEqual(w.net.calls, ["photo p1", "POST /api/works", "photo p2", "POST /api/works"]);
  assert.deepEqual(w.net.progress, ["w2", 0.5]);
  assert.equal((await w.store.waiting()).length, 0);
  assert.equal(await w.store.picture("p1"), undefined);
  assert.deepEqual(w.told.get("w1").makers, [{ student_id: 21, code: null, name: "陈小禾" }], "the card's code is forgotten");
});

test("thirty works that were made offline arrive once each, whatever answer is lost on the way", async () => {
  const w = await world();
  w.net.fail = () => ({ status: 0 });
  await w.add(...Array.from({ length: 30 }, (_, i) => record(i + 1)));
  await w.idle();
  assert.equal(w.queue.state(), "ok", "one failure is no news");
  await w.idle();
  assert.equal(w.queue.state(), "offline");
  let turn = 0;
  // Every other answer is lost after the school has stored what it was sent.
  w.net.fail = () => { turn += 1; return turn % 2 ? { status: 0, before: false } : null; };
  for (let i = 0; i < 100 && (await w.store.waiting()).length; i += 1) await w.idle();
  assert.equal((await w.store.waiting()).length, 0);
  assert.deepEqual([w.net.photos.size, w.net.works.size], [30, 30]);
});

test("a silent network is left alone for a while, longer each time", async () => {
  const w = await world();
  w.net.fail = () => ({ status: 0 });
  await w.add(record(1));
  await w.queue.flush();
  await w.queue.flush();
  assert.equal(w.net.calls.length, 1, "the pause is kept");
  w.net.now += 1300;
  await w.queue.flush();
  w.net.now += 1300;
  await w.queue.flush();
  assert.equal(w.net.calls.length, 2, "the second pause is longer");
  await w.queue.flush({ force: true });
  assert.equal(w.net.calls.length, 3, "somebody who presses the button does not wait");
});

test("a full server keeps everything on the phone, says so, and takes it once there is room", async () => {
  const w = await world();
  w.net.fail = () => ({ status: 507, body: { code: "photo_no_room", message: "full" } });
  await w.add(record(1));
  await w.idle();
  const kept = await w.store.get("w1");
  assert.deepEqual([kept.sent, kept.step, kept.problem, w.queue.state()], [0, "photo", null, "full"]);
  assert.ok(await w.store.picture("p1"));
  w.net.fail = null;
  await w.idle();
  assert.deepEqual([[...w.net.works.keys()], w.queue.state()], [["w1"], "ok"]);
});

test("a page of a Wi-Fi log-in is no answer", async () => {
  const w = await world();
  w.net.fail = () => ({ status: 200, body: undefined });
  await w.add(record(1));
  await w.idle();
  assert.equal((await w.store.waiting())[0].step, "photo");
});

for (const [status, code] of [[413, "photo_too_large"], [415, "photo_video"], [422, "photo_unreadable"], [403, "not_your_class"]]) {
  test(`a refusal (${status}) stops that work alone, keeps it and its picture, and can be tried again`, async () => {
    const w = await world();
    w.net.fail = (what) => (what === "photo p1" ? { status, body: { code, message: "why" } } : null);
    await w.add(record(1), record(2));
    await w.idle();
    assert.deepEqual([...w.net.works.keys()], ["w2"]);
    const kept = await w.store.get("w1");
    assert.deepEqual([kept.sent, kept.problem], [2, { status, code, message: "why" }]);
    assert.ok(await w.store.picture("p1"));
    w.net.fail = null;
    await w.store.put(triedAgain(kept));
    await w.idle();
    assert.deepEqual([...w.net.works.keys()], ["w2", "w1"]);
  });
}

test("a picture that the school does not know goes once more, and only once", async () => {
  const w = await world();
  w.net.fail = (what) => (what === "POST /api/works" ? { status: 409, body: { code: "photo_missing", message: "gone" } } : null);
  await w.add(record(1));
  await w.idle();
  assert.deepEqual(w.net.calls, ["photo p1", "POST /api/works", "photo p1", "POST /api/works"]);
  assert.equal((await w.store.get("w1")).problem.code, "photo_missing");
});

test("nothing leaves under another account, and nothing after the sign-in ended", async () => {
  const w = await world();
  await w.add(record(1));
  w.net.actor = 8;
  await w.idle();
  w.net.actor = 0;
  await w.idle();
  assert.deepEqual(w.net.calls, []);
  w.net.actor = ACTOR;
  w.net.fail = () => ({ status: 401, body: { code: "sign_in" } });
  await w.idle();
  assert.equal(w.queue.state(), "sign_in");
  w.net.fail = null;
  await w.idle();
  assert.equal(w.net.works.size, 0);
  await w.queue.signedIn();
  assert.equal(w.net.works.size, 1);
});

test("a change made while the work is on its way follows it", async () => {
  const w = await world();
  await w.add(record(1));
  w.net.fail = (what) => {
    if (what.startsWith("POST")) void w.store.update("w1", (one) => changed(one, { title: "永" }));
    return null;
  };
  await w.idle();
  assert.deepEqual(w.net.calls, ["photo p1", "POST /api/works", "PATCH /api/works/1"]);
  assert.equal(w.net.works.get("w1").title, "永");
  assert.equal((await w.store.get("w1")).sent, 1);
});

test("a change made after an answer was lost is not taken for sent: the school keeps what it had first", async () => {
  const w = await world();
  await w.add(record(1));
  w.net.fail = () => ({ status: 0, before: false });
  await w.idle();
  await w.store.update("w1", (one) => changed(one, { edit: { turn: 90 }, title: "永" }));
  w.net.fail = (what) => (what.startsWith("POST") ? { status: 0, before: false } : null);
  await w.idle();
  await w.store.update("w1", (one) => changed(one, { remark: "稳" }));
  w.net.fail = null;
  await w.idle();
  const { title, remark, edit } = w.net.works.get("w1");
  assert.deepEqual([title, remark, edit], ["永", "稳", { turn: 90 }]);
  assert.equal(w.net.calls.at(-1), "PATCH /api/works/1");
});

test("only what was changed goes as a change; a new recipe before the picture left goes with the picture", async () => {
  const w = await world();
  await w.add(changed(record(1), { edit: { turn: 90 }, title: "山" }));
  await w.idle();
  assert.deepEqual(w.net.photos.get("p1"), { turn: 90 });
  assert.equal(w.net.works.get("w1").title, "山");
  const later = changed(await w.store.get("w1"), { makers: [{ student_id: 5, code: null, name: "李" }], edit: {} });
  assert.deepEqual(changeOf(later), { student_ids: [5], codes: [], edit: {} });
  await w.store.put(later);
  await w.idle();
  assert.equal(w.net.calls.at(-1), "PATCH /api/works/1");
  assert.deepEqual((await w.store.get("w1")).dirty, []);
});

test("cards go as codes, children chosen by name as their numbers", () => {
  const wire = wireOf(record(1, { makers: [{ student_id: 21, code: CODE, name: "a" }, { student_id: 5, code: null, name: "b" }, { student_id: 0, code: "KH2", name: "" }] }));
  assert.deepEqual([wire.student_ids, wire.codes], [[5], [CODE, "KH2"]]);
  assert.deepEqual([wire.id, wire.photo_id, wire.session_id, wire.section_id, wire.day], ["w1", "p1", 3, 9, "2026-11-23"]);
});

test("whether somebody must still say who made it", () => {
  assert.equal(needsMakers(record(1, { makers: [] })), true);
  assert.equal(needsMakers(record(1)), false);
  assert.equal(needsMakers({ ...record(1), answer: { student_ids: [21], unmatched: 1 } }), true);
  assert.equal(needsMakers({ ...record(1), answer: { student_ids: [21], unmatched: 0 } }), false);
});

test("what the school has is forgotten after some days, what it has not never", () => {
  const old = 9 * 86400000;
  assert.equal(isForgotten({ ...record(1), sent: 1 }, old), true);
  assert.equal(isForgotten(record(1), old), false);
  assert.equal(isForgotten({ ...record(1), sent: 2 }, old), false);
});

for (const [name, open] of [["IndexedDB", () => openStore("works-test")], ["memory", async () => memoryStore()]]) {
  test(`${name}: a work and its picture, kept and thrown away together`, async () => {
    const store = await open();
    assert.equal(store.lasting, name === "IndexedDB");
    await store.add(record(1), { id: "p1", bytes: new Uint8Array([1, 2, 3]).buffer, type: "image/jpeg" });
    assert.deepEqual([...new Uint8Array((await store.picture("p1")).bytes)], [1, 2, 3]);
    assert.equal((await store.waiting()).length, 1);
    await store.put({ ...record(1), sent: 1 });
    assert.equal((await store.waiting()).length, 0);
    await store.dropPicture("p1");
    assert.equal(await store.picture("p1"), undefined);
    await store.remove(record(1));
    assert.equal((await store.all()).length, 0);
    store.close();
  });
}

test("a full phone is told apart from a broken one", async () => {
  const store = await openStore("works-full");
  const put = globalThis.IDBObjectStore.prototype.put;
  globalThis.IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };
  await assert.rejects(store.add(record(1), { id: "p1", bytes: new ArrayBuffer(1), type: "" }), StoreFull);
  globalThis.IDBObjectStore.prototype.put = put;
  assert.equal((await store.all()).length, 0);
  store.close();
});

test("a film goes after its poster and before the work; both leave the phone when the school has them", async () => {
  const w = await world();
  await w.add(record(1, { film: 5 }));
  await w.idle();
  assert.deepEqual(w.net.calls, ["photo p1", "GET /api/films/p1", "film p1", "POST /api/works"]);
  assert.equal(w.net.films.get("p1"), 99);
  assert.deepEqual([await w.store.picture("p1"), await w.store.film("p1")], [undefined, undefined]);
  assert.equal(w.told.get("w1").sent, 1);
});

test("a film whose answer was lost is asked about, not sent again", async () => {
  const w = await world();
  w.net.fail = (what) => (what.startsWith("film") ? { status: 0, before: false } : null);
  await w.add(record(1, { film: 5 }));
  await w.idle();
  w.net.fail = null;
  await w.idle();
  assert.equal(w.net.calls.filter((call) => call.startsWith("film")).length, 1);
  assert.equal(w.told.get("w1").sent, 1);
});

test("a school that is busy with films is left alone, and no byte is sent to it", async () => {
  const w = await world();
  w.net.fail = (what) => (what.startsWith("GET") ? { status: 503, body: { code: "film_busy" } } : null);
  await w.add(record(1, { film: 5 }));
  await w.idle();
  assert.equal(w.net.calls.some((call) => call.startsWith("film")), false);
  w.net.fail = null;
  await w.idle();
  assert.equal(w.told.get("w1").sent, 1);
});

test("a refused film keeps its work on the phone with what the school said; tried again, it goes", async () => {
  const w = await world();
  w.net.fail = (what) => (what.startsWith("film") ? { status: 422, body: { code: "film_unreadable", message: "damaged" } } : null);
  await w.add(record(1, { film: 5 }));
  await w.idle();
  const after = w.told.get("w1");
  assert.deepEqual([after.sent, after.step, after.problem.message], [2, "film", "damaged"]);
  assert.ok(await w.store.film("p1"));
  assert.equal(changed(after, { title: "二胡" }).sent, 2, "a new title does not mend it");
  w.net.fail = null;
  await w.store.update("w1", triedAgain);
  await w.idle();
  assert.equal(w.told.get("w1").sent, 1);
});

test("a school that lost the poster gets both once more", async () => {
  const w = await world();
  let lost = true;
  w.net.fail = (what) => { if (what.startsWith("film") && lost) { lost = false; return { status: 409, body: { code: "film_without_photo" } }; } return null; };
  await w.add(record(1, { film: 5 }));
  await w.idle();
  assert.deepEqual(w.net.calls.filter((call) => call.startsWith("photo")).length, 2);
  assert.equal(w.told.get("w1").sent, 1);
});

for (const [name, open] of [["IndexedDB", () => openStore("films")], ["memory", async () => memoryStore()]]) {
  test(`${name}: a work, its poster and its film, kept and thrown away together`, async () => {
    const store = await open();
    await store.add(record(9, { film: 5 }), { id: "p9", bytes: new ArrayBuffer(4), type: "image/jpeg" }, { bytes: new ArrayBuffer(7), type: "video/mp4" });
    assert.equal((await store.film("p9")).bytes.byteLength, 7);
    assert.equal((await store.picture("p9")).bytes.byteLength, 4);
    await store.remove({ id: "w9", photo_id: "p9" });
    assert.deepEqual([await store.get("w9"), await store.picture("p9"), await store.film("p9")], [undefined, undefined, undefined]);
    store.close();
  });
}
