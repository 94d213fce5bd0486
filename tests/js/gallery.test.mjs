// The gallery's plain modules: where works hang, what fingers mean, addresses, the back key.
import assert from "node:assert/strict";
import { test } from "node:test";

import { distance, held, meant, zoomed } from "../../schoolapp/gallery/client/gestures.js";
import { CAPTION, columnsFor, GAP, layout, within } from "../../schoolapp/gallery/client/layout.js";
import { filtersOf, newId, queryOf } from "../../schoolapp/gallery/client/net.js";
import { noteOpen, openNow, takeFromAddress } from "../../schoolapp/gallery/client/opened.js";

const works = (count) => Array.from({ length: count }, (_, n) => ({ id: n + 1, width: 800, height: 500 + ((n * 137) % 700) }));

test("two columns on phones, more on wide screens", () => {
  assert.deepEqual([320, 350, 390, 700, 1180].map(columnsFor), [2, 2, 2, 3, 5]);
});

test("works never overlap and never leave the wall", () => {
  const { items, height } = layout(works(200), 350);
  for (const a of items) {
    assert.ok(a.left >= 0 && a.left + a.width <= 350 && a.top + a.height <= height);
    for (const b of items) {
      if (a === b || a.left !== b.left) continue;
      assert.ok(a.top + a.height + GAP <= b.top || b.top + b.height + GAP <= a.top);
    }
  }
});

test("what hangs already stays where it is when more works come", () => {
  const all = works(96);
  const first = layout(all.slice(0, 24), 350).items;
  assert.deepEqual(layout(all, 350).items.slice(0, 24), first);
});

test("columns end at about the same height", () => {
  const { items, height } = layout(works(200), 350);
  const ends = [0, 180].map((left) => Math.max(...items.filter((item) => item.left === left).map((item) => item.top + item.height)));
  assert.ok(Math.max(...ends) - Math.min(...ends) < 350, String(ends));
  assert.ok(height > 0);
});

test("a very tall work hangs in a frame that is not as tall", () => {
  const [item] = layout([{ width: 100, height: 1000 }], 350).items;
  assert.equal(item.picture, Math.round(item.width * 1.7));
  assert.equal(item.height, item.picture + CAPTION);
});

test("only what is near is drawn", () => {
  const { items } = layout(works(200), 350);
  const near = within(items, 1000, 2000);
  assert.ok(near.length > 4 && near.length < 30);
  assert.ok(near.every((index) => items[index].top < 2000 && items[index].top + items[index].height > 1000));
  assert.deepEqual(within([], 0, 100), []);
});

test("what a finger means", () => {
  assert.equal(meant(-120, 10), "next");
  assert.equal(meant(120, -20), "back");
  assert.equal(meant(10, 160), "close");
  assert.equal(meant(30, 5), "");
  assert.equal(meant(-80, 90), "");
  assert.equal(meant(0, -200), "");
});

test("what lies under the fingers stays there", () => {
  const view = zoomed({ scale: 1, x: 0, y: 0 }, 2, { x: 50, y: 20 });
  assert.deepEqual(view, { scale: 2, x: -50, y: -20 });
  assert.deepEqual(zoomed(view, 0.4, { x: 0, y: 0 }), { scale: 1, x: 0, y: 0 });
  assert.equal(zoomed(view, 99, { x: 0, y: 0 }).scale, 4);
  assert.equal(distance({ x: 0, y: 0 }, { x: 3, y: 4 }), 5);
});

test("an enlarged picture is not pushed out of sight", () => {
  assert.deepEqual(held({ scale: 2, x: 500, y: -500 }, 100, 80), { scale: 2, x: 100, y: -80 });
  assert.deepEqual(held({ scale: 2, x: 30, y: 10 }, 100, 80), { scale: 2, x: 30, y: 10 });
});

test("filters stand in the address and come back", () => {
  const filters = { course: "3", q: "春 风" };
  assert.deepEqual(filtersOf(queryOf(filters)), filters);
  assert.equal(queryOf({ course: "", other: "x" }), "");
  assert.equal(queryOf({ grade: "2" }, "5-1"), "?grade=2&after=5-1");
  assert.deepEqual(filtersOf("?work=9&grade=2"), { grade: "2" });
});

test("an id is a UUID that is never the same", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

/** A window with a history, as far as it is used. */
function aWindow(address) {
  const entries = [{ state: { key: "reflex" }, href: address }];
  const history = {
    get state() { return entries.at(-1).state; },
    get length() { return entries.length; },
    pushState(state, _, href) { entries.push({ state, href: String(href || entries.at(-1).href) }); },
    replaceState(state, _, href) { entries[entries.length - 1] = { state, href: String(href || entries.at(-1).href) }; },
    back() { entries.pop(); },
  };
  return { history, location: { get href() { return entries.at(-1).href; } } };
}

test("back closes the work and does not leave the gallery", () => {
  const window = aWindow("http://school/gallery?course=3");
  noteOpen(window, 7);
  noteOpen(window, 8);
  assert.equal(openNow(window), 8);
  assert.equal(window.history.length, 2);
  assert.equal(window.history.state.key, "reflex");
  assert.match(window.location.href, /course=3&work=8/);
  noteOpen(window, 0);
  assert.equal(openNow(window), 0);
  assert.equal(window.location.href, "http://school/gallery?course=3");
});

test("a work that the address names lies over the gallery", () => {
  const window = aWindow("http://school/gallery?work=9");
  assert.equal(takeFromAddress(window), 9);
  assert.equal(takeFromAddress(window), 9);
  noteOpen(window, 0);
  assert.equal(window.location.href, "http://school/gallery");
  assert.equal(takeFromAddress(window), 0);
});
