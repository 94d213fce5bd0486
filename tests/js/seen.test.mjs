import assert from "node:assert/strict";
import test from "node:test";

import { createSeen } from "../../schoolapp/checkin/scanner/client/seen.js";

test("a card lying in the picture is one scan", () => {
  const seen = createSeen(3000);
  assert.equal(seen.isFresh("A", 0), true);
  for (let now = 100; now < 20000; now += 100) assert.equal(seen.isFresh("A", now), false);
});

test("another card in the same frame does not wait", () => {
  const seen = createSeen(3000);
  seen.isFresh("A", 0);
  assert.equal(seen.isFresh("B", 0), true);
});

test("gone for longer than the gap, it counts again", () => {
  const seen = createSeen(3000);
  seen.isFresh("A", 0);
  assert.equal(seen.isFresh("A", 3001), true);
});

test("after an undo the same card is read at once", () => {
  const seen = createSeen(3000);
  seen.isFresh("A", 0);
  seen.forget("A");
  assert.equal(seen.isFresh("A", 10), true);
});
