/** Cards in front of the camera become makers of the work that is being made; each once while it stays in sight. */

import { useCallback, useEffect, useRef } from "react";

import { giveFeedback } from "../../../checkin/scanner/client/feedback.js";
import { createKeyReader } from "../../../checkin/scanner/client/keyboard.js";
import { createSeen } from "../../../checkin/scanner/client/seen.js";

/** What the camera's label shows, by the look of what was seen: verdicts of the scanner, with words of their own. */
const VERDICTS = { card_known: "on_time", card_unknown: "wrong_room", card_old: "revoked_card", card_foreign: "not_a_card" };

/**
 * @param {{isPaused: boolean, onSeen: (seen: object) => void}} how paused: another screen lies over the camera
 * @returns {(codes: Array) => Array} for CameraView: a record for each code
 */
export function useCards(studio, { isPaused, onSeen }) {
  const seen = useRef(createSeen());
  const known = useRef(new Map());
  const latest = useRef({ isPaused, onSeen });
  latest.current = { isPaused, onSeen };

  const look = useCallback((text) => {
    const found = studio.see(text);
    giveFeedback([found.look]);
    known.current.set(text, found);
    latest.current.onSeen(found);
    return found;
  }, [studio]);

  useTyped((text) => { if (!latest.current.isPaused) look(text); });
  return useCallback((codes) => {
    const now = performance.now();
    return codes.map(({ text }) => {
      const isFresh = seen.current.isFresh(text, now);
      if (latest.current.isPaused) {
        // The next child's card may be held up meanwhile: it counts when the camera is back. The last one's does not again.
        if (!known.current.has(text)) seen.current.forget(text);
        return null;
      }
      const found = isFresh ? look(text) : known.current.get(text);
      return found ? recordOf(text, found, isFresh) : null;
    });
  }, [look]);
}

function recordOf(text, { key, maker }, isNew) {
  return { id: text, isNew, verdict: VERDICTS[key], student_id: maker?.student_id || 0, tag: maker ? text : null, place: null };
}

/** A scanner that types works too, except while a person writes in a field. */
function useTyped(onText) {
  const latest = useRef(onText);
  latest.current = onText;
  useEffect(() => {
    const reader = createKeyReader({ onText: (text) => latest.current(text) });
    const press = (event) => {
      if (event.target.closest?.("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (reader.press(event.key, performance.now())) event.preventDefault();
    };
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, []);
}
