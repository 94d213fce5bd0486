import assert from "node:assert/strict";
import test from "node:test";

import { createQueue, HEARTBEAT_MS } from "../../schoolapp/checkin/scanner/client/queue.js";
import { makeRecord } from "../../schoolapp/checkin/scanner/client/records.js";
import { memoryStore } from "../../schoolapp/checkin/scanner/client/store.js";

const ACTOR = 7;
const fact = (id, more = {}) => makeRecord({ id: String(id), kind: "scan", actor_id: ACTOR, code: "KH5NQ4KYXCPQ588V", session_id: 1,
  scanned_at: 1000 + Number(id), clock_offset_ms: 0, phone_verdict: "on_time", method: "camera", ...more });

/** A server that keeps ids like the real one, a clock, and a queue between them. `net.answer` decides each reply. */
function world() {
  const stored = new Map();
  const net = { calls: [], now: 0, answer: null, actor: ACTOR, said: {} };
  const reply = (body) => ({ status: 200, body: { results: body.events.map((event) => {
    const status = stored.has(event.id) ? "duplicate" : "stored";
    stored.set(event.id, event);
    return { id: event.id, status, verdict: event.phone_verdict };
  }) } });
  const store = memoryStore();
  const told = [];
  const queue = createQueue({
    store,
    post: async (body, onSlow) => { net.calls.push(body); return net.answer ? net.answer(body, reply, onSlow) : reply(body); },
    actor: () => net.actor,
    now: () => net.now,
    deviceId: "phone",
    onAnswered: (records) => told.push(...records),
    onNet: (said) => { net.said = said; },
  });
  return { queue, store, stored, net, told };
}

const idle = async ({ queue }) => { await queue.flush(); await queue.flush(); };

test("a record is in the store before it is sent, and sent once", async () => {
  const w = world();
  w.net.answer = async (body, reply) => { assert.equal((await w.store.waiting()).length, 1); return reply(body); };
  await w.queue.add([fact(1)]);
  await idle(w);
  assert.equal(w.stored.size, 1);
  assert.equal((await w.store.waiting()).length, 0);
  assert.deepEqual([w.net.said.state, w.net.said.all], ["ok", 0]);
});

test("500 that waited offline all arrive, none twice, whatever was lost on the way", async () => {
  const w = world();
  w.net.answer = async () => ({ status: 0 });
  await w.queue.add(Array.from({ length: 500 }, (_, i) => fact(i)));
  await idle(w);
  let lost = 0;
  // Every other answer is lost after the server took the batch: the phone must send it again, the server say "duplicate".
  w.net.answer = async (body, reply) => { const answer = reply(body); lost += 1; return lost % 2 ? { status: 0 } : answer; };
  for (let i = 0; i < 40 && (await w.store.waiting()).length; i += 1) { w.net.now += 120000; await idle(w); }
  assert.equal(w.stored.size, 500);
  assert.equal((await w.store.waiting()).length, 0);
  assert.ok(w.net.calls.every((body) => body.events.length <= 500));
});

test("after two failures it says offline and pauses longer each time; the network's return ends the pause", async () => {
  const w = world();
  w.net.answer = async () => ({ status: 0 });
  await w.queue.add([fact(1)]);
  await idle(w);
  assert.equal(w.net.said.state, "ok");
  await w.queue.flush({ force: true });
  assert.equal(w.net.said.state, "offline");
  const calls = w.net.calls.length;
  await w.queue.flush();
  assert.equal(w.net.calls.length, calls, "no call within the pause");
  w.net.answer = null;
  await w.queue.flush({ force: true });
  assert.deepEqual([w.net.said.state, w.net.said.all, w.stored.size], ["ok", 0, 1]);
});

test("two slow answers say slow, a quick one takes it back", async () => {
  const w = world();
  w.net.answer = async (body, reply, onSlow) => { onSlow(); w.net.now += 5000; return reply(body); };
  await w.queue.add([fact(1)]);
  await idle(w);
  await w.queue.add([fact(2)]);
  await idle(w);
  assert.equal(w.net.said.state, "slow");
  w.net.answer = null;
  await w.queue.add([fact(3)]);
  await idle(w);
  assert.equal(w.net.said.state, "ok");
});

