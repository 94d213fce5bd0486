/**
 * Where records and packs outlive a closed tab: IndexedDB. A record is handed over to it (durability "strict") before its
 * verdict is shown. Where a browser has no IndexedDB, or no longer takes anything (a full phone), memory stands in and
 * `lasting` is false, so that the screen can say so.
 */

import { openDB, unwrap } from "idb";

const NAME = "schoolapp-scan";

/** @returns {Promise<object>} the store; never throws */
export async function openStore(name = NAME) {
  try {
    const lost = { tell: () => {} };
    const blocking = (_old, _new, event) => { event.target.close(); lost.tell(); };
    const open = () => openDB(name, 1, { upgrade, blocking, terminated: () => lost.tell() });
    return lastingStore(await open(), open, lost);
  } catch {
    return memoryStore();
  }
}

function upgrade(db) {
  const records = db.createObjectStore("records", { keyPath: "id" });
  records.createIndex("sent", "sent");
  db.createObjectStore("packs", { keyPath: "actor" });
  db.createObjectStore("meta");
}

function lastingStore(opened, open, lost) {
  let db = opened;
  let isCut = false;
  let reopening = null;
  const refused = new Map();
  /** Browsers drop the connection of a page that slept, and delete what they like: a second attempt has a new one. */
  async function openAnew() {
    isCut = true;
    db.close();
    db = await open();
    isCut = false;
  }
  const reopen = () => { reopening = reopening || openAnew().finally(() => { reopening = null; }); return reopening; };
  const twice = (work) => work().catch(async () => { await reopen(); return work(); });
  const write = async (name, work) => {
    const change = db.transaction(name, "readwrite", { durability: "strict" });
    work(unwrap(change.store));
    change.commit?.();
    await change.done;
  };
  const writeTwice = (name, work) => twice(() => write(name, work));
  const read = (work) => twice(() => work(db)).catch(() => []);
  const withRefused = (records) => [...records.filter(({ id }) => !refused.has(id)), ...refused.values()];

  /** Never fails: what the disk refuses stays in memory, and goes along with the next write. */
  async function put(records) {
    const all = new Map([...refused.values(), ...records].map((record) => [record.id, record]));
    await writeTwice("records", (store) => all.forEach((record) => store.put(record))).then(
      () => all.forEach((record, id) => { if (refused.get(id) === record) refused.delete(id); }),
      () => records.forEach((record) => refused.set(record.id, record)));
  }

  return {
    get lasting() { return refused.size === 0 && !isCut; },
    /** `listener` hears that the browser closed the database, or is deleting it: what was in it may be gone. */
    onLost: (listener) => { lost.tell = listener; },
    put,
    all: async () => withRefused(await read((now) => now.getAll("records"))),
    waiting: async () => withRefused(await read((now) => now.getAllFromIndex("records", "sent", 0))).filter(({ sent }) => sent === 0),
    remove: (ids) => writeTwice("records", (store) => ids.forEach((id) => store.delete(id))),
    pack: (actor) => twice(() => db.get("packs", actor)),
    putPack: (entry) => writeTwice("packs", (store) => store.put(entry)),
    dropPacks: () => writeTwice("packs", (store) => store.clear()),
    meta: (key) => twice(() => db.get("meta", key)),
    putMeta: (key, value) => writeTwice("meta", (store) => store.put(value, key)),
    close: () => db.close(),
  };
}

/** The same for a browser that keeps nothing. Records are copied, as a database would. */
export function memoryStore() {
  const records = new Map();
  const packs = new Map();
  const meta = new Map();
  return {
    lasting: false,
    onLost: () => {},
    put: async (list) => list.forEach((record) => records.set(record.id, structuredCopy(record))),
    all: async () => [...records.values()].map(structuredCopy),
    waiting: async () => [...records.values()].filter(({ sent }) => sent === 0).map(structuredCopy),
    remove: async (ids) => ids.forEach((id) => records.delete(id)),
    pack: async (actor) => packs.get(actor),
    putPack: async (entry) => { packs.set(entry.actor, entry); },
    dropPacks: async () => packs.clear(),
    meta: async (key) => meta.get(key),
    putMeta: async (key, value) => { meta.set(key, value); },
    close: () => {},
  };
}

const structuredCopy = (value) => JSON.parse(JSON.stringify(value));
