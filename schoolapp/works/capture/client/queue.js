/**
 * Works wait in the store until the school has them: first the picture, then its film, then the work, later its changes, one after the
 * other. A refusal stops that work alone and keeps it; a silent network stops all and is tried again.
 */

import { advanced, attempted, changeOf, fromTheStart, refused, wireOf } from "./records.js";

/** The school's server has no room left: someone there has to make some, and meanwhile all stays here. */
const FULL = 507;
/** The server wants to be left alone for a while, or the way to it is broken. */
const PAUSE = new Set([0, 408, 425, 429, 500, 502, 503, 504, FULL]);
const LONGEST_PAUSE_MS = 60000;

/**
 * @param {object} how
 * @param {object} how.store see store.js
 * @param {(photo: object, onProgress: (part: number) => void) => Promise<object>} how.sendPhoto
 * @param {(film: object, onProgress: (part: number) => void) => Promise<object>} how.sendFilm
 * @param {(method: string, address: string, body: object) => Promise<object>} how.sendJson status 0 = no answer
 * @param {() => number} how.actor account that is signed in for sure, 0 while unknown: others' works stay
 * @param {(record: object) => void} how.onRecord a record that is as it stands in the store now
 * @param {(id: string, part: number) => void} how.onProgress 0–1 of the picture @param {(net: object) => void} how.onNet
 */
export function createQueue({ store, sendPhoto, sendFilm, sendJson, actor, now = Date.now, onRecord, onProgress, onNet }) {
  const queue = { failures: 0, retryAt: 0, signIn: false, full: false, running: null, again: false };
  const steps = stepsOf({ store, sendPhoto, sendFilm, sendJson, onProgress });

  /** Send what waits; `force` ignores the pause after a failure. */
  function flush({ force = false } = {}) {
    if (force) Object.assign(queue, { retryAt: 0, again: true });
    if (!queue.running) {
      queue.running = run().catch(() => failed(queue, now())).finally(() => { queue.running = null; });
    }
    return queue.running;
  }

  async function run() {
    do {
      queue.again = false;
      const tried = new Set();
      for (let record = await next(tried); record; record = await next(tried)) {
        tried.add(record.id);
        onNet({ ...queue, sending: record.id });
        await sendWhole(record);
      }
    } while (queue.again && mayTry());
    onNet({ ...queue, sending: "" });
  }

  const mayTry = () => Boolean(actor()) && !queue.signIn && now() >= queue.retryAt;

  async function next(tried) {
    if (!mayTry()) return null;
    const mine = (await store.waiting()).filter((record) => record.actor === actor() && !tried.has(record.id));
    return mine.sort((a, b) => a.at - b.at)[0] || null;
  }

  /** All steps of one work; each is in the store before the next begins. */
  async function sendWhole(first) {
    let record = first;
    while (record && record.sent === 0 && mayTry()) {
      const begun = await store.update(record.id, attempted);
      if (!begun) return;
      const reply = await steps[begun.step](begun);
      record = await take(begun, reply);
    }
  }

  /** @returns {Promise<object|null>} the record to go on with; null when this one has to wait */
  async function take({ id, version }, reply) {
    if (reply.status === 401) { queue.signIn = true; return null; }
    queue.full = reply.status === FULL;
    if (PAUSE.has(reply.status) || !reply.body) { failed(queue, now()); return null; }
    queue.failures = 0;
    const after = await store.update(id, (record) => (reply.status < 300 ? advanced(record, reply.body, version) : afterRefusal(record, reply)));
    if (!after) return null; // thrown away meanwhile
    if (after.sent === 1) await store.dropPicture(after.photo_id);
    onRecord(after);
    return after;
  }

  return {
    flush,
    state: () => (queue.signIn ? "sign_in" : queue.full ? "full" : queue.failures >= 2 ? "offline" : "ok"),
    /** The signed-in account is known (again). */
    signedIn: () => { Object.assign(queue, { signIn: false, failures: 0 }); return flush({ force: true }); },
  };
}

/** One request a step. */
function stepsOf({ store, sendPhoto, sendFilm, sendJson, onProgress }) {
  return {
    photo: async (record) => {
      const picture = await store.picture(record.photo_id);
      if (!picture) return { status: 410, body: { code: "picture_gone" } };
      return sendPhoto({ ...picture, edit: record.edit }, (part) => onProgress(record.id, part));
    },
    film: async (record) => {
      const film = await store.film(record.photo_id);
      if (!film) return { status: 410, body: { code: "picture_gone" } };
      // An answer may have been lost while the school made the film ready: so many bytes are not sent twice.
      const known = await sendJson("GET", `/api/films/${record.photo_id}`);
      if (known.status !== 200 || !known.body || known.body.seconds) return known;
      return sendFilm({ ...film, id: record.photo_id }, (part) => onProgress(record.id, part));
    },
    work: (record) => sendJson("POST", "/api/works", wireOf(record)),
    change: (record) => sendJson("PATCH", `/api/works/${record.answer.id}`, changeOf(record)),
  };
}

/** The school lost the picture, or a picture of this phone never got there: once more, and only once, from the start. */
function afterRefusal(record, { status, body }) {
  if ((body.code === "photo_missing" || body.code === "film_without_photo") && !record.startedAgain) return fromTheStart(record);
  return refused(record, { status, code: body.code || "failed", message: body.message || "" });
}

/** Pause 1, 2, 4 … 60 s, with some chance in it: a whole school comes back at once when the power does. */
function failed(queue, now) {
  queue.failures += 1;
  const pause = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(queue.failures - 1, 6));
  queue.retryAt = now + pause * (0.75 + Math.random() / 2);
}
