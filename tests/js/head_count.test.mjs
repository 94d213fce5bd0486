import assert from "node:assert/strict";
import test from "node:test";

import { isTooMany } from "../../schoolapp/checkin/scanner/client/head_count.js";

test("a head count with a digit too many is asked for again; guests and a merged class are not", () => {
  const roll = { expected: 30, guests: [{}, {}] };
  assert.deepEqual([250, 75, 74, 32, 0, null].map((number) => isTooMany(number, roll)), [true, true, false, false, false, false]);
});
