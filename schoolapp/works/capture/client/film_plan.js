/** What a film may be, and where to look for its poster: decided here, opened in film.js. */

/** The server takes no more. */
export const MOST_BYTES = 80 * 1024 * 1024;
export const LONGEST = 30;
/** Phones that are told to stop after 30 seconds write a little more. */
const SLACK = 0.9;
/** Mean brightness (0–255) below which a picture says nothing. */
export const DARK = 18;

/** Whether a file is worth a try as a film: by its type, or by its name where the phone gives none. */
export function isFilm({ type = "", name = "" }) {
  if (type) return type.startsWith("video/");
  return /\.(mp4|m4v|mov|webm|3gp)$/i.test(name);
}

/** Why this film is not kept, and what to do: the key of the words; empty when it is. @param {{size: number, seconds?: number}} film */
export function refusalOf({ size, seconds = 0 }) {
  if (size > MOST_BYTES) return "film_too_large";
  return seconds > LONGEST + SLACK ? "film_too_long" : "";
}

/** Seconds at which a poster is looked for, one after the other until a picture is not black. */
export function timesFor(seconds) {
  return [Math.min(1, seconds / 2), 0, seconds * 0.5, seconds * 0.25, seconds * 0.75];
}

/** Mean brightness of RGBA bytes. */
export function brightnessOf(data) {
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
  return data.length ? (4 * sum) / data.length : 0;
}
