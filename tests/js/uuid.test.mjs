import assert from "node:assert/strict";
import test from "node:test";

import { uuid7 } from "../../schoolapp/checkin/scanner/client/uuid.js";

test("carries version, variant and the time", () => {
  const at = Date.UTC(2026, 10, 23, 8, 30);
  const id = uuid7(at);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(id.replaceAll("-", "").slice(0, 12), 16), at);
});

test("two facts of the same millisecond differ", () => {
  const ids = new Set(Array.from({ length: 1000 }, () => uuid7(1)));
  assert.equal(ids.size, 1000);
});
