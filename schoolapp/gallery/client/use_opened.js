/** Which of these works is open, in step with the phone's history. */

import { useEffect, useState } from "react";

import { listen, noteOpen, takeFromAddress } from "./opened.js";

export function useOpened(works) {
  const [id, setId] = useState(() => takeFromAddress(window));
  useEffect(() => listen(window, setId), []);
  const index = works.findIndex((work) => work.id === id);
  const open = (next) => {
    noteOpen(window, next);
    setId(next);
  };
  return {
    id,
    index,
    work: works[index],
    open,
    step: (by) => { if (works[index + by]) open(works[index + by].id); },
    close: () => noteOpen(window, 0),
  };
}
