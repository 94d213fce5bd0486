import assert from "node:assert/strict";
import test from "node:test";

import { createDecoder } from "../../schoolapp/checkin/scanner/client/decoder.js";
import { grayOf } from "../../schoolapp/checkin/scanner/client/gray.js";

const SIZE = { width: 4, height: 2 };

/** A camera's frame as WebCodecs hands it over: planes one after the other. */
function frame(format, { stride = SIZE.width } = {}) {
  const brightness = [1, 2, 3, 4, 5, 6, 7, 8];
  return { format, visibleRect: SIZE, allocationSize: () => 12,
    copyTo: async (room) => { room.set([...brightness, 128, 128, 128, 128]); return [{ offset: 0, stride }]; } };
}

test("the brightness of a frame becomes a PGM without converting anything", async () => {
  const pgm = await grayOf(frame("I420"));
  assert.equal(new TextDecoder().decode(pgm.subarray(0, 11)), "P5\n4 2\n255\n");
  assert.deepEqual([...pgm.subarray(11)], [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.ok(await grayOf(frame("NV12")));
});

test("colours, a texture and padded rows are left to the canvas", async () => {
  assert.equal(await grayOf(frame("BGRA")), null);
  assert.equal(await grayOf(frame(null)), null);
  assert.equal(await grayOf(frame("I420", { stride: 64 })), null);
});

/** The browser around the decoder: a worker that reads what it `takes`, and what the page can hand over. */
function surroundings({ takes, turned = false }) {
  const asked = [];
  globalThis.Worker = class {
    constructor() { queueMicrotask(() => this.onmessage({ data: { isReady: true } })); }
    postMessage(message) {
      const way = ["frame", "bitmap", "pixels"].find((name) => name in message);
      asked.push(way);
      const answer = takes.includes(way) ? { codes: [way] } : { error: "cannot" };
      queueMicrotask(() => this.onmessage({ data: { id: message.id, ...answer } }));
    }
    terminate() {}
  };
  globalThis.VideoFrame = class { visibleRect = turned ? { width: 2, height: 4 } : SIZE; close() {} };
  globalThis.createImageBitmap = async () => ({});
  const brush = { drawImage() {}, getImageData: () => ({ data: { buffer: null } }) };
  globalThis.document = { createElement: () => ({ getContext: () => brush }) };
  return asked;
}

const video = { videoWidth: 4, videoHeight: 2 };

test("frames go over uncopied where the worker can take them", async () => {
  const asked = surroundings({ takes: ["frame"] });
  const decoder = createDecoder();
  await decoder.ready;
  assert.deepEqual(await decoder.readFrame(video), ["frame"]);
  assert.deepEqual(asked, ["frame"]);
});

test("what a browser lacks is tried once: frame, bitmap, pixels", async () => {
  const asked = surroundings({ takes: ["pixels"] });
  const decoder = createDecoder();
  assert.deepEqual(await decoder.readFrame(video), ["pixels"]);
  assert.deepEqual(await decoder.readFrame(video), ["pixels"]);
  assert.deepEqual(asked, ["frame", "bitmap", "pixels", "pixels"]);
});

test("a turned frame goes as a bitmap, whose corners are the video's", async () => {
  const asked = surroundings({ takes: ["frame", "bitmap"], turned: true });
  assert.deepEqual(await createDecoder().readFrame(video), ["bitmap"]);
  assert.deepEqual(asked, ["bitmap"]);
});

test("a frame that no way reads is an error of that frame, and the next is tried", async () => {
  const asked = surroundings({ takes: [] });
  const decoder = createDecoder();
  await assert.rejects(decoder.readFrame(video), /cannot/);
  await assert.rejects(decoder.readFrame(video), /cannot/);
  assert.deepEqual(asked, ["frame", "bitmap", "pixels", "pixels"]);
});
