/**
 * The studio: one object between the screen and the modules. It holds the works of this phone and the one that is being
 * made, and tells the screen when something changed. Lessons and children come from the scanner's desk. No React, no DOM.
 */

import { rememberUnsentWorks } from "../../../checkin/scanner/client/mirror.js";
import { uuid7 } from "../../../checkin/scanner/client/uuid.js";

import { makerOfCode, withMaker, withoutMaker } from "./makers.js";
import { createQueue } from "./queue.js";
import { adoptedRecord, changed, isForgotten, makeRecord, REFUSED, SENT, triedAgain, WAITING } from "./records.js";
import { StoreFull } from "./store.js";

const TICK_MS = 4000;

/**
 * @param {object} how desk (scanner's), store, sendPhoto, sendFilm, sendJson, storage, clock
 * @returns {object} see below; every action resolves when it is on disk
 */
export function createStudio({ desk, store, sendPhoto, sendFilm, sendJson, storage = globalThis.localStorage, clock = Date.now }) {
  const studio = { desk, store, storage, clock, works: new Map(), listeners: new Set(), stop: [], telling: 0, signedIn: 0,
    draft: { makers: [], kind: "work" }, view: null, progress: new Map(), sending: "" };
  studio.queue = createQueue({ store, sendPhoto, sendFilm, sendJson, now: clock, actor: () => desk.signedIn(),
    onRecord: (record) => { studio.works.set(record.id, record); studio.progress.delete(record.id); publish(studio); },
    onProgress: (id, part) => { studio.progress.set(id, part); publish(studio); },
    onNet: ({ sending }) => { studio.sending = sending; publish(studio); } });
  studio.view = viewOf(studio);
  return {
    subscribe: (listener) => { studio.listeners.add(listener); return () => studio.listeners.delete(listener); },
    snapshot: () => studio.view,
    start: () => start(studio),
    close: () => { studio.stop.forEach((undo) => undo()); clearTimeout(studio.telling); },
    flush: () => studio.queue.flush({ force: true }),
    work: (id) => studio.works.get(id),
    picture: (record) => store.picture(record.photo_id),
    ...draftActions(studio),
    ...workActions(studio),
  };
}

/** The work that is being made: who, and which kind. */
function draftActions(studio) {
  const draft = (change) => { studio.draft = { ...studio.draft, ...change }; publish(studio); };
  return {
    /** A text in front of the camera. @returns {{look: string, key: string, maker: object|null}} */
    see: (text) => {
      const seen = makerOfCode(studio.desk.snapshot().pack, text);
      if (seen.maker) draft({ makers: withMaker(studio.draft.makers, seen.maker) });
      return seen;
    },
    setMakers: (makers) => draft({ makers }),
    dropMaker: (maker) => draft({ makers: withoutMaker(studio.draft.makers, maker) }),
    setKind: (kind) => draft({ kind }),
  };
}

function workActions(studio) {
  return {
    /**
     * Keep a picture as a work of the draft's children. The draft's children are cleared: the next child comes.
     * @returns {Promise<{record?: object, refused?: string}>} refused: key of the word that says why nothing was kept
     */
    file: (picture, { edit = {}, keepsMakers = false, draft = studio.draft } = {}) => file(studio, picture, edit, keepsMakers, draft),
    /** @param {object} fields what the school is told @param {object} more what only the phone shows, as `thumb` */
    change: async (id, fields, more = {}) => { await update(studio, id, (record) => ({ ...changed(record, fields), ...more })); void studio.queue.flush({ force: true }); },
    retry: async (id) => { await update(studio, id, triedAgain); void studio.queue.flush({ force: true }); },
    /** A work that the school has, to be changed here; what waits on this phone about it is newer. @returns {Promise<object>} */
    adopt: async (answer) => {
      const known = studio.works.get(answer.uuid);
      if (known && known.sent !== SENT) return known;
      const { pack } = studio.desk.snapshot();
      const record = adoptedRecord(answer, { actor: pack.actor.id, at: known?.at || studio.desk.now(), pack });
      await studio.store.put(record);
      studio.works.set(record.id, record);
      publish(studio);
      return record;
    },
    /** Away with a work that the school does not have. */
    discard: async (id) => {
      const record = studio.works.get(id);
      await studio.store.remove(record);
      studio.works.delete(id);
      publish(studio);
    },
  };
}

