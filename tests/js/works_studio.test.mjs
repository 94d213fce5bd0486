import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { indexPack } from "../../schoolapp/checkin/scanner/client/pack.js";
import { makerOfCode, makerOfStudent, withMaker, withoutMaker } from "../../schoolapp/works/capture/client/makers.js";
import { memoryStore, StoreFull } from "../../schoolapp/works/capture/client/store.js";
import { createStudio } from "../../schoolapp/works/capture/client/studio.js";

const PACK = indexPack(JSON.parse(readFileSync(new URL("../cases/verdicts.json", import.meta.url))).pack);
const KNOWN = "KHZQBV27NZDQC1XX";
const STRANGER = "KHHXDQ3ETECX9N02";
const PICTURE = { bytes: new ArrayBuffer(5), type: "image/jpeg", thumb: "data:,", width: 4, height: 3 };

/** A desk as the scanner's: a pack, a lesson, and who is signed in. */
function surroundings({ store = memoryStore() } = {}) {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  const net = { on: true, actor: PACK.actor.id, calls: [], now: 1000 };
  const reply = async (body) => (net.on ? { status: 200, body } : { status: 0 });
  const session = { ...PACK.sessions[0], section_id: 4 };
  const desk = { snapshot: () => ({ pack: PACK, session }), signedIn: () => net.actor, now: () => net.now, today: () => "2026-11-23", subscribe: () => () => {} };
  const studio = createStudio({ desk, store, storage, clock: () => net.now,
    sendPhoto: ({ id }) => { net.calls.push("photo"); return reply({ id }); },
    sendJson: (method, _address, body) => { net.calls.push(method); return reply({ id: 5, uuid: body.id, student_ids: [1], unmatched: 0 }); } });
  return { studio, store, kept, net, session };
}

const settle = async (studio) => { await studio.flush(); await studio.flush(); };

test("what a text in front of the camera is", () => {
  const seen = makerOfCode(PACK, KNOWN);
  assert.equal(seen.key, "card_known");
  assert.equal(seen.maker.name, PACK.students[seen.maker.student_id].name);
  assert.equal(makerOfCode(PACK, "https://example").key, "card_foreign");
  const revoked = { ...PACK, revokedTags: new Set([PACK.indexOf.get(PACK.tags[PACK.tag_students.indexOf(seen.maker.student_id)])]) };
  assert.deepEqual([makerOfCode(revoked, KNOWN).key, makerOfCode(revoked, KNOWN).maker], ["card_old", null]);
});

test("a card of another class is kept as a card: the school knows whose it is", () => {
  const { key, maker } = makerOfCode({ ...PACK, tag_students: PACK.tag_students.map(() => 0) }, STRANGER);
  assert.deepEqual([key, maker], ["card_unknown", { student_id: 0, code: STRANGER, name: "" }]);
});

test("each child once, by card or by name", () => {
  const { maker } = makerOfCode(PACK, KNOWN);
  const byName = makerOfStudent({ id: maker.student_id, name: maker.name });
  assert.equal(withMaker(withMaker([], maker), byName).length, 1);
  assert.deepEqual(withoutMaker([maker], byName), []);
});

test("card, picture, kept: filed for child, lesson and day; the next child begins with nobody", async () => {
  const w = surroundings();
  await w.studio.start();
  w.studio.see(KNOWN);
  w.studio.see(KNOWN);
  assert.equal(w.studio.snapshot().draft.makers.length, 1);
  const { record } = await w.studio.file(PICTURE, { edit: { turn: 90 } });
  assert.deepEqual([record.work.session_id, record.work.section_id, record.work.day, record.edit], [w.session.id, 4, w.session.day, { turn: 90 }]);
  assert.deepEqual(w.studio.snapshot().draft.makers, []);
  await settle(w.studio);
  assert.deepEqual(w.net.calls, ["photo", "POST"]);
  assert.equal(w.studio.snapshot().works[0].sent, 1);
  w.studio.close();
});

test("offline it is kept, counted for whoever signs out, and sent when the network is back", async () => {
  const w = surroundings();
  w.net.on = false;
  await w.studio.start();
  for (let i = 0; i < 3; i += 1) await w.studio.file(PICTURE);
  await settle(w.studio);
  assert.equal(w.kept.get("schoolapp.unsent.works"), "3");
  w.net.on = true;
  w.net.now += 200000;
  await settle(w.studio);
  assert.equal(w.kept.get("schoolapp.unsent.works"), undefined);
  w.studio.close();
});

test("a reopened page goes on with what the closed one left", async () => {
  const first = surroundings();
  first.net.on = false;
  await first.studio.start();
  await first.studio.file(PICTURE);
  await settle(first.studio);
  first.studio.close();
  const again = surroundings({ store: first.store });
  await again.studio.start();
  await settle(again.studio);
  assert.deepEqual(again.net.calls, ["photo", "POST"]);
  again.studio.close();
});

test("another teacher on this phone neither sees nor sends the first one's works", async () => {
  const first = surroundings();
  first.net.on = false;
  await first.studio.start();
  await first.studio.file(PICTURE);
  await first.store.put({ ...(await first.store.all())[0], actor: 999 });
  first.studio.close();
  const other = surroundings({ store: first.store });
  await other.studio.start();
  await settle(other.studio);
  assert.deepEqual([other.net.calls, other.studio.snapshot().works, other.studio.snapshot().unsent], [[], [], 1]);
  other.studio.close();
});

test("a full phone says so and keeps the children chosen: the picture can be taken again", async () => {
  const store = { ...memoryStore(), add: async () => { throw new StoreFull(); } };
  const w = surroundings({ store });
  await w.studio.start();
  w.studio.see(KNOWN);
  assert.deepEqual(await w.studio.file(PICTURE), { refused: "store_full" });
  assert.equal(w.studio.snapshot().draft.makers.length, 1);
  w.studio.close();
});

test("a work is changed, tried again and thrown away", async () => {
  const w = surroundings();
  w.net.on = false;
  await w.studio.start();
  const { record } = await w.studio.file(PICTURE);
  await w.studio.change(record.id, { title: "永" });
  assert.equal((await w.store.get(record.id)).work.title, "永");
  await w.studio.retry(record.id);
  await w.studio.discard(record.id);
  assert.deepEqual([w.studio.snapshot().works, await w.store.all(), await w.store.picture(record.photo_id)], [[], [], undefined]);
  w.studio.close();
});

test("a work that the school has is opened here and changed, and only the change goes", async () => {
  const w = surroundings();
  await w.studio.start();
  const child = Number(Object.keys(PACK.students)[0]);
  const answer = { id: 5, uuid: "u5", photo_id: "p5", edit: { turn: 90 }, kind: "work", session_id: w.session.id, section_id: 4, day: "2026-11-23",
    title: "山", medium: "", remark: "", student_ids: [child], unmatched: 0, state: "returned" };
  const record = await w.studio.adopt(answer);
  assert.deepEqual([record.makers[0].name, record.sent, record.thumb], [PACK.students[child].name, 1, "/media/photos/p5/480"]);
  await settle(w.studio);
  assert.deepEqual(w.net.calls, []);
  w.net.on = false;
  await w.studio.change(record.id, { title: "水" });
  assert.equal((await w.studio.adopt(answer)).work.title, "水", "what waits here is newer than what the school says");
  w.net.on = true;
  await settle(w.studio);
  assert.deepEqual([...new Set(w.net.calls)], ["PATCH"]);
  w.studio.close();
});
