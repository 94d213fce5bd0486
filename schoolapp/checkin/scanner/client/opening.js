/** The phone's desk with its store: the same for the scanner and for the page that only keeps the phone ready. */

import { createDesk } from "./desk.js";
import { openStore } from "./store.js";
import { uuid7 } from "./uuid.js";

/** @param {object} more options of `createDesk` @returns {Promise<{desk: object, store: object, pin: string}>} */
export async function openDesk(more = {}) {
  const store = await openStore();
  void navigator.storage?.persist?.().catch(() => {});
  let deviceId = await store.meta("device");
  if (!deviceId) await store.putMeta("device", (deviceId = uuid7()));
  return { desk: createDesk({ store, deviceId, ...more }), store, pin: (await store.meta("kiosk_pin")) || "" };
}
