/** Which children are new among those to be checked, and what a page does about it. Pure. */

/**
 * @param {number[]} alarms children to be checked now
 * @param {number[]} known children whom this browser was told of before
 * @returns {number[]} those that are new, in their order
 */
export function freshAlarms(alarms, known) {
  const told = new Set(known);
  return alarms.filter((id) => !told.has(id));
}

/** The page's title with the number of open cases in front: "(2) 看板"; without a case the title alone. */
export function titleWith(title, open) {
  const bare = title.replace(/^\(\d+\) /, "");
  return open > 0 ? `(${open}) ${bare}` : bare;
}

/**
 * Whether the page must load again. `asked` is the version it loads for already: it is asked for again only after
 * five seconds, when the first answer got lost.
 */
export function mustLoad(answered, shown, asked, askedAt, now) {
  if (!answered || answered === shown) return false;
  return answered !== asked || now - askedAt > 5000;
}
