/**
 * The queue: records wait in the store until the server has them; what the browser took out of the store, but the page
 * still holds, is put in again. Sending never stands in anybody's way: after two
 * failures or slow answers the phone says so and goes on by itself, on a timer and whenever the network comes back.
 */

import { WAITING, answered } from "./records.js";

export const SLOW_MS = 4000;
export const GIVE_UP_MS = 15000;
export const HEARTBEAT_MS = 30000;
/** A verdict is shown first, sending follows; and the cards of one moment travel together. */
const SOON_MS = 250;
const BATCH = 200;

/**
 * @param {object} how
 * @param {object} how.store see store.js
 * @param {(body: object, onSlow: () => void) => Promise<{status: number, body?: object}>} how.post status 0 = no answer
 * @param {() => number} how.actor account that is signed in for sure, 0 while unknown: others' records stay
 * @param {() => Iterable<object>} how.held the records that the page holds in memory
 * @param {() => number} how.now ms @param {string} how.deviceId
 * @param {(records: object[], body: object, times: {sent: number, received: number}|undefined) => void} how.onAnswered
 * @param {(net: object) => void} how.onNet
 */
export function createQueue({ store, post, actor, held = () => [], now = Date.now, deviceId, onAnswered, onNet }) {
  const queue = { failures: 0, slow: 0, signIn: false, sending: null, next: null, soon: 0, lastSent: 0, retryAt: 0, limit: BATCH };
  const tell = async () => onNet({ state: netState(queue), signIn: queue.signIn, ...countOf(await allWaiting(store, held, onAnswered), actor()) });

  async function add(records) {
    await store.put(records);
    queue.soon = queue.soon || setTimeout(() => { queue.soon = 0; void flush(); }, SOON_MS);
  }

  /** Send what waits; `force` ignores the pause after a failure (network came back, somebody pressed the badge). */
  function flush({ force = false, heartbeat = false } = {}) {
    if (force) queue.retryAt = 0;
    if (queue.sending) {
      // One more run follows the present one, for all who asked meanwhile: it may be over its last look at the store.
      queue.next = queue.next || queue.sending.then(() => { queue.next = null; return flush(); });
      return queue.next;
    }
    queue.sending = run(heartbeat).catch(() => failed(queue, now())).finally(() => { queue.sending = null; });
    return queue.sending;
  }

  async function run(heartbeat) {
    let beat = heartbeat;
    while (mayTry(queue, actor(), now())) {
      const waiting = await allWaiting(store, held, onAnswered);
      const batch = waiting.filter((record) => record.actor === actor()).sort((a, b) => a.at - b.at).slice(0, queue.limit);
      if (!batch.length && !beat) break;
      beat = false;
      if (!(await sendBatch(batch, waiting.length))) break;
    }
    await tell();
  }

  async function sendBatch(batch, unsent) {
    const started = now();
    const body = { device_id: deviceId, sent_at: started, unsent, events: batch.map((record) => record.wire) };
    const reply = await post(body, () => { queue.slow += 1; void tell(); });
    queue.lastSent = now();
    return digest(queue, reply, batch, { store, now, onAnswered, times: { sent: started, received: now() } });
  }

  return {
    add,
    flush,
    tell,
    /** Called by the timer each few seconds: retry when the pause is over, beat the heart when nothing was said for 30 s. */
    tick: () => flush({ heartbeat: now() - queue.lastSent >= HEARTBEAT_MS }),
    /** The signed-in account is known (again). */
    signedIn: () => { queue.signIn = false; queue.failures = 0; return flush({ force: true }); },
    close: () => clearTimeout(queue.soon),
    askSignIn: () => { queue.signIn = true; return tell(); },
  };
}

function mayTry(queue, actor, now) {
  return Boolean(actor) && !queue.signIn && now >= queue.retryAt;
}

/** ok · slow · offline: what the badge says. */
function netState(queue) {
  if (queue.failures >= 2) return "offline";
  return queue.slow >= 2 ? "slow" : "ok";
}

