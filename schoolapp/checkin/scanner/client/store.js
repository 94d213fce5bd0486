/**
 * Where records and packs outlive a closed tab: IndexedDB. A record is on disk (durability "strict") before its verdict
 * is shown. Where a browser has no IndexedDB, memory stands in and `lasting` is false, so that the screen can say so.
 */

import { openDB } from "idb";

const NAME = "schoolapp-scan";

/** @returns {Promise<object>} the store; never throws */
export async function openStore(name = NAME) {
  try {
    return lastingStore(await openDB(name, 1, { upgrade, blocking: (_old, _new, event) => event.target.close() }));
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

function lastingStore(db) {
  const write = async (name, work) => {
    const change = db.transaction(name, "readwrite", { durability: "strict" });
    await Promise.all([work(change.store), change.done]);
  };
  return {
    lasting: true,
    put: (records) => write("records", (store) => Promise.all(records.map((record) => store.put(record)))),
    all: () => db.getAll("records"),
    waiting: () => db.getAllFromIndex("records", "sent", 0),
    remove: (ids) => write("records", (store) => Promise.all(ids.map((id) => store.delete(id)))),
    pack: (actor) => db.get("packs", actor),
    putPack: (entry) => write("packs", (store) => store.put(entry)),
    dropPacks: () => write("packs", (store) => store.clear()),
    meta: (key) => db.get("meta", key),
    putMeta: (key, value) => write("meta", (store) => store.put(value, key)),
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
