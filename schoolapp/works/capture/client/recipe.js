/** What is done to a picture, as the server takes it: {corners, turn, white}; what is not done is left out. */

import { areaOf, isConvex } from "./geometry.js";

export const WHOLE = [[0, 0], [1, 0], [1, 1], [0, 1]];
/** Of the picture; four corners that enclose less are a slip of the finger. */
export const LEAST_AREA = 0.01;
const ROUND = 10000;
/** Nearer than this to the picture's own corners: the whole picture is meant. */
const SLACK = 0.004;

const between = (value) => Math.min(1, Math.max(0, value));

/** @returns {object} {} when nothing is done */
export function makeRecipe({ corners = WHOLE, turn = 0, white = false }) {
  const recipe = {};
  if (!isWhole(corners)) recipe.corners = corners.map((point) => point.map((value) => Math.round(between(value) * ROUND) / ROUND));
  if (turn) recipe.turn = turn;
  if (white) recipe.white = true;
  return recipe;
}

/** The same the other way round: what the screen of the corners begins with. */
export function readRecipe(recipe = {}) {
  return { corners: recipe.corners || WHOLE, turn: recipe.turn || 0, white: Boolean(recipe.white) };
}

export function isWhole(corners) {
  return corners.every((point, i) => point.every((value, axis) => Math.abs(value - WHOLE[i][axis]) < SLACK));
}

/** Whether these corners enclose a sheet: clockwise, convex, not tiny. */
export const isUsable = (corners) => isConvex(corners) && areaOf(corners) >= LEAST_AREA;

/** One corner moved, kept inside the picture; the corners as they were where that would cross an edge. */
export function moved(corners, index, [x, y]) {
  const next = corners.map((point, i) => (i === index ? [between(x), between(y)] : point));
  return isUsable(next) ? next : corners;
}

export const turnedFurther = (turn) => (turn + 90) % 360;

/** The string for the address of POST /api/photos; empty when nothing is done. */
export const asParameter = (recipe) => (Object.keys(recipe).length ? `&edit=${encodeURIComponent(JSON.stringify(recipe))}` : "");
