import assert from "node:assert/strict";
import { test } from "node:test";

import { freshAlarms, mustLoad, titleWith } from "../../schoolapp/checkin/board/client/alarm.js";

test("only children whom nobody was told of are new", () => {
  assert.deepEqual(freshAlarms([3, 5, 8], [5]), [3, 8]);
  assert.deepEqual(freshAlarms([], [5]), []);
});

test("a child that was found and is missing again counts as told", () => {
  assert.deepEqual(freshAlarms([5], [5, 9]), []);
});

test("the title carries the number of open cases once", () => {
  assert.equal(titleWith("看板", 2), "(2) 看板");
  assert.equal(titleWith("(2) 看板", 3), "(3) 看板");
  assert.equal(titleWith("(3) 看板", 0), "看板");
});

test("a new version is loaded once, and again only when the answer got lost", () => {
  assert.equal(mustLoad("b", "a", "", 0, 10_000), true);
  assert.equal(mustLoad("b", "a", "b", 9_000, 10_000), false);
  assert.equal(mustLoad("b", "a", "b", 4_000, 10_000), true);
  assert.equal(mustLoad("a", "a", "", 0, 10_000), false);
  assert.equal(mustLoad(null, "a", "", 0, 10_000), false);
});
