import assert from "node:assert/strict";
import test from "node:test";

import { ROLL, listen, note, screenNow, takeFromAddress } from "../../schoolapp/checkin/scanner/client/screens.js";

/** A window with a history that goes back at once and tells its listeners. */
function windowAt(address) {
  const entries = [{ state: { idx: 3 }, url: address }];
  const listeners = [];
  const window = {
    entries,
    location: { get href() { return entries.at(-1).url; } },
    history: {
      get state() { return entries.at(-1).state; },
      pushState: (state, _title, url) => entries.push({ state, url: String(url || entries.at(-1).url) }),
      replaceState: (state, _title, url) => { entries[entries.length - 1] = { state, url: String(url || entries.at(-1).url) }; },
      back: () => { entries.pop(); listeners.forEach((heard) => heard({ stopImmediatePropagation: () => { window.stopped = true; } })); },
    },
    addEventListener: (_name, heard) => listeners.push(heard),
    removeEventListener: (_name, heard) => listeners.splice(listeners.indexOf(heard), 1),
  };
  return window;
}

test("what is open over the roll is one entry, and back leads to the roll", () => {
  const window = windowAt("http://school.test/scan");
  const heard = [];
  listen(window, (name) => heard.push(name));
  note(window, "manual");
  note(window, "submit");
  assert.deepEqual([window.entries.length, screenNow(window)], [2, "submit"]);
  window.history.back();
  assert.deepEqual([heard, screenNow(window), window.entries.length], [[ROLL], ROLL, 1]);
});

test("closing a screen by its own button takes its entry back", () => {
  const window = windowAt("http://school.test/scan");
  note(window, "keep");
  note(window, ROLL);
  assert.equal(window.entries.length, 1);
  note(window, ROLL);
  assert.equal(window.entries.length, 1, "from the roll itself nothing is taken back");
});

test("a screen named by the address lies over the roll, and a reload does not add another", () => {
  const window = windowAt("http://school.test/scan?session=12&view=manual");
  assert.equal(takeFromAddress(window), "manual");
  assert.deepEqual(window.entries.map(({ url }) => url), ["http://school.test/scan?session=12", "http://school.test/scan?session=12"]);
  assert.equal(takeFromAddress(window), "manual");
  assert.equal(window.entries.length, 2);
});

test("marks of the page's own router stay, and it is not told of our steps", () => {
  const window = windowAt("http://school.test/scan");
  const stop = listen(window, () => {});
  note(window, "ways");
  assert.equal(window.history.state.idx, 3);
  window.history.back();
  assert.equal(window.stopped, true);
  stop();
});
