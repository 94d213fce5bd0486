import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import test from "node:test";

import { makeRecord, answered } from "../../schoolapp/checkin/scanner/client/records.js";
import { memoryStore, openStore } from "../../schoolapp/checkin/scanner/client/store.js";

const record = (id) => makeRecord({ id, kind: "mark", actor_id: 1, student_id: 4, session_id: 2, scanned_at: 5, clock_offset_ms: 1, method: "seat" });

for (const [name, open] of [["IndexedDB", () => openStore("test")], ["memory", async () => memoryStore()]]) {
  test(`${name}: waiting records, answers, packs and settings`, async () => {
    const store = await open();
    assert.equal(store.lasting, name === "IndexedDB");
    await store.put([record("a"), record("b")]);
    assert.equal((await store.waiting()).length, 2);
    await store.put([answered(record("a"), { status: "stored", verdict: "on_time" })]);
    assert.deepEqual((await store.waiting()).map(({ id }) => id), ["b"]);
    assert.equal((await store.all()).length, 2);
    await store.putPack({ actor: 1, raw: { tags: [] }, etag: "x" });
    assert.equal((await store.pack(1)).etag, "x");
    assert.equal(await store.pack(2), undefined);
    await store.dropPacks();
    assert.equal(await store.pack(1), undefined);
    await store.putMeta("camera", "rear");
    assert.equal(await store.meta("camera"), "rear");
    await store.remove(["a", "b"]);
    assert.equal((await store.all()).length, 0);
    store.close();
  });
}

test("records survive that the tab is closed", async () => {
  const first = await openStore("again");
  await first.put([record("a")]);
  first.close();
  const second = await openStore("again");
  assert.deepEqual((await second.waiting()).map(({ id, at }) => [id, at]), [["a", 6]]);
  second.close();
});

test("a browser without IndexedDB falls back to memory and says so", async () => {
  const kept = globalThis.indexedDB;
  globalThis.indexedDB = { open() { throw new Error("SecurityError"); } };
  assert.equal((await openStore("none")).lasting, false);
  globalThis.indexedDB = kept;
});

test("what a full phone refuses is kept in memory, is said, and is written as soon as there is room", async () => {
  const store = await openStore("full");
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  await store.put([record("a")]);
  assert.deepEqual([store.lasting, (await store.waiting()).map(({ id }) => id)], [false, ["a"]]);
  IDBObjectStore.prototype.put = put;
  await store.put([record("b")]);
  assert.equal(store.lasting, true);
  store.close();
  const again = await openStore("full");
  assert.deepEqual((await again.waiting()).map(({ id }) => id), ["a", "b"]);
  again.close();
});

test("a connection that the browser dropped is opened anew", async () => {
  const store = await openStore("dropped");
  store.close();
  await store.put([record("a")]);
  assert.deepEqual([store.lasting, (await store.waiting()).length], [true, 1]);
  store.close();
});

test("the write is under way before the caller goes on", async () => {
  const store = await openStore("order");
  const { put } = IDBObjectStore.prototype;
  let asked = 0;
  IDBObjectStore.prototype.put = function counted(...args) { asked += 1; return put.apply(this, args); };
  const written = store.put([record("a"), record("b")]);
  assert.equal(asked, 2);
  IDBObjectStore.prototype.put = put;
  await written;
  store.close();
});
