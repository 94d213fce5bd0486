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
    const open = () => openDB(name, 1, { upgrade, blocking: (_old, _new, event) => event.target.close() });
    return lastingStore(await open(), open);
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

function lastingStore(opened, open) {
  let db = opened;
  const refused = new Map();
  const write = async (name, work) => {
    const change = db.transaction(name, "readwrite", { durability: "strict" });
    work(unwrap(change.store));
    change.commit?.();
    await change.done;
  };
  /** Browsers drop the connection of a page that slept; a second attempt has a new one. */
  const writeTwice = (name, work) => write(name, work).catch(async () => { db = await open(); await write(name, work); });
  const withRefused = (records) => [...records.filter(({ id }) => !refused.has(id)), ...refused.values()];

  /** Never fails: what the disk refuses stays in memory, and goes along with the next write. */
  async function put(records) {
    const all = new Map([...refused.values(), ...records].map((record) => [record.id, record]));
    await writeTwice("records", (store) => all.forEach((record) => store.put(record))).then(
      () => all.forEach((record, id) => { if (refused.get(id) === record) refused.delete(id); }),
      () => records.forEach((record) => refused.set(record.id, record)));
  }

  return {
    get lasting() { return refused.size === 0; },
    put,
    all: async () => withRefused(await db.getAll("records").catch(() => [])),
    waiting: async () => withRefused(await db.getAllFromIndex("records", "sent", 0).catch(() => [])).filter(({ sent }) => sent === 0),
    remove: (ids) => writeTwice("records", (store) => ids.forEach((id) => store.delete(id))),
    pack: (actor) => db.get("packs", actor),
    putPack: (entry) => writeTwice("packs", (store) => store.put(entry)),
    dropPacks: () => writeTwice("packs", (store) => store.clear()),
    meta: (key) => db.get("meta", key),
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