async function file(studio, picture, edit, keepsMakers, draft) {
  const { desk, clock } = studio;
  const { pack, session } = desk.snapshot();
  const { bytes, type, thumb, film } = picture;
  const photo_id = uuid7(clock());
  const record = makeRecord({ id: uuid7(clock()), photo_id, actor: pack.actor.id, at: desk.now(), kind: draft.kind, makers: draft.makers,
    session, day: session ? session.day : desk.today(), thumb, edit, film: film?.seconds || 0 });
  try {
    await studio.store.add(record, { id: photo_id, bytes, type }, film);
  } catch (error) {
    return { refused: error instanceof StoreFull ? "store_full" : "store_broken" };
  }
  studio.works.set(record.id, record);
  if (!keepsMakers && studio.draft === draft) studio.draft = { ...draft, makers: [] };
  publish(studio);
  void studio.queue.flush({ force: true });
  return { record };
}

async function update(studio, id, change) {
  const record = await studio.store.update(id, change);
  if (record) studio.works.set(id, record);
  publish(studio);
}

async function start(studio) {
  for (const record of await studio.store.all()) {
    if (isForgotten(record, studio.desk.now())) void studio.store.remove(record);
    else studio.works.set(record.id, record);
  }
  const timer = setInterval(() => follow(studio), TICK_MS);
  const again = () => void studio.queue.flush({ force: true });
  globalThis.addEventListener?.("online", again);
  const seen = () => { if (globalThis.document?.visibilityState === "visible") again(); };
  globalThis.document?.addEventListener("visibilitychange", seen);
  studio.stop.push(() => clearInterval(timer), () => globalThis.removeEventListener?.("online", again),
    () => globalThis.document?.removeEventListener("visibilitychange", seen), studio.desk.subscribe(() => follow(studio)));
  publish(studio);
  return follow(studio);
}

/** The desk knows who is signed in for sure: under another account works stay where they are. */
function follow(studio) {
  const now = studio.desk.signedIn();
  const isNew = now && now !== studio.signedIn;
  studio.signedIn = now;
  publish(studio);
  return isNew ? studio.queue.signedIn() : studio.queue.flush();
}

function viewOf(studio) {
  const actor = studio.desk.snapshot().pack?.actor.id || 0;
  const works = [...studio.works.values()].sort((a, b) => b.at - a.at);
  const unsent = works.filter(({ sent }) => sent === WAITING).length;
  const refused = works.filter(({ sent, actor: of }) => sent === REFUSED && of === actor).length;
  return { draft: studio.draft, works: works.filter((record) => record.actor === actor).map((record) => withNames(record, studio.desk.snapshot().pack)), unsent, refused, state: studio.queue?.state() || "ok",
    progress: studio.progress, sending: studio.sending, lasting: studio.store.lasting };
}

/** Names were forgotten at a sign-out in between: the lists know them. */
function withNames(record, pack) {
  if (record.makers.every(({ name, student_id }) => name || !pack.students[student_id])) return record;
  return { ...record, makers: record.makers.map((maker) => ({ ...maker, name: maker.name || pack.students[maker.student_id]?.name || "" })) };
}

/** The screen is told once for all changes of a moment. */
function publish(studio) {
  studio.view = viewOf(studio);
  const { unsent, refused } = studio.view;
  rememberUnsentWorks(unsent + refused, studio.storage);
  studio.telling = studio.telling || setTimeout(() => { studio.telling = 0; studio.listeners.forEach((listener) => listener()); }, 0);
}
