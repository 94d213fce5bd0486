/** Desk and studio of this phone, opened together: the same for /shoot and for the page that only keeps the phone ready. */

import { openDesk } from "../../../checkin/scanner/client/opening.js";

import { sendFilm, sendJson, sendPhoto } from "./post.js";
import { openStore } from "./store.js";
import { createStudio } from "./studio.js";

/** @returns {Promise<{desk: object, studio: object, close: () => void, start: () => Promise<void>}>} */
export async function openStudio() {
  const [{ desk }, store] = await Promise.all([openDesk({ takesRoll: false }), openStore()]);
  const studio = createStudio({ desk, store, sendPhoto, sendFilm, sendJson });
  return {
    desk,
    studio,
    start: async () => { await studio.start(); await desk.start(); },
    close: () => { studio.close(); desk.close(); store.close(); },
  };
}
