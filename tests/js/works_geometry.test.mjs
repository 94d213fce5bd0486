import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { apply, backToOriginal, straightened, straightSize } from "../../schoolapp/works/capture/client/geometry.js";
import { guessCorners, otsu } from "../../schoolapp/works/capture/client/guess.js";
import { asParameter, isUsable, makeRecipe, moved, readRecipe, turnedFurther, WHOLE } from "../../schoolapp/works/capture/client/recipe.js";
import { whiten } from "../../schoolapp/works/capture/client/white.js";

const near = (a, b, by, what = "") => assert.ok(Math.abs(a - b) <= by, `${what} ${a} is not ${b}`);

/** A sheet seen at `corners` (0–1) on a table: brightness by point, an odd number of samples a pixel. */
function page(corners, { width = 180, height = 135, paper = 225, table = 90, ink = null, noise = 0, shade = 0 } = {}) {
  const data = new Uint8Array(width * height);
  let seed = 7;
  const chance = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648 - 0.5; };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const point = [(x + 0.5) / width, (y + 0.5) / height];
      const light = isInside(point, corners) ? (ink?.(point) ? 40 : paper) : table;
      data[y * width + x] = Math.max(0, Math.min(255, light + noise * chance() - shade * point[0]));
    }
  }
  return { data, width, height };
}

const isInside = ([x, y], corners) => corners.every(([ax, ay], i) => {
  const [bx, by] = corners[(i + 1) % 4];
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0;
});

const SHEETS = {
  upright: [[0.2, 0.15], [0.8, 0.15], [0.8, 0.9], [0.2, 0.9]],
  turned: [[0.35, 0.08], [0.92, 0.3], [0.66, 0.94], [0.1, 0.7]],
  slanted: [[0.3, 0.2], [0.74, 0.24], [0.95, 0.9], [0.08, 0.85]],
  "over the edge": [[-0.1, 0.2], [0.7, 0.15], [0.75, 0.9], [-0.12, 0.95]],
};

for (const [name, corners] of Object.entries(SHEETS)) {
  for (const [kind, options] of Object.entries({
    plain: {}, grainy: { noise: 30 }, "in the shade of a hand": { shade: 45 }, dark: { paper: 70, table: 190 },
    "with writing": { ink: ([x, y]) => x > 0.4 && x < 0.6 && y > 0.35 && y < 0.7 },
  })) {
    test(`the corners of a sheet are guessed: ${name}, ${kind}`, () => {
      const found = guessCorners(page(corners, options));
      assert.ok(found, "nothing was guessed");
      corners.forEach(([x, y], i) => {
        near(found.corners[i][0], Math.max(0, x), 0.03, `x of corner ${i}`);
        near(found.corners[i][1], Math.max(0, y), 0.03, `y of corner ${i}`);
      });
    });
  }
}

test("nothing is guessed where there is no sheet", () => {
  assert.equal(guessCorners(page([[0.4, 0.4], [0.5, 0.4], [0.5, 0.5], [0.4, 0.5]])), null, "a spot");
  const { width, height } = page(WHOLE);
  const flat = { data: new Uint8Array(width * height).fill(128), width, height };
  assert.equal(guessCorners(flat), null, "an even wall");
  const stripes = { width, height, data: flat.data.map((_, i) => (Math.floor((i % width) / 30) % 2 ? 200 : 60)) };
  assert.ok(!guessCorners(stripes) || guessCorners(stripes).fit > 0.8);
});

test("the brightness that parts in two lies between them", () => {
  const { data } = page(SHEETS.upright);
  assert.ok(otsu({ data }) >= 90 && otsu({ data }) < 225);
});

const CASES = JSON.parse(readFileSync(new URL("../cases/straighten.json", import.meta.url)));

for (const { name, size: [width, height], corners, longest, straight, points } of CASES.cases) {
  test(`as the school computes it: ${name}`, () => {
    const size = { width, height };
    const to = straightSize(corners, size, longest);
    assert.deepEqual([to.width, to.height], straight);
    const matrix = backToOriginal(corners, size, to);
    for (const { straight: [x, y], original } of points) {
      const found = apply(matrix, [x, y]);
      near(found[0], original[0], 0.01);
      near(found[1], original[1], 0.01);
    }
  });
}

for (const { name, corners } of CASES.refused) {
  test(`no corners for the school, none for the phone: ${name}`, () => {
    const isFour = Array.isArray(corners) && corners.length === 4 && corners.every((point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite));
    assert.ok(!isFour || !isUsable(corners) || !corners.flat().every((value) => value >= 0 && value <= 1));
  });
}

