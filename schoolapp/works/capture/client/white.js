/**
 * Paper made white, for the preview: each part of the picture is measured by the light that falls on the paper around it.
 * The school's own computation (works/media/white.py) is finer and is what counts.
 */

const CELL = 24;
/** How bright and how little coloured the brightest of a cell must be, against the picture's best, to be paper. */
const LEAST_LIGHT = 0.55;
const LEAST_GRAY = 0.62;
const GOAL = 248;

/** @param {{data: Uint8ClampedArray, width: number, height: number}} picture RGBA; changed in place */
export function whiten({ data, width, height }) {
  const grid = { columns: Math.ceil(width / CELL), rows: Math.ceil(height / CELL) };
  const cells = paperOf(data, width, height, grid);
  if (!cells) return;
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const near = blend(grid, (x + 0.5) / CELL - 0.5, (y + 0.5) / CELL - 0.5);
      for (let channel = 0; channel < 3; channel += 1) {
        const paper = near.reduce((sum, [cell, part]) => sum + cells[cell][channel] * part, 0);
        data[at + channel] = Math.min(255, (data[at + channel] * GOAL) / paper);
      }
    }
  }
}

/** The colour of the paper in each cell; where a drawing covers it, that of the nearest cells that show some. Null: no paper. */
function paperOf(data, width, height, grid) {
  const found = Array.from({ length: grid.columns * grid.rows }, (_, i) => brightest(data, width, height, i % grid.columns, Math.floor(i / grid.columns)));
  const best = Math.max(...found.map(light));
  const cells = found.map((colour) => (light(colour) >= best * LEAST_LIGHT && Math.min(...colour) >= Math.max(...colour) * LEAST_GRAY ? colour : null));
  return cells.some(Boolean) ? filled(cells, grid) : null;
}

const light = ([r, g, b]) => 0.3 * r + 0.59 * g + 0.11 * b;

/** The colour that is brighter than nine tenths of the cell: ink does not count. */
function brightest(data, width, height, column, row) {
  const colours = [];
  for (let y = row * CELL; y < Math.min(height, (row + 1) * CELL); y += 3) {
    for (let x = column * CELL; x < Math.min(width, (column + 1) * CELL); x += 3) colours.push(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3));
  }
  colours.sort((a, b) => light(a) - light(b));
  return [...colours[Math.floor(colours.length * 0.9)]];
}

/** Empty cells take the mean of their known neighbours, ring by ring. */
function filled(cells, grid) {
  let now = cells;
  while (now.some((cell) => !cell)) now = now.map((cell, i) => cell || mean(around(i, grid).map((j) => now[j]).filter(Boolean)));
  return now;
}

function around(i, { columns, rows }) {
  const [column, row] = [i % columns, Math.floor(i / columns)];
  const found = [];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) found.push(y * columns + x);
  }
  return found;
}

const mean = (colours) => (colours.length ? [0, 1, 2].map((channel) => colours.reduce((sum, colour) => sum + colour[channel], 0) / colours.length) : null);

/** The four cells around a point, with the part that each has in it. */
function blend({ columns, rows }, x, y) {
  const [left, top] = [Math.max(0, Math.min(columns - 1, Math.floor(x))), Math.max(0, Math.min(rows - 1, Math.floor(y)))];
  const [right, below] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)];
  const [u, v] = [Math.max(0, Math.min(1, x - left)), Math.max(0, Math.min(1, y - top))];
  return [[top * columns + left, (1 - u) * (1 - v)], [top * columns + right, u * (1 - v)], [below * columns + left, (1 - u) * v], [below * columns + right, u * v]];
}
