/**
 * Where each work hangs: columns of the same width, the next work below the shortest one. Pure; sizes are known before any
 * picture has come, so nothing ever moves.
 */

export const GAP = 10;
/** Two lines below a picture, in pixels: a title and where it is from. */
export const CAPTION = 58;
/** No frame is taller than this many times its width: a longer scroll hangs whole inside it, on paper. */
const TALLEST = 1.7;

export function columnsFor(width) {
  if (width < 360) return 2;
  return Math.max(2, Math.min(5, Math.round(width / 240)));
}

/** @returns {{items: {left: number, top: number, width: number, picture: number, height: number}[], height: number}} */
export function layout(works, width, columns = columnsFor(width)) {
  const column = Math.floor((width - GAP * (columns - 1)) / columns);
  const ends = new Array(columns).fill(0);
  const items = works.map((work) => {
    const shortest = ends.indexOf(Math.min(...ends));
    const picture = Math.round(Math.min(TALLEST, work.height / work.width) * column);
    const item = { left: shortest * (column + GAP), top: ends[shortest], width: column, picture, height: picture + CAPTION };
    ends[shortest] += item.height + GAP;
    return item;
  });
  return { items, height: Math.max(0, ...ends) };
}

/** Indexes of what lies between two heights. */
export function within(items, top, bottom) {
  return items.flatMap((item, index) => (item.top < bottom && item.top + item.height > top ? [index] : []));
}
