/**
 * Makes the phone ready from the first page on: the lists come before the network goes, and what an earlier roll left
 * unsent leaves without the scanner being opened again. It says that no roll was begun, and shows nothing.
 */

import { useEffect } from "react";

import { openDesk } from "./opening.js";

export function PhoneReady() {
  useEffect(() => {
    let desk = null;
    let gone = false;
    void openDesk({ takesRoll: false }).then((opened) => {
      desk = opened.desk;
      return gone ? desk.close() : desk.start();
    });
    return () => { gone = true; desk?.close(); };
  }, []);
  return null;
}
