/** The works that were loaded so far, and loading more: one request at a time, and an answer to old filters is dropped. */

import { useCallback, useEffect, useRef, useState } from "react";

import { ask, queryOf } from "./net.js";

const NOTHING = { works: [], after: "", isDone: false, refusal: "" };

export function useWorks(filters, words) {
  const key = queryOf(filters);
  const [state, setState] = useState(NOTHING);
  const busy = useRef("");
  const wanted = useRef(key);
  wanted.current = key;

  const load = useCallback(async (after) => {
    const asked = `${key}|${after}`;
    if (busy.current === asked) return;
    busy.current = asked;
    const { data, message } = await ask(`/api/gallery${queryOf(filters, after)}`, undefined, words);
    if (busy.current === asked) busy.current = "";
    if (wanted.current !== key) return;
    setState((before) => {
      if (!data) return { ...before, refusal: message };
      const works = after ? [...before.works, ...unknown(before.works, data.works)] : data.works;
      return { works, after: data.after, isDone: !data.after, refusal: "", key };
    });
  }, [key]);

  useEffect(() => {
    setState(NOTHING);
    load("");
  }, [load]);
  const more = useCallback(() => { if (state.after) load(state.after); }, [load, state.after]);
  const again = useCallback(() => load(state.after), [load, state.after]);
  return { ...state, isFirst: state.key !== key, more, again };
}

/** A work that was taken down and approved again between two pages would come twice. */
function unknown(works, fresh) {
  const ids = new Set(works.map((work) => work.id));
  return fresh.filter((work) => !ids.has(work.id));
}
