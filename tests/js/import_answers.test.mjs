import assert from "node:assert/strict";
import test from "node:test";

import { answer, answerAll, byKind, commonChoices, hasWork, open, placeOf, speaker } from "../../schoolapp/school/roster/client/answers.js";

const skip = { key: "skip", label: "Leave out" };
const QUESTIONS = [
  { key: "a!2:x", code: "x", choices: [{ key: "7", label: "It is Chen" }, skip] },
  { key: "a!3:y", code: "y", choices: [{ key: "left", label: "Left" }, skip] },
  { key: "a!4:x", code: "x", choices: [{ key: "9", label: "It is Liu" }, skip] },
];
const words = speaker({ row: "row {n}", column: "column {letter} ({title})" });

test("an answer is given, changed, and taken back by choosing it again", () => {
  const once = answer({}, "a!2:x", "7");
  assert.deepEqual(once, { "a!2:x": "7" });
  assert.deepEqual(answer(once, "a!2:x", "skip"), { "a!2:x": "skip" });
  assert.deepEqual(answer(once, "a!2:x", "7"), {});
});

test("open questions are those without an answer", () => {
  assert.deepEqual(open(QUESTIONS, { "a!3:y": "left" }).map((each) => each.key), ["a!2:x", "a!4:x"]);
});

test("questions are grouped by kind in the file's order", () => {
  assert.deepEqual(byKind(QUESTIONS).map((group) => group.map((each) => each.key)), [["a!2:x", "a!4:x"], ["a!3:y"]]);
});

test("only choices that all questions of a kind share are offered for all", () => {
  assert.deepEqual(commonChoices([QUESTIONS[0], QUESTIONS[2]]), [skip]);
  assert.deepEqual(answerAll({ z: "1" }, [QUESTIONS[0], QUESTIONS[2]], "skip"), { z: "1", "a!2:x": "skip", "a!4:x": "skip" });
});

test("a place is told as the spreadsheet shows it, without a sheet for a CSV", () => {
  assert.equal(placeOf({ sheet: "G4", row: 11, column: "H", header: "ID" }, words), "G4 · row 11 · column H (ID)");
  assert.equal(placeOf({ sheet: "", row: 3, column: "" }, words), "row 3");
});

test("there is work when something is added, changed, or let in by an answer", () => {
  const shown = { counts: { added: 0, changed: 0 }, questions: QUESTIONS };
  assert.equal(hasWork(shown, {}), false);
  assert.equal(hasWork(shown, { "a!2:x": "skip" }), false);
  assert.equal(hasWork(shown, { "a!2:x": "7" }), true);
  assert.equal(hasWork({ ...shown, counts: { added: 1, changed: 0 } }, {}), true);
});
