import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import test from "node:test";

import { answered, makeRecord } from "../../schoolapp/checkin/scanner/client/records.js";
import { openStore } from "../../schoolapp/checkin/scanner/client/store.js";
import { makeRecord as makeWork } from "../../schoolapp/works/capture/client/records.js";
import { openStore as openWorks } from "../../schoolapp/works/capture/client/store.js";
import { forgetNames } from "../../schoolapp/identity/forget.js";

const record = (id) => makeRecord({ id, kind: "mark", actor_id: 1, student_id: 4, session_id: 2, scanned_at: 5, clock_offset_ms: 1, method: "seat" });

test("signing out leaves no name on the phone, and every fact that was not sent", async () => {
  const store = await openStore("forget");
  const child = { id: 4, name: "王小明", homeroom: "三（1）班", seat: 1 };
  await store.put([record("a"), answered(record("b"), { status: "stored", verdict: "on_time", student: child })]);
  await store.putPack({ actor: 1, raw: { students: { 4: child } }, etag: "x" });
  await store.putMeta("device", "d");
  const [waiting] = await store.waiting();
  await forgetNames("forget");
  assert.equal(await store.pack(1), undefined);
  assert.ok(!JSON.stringify(await store.all()).includes("王小明"));
  assert.deepEqual(await store.waiting(), [waiting]);
  assert.equal((await store.all()).length, 2);
  assert.equal(await store.meta("device"), "d");
  store.close();
});

test("works that the school has go, those that wait stay with their pictures and without names", async () => {
  const store = await openWorks("forget-works");
  const work = (id) => makeWork({ id, photo_id: `p${id}`, actor: 1, at: 1, kind: "work", day: "2026-11-23", makers: [{ student_id: 4, code: null, name: "王小明" }] });
  for (const one of [work("a"), { ...work("b"), sent: 1 }]) await store.add(one, { id: one.photo_id, bytes: new ArrayBuffer(3), type: "image/jpeg" });
  await forgetNames("forget", "forget-works");
  const [left, ...more] = await store.all();
  assert.deepEqual([left.id, left.makers, more.length], ["a", [{ student_id: 4, code: null, name: "" }], 0]);
  assert.ok(await store.picture("pa"));
  store.close();
});

test("where no scanner was opened, no empty database is left for it to stumble over", async () => {
  await forgetNames("never");
  assert.deepEqual((await indexedDB.databases()).filter(({ name }) => name === "never"), []);
  const store = await openStore("never");
  await store.put([record("a")]);
  assert.equal((await store.all()).length, 1);
  store.close();
});

test("without IndexedDB signing out goes on", async () => {
  const kept = globalThis.indexedDB;
  delete globalThis.indexedDB;
  await forgetNames();
  globalThis.indexedDB = kept;
});