test("the homography leads the sheet's corners to where they were seen, and back to a rectangle", () => {
  const size = { width: 400, height: 300 };
  for (const corners of Object.values(SHEETS)) {
    const straight = straightSize(corners, size);
    const matrix = backToOriginal(corners, size, straight);
    const rectangle = [[0, 0], [straight.width, 0], [straight.width, straight.height], [0, straight.height]];
    rectangle.forEach((point, i) => {
      const [x, y] = apply(matrix, point);
      near(x, corners[i][0] * size.width, 1e-6);
      near(y, corners[i][1] * size.height, 1e-6);
    });
  }
});

test("a picture straightened by its own corners is the picture", () => {
  const size = { width: 40, height: 30 };
  assert.deepEqual(straightSize(WHOLE, size), size);
  const data = Uint8ClampedArray.from({ length: 40 * 30 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256));
  assert.deepEqual(straightened({ data, ...size }, WHOLE, size), data);
});

test("a sheet seen slanted becomes upright: its four quarters keep their colours", () => {
  const size = { width: 200, height: 150 };
  const corners = SHEETS.slanted;
  const straight = { width: 100, height: 100 };
  const matrix = backToOriginal(corners, size, straight);
  const data = new Uint8ClampedArray(size.width * size.height * 4).fill(255);
  // Paint a point in each quarter of the sheet where the camera would have seen it.
  const marks = [[25, 25], [75, 25], [75, 75], [25, 75]];
  marks.forEach((mark, i) => {
    const [x, y] = apply(matrix, mark).map(Math.round);
    for (let v = -3; v <= 3; v += 1) for (let u = -3; u <= 3; u += 1) data.set([60 * i, 0, 0, 255], ((y + v) * size.width + x + u) * 4);
  });
  const out = straightened({ data, ...size }, corners, straight);
  marks.forEach(([x, y], i) => near(out[(y * straight.width + x) * 4], 60 * i, 12, `mark ${i}`));
});

test("a recipe says only what is done, and is read back as it was", () => {
  assert.deepEqual(makeRecipe({}), {});
  assert.equal(asParameter({}), "");
  const corners = [[0.1234567, 0.2], [0.9, 0.21], [0.95, 0.8], [-0.01, 1.2]];
  const recipe = makeRecipe({ corners, turn: 90, white: true });
  assert.deepEqual(recipe, { corners: [[0.1235, 0.2], [0.9, 0.21], [0.95, 0.8], [0, 1]], turn: 90, white: true });
  assert.deepEqual(readRecipe(recipe), { corners: recipe.corners, turn: 90, white: true });
  assert.deepEqual(readRecipe(undefined), { corners: WHOLE, turn: 0, white: false });
  assert.deepEqual(JSON.parse(decodeURIComponent(asParameter(recipe).replace("&edit=", ""))), recipe);
  assert.deepEqual([0, 90, 180, 270].map(turnedFurther), [90, 180, 270, 0]);
});

test("a dragged corner stays in the picture and crosses no edge", () => {
  const corners = SHEETS.upright;
  assert.deepEqual(moved(corners, 0, [-0.4, 0.1])[0], [0, 0.1]);
  assert.equal(moved(corners, 0, [0.9, 0.95]), corners);
  assert.equal(isUsable([...corners].reverse()), false);
  assert.equal(isUsable([[0, 0], [0.05, 0], [0.05, 0.05], [0, 0.05]]), false);
});

test("paper in uneven light becomes white, ink stays dark", () => {
  const [width, height] = [240, 160];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const isInk = x % 48 > 20 && x % 48 < 26;
      const light = 130 + (x / width) * 100;
      data.set(isInk ? [30, 30, 40, 255] : [light, light * 0.95, light * 0.8, 255], at);
    }
  }
  whiten({ data, width, height });
  const at = (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
  for (const x of [10, 110, 230]) assert.ok(Math.min(...at(x, 80)) > 215, `paper at ${x}: ${at(x, 80)}`);
  assert.ok(Math.max(...at(22 + 96, 80)) < 90, `ink: ${at(22 + 96, 80)}`);
});

test("a large red field on the paper stays red, and a picture without paper stays as it is", () => {
  const [width, height] = [240, 240];
  const paint = (isRed) => Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => {
    const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
    return (isRed(x, y) ? [200, 50, 30, 255] : [225, 218, 200, 255])[i % 4];
  });
  const data = paint((x, y) => Math.hypot(x - 120, y - 120) < 90);
  whiten({ data, width, height });
  const middle = [...data.subarray((120 * width + 120) * 4, (120 * width + 120) * 4 + 3)];
  assert.ok(middle[0] > 190 && middle[1] < 75 && middle[2] < 60, `red is ${middle}`);
  const red = paint(() => true);
  whiten({ data: red, width, height });
  assert.deepEqual([...red.subarray(0, 3)], [200, 50, 30]);
});
