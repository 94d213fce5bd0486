/**
 * The desk: one object between the screen and the modules. It holds the pack, the records and the chosen session,
 * turns taps into records, and tells the screen (view.js) when something changed. No React, no DOM but timers and events.
 */

import { measuredOffset, steady } from "./clock.js";
import * as facts from "./facts.js";
import { lastActor, rememberActor, rememberUnsent } from "./mirror.js";
import { fetchPack, indexPack, isExpired } from "./pack.js";
import { createPost, fetchRoll } from "./post.js";
import { createQueue, isDone } from "./queue.js";
import { makeRecord, ownedBy, ownKeeps, WAITING } from "./records.js";
import { newestOfEach } from "./roll.js";
import { dayOf, sessionNow, useZone } from "./sessions.js";
import { uuid7 } from "./uuid.js";
import { EMPTY, publish, viewOf } from "./view.js";

const TICK_MS = 5000;
const PACK_EVERY_MS = 300000;
const PACK_PAUSE_MS = 10000;
const ROLL_EVERY_MS = 15000;
/** What stands over the card is painted first, the lists follow. */
const AFTER_VERDICT_MS = 40;

/**
 * @param {{store: object, request?: typeof fetch, storage?: Storage, clock?: () => number, deviceId: string, takesRoll?: boolean}} how
 *   `takesRoll`: false keeps the lists fresh and sends what waits, but neither says that a roll was begun nor looks one up
 */
export function createDesk({ store, request = (...args) => globalThis.fetch(...args), storage = globalThis.localStorage, clock = Date.now, deviceId, takesRoll = true }) {
  const desk = { store, request, storage, clock, deviceId, takesRoll, isClosed: false, listeners: new Set(), records: new Map(),
    latest: { ...EMPTY, lasting: store.lasting }, isStale: false, isOwnerTold: false, isAnswered: false, early: new Set(), get view() { return viewOf(this); }, remote: new Map(), offset: 0, signedIn: 0, etag: null, packAsked: 0, packFailures: 0, rollAsked: 0, stop: [] };
  desk.queue = createQueue({ store, post: createPost(request), actor: () => desk.signedIn, held: () => desk.records.values(), now: clock, deviceId,
    onAnswered: (records, body, times) => takeAnswers(desk, records, body, times), onNet: (net) => takeNet(desk, net) });
  return {
    subscribe: (listener) => { desk.listeners.add(listener); return () => desk.listeners.delete(listener); },
    snapshot: () => desk.view,
    start: () => start(desk),
    close: () => { desk.isClosed = true; desk.queue.close(); desk.stop.forEach((undo) => undo()); },
    accept: (id) => accept(desk, id),
    record: (id) => desk.records.get(id),
    /** Whom this phone keeps back now, whatever the lesson. */
    keeps: () => ownKeeps(desk.records.values(), desk.view.pack.actor.id, clock() + desk.offset),
    now: () => clock() + desk.offset,
    today: () => dayOf(clock() + desk.offset),
    /** The account that is signed in for sure; 0 while unknown. */
    signedIn: () => desk.signedIn,
    choose: (id) => choose(desk, id),
    retry: () => refresh(desk, { force: true }),
    ...actions(desk),
  };
}

/**
 * Everything a person can do. Each resolves when the record is on disk, with the records made; a scan answers at once,
 * while its records are being written.
 */
function actions(desk) {
  const keep = (...made) => keepRecords(desk, made.map(makeRecord));
  return {
    scan: (seen) => scanAll(desk, seen),
    mark: (student, choice, method) => keep(facts.markFact(context(desk), { student, choice, method }, desk.view.roll.counted)),
    decide: (record, choice) => keep(facts.choiceFact(context(desk), desk.records.get(record.id) || record, choice)),
    undo: (id) => keep(facts.undoFact(context(desk), id)),
    submit: (number, note, method) => keep(facts.submitFact(context(desk), { number, note, method })),
    /** `child`: {student} or {code}. */
    keepBack: (child, until, note) => keep(facts.keepFact(context(desk), { ...child, until, note })),
    endKeep: (record) => keep(facts.keepEndFact(context(desk), { student: record.student_id, code: record.wire.code })),
  };
}

const context = (desk) => ({ pack: desk.view.pack, session: desk.view.session, now: steadyNow(desk), offset: desk.offset, newId: uuid7 });

/** The phone's clock, but never before what it recorded in this lesson: set back in between, it would turn the order round. */
function steadyNow(desk) {
  const { session } = desk.view;
  const before = [...desk.records.values()].filter((record) => record.session === (session?.id || 0));
  return steady(desk.clock() + desk.offset, before, session?.closes_at) - desk.offset;
}

/** A person has seen what was told of the record; it is kept with it, so that the next look does not ask again. */
async function accept(desk, id) {
  const record = desk.records.get(id);
  if (record) desk.records.set(id, { ...record, isAccepted: true });
  publish(desk, { corrections: desk.view.corrections.filter((one) => one.id !== id) });
  if (record) await desk.store.put([desk.records.get(id)]);
}

