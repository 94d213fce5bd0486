import assert from "node:assert/strict";
import test from "node:test";

import { CANVAS_PIXELS, drawnSize, isPicture, LONGEST, MOST_BYTES, planFor } from "../../schoolapp/works/capture/client/shrink.js";

test("the long side is 2560 at most, nothing is made larger, the shape stays", () => {
  assert.deepEqual(drawnSize(4000, 3000), { width: 2560, height: 1920 });
  assert.deepEqual(drawnSize(3000, 4000), { width: 1920, height: 2560 });
  assert.deepEqual(drawnSize(800, 600), { width: 800, height: 600 });
  assert.deepEqual(drawnSize(40000, 2), { width: 2560, height: 1 });
});

test("no canvas is larger than an iPhone draws, whatever long side is asked for", () => {
  for (const [width, height] of [[12000, 9000], [9000, 12000], [5000, 5000], [4097, 4096]]) {
    const size = drawnSize(width, height, 20000);
    assert.ok(size.width * size.height <= CANVAS_PIXELS * 1.001, `${size.width} × ${size.height}`);
  }
  assert.ok(LONGEST * LONGEST <= CANVAS_PIXELS, "a square of the usual long side fits");
});

test("what the browser cannot open goes as it is, up to what the school takes", () => {
  assert.deepEqual(planFor({ size: 5e6, width: 0, height: 0 }), { how: "as_is" });
  assert.deepEqual(planFor({ size: MOST_BYTES + 1, width: 0, height: 0 }), { how: "too_large" });
  assert.deepEqual(planFor({ size: 90e6, width: 8000, height: 4000 }), { how: "draw", width: 2560, height: 1280 });
});

test("pictures by type, or by name where the phone tells none", () => {
  assert.ok(isPicture({ type: "image/heic", name: "x" }));
  assert.ok(isPicture({ type: "", name: "IMG_1.HEIC" }));
  assert.ok(!isPicture({ type: "video/mp4", name: "a.jpg" }));
  assert.ok(!isPicture({ type: "image/gif" }));
  assert.ok(!isPicture({ type: "", name: "list.xlsx" }));
});
