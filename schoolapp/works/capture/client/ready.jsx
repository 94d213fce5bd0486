/** On the first page of a teacher: works that wait on this phone leave without the camera being opened. Shows nothing. */

import { useEffect } from "react";

import { unsentWorks } from "../../../checkin/scanner/client/mirror.js";

import { openStudio } from "./opening.js";

export function WorksReady() {
  useEffect(() => {
    if (!unsentWorks()) return undefined;
    let opened = null;
    let gone = false;
    void openStudio().then((one) => {
      if (gone) return one.close();
      opened = one;
      return one.start();
    });
    return () => { gone = true; opened?.close(); };
  }, []);
  return null;
}