/** Several cards of one picture: decided one after the other, written together. @returns {object[]} their records */
function scanAll(desk, seen) {
  const counted = [...desk.view.roll.counted];
  const made = seen.map((one) => {
    const record = makeRecord(facts.scanFact(context(desk), one, counted));
    if (["on_time", "late", "on_leave"].includes(record.verdict)) counted.push({ student_id: record.student_id, tag: record.tag });
    return record;
  });
  void keepRecords(desk, made, AFTER_VERDICT_MS);
  return made;
}

/** The write is under way before anybody sees what was recorded; the lists follow after `pause` ms. */
async function keepRecords(desk, records, pause = 0) {
  const written = desk.queue.add(records);
  if (!desk.isAnswered) records.forEach(({ id }) => desk.early.add(id));
  for (const record of records) desk.records.set(record.id, record);
  const { net } = desk.latest;
  const waiting = { ...net, all: net.all + records.length, mine: net.mine + records.length };
  publish(desk, { net: waiting }, pause);
  await written;
  rememberUnsent(desk.latest.net.all, desk.storage);
  if (desk.latest.lasting !== desk.store.lasting) publish(desk, { lasting: desk.store.lasting });
  return records;
}

async function start(desk) {
  for (const record of await desk.store.all()) {
    if (isDone(record, desk.clock())) void desk.store.remove([record.id]);
    else desk.records.set(record.id, record);
  }
  desk.offset = (await desk.store.meta("offset")) || 0;
  const kept = await desk.store.pack(lastActor(desk.storage));
  if (kept && indexPack(kept.raw)) takePack(desk, kept.raw, kept.etag);
  if (desk.isClosed) return;
  desk.store.onLost(() => void restore(desk));
  watch(desk);
  await refresh(desk, { force: true });
  await desk.queue.tell();
}

/** Send and refresh on load, when the page is looked at again, when the network returns, and on a timer: iPhones have no Background Sync. */
function watch(desk) {
  const back = () => refresh(desk, { force: true });
  const seen = () => { if (document.visibilityState === "visible") void back(); };
  const timer = setInterval(() => void tick(desk), TICK_MS);
  const offline = () => void desk.queue.tell();
  globalThis.addEventListener("online", back);
  globalThis.addEventListener("offline", offline);
  document.addEventListener("visibilitychange", seen);
  desk.stop.push(() => clearInterval(timer), () => globalThis.removeEventListener("online", back),
    () => globalThis.removeEventListener("offline", offline), () => document.removeEventListener("visibilitychange", seen));
}

async function tick(desk) {
  await refresh(desk, {});
  await (desk.signedIn ? (desk.takesRoll ? desk.queue.tick() : desk.queue.flush()) : desk.queue.tell());
  await refreshRoll(desk);
}

/**
 * Fetch the pack when it is due. Only its answer tells for sure who is signed in, and only then records leave. Whoever
 * presses while it is being fetched gets it fetched again: the answer under way may be from before what they wait for.
 */
async function refresh(desk, { force = false }) {
  const pause = desk.signedIn ? PACK_EVERY_MS : Math.min(60000, TICK_MS * 2 ** desk.packFailures);
  if (!force && (desk.refreshing || desk.clock() - desk.packAsked < pause)) return;
  if (desk.refreshing) {
    desk.isAskedAgain = true;
    if (desk.signedIn) await desk.queue.flush({ force });
    return;
  }
  desk.refreshing = true;
  try {
    do {
      desk.isAskedAgain = false;
      desk.packAsked = desk.clock();
      await takePackAnswer(desk, await fetchPack({ request: desk.request, etag: desk.etag }));
    } while (desk.isAskedAgain && !desk.isClosed);
  } finally {
    desk.refreshing = false;
  }
}

/** The server's pack is another than ours: somebody kept a child, a lesson moved. At most every ten seconds. */
function hearOfPack(desk, version) {
  if (version && version !== desk.view.pack?.version && desk.clock() - desk.packAsked > PACK_PAUSE_MS) void refresh(desk, { force: true });
}

async function takePackAnswer(desk, answer) {
  desk.packFailures = answer.status === "failed" ? desk.packFailures + 1 : 0;
  desk.isAnswered = true;
  if (answer.status === "new") {
    await keepPack(desk, answer);
    await claimEarly(desk);
  }
  desk.isOwnerTold ||= ["new", "same", "failed"].includes(answer.status);
  noteOpened(desk);
  if (answer.status === "new" || answer.status === "same") {
    desk.signedIn = desk.view.pack.actor.id;
    await desk.queue.signedIn();
    return refreshRoll(desk, true);
  }
  if (answer.status === "sign_in") {
    desk.signedIn = 0;
    await desk.queue.askSignIn();
  }
  if (!desk.view.pack) publish(desk, { phase: { failed: "no_pack", sign_in: "sign_in", not_allowed: "not_allowed" }[answer.status] });
  return desk.queue.flush({ force: true });
}

