import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { carriedOver, foldRoll, missedBefore, newestOfEach, reasonsFor, undecided } from "../../schoolapp/checkin/scanner/client/roll.js";

const CASES = JSON.parse(readFileSync(new URL("../cases/verdicts.json", import.meta.url)));

function* orders(list) {
  if (list.length < 2) yield list;
  for (let i = 0; i < list.length; i += 1) {
    for (const rest of orders([...list.slice(0, i), ...list.slice(i + 1)])) if (list.length > 1) yield [list[i], ...rest];
  }
}

const sessionOf = (row) => ({ ...CASES.roll_hours, kind: row.is_care ? "care" : "section", expected: row.expected, on_leave: row.on_leave,
  joined: row.joined || {}, back_since: row.back_since,
  keeps: Object.entries(row.keeps || {}).flatMap(([id, spans]) => spans.map(([since, until]) => ({ student_id: Number(id), since, until }))) });

for (const row of CASES.rolls) {
  test(`roll: ${row.name}, in every order`, () => {
    for (const entries of orders(row.entries)) {
      const roll = foldRoll(sessionOf(row), entries, { carried: row.carried, missed: row.missed });
      const here = [...roll.here, ...roll.guests].map((entry) => [entry.student_id, [entry.event_id, entry.at, entry.verdict]]);
      assert.deepEqual(Object.fromEntries(here), row.here);
      assert.deepEqual(roll.missing, row.absent);
      assert.equal(roll.submitted?.id ?? null, row.submitted);
    }
  });
}

for (const row of CASES.carries) {
  test(`double period: ${row.name}`, () => {
    const first = { submitted: row.is_submitted ? { at: 2, list_at: row.list_at } : null, here: row.first_here.map((student_id) => ({ student_id })),
      missing: row.before.filter((id) => !row.first_here.includes(id)), markedAbsent: new Set(row.first_away) };
    if (row.continues) assert.deepEqual(carriedOver({ expected: row.expected }, first, row.joined), row.carried);
    assert.deepEqual(missedBefore({ expected: row.expected }, first, row.joined), row.missed);
  });
}

const SESSION = { ...CASES.roll_hours, kind: "section", expected: [1, 2, 3], on_leave: [3], keeps: [] };
const AT = SESSION.opens_at + 1;
const scan = (id, student_id, more = {}) => ({ id, kind: "scan", at: AT, student_id, tag: `tag${student_id}`, verdict: "on_time", method: "camera", ...more });

test("more heads than recorded and fewer have reasons of their own", () => {
  assert.deepEqual(reasonsFor(12, 9), ["reason_no_card", "reason_unclear"]);
  assert.deepEqual(reasonsFor(8, 9), ["reason_friend", "reason_just_left", "reason_unclear"]);
  assert.deepEqual([reasonsFor(8, 9, true), reasonsFor(9, 8, true)], [["reason_just_left", "reason_unclear"], ["reason_other_class", "reason_unclear"]]);
});

test("homework care presumes nobody whom the server knows elsewhere, but who was sent on from a door", () => {
  const care = { ...SESSION, kind: "care", expected: [1, 2, 3, 4], on_leave: [] };
  const submit = { id: "z", kind: "submit", at: AT + 9, verdict: "", number: 2 };
  const seen = (student_id, kind, at) => ({ student_id, kind, at, room: "", title: "" });
  const remote = { here: [], elsewhere: [seen(1, "found", AT), seen(2, "sent", AT), seen(3, "home", AT), seen(4, "here", AT + 20)] };
  const roll = foldRoll(care, [submit], { remote });
  assert.deepEqual(roll.here.map(({ student_id }) => student_id), [2, 4], "of 4 the other room said so only afterwards");
});

test("expected, present, on leave and left over add up", () => {
  const roll = foldRoll(SESSION, [scan("a", 1)]);
  assert.equal(roll.present + roll.onLeave.length + roll.left.length, roll.expected);
  assert.deepEqual(roll.left, [2]);
});

test("another phone's scans count once, and can be undone here", () => {
  const remote = { here: [{ student_id: 2, at: AT, event_id: "far", method: "camera", verdict: "on_time" }], absent: [1], submitted: null };
  assert.equal(foldRoll(SESSION, [scan("a", 1)], { remote }).present, 2);
  const undone = foldRoll(SESSION, [{ id: "u", kind: "undo", at: AT + 5, target_id: "far", verdict: "" }], { remote });
  assert.deepEqual(undone.left, [1, 2]);
});

test("this phone's own scan that comes back from the server counts once", () => {
  const remote = { here: [{ student_id: 1, at: AT, event_id: "a", method: "camera", verdict: "on_time" }], submitted: null };
  const roll = foldRoll(SESSION, [scan("a", 1)], { remote });
  assert.equal(roll.present, 1);
  assert.equal(foldRoll(SESSION, [scan("a", 1), { id: "u", kind: "undo", at: AT + 1, target_id: "a", verdict: "" }], { remote }).present, 0);
});

