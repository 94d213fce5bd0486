import assert from "node:assert/strict";
import test from "node:test";

import { labelPlace, nextShown } from "../../schoolapp/checkin/scanner/client/overlays.js";

const BOX = { width: 390, height: 354 };
const square = (x, y) => [[x, y], [x + 50, y], [x + 50, y + 50], [x, y + 50]];
const card = (text, x, record = { id: text, verdict: "on_time", student: null }) => ({ text, corners: square(x, 10), record });
const shown = (...codes) => ({ codes, frame: { width: 1280, height: 720 } });

test("cards that lie still are not drawn again", () => {
  const before = shown(card("A", 10), card("B", 200));
  assert.equal(nextShown(before, shown(card("A", 11), card("B", 199))), before);
  assert.equal(nextShown(shown(), shown()).codes.length, 0);
});

test("a card that moved, came, went, or is judged otherwise is drawn", () => {
  const before = shown(card("A", 10));
  const others = [shown(card("A", 14)), shown(card("A", 10), card("B", 200)), shown(), shown(card("B", 10)),
    shown(card("A", 10, { id: "A", verdict: "wrong_room", student: null })), shown(card("A", 10, { id: "A", verdict: "on_time", student: { name: "陈小禾" } })),
    shown(card("A", 10, null))];
  for (const next of others) assert.equal(nextShown(before, next), next);
});

test("a slow drift is followed: it is measured from what is drawn", () => {
  let now = shown(card("A", 10));
  for (let x = 11; x <= 20; x += 1) now = nextShown(now, shown(card("A", x)));
  assert.ok(Math.abs(now.codes[0].corners[0][0] - 20) < 3);
});

test("a label stands below its card and inside the picture, a neighbour's lower", () => {
  assert.equal(labelPlace(square(100, 100), 0, BOX), "translate(125px, 160px) translateX(-50%)");
  assert.equal(labelPlace(square(-40, 100), 0, BOX), "translate(90px, 160px) translateX(-50%)");
  assert.equal(labelPlace(square(380, 330), 1, BOX), "translate(300px, 304px) translateX(-50%)");
});
