import assert from "node:assert/strict";
import test from "node:test";

import { clockOf, dayOf, sessionNow, sessionsToday, useZone } from "../../schoolapp/checkin/scanner/client/sessions.js";

const MIN = 60000;
const T = Date.UTC(2026, 10, 23, 8, 30); // 16:30 in Shanghai
const session = (id, start, more = {}) => ({ id, day: "2026-11-23", title: `S${id}`, mine: true, cancelled: false,
  starts_at: T + start * MIN, opens_at: T + (start - 20) * MIN, closes_at: T + (start + 40) * MIN, ...more });

test("the one that is on comes first, one's own before others'", () => {
  const list = sessionsToday([session(3, 50), session(2, 0, { mine: false }), session(1, 0), session(4, -60)], T, "2026-11-23");
  assert.deepEqual(list.map(({ id, phase }) => [id, phase]), [[1, "now"], [2, "now"], [3, "later"], [4, "over"]]);
});

test("another day's sessions stay out", () => {
  assert.deepEqual(sessionsToday([session(1, 0, { day: "2026-11-24" })], T, "2026-11-23"), []);
});

test("one's own lesson of this minute opens by itself", () => {
  assert.equal(sessionNow([session(1, 0), session(2, 0, { mine: false })], T, "2026-11-23").id, 1);
  assert.equal(sessionNow([session(1, 0, { cancelled: true })], T, "2026-11-23"), null);
});

test("between two periods the nearer bell wins", () => {
  const both = [session(1, 0), session(2, 50)];
  assert.equal(sessionNow(both, T + 35 * MIN, "2026-11-23").id, 2);
  assert.equal(sessionNow(both, T + 10 * MIN, "2026-11-23").id, 1);
});

test("the day is the school's, on both sides of its midnight", () => {
  assert.equal(dayOf(Date.UTC(2026, 10, 23, 15, 59)), "2026-11-23");
  assert.equal(dayOf(Date.UTC(2026, 10, 23, 16, 0)), "2026-11-24");
  assert.equal(clockOf(T + MIN), "16:31");
});

test("the day and the clock are those of the pack's time zone; an old pack's, or an unknown one, is Shanghai's", () => {
  useZone("Asia/Urumqi");
  assert.deepEqual([dayOf(Date.UTC(2026, 10, 23, 17, 59)), clockOf(T)], ["2026-11-23", "14:30"]);
  for (const zone of [undefined, "", "Nowhere/Here"]) {
    useZone(zone);
    assert.equal(clockOf(T), "16:30");
  }
});
