/**
 * Debounce per card, not for the camera as a whole: a card lying in the picture is one scan, and holding up the next
 * one never has to wait. A card counts again once it has been out of sight for `gap` ms.
 */
export function createSeen(gap = 3000) {
  const last = new Map();
  return {
    /** True when this text is to be treated as a new scan at `now` (ms). */
    isFresh(text, now) {
      const before = last.get(text);
      last.set(text, now);
      if (last.size > 500) forgetOld(last, now - gap);
      return before === undefined || now - before > gap;
    },
    forget(text) {
      last.delete(text);
    },
  };
}

function forgetOld(last, before) {
  for (const [text, at] of last) if (at < before) last.delete(text);
}
