import assert from "node:assert/strict";
import test from "node:test";

import { alertKey, countedWords, createWords, describe, keptWords, saidWords, seenWords, submittedWords, whoWords } from "../../schoolapp/checkin/scanner/client/words.js";

const words = createWords({ kept_by: "{by} until {time} {place}", kept_here: "mine until {time}", seen_sent: "{time} from {room}",
  seen_found: "{time} in {room}", seen_found_somewhere: "{time} found" });
const at = Date.parse("2026-11-23T08:36:00Z"); // 16:36 at school

test("children of other classes are counted apart from those of the list", () => {
  const said = createWords({ here_n: "{n} here", guests_n: "{n} guests" });
  assert.deepEqual(countedWords({ here: [{}, {}], guests: [] }, said), ["2 here"]);
  assert.deepEqual(countedWords({ here: [{}, {}], guests: [{}] }, said), ["2 here", "1 guests"]);
});

test("who keeps a child, until when", () => {
  assert.equal(keptWords({ by: "周敏", until: at, place: "101" }, words), "周敏 until 16:36 101");
  assert.equal(keptWords({ by: null, until: at }, words), "mine until 16:36");
});

test("which door has seen a child; nothing is said of who was not seen", () => {
  assert.equal(seenWords({ kind: "sent", at, room: "301", title: "书法" }, words), "16:36 from 301");
  assert.equal(seenWords({ kind: "found", at, room: "" }, words), "16:36 found");
  assert.equal(seenWords(undefined, words), "");
});

const table = createWords({ seat: "{homeroom} {seat}", name_seat: "{name} ({seat})", card_tail: "…{tail}", unknown_child: "a child", some_card: "a card",
  verdict_unknown_card: "unknown to the school", verdict_unknown_card_yet: "not on this phone", verdict_on_time: "here", verdict_wrong_room: "elsewhere" });
const PUPILS = { 1: { name: "张伟", homeroom: "三（1）班", seat: 3, namesake: true }, 2: { name: "陈小禾", homeroom: "三（2）班", seat: 21 }, 3: { name: "林一", homeroom: "三（2）班", seat: 5, twin: true } };
const LISTS = { students: PUPILS, namesakes: { 1: [{ twin: false }, { twin: true }], 3: [{ twin: true }] } };

test("a name alone only where nobody else of the school can be meant", () => {
  assert.deepEqual([1, 2, 3].map((id) => whoWords(PUPILS[id], table)), ["张伟 (三（1）班 3)", "陈小禾", "林一 (三（2）班 5)"]);
  assert.equal(describe({ student_id: 1, tag: "t", verdict: "on_time" }, LISTS, table).who, "张伟 (三（1）班 3)");
});

test("cards of children whom nobody here knows are told apart by their number's end", () => {
  assert.equal(describe({ student_id: 0, tag: "t", tail: "7ZQ2", verdict: "wrong_room" }, LISTS, table).whole, "a child (…7ZQ2)");
});

test("a card that the phone's lists lack is unknown to the school only once the school has said so", () => {
  const card = { student_id: 0, tag: "t", tail: "7ZQ2", verdict: "unknown_card", sent: 0 };
  assert.deepEqual([0, 1].map((sent) => describe({ ...card, sent }, LISTS, table).verdict), ["not on this phone", "unknown to the school"]);
  assert.equal(describe(card, LISTS, table).name, "a card");
});

test("a twin is not called a namesake", () => {
  assert.deepEqual([1, 3].map((student_id) => alertKey({ alert: "namesake", student_id }, LISTS)), ["alert_namesake", "alert_twin"]);
  assert.equal(alertKey({ alert: "two_cards", student_id: 3 }, LISTS), "alert_two_cards");
});

test("a submission is with the school only once the school has it", () => {
  const said = createWords({ submitted_at: "{time} sent, {n}", submitted_at_care: "{time} sent by seats", submitted_waits: "{time} noted, {n}" });
  const submitted = { at, number: 30 };
  assert.deepEqual(submittedWords(submitted, { sent: 0 }, said), { waits: true, text: "16:36 noted, 30" });
  assert.deepEqual(submittedWords(submitted, { sent: 1 }, said, "submitted_at_care"), { waits: false, text: "16:36 sent by seats" });
  assert.deepEqual(submittedWords(submitted, undefined, said), { waits: false, text: "16:36 sent, 30" }, "another phone's");
});

test("what was done is said: counted, absent, kept, let go, decided and taken back", () => {
  const said = createWords({ verdict_on_time: "here", marked_absent: "absent", chosen_keep: "stays", said_undo: "back: {name}", said_keep: "kept: {name}", said_keep_end: "gone: {name}", verdict_: "noted" });
  const record = (wire, more = {}) => ({ student_id: 2, tag: null, verdict: "", wire, ...more });
  const scan = record({ kind: "scan" }, { verdict: "on_time" });
  const told = [scan, record({ kind: "mark", choice: "absent" }), record({ kind: "mark", choice: "keep" }, { verdict: "wrong_room" }), record({ kind: "keep" }), record({ kind: "keep_end" })];
  assert.deepEqual(told.map((one) => saidWords(one, undefined, LISTS, said)), ["陈小禾 here", "陈小禾 absent", "陈小禾 stays", "kept: 陈小禾", "gone: 陈小禾"]);
  assert.equal(saidWords({ student_id: 0, wire: { kind: "undo" } }, scan, LISTS, said), "back: 陈小禾");
});