test("an ended sign-in asks for a new one, keeps all, then sends", async () => {
  const w = world();
  w.net.answer = async () => ({ status: 401 });
  await w.queue.add([fact(1)]);
  await idle(w);
  assert.deepEqual([w.net.said.signIn, w.net.said.all], [true, 1]);
  const calls = w.net.calls.length;
  w.net.now += 600000;
  await w.queue.tick();
  assert.equal(w.net.calls.length, calls, "nothing is tried without a sign-in");
  w.net.answer = null;
  await w.queue.signedIn();
  assert.deepEqual([w.net.said.signIn, w.stored.size], [false, 1]);
});

test("somebody else's records stay until that person signs in", async () => {
  const w = world();
  await w.queue.add([fact(1, { actor_id: 8 }), fact(2)]);
  await idle(w);
  assert.deepEqual([...w.stored.keys()], ["2"]);
  assert.deepEqual([w.net.said.mine, w.net.said.others], [0, 1]);
  w.net.actor = 8;
  await w.queue.signedIn();
  assert.deepEqual([...w.stored.keys()], ["2", "1"]);
});

test("nothing leaves while nobody is signed in for sure", async () => {
  const w = world();
  w.net.actor = 0;
  await w.queue.add([fact(1)]);
  await idle(w);
  assert.equal(w.net.calls.length, 0);
});

test("the server's verdict replaces the phone's; the full code is forgotten", async () => {
  const w = world();
  w.net.answer = async (body) => ({ status: 200, body: { results: [{ id: "1", status: "stored", verdict: "revoked_card", message: "换过卡了" }] } });
  await w.queue.add([fact(1)]);
  await idle(w);
  const [record] = await w.store.all();
  assert.deepEqual([record.verdict, record.changed, record.wire.code, record.message], ["revoked_card", true, undefined, "换过卡了"]);
  assert.equal(w.told[0].verdict, "revoked_card");
});

test("one bad record does not hold up the others and is kept as refused", async () => {
  const w = world();
  w.net.answer = async (body, reply) => (body.events.some(({ id }) => id === "3") ? { status: 422, body: { message: "?" } } : reply(body));
  await w.queue.add([1, 2, 3, 4, 5].map((id) => fact(id)));
  await idle(w);
  assert.deepEqual([...w.stored.keys()].sort(), ["1", "2", "4", "5"]);
  const bad = (await w.store.all()).find(({ id }) => id === "3");
  assert.deepEqual([bad.sent, bad.wire.code], [2, "KH5NQ4KYXCPQ588V"]);
});

test("an answer that is not ours (a Wi-Fi log-in page) counts as no answer", async () => {
  const w = world();
  w.net.answer = async () => ({ status: 200, body: undefined });
  await w.queue.add([fact(1)]);
  await idle(w);
  assert.equal((await w.store.waiting()).length, 1);
});

test("after 30 s of silence the heart beats with the number unsent", async () => {
  const w = world();
  await w.queue.tick();
  w.net.now += HEARTBEAT_MS - 1;
  await w.queue.tick();
  assert.equal(w.net.calls.length, 0);
  w.net.now += 1;
  await w.queue.tick();
  assert.deepEqual(w.net.calls.map(({ events, unsent, device_id }) => [events.length, unsent, device_id]), [[0, 0, "phone"]]);
});

test("what is scanned while a batch is under way follows in the next one", async () => {
  const w = world();
  let late = null;
  w.net.answer = async (body, reply) => { if (!late) { late = w.queue.add([fact(2)]); await late; } return reply(body); };
  await w.queue.add([fact(1)]);
  await idle(w);
  assert.deepEqual(w.net.calls.map(({ events }) => events.map(({ id }) => id)), [["1"], ["2"]]);
});

for (const [code, signIn] of [["other_actor", true], ["failed", false]]) {
  test(`${code}: the record stays on the phone, the others are settled, nothing is sent in a loop`, async () => {
    const w = world();
    const kept = (body, reply) => {
      const answer = reply({ events: body.events.filter(({ id }) => id !== "1") });
      w.stored.delete("1");
      if (body.events.some(({ id }) => id === "1")) answer.body.results.push({ id: "1", status: "invalid", verdict: "invalid", code });
      return answer;
    };
    w.net.answer = async (body, reply) => kept(body, reply);
    await w.queue.add([fact(1), fact(2)]);
    await idle(w);
    assert.deepEqual((await w.store.waiting()).map(({ id }) => id), ["1"]);
    assert.ok(w.net.calls.length <= 2);
    assert.equal(w.net.said.signIn, signIn);
    w.net.answer = null;
    await w.queue.signedIn();
    assert.equal((await w.store.waiting()).length, 0);
    assert.ok(w.stored.has("1"));
  });
}
