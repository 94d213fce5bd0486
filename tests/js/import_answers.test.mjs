import assert from "node:assert/strict";
import test from "node:test";

import { answer, answerAll, byKind, commonChoices, hasWork, open, placeOf, speaker, tally } from "../../schoolapp/school/roster/client/answers.js";

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

test("before the import and after it the rows are told in the same words", () => {
  const said = speaker({ added: "新增", changed: "改动", unchanged: "不变", asked: "要你定", refused: "拒绝", comma: "，" });
  const counts = { added: 13, added_rows: 12, changed: 3, same: 600, asked: 0, refused: 2 };
  assert.equal(tally(counts, said), "新增 12，改动 3，不变 600，拒绝 2");
  assert.equal(tally({ ...counts, asked: 4 }, said), "新增 12，改动 3，不变 600，要你定 4，拒绝 2");
});