/**
 * All that waits. A browser may delete the database under an open page: what the page still holds is put again. What
 * another tab sent meanwhile is answered, and only the page does not know it yet.
 */
async function allWaiting(store, held, onAnswered) {
  const waiting = await store.waiting();
  const known = new Set(waiting.map(({ id }) => id));
  const missing = [...held()].filter(({ id, sent }) => sent === WAITING && !known.has(id));
  if (!missing.length) return waiting;
  const stored = new Map((await store.all()).map((record) => [record.id, record]));
  const lost = missing.filter(({ id }) => !stored.has(id));
  if (lost.length) await store.put(lost);
  const sentElsewhere = missing.map(({ id }) => stored.get(id)).filter((record) => record && record.sent !== WAITING);
  if (sentElsewhere.length) onAnswered(sentElsewhere, {});
  return [...waiting, ...lost];
}

function countOf(waiting, actor) {
  const mine = waiting.filter((record) => record.actor === actor).length;
  return { all: waiting.length, mine, others: actor ? waiting.length - mine : 0 };
}

/** Take the reply in. @returns {Promise<boolean>} whether to go on sending at once */
async function digest(queue, reply, batch, { store, now, onAnswered, times }) {
  if (reply.status === 401) {
    queue.signIn = true;
    return false;
  }
  if (reply.status === 200 && Array.isArray(reply.body?.results)) {
    queue.failures = 0;
    queue.limit = BATCH;
    if (times.received - times.sent < SLOW_MS) queue.slow = 0;
    const goesOn = await storeAnswers(reply.body, batch, { store, onAnswered, times });
    return keepsOthers(queue, reply.body.results, now()) ? false : goesOn;
  }
  if (isOurFault(reply.status) && batch.length) return halve(queue, batch, reply, store, onAnswered);
  failed(queue, now());
  return false;
}

/** Not stored, and not lost: recorded under another account, or the server had a fault of its own. */
const STILL_WAITING = new Set(["other_actor", "failed"]);

/** Records that the server left on the phone: another account is signed in meanwhile, or a pause is needed. */
function keepsOthers(queue, results, now) {
  if (results.some(({ code }) => code === "other_actor")) queue.signIn = true;
  else if (results.some(({ code }) => code === "failed")) failed(queue, now);
  else return false;
  return true;
}

async function storeAnswers(body, batch, { store, onAnswered, times }) {
  const results = new Map(body.results.map((result) => [result.id, result]));
  const isSettled = ({ id }) => results.has(id) && !STILL_WAITING.has(results.get(id).code);
  const done = batch.filter(isSettled).map((record) => answered(record, results.get(record.id), body.server_time));
  await store.put(done);
  onAnswered(done, body, times);
  return done.length > 0;
}

/** The server could not read the batch (too long, malformed): never the network's fault, so a pause would not help. */
const isOurFault = (status) => status === 400 || status === 413 || status === 422;

/** One bad record must not hold up the others: smaller batches, down to the bad one, which is kept and shown as refused. */
async function halve(queue, batch, reply, store, onAnswered) {
  if (batch.length > 1) {
    queue.limit = Math.max(1, Math.floor(batch.length / 2));
    return true;
  }
  const refused = { ...answered(batch[0], { status: "invalid", message: reply.body?.message }), wire: batch[0].wire };
  await store.put([refused]);
  onAnswered([refused], {});
  queue.limit = BATCH;
  return true;
}

/** Pause 1, 2, 4 … 60 s, with some chance in it: a whole school comes back at once when the power does. */
function failed(queue, now) {
  queue.failures += 1;
  const pause = Math.min(60000, 1000 * 2 ** Math.min(queue.failures - 1, 6));
  queue.retryAt = now + pause * (0.75 + Math.random() / 2);
}

/** Whether a record may be thrown away: the server has it, and its day is long over. */
export function isDone(record, now) {
  return record.sent !== WAITING && now - record.at > 8 * 86400000;
}
