import assert from "node:assert/strict";
import test from "node:test";

import { brightnessOf, DARK, isFilm, MOST_BYTES, refusalOf, timesFor } from "../../schoolapp/works/capture/client/film_plan.js";
import { sendFilm } from "../../schoolapp/works/capture/client/post.js";
import { isPicture } from "../../schoolapp/works/capture/client/shrink.js";
import { lengthOf } from "../../schoolapp/gallery/client/gestures.js";

test("films by type, or by name where the phone tells none; never a picture too", () => {
  for (const file of [{ type: "video/mp4" }, { type: "video/quicktime", name: "a.MOV" }, { name: "IMG_1.MOV" }, { name: "x.3gp" }, { type: "video/webm" }]) {
    assert.equal(isFilm(file), true);
    assert.equal(isPicture(file), false);
  }
  for (const file of [{ type: "image/jpeg", name: "a.mp4" }, { name: "a.jpg" }, {}, { type: "audio/mp4" }]) assert.equal(isFilm(file), false);
});

test("half a minute and 80 MB, and what phones write beyond", () => {
  assert.equal(refusalOf({ size: 1000, seconds: 30.4 }), "");
  assert.equal(refusalOf({ size: 1000, seconds: 31 }), "film_too_long");
  assert.equal(refusalOf({ size: MOST_BYTES + 1 }), "film_too_large");
});

test("the poster is looked for at one second first, within the film", () => {
  assert.equal(timesFor(20)[0], 1);
  assert.equal(timesFor(1)[0], 0.5);
  assert.ok(timesFor(8).every((at) => at >= 0 && at < 8));
});

test("black is told from a dim room", () => {
  const of = (value) => new Uint8ClampedArray([value, value, value, 255, value, value, value, 255]);
  assert.ok(brightnessOf(of(4)) < DARK);
  assert.ok(brightnessOf(of(60)) > DARK);
  assert.equal(Math.round(brightnessOf(of(255))), 255);
});

test("how long a film is, in words", () => {
  assert.deepEqual([6, 30, 65].map(lengthOf), ["0:06", "0:30", "1:05"]);
});

/** An XMLHttpRequest that does what the test says. */
function fake() {
  return class {
    constructor() { this.upload = {}; fake.last = this; }
    open(method, address) { this.opened = `${method} ${address}`; }
    setRequestHeader() {}
    send(bytes) { this.bytes = bytes; }
    abort() { this.isAborted = true; }
  };
}

test("after it has left, a film is waited for much longer than a silent network", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const parts = [];
  const answer = sendFilm({ id: "p1", bytes: new ArrayBuffer(10), type: "video/mp4" }, (part) => parts.push(part), fake());
  const request = fake.last;
  assert.equal(request.opened, "PUT /api/films/p1");
  request.upload.onprogress({ loaded: 5, total: 10 });
  t.mock.timers.tick(29000);
  request.upload.onprogress({ loaded: 10, total: 10 });
  t.mock.timers.tick(120000);
  assert.equal(request.isAborted, undefined, "the school is making it ready");
  Object.assign(request, { status: 200, responseText: '{"id":"p1","seconds":5}' });
  request.onload();
  assert.deepEqual(await answer, { status: 200, body: { id: "p1", seconds: 5 } });
  assert.deepEqual(parts, [0.5, 1]);
});

test("a network that falls silent in the middle is given up after half a minute", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const answer = sendFilm({ id: "p1", bytes: new ArrayBuffer(10), type: "video/mp4" }, () => {}, fake());
  fake.last.upload.onprogress({ loaded: 5, total: 10 });
  t.mock.timers.tick(31000);
  assert.equal((await answer).status, 0);
});
