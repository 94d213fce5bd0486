/** From a picture to a kept work: straighten where it is a sheet, keep, say so. */

import { useCallback, useEffect, useRef, useState } from "react";

import { ROLL } from "../../../checkin/scanner/client/screens.js";

import { fromFilm } from "./film.js";
import { isFilm } from "./film_plan.js";
import { namesOf } from "./makers.js";
import { fromFile } from "./picture.js";
import { isPicture } from "./shrink.js";

const TOAST_MS = 6000;

/** @returns {{held: object|null, toast: object|null, busy: boolean, take: Function, takeFiles: Function, straightened: Function, reopen: Function}} */
export function useFiling({ studio, go, words }) {
  const [held, setHeld] = useState(null);
  const [toast, say] = useToast();
  const [busy, setBusy] = useState(false);

  const keep = useCallback(async (picture, options) => {
    const { record, refused } = await studio.file(picture, options);
    if (refused) say({ look: "refuse", text: words(refused) });
    else say({ look: "here", text: record.makers.length ? words("filed_for", { names: namesOf(record.makers, words) }) : words("filed_without"), makers: record.makers });
    return record;
  }, [studio, words, say]);

  /** One picture, by the shutter or from the library. A film, a class moment and what cannot be drawn are kept at once. */
  const take = useCallback(async (picture) => {
    if (picture.refused) return say({ look: "refuse", text: words(picture.refused, { n: picture.n }) });
    const { draft } = studio.snapshot();
    if (picture.film || draft.kind === "people" || !picture.width) return keep(picture, {});
    setHeld({ key: Date.now(), picture, draft, recipe: null, record: null });
    return go("straighten");
  }, [studio, keep, go, words, say]);

  const straightened = async (edit, thumb) => {
    const { picture, draft, record } = held;
    if (record) {
      await studio.change(record.id, { edit }, { thumb });
      go("details");
      return setHeld(null);
    }
    go(ROLL);
    setHeld(null);
    return keep({ ...picture, thumb }, { edit, draft });
  };

  /** Several files: one work each, for the children chosen now. */
  const takeFiles = async (files) => {
    const pictures = files.filter((file) => isPicture(file) || isFilm(file));
    setBusy(true);
    if (pictures.some(isFilm)) say({ look: "calm", text: words("film_opening") });
    if (pictures.length === 1) await take(await ready(pictures[0]));
    else await keepAll(pictures, { studio, say, words });
    if (pictures.length < files.length) say({ look: "refuse", text: words("not_pictures", { n: files.length - pictures.length }) });
    setBusy(false);
  };

  const reopen = (record, picture) => { setHeld({ key: Date.now(), picture, draft: null, recipe: record.edit, record }); go("straighten"); };
  return { held, toast, say, busy, take, takeFiles, straightened, reopen };
}

const ready = (file) => (isFilm(file) ? fromFilm(file) : fromFile(file));

async function keepAll(files, { studio, say, words }) {
  let kept = 0;
  let trouble = "";
  for (const file of files) {
    const picture = await ready(file);
    const { refused } = picture.refused ? picture : await studio.file(picture, { keepsMakers: true });
    if (refused) trouble = words(refused, { n: picture.n });
    else kept += 1;
  }
  studio.setMakers([]);
  const text = [kept && words("filed_n", { n: kept }), trouble].filter(Boolean).join(" ");
  if (text) say({ look: trouble ? "refuse" : "here", text });
}

/** What was done last, for some seconds; a refusal stays until the next thing is done. */
function useToast() {
  const [toast, setToast] = useState(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = useCallback((next) => {
    clearTimeout(timer.current);
    setToast(next);
    if (next && next.look !== "refuse") timer.current = setTimeout(() => setToast(null), TOAST_MS);
  }, []);
  return [toast, say];
}