test("a child known by card alone can be kept here and is a guest", () => {
  const wrong = { ...scan("a", 0), tag: "ffff", verdict: "wrong_room" };
  assert.equal(foldRoll(SESSION, [wrong]).present, 0);
  const keep = { ...wrong, id: "k", at: AT + 1, choice: "keep", target_id: "a" };
  const roll = foldRoll(SESSION, [wrong, keep]);
  assert.deepEqual([roll.present, roll.guests.length, roll.recent.length], [1, 1, 1]);
  assert.equal(roll.recent[0].chosen.choice, "keep");
});

test("who keeps a child of another class sees its name on the scan, as soon as the server has told it", () => {
  const wrong = { ...scan("a", 0), tag: "ffff", verdict: "wrong_room", student: null };
  const keep = { ...wrong, id: "k", at: AT + 1, choice: "keep", target_id: "a" };
  assert.equal(foldRoll(SESSION, [wrong, keep]).recent[0].student, null);
  const told = foldRoll(SESSION, [wrong, { ...keep, student_id: 9, student: { id: 9, name: "苏墨" } }]);
  assert.deepEqual([told.recent[0].student.name, told.guests[0].student.name, undecided(told.recent).length], ["苏墨", "苏墨", 0]);
});

test("a child whom a teacher keeps is not left over, until it arrives or is sent back", () => {
  const session = { ...SESSION, keeps: [{ student_id: 2, by: "王老师", since: AT - 5, until: AT + 5, place: "办公室" }] };
  assert.deepEqual(foldRoll(session, [], { now: AT }).left, [1]);
  assert.deepEqual(foldRoll(session, [], { now: AT + 5 }).left, [1, 2], "the time is over");
  assert.deepEqual(foldRoll(session, [scan("a", 2)]).kept, []);
  assert.deepEqual(foldRoll(session, [{ id: "e", kind: "keep_end", at: AT, student_id: 2 }], { now: AT }).left, [1, 2]);
});

test("the newest comes first, and a grid's taps are not listed one by one", () => {
  const tap = { id: "c", kind: "mark", at: AT + 9, student_id: 2, method: "grid", choice: "absent", verdict: "" };
  const roll = foldRoll(SESSION, [scan("a", 1), scan("b", 2, { at: AT + 5 }), tap]);
  assert.deepEqual(roll.recent.map(({ id }) => id), ["b", "a"]);
  assert.ok(roll.markedAbsent.has(2));
});

test("a card of another class held up again and again asks for one decision, the newest", () => {
  const wrong = (id, after) => scan(id, 9, { at: AT + after, verdict: "wrong_room" });
  const choice = { ...wrong("c", 5), kind: "mark", method: "tap", choice: "send", target_id: "b" };
  const ids = (entries) => undecided(foldRoll(SESSION, entries).recent).map(({ id }) => id);
  assert.deepEqual(ids([wrong("a", 1), wrong("b", 4)]), ["b"]);
  assert.deepEqual(ids([wrong("a", 1), wrong("b", 4), choice]), [], "what was decided is not asked again for an older scan");
  assert.deepEqual(ids([wrong("a", 1), wrong("b", 4), choice, wrong("d", 9)]), ["d"], "the child came back");
  assert.deepEqual(newestOfEach([wrong("b", 4), scan("x", 1), wrong("a", 1)]).map(({ id }) => id), ["b", "x"]);
});

test("absent taps of another phone show, also behind its own submission, and give way to what is said later", () => {
  const care = { ...SESSION, kind: "care", expected: [1, 2, 3], on_leave: [] };
  const remote = { here: [], marked_away: [{ student_id: 1, at: AT, event_id: "r1", method: "grid" }] };
  assert.deepEqual([...foldRoll(care, [], { remote }).markedAbsent], [1]);
  const submitted = foldRoll(care, [{ id: "s", kind: "submit", at: AT + 5, number: 2 }], { remote });
  assert.deepEqual([submitted.here.map(({ student_id }) => student_id), submitted.missing], [[2, 3], [1]]);
  const later = { id: "m", kind: "mark", at: AT + 1, student_id: 1, method: "grid", verdict: "on_time", choice: "present" };
  assert.deepEqual([...foldRoll(care, [later], { remote }).markedAbsent], []);
  const own = { ...later, id: "r1", at: AT, verdict: "", choice: "absent" };
  const undone = { id: "u", kind: "undo", at: AT + 2, target_id: "r1" };
  assert.deepEqual([...foldRoll(care, [own, undone], { remote }).markedAbsent], []);
});
