/** From texts to verdicts: debounce, record, sound, and the sentence that a screen reader says. */

import { useCallback, useEffect, useRef } from "react";

import { giveFeedback } from "./feedback.js";
import { createKeyReader } from "./keyboard.js";
import { afterPaint } from "./painted.js";
import { lookOf } from "./rules.js";
import { createSeen } from "./seen.js";

/**
 * @param {object} desk @param {(records: object[]) => void} onVerdicts
 * @returns {{onCodes: (codes: Array) => Array, onTexts: (texts: string[], method: string) => object[], typedTo: {current: Function | null}}}
 *   both answer at once; sound and the spoken sentence come behind the verdict that is shown. `typedTo`: who else is meant
 *   by a scanner that types
 */
export function useScanning(desk, onVerdicts, cameraMethod = "camera") {
  const seen = useRef(createSeen());
  const ids = useRef(new Map());
  const told = useRef(onVerdicts);
  told.current = onVerdicts;

  const onTexts = useCallback((texts, method, formats = []) => {
    if (!desk.snapshot().roll) return []; // No lesson is chosen: nothing can be said of a card.
    const records = desk.scan(texts.map((text, i) => ({ text, method, format: formats[i] })));
    records.forEach((record, i) => ids.current.set(texts[i], record.id));
    queueMicrotask(() => giveFeedback(records.map((record) => lookOf(record.verdict))));
    afterPaint(() => told.current(records));
    return records;
  }, [desk]);

  const onCodes = useCallback((codes) => {
    const now = performance.now();
    const fresh = codes.filter((code) => seen.current.isFresh(code.text, now));
    if (fresh.length) onTexts(fresh.map(({ text }) => text), cameraMethod, fresh.map(({ format }) => format));
    return codes.map((code) => {
      const record = desk.record(ids.current.get(code.text));
      return record ? { ...record, isNew: fresh.includes(code) } : null;
    });
  }, [desk, onTexts, cameraMethod]);

  const typedTo = useRef(null);
  useKeyboardScanner((text) => void (typedTo.current || onTexts)([text], "keyboard"));
  return { onCodes, onTexts, typedTo };
}

/** A scanner that types works anywhere on the page, except while a person writes in a field. */
function useKeyboardScanner(onText) {
  const latest = useRef(onText);
  latest.current = onText;
  useEffect(() => {
    const reader = createKeyReader({ onText: (text) => latest.current(text) });
    const press = (event) => {
      if (event.target.closest?.("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      // When the key was pressed, not when a busy page got round to it.
      if (reader.press(event.key, event.timeStamp)) event.preventDefault();
    };
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, []);
}