/**
 * Scans of the moment before the first answer were taken with the kept pack. When it was a former teacher's, whose login
 * changed without a sign-out, they belong to whoever is signed in: under the old name they would wait here for a sign-in
 * that does not come. What was recorded after that answer keeps the name under which it was recorded.
 */
async function claimEarly(desk) {
  const { pack, session } = desk.view;
  const early = [...desk.early].map((id) => desk.records.get(id)).filter((record) => record.sent === WAITING && record.actor !== pack.actor.id);
  desk.early.clear();
  const lesson = (record) => (pack.sessionOf.has(record.session) || !session ? record.session : session.id);
  const mine = early.map((record) => ownedBy(record, pack.actor.id, lesson(record)));
  if (!mine.length) return;
  mine.forEach((record) => desk.records.set(record.id, record));
  await desk.store.put(mine);
  publish(desk, {});
}

async function keepPack(desk, { raw, etag }) {
  const received = desk.clock();
  desk.offset = measuredOffset(desk.offset, { serverTime: raw.server_time, sent: desk.packAsked, received });
  if (lastActor(desk.storage) !== raw.actor.id) await desk.store.dropPacks();
  rememberActor(raw.actor.id, desk.storage);
  takePack(desk, raw, etag);
  await storePack(desk);
}

async function storePack(desk) {
  await desk.store.putPack(desk.kept);
  await desk.store.putMeta("offset", desk.offset);
}

/** The browser closed or deleted the database under the open page: what waits and the lists are put into a new one. */
async function restore(desk) {
  await desk.queue.tell();
  if (!desk.kept || desk.isClosed) return;
  await storePack(desk).then(() => desk.store.putMeta("device", desk.deviceId), () => {});
}

function takePack(desk, raw, etag) {
  const pack = indexPack(raw);
  useZone(pack.zone);
  desk.etag = etag;
  desk.kept = { actor: pack.actor.id, raw, etag };
  const now = desk.clock() + desk.offset;
  const same = desk.view.pack?.actor.id === pack.actor.id && desk.view.session && pack.sessionOf.get(desk.view.session.id);
  const session = same || pack.sessionOf.get(sessionNow(pack.sessions, now, dayOf(now))?.id) || null;
  publish(desk, { phase: "ready", pack, session, expired: isExpired(pack, now) });
}

function choose(desk, id) {
  const session = desk.view.pack?.sessionOf.get(id) || null;
  publish(desk, { session });
  noteOpened(desk);
  return refreshRoll(desk, true);
}

/**
 * The first look at an open session's roll is a fact too: "begun" is not the same as "nobody came". Whose look it was is
 * known once the server has answered: a kept pack may be the former teacher's, whose login never sends again from here.
 * Without a network it is the pack's own teacher; when a login is asked for, its first answer tells.
 */
function noteOpened(desk) {
  const { session, pack } = desk.view;
  const now = desk.clock() + desk.offset;
  if (!desk.isOwnerTold || !desk.takesRoll || !session || session.cancelled || now < session.opens_at || now > session.closes_at) return;
  const known = [...desk.records.values()].some((record) => record.wire.kind === "opened" && record.session === session.id && record.actor === pack.actor.id);
  if (!known) void keepRecords(desk, [makeRecord(facts.openedFact(context(desk)))]);
}

async function refreshRoll(desk, force = false) {
  const { session } = desk.view;
  if (!session || !desk.takesRoll || !desk.signedIn || (!force && desk.clock() - desk.rollAsked < ROLL_EVERY_MS)) return;
  desk.rollAsked = desk.clock();
  const wanted = [session.id, session.carry_from].filter(Boolean);
  const rolls = await Promise.all(wanted.map((id) => fetchRoll(id, desk.request)));
  rolls.forEach((roll, i) => { if (roll) desk.remote.set(wanted[i], roll); });
  publish(desk, {});
  hearOfPack(desk, rolls[0]?.pack_version);
}

function takeAnswers(desk, records, body, times) {
  for (const record of records) desk.records.set(record.id, record);
  const corrections = records.filter((record) => record.changed || record.sent === 2);
  if (times) desk.offset = measuredOffset(desk.offset, { serverTime: body.server_time, ...times });
  publish(desk, corrections.length ? { corrections: newestOfEach([...corrections.reverse(), ...desk.view.corrections]).slice(0, 5) } : {});
  hearOfPack(desk, body.pack_version);
}

function takeNet(desk, net) {
  rememberUnsent(net.all, desk.storage);
  const isOff = globalThis.navigator?.onLine === false || (!desk.signedIn && desk.packFailures >= 2);
  publish(desk, { net: { ...net, state: isOff ? "offline" : net.state }, lasting: desk.store.lasting });
}
