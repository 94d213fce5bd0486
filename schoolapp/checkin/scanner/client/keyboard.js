/**
 * A USB or Bluetooth scanner is a keyboard that types very fast and ends with Enter. What a person types is slower and
 * is left alone. Pure: keys and their instants go in.
 *
 * @param {{onText: (text: string) => void, gap?: number, least?: number}} how `gap` ms between two keys of a scanner
 */
export function createKeyReader({ onText, gap = 100, least = 6 }) {
  let typed = "";
  let last = 0;
  return {
    /** @returns {boolean} true when the key ended a scanned text, and should do nothing else */
    press(key, now) {
      if (now - last > gap) typed = "";
      last = now;
      if (key === "Enter") return finish();
      if (key.length === 1) typed += key;
      return false;
    },
  };

  function finish() {
    const text = typed;
    typed = "";
    if (text.length < least) return false;
    onText(text);
    return true;
  }
}
