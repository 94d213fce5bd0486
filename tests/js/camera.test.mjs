import assert from "node:assert/strict";
import test from "node:test";

import { openCamera, rememberCamera, rememberedCamera } from "../../schoolapp/checkin/scanner/client/camera.js";
import { torchOf } from "../../schoolapp/checkin/scanner/client/torch.js";

/** An open camera whose light does what it is told, refuses, or takes the wish and stays dark. */
function stream({ torch, refuses = false, says } = {}) {
  const wishes = [];
  const track = {
    wishes,
    getCapabilities: () => (torch === undefined ? {} : { torch }),
    getSettings: () => (says === undefined ? {} : { torch: says }),
    applyConstraints: async ({ advanced: [wish] }) => { wishes.push(wish.torch); if (refuses) throw new Error("OverconstrainedError"); },
  };
  return { track, getVideoTracks: () => [track] };
}

test("no torch: a front camera, a browser that tells no capabilities, no stream", () => {
  assert.equal(torchOf(stream()).can, false);
  assert.equal(torchOf(stream({ torch: false })).can, false);
  assert.equal(torchOf({ getVideoTracks: () => [{}] }).can, false);
  assert.equal(torchOf(null).can, false);
});

test("the torch goes on and off", async () => {
  const camera = stream({ torch: true });
  const torch = torchOf(camera);
  assert.equal(torch.can, true);
  assert.deepEqual([await torch.toggle(), await torch.toggle()], [true, false]);
  assert.deepEqual(camera.track.wishes, [true, false]);
});

test("a torch that refuses is shown as dark, and asked again at the next press", async () => {
  const camera = stream({ torch: true, refuses: true });
  const torch = torchOf(camera);
  assert.deepEqual([await torch.toggle(), await torch.toggle()], [false, false]);
  assert.deepEqual(camera.track.wishes, [true, true]);
});

test("what the camera says of its light counts, not the wish", async () => {
  assert.equal(await torchOf(stream({ torch: true, says: false })).toggle(), false);
});

/** A phone with cameras: which one was asked for. */
function phone({ cameras = ["wide", "tele"], refuses = "" } = {}) {
  const asked = [];
  const getUserMedia = async ({ video }) => {
    const id = video.deviceId?.exact;
    asked.push(id || video.facingMode.ideal);
    if (refuses) throw Object.assign(new Error(), { name: refuses });
    if (id && !cameras.includes(id)) throw Object.assign(new Error(), { name: "OverconstrainedError" });
    return { id: id || cameras[0] };
  };
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: { getUserMedia } }, configurable: true });
  return asked;
}

test("the chosen camera is asked for, the rear one without a choice, the front one at the door", async () => {
  const asked = phone();
  assert.equal((await openCamera({ deviceId: "tele" })).id, "tele");
  await openCamera();
  await openCamera({ front: true });
  assert.deepEqual(asked, ["tele", "environment", "user"]);
});

test("a remembered camera that is gone gives way to the rear one", async () => {
  const asked = phone({ cameras: ["wide"] });
  assert.equal((await openCamera({ deviceId: "tele" })).id, "wide");
  assert.deepEqual(asked, ["tele", "environment"]);
});

test("whoever forbids the camera is asked once", async () => {
  const asked = phone({ refuses: "NotAllowedError" });
  await assert.rejects(openCamera({ deviceId: "tele" }), { name: "NotAllowedError" });
  assert.deepEqual(asked, ["tele"]);
});

test("the choice is kept, and a browser that keeps nothing is no trouble", () => {
  const kept = new Map();
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  assert.equal(rememberedCamera(), null);
  rememberCamera("tele");
  assert.equal(rememberedCamera(), "tele");
  globalThis.localStorage = { getItem() { throw new Error("SecurityError"); }, setItem() { throw new Error("SecurityError"); } };
  rememberCamera("wide");
  assert.equal(rememberedCamera(), null);
});
