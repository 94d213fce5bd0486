/** Works with the phone: opens desk and studio, keeps the camera running and shows one screen over it at a time. */

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";

import "../../../checkin/scanner/client/scan.css";
import "./shoot.css";

import { Calm, NotReady, Waiting } from "../../../checkin/scanner/client/around.jsx";
import { unlockSound } from "../../../checkin/scanner/client/feedback.js";
import { PickView } from "../../../checkin/scanner/client/pick_view.jsx";
import { listen, note, ROLL, screenNow } from "../../../checkin/scanner/client/screens.js";
import { createWords } from "../../../checkin/scanner/client/words.js";

import { ChildrenView } from "./children_view.jsx";
import { DetailsView } from "./details_view.jsx";
import { ListView } from "./list_view.jsx";
import { openStudio } from "./opening.js";
import { ShootView } from "./shoot_view.jsx";
import { StraightenView } from "./straighten_view.jsx";
import { useFiling } from "./use_filing.js";

/** @param {{table: Record<string, string>}} props `table`: the words, from words.py */
export function Shoot({ table }) {
  const words = useMemo(() => createWords(table), [table]);
  return <Calm words={words}><Opened words={words} table={table} /></Calm>;
}

function Opened({ words, table }) {
  const [opened, setOpened] = useState(null);
  useEffect(() => {
    let found = null;
    let gone = false;
    void openStudio().then((one) => {
      if (gone) return one.close();
      found = one;
      setOpened(one);
      return one.start();
    });
    document.addEventListener("pointerdown", unlockSound);
    return () => { gone = true; found?.close(); document.removeEventListener("pointerdown", unlockSound); };
  }, []);
  return opened ? <Screens {...opened} words={words} table={table} /> : <Waiting words={words} />;
}

function Screens({ desk, studio, words, table }) {
  const view = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const made = useSyncExternalStore(studio.subscribe, studio.snapshot);
  const [screen, go] = useScreen();
  const [openId, setOpenId] = useState("");
  useAskedLesson(desk, view);
  const filing = useFiling({ studio, go, words });
  if (view.phase !== "ready") return <NotReady view={view} words={words} onRetry={desk.retry} next="/shoot" />;
  const props = { desk, studio, view, made, words, go, filing };
  const record = made.works.find(({ id }) => id === openId);
  return (
    <main id="content" className="s-root">
      <ShootView {...props} table={table} isCovered={screen !== ROLL} />
      {screen !== ROLL && (
        <div className="w-over">
          {screen === "pick" && <PickView {...props} onBack={() => go(ROLL)} />}
          {screen === "children" && <ChildrenView {...props} makers={made.draft.makers} onDone={(makers) => { studio.setMakers(makers); go(ROLL); }} onBack={() => go(ROLL)} />}
          {screen === "straighten" && <StraightenView {...props} {...filing.held} key={filing.held?.key} onDone={filing.straightened} onBack={() => go(ROLL)} />}
          {(screen === "works" || (screen === "details" && !record)) && <ListView {...props} onOpen={(id) => { setOpenId(id); go("details"); }} onBack={() => go(ROLL)} />}
          {screen === "details" && record && <DetailsView {...props} key={record.id} record={record} onBack={() => go("works")} />}
        </div>
      )}
    </main>
  );
}

/** One screen lies over the camera; the phone's back key closes it. */
function useScreen() {
  const [screen, setScreen] = useState(() => screenNow(window));
  useEffect(() => {
    // After a reload nothing is held that a screen over the camera could show.
    if (screenNow(window) !== ROLL) note(window, ROLL);
    setScreen(ROLL);
    return listen(window, setScreen);
  }, []);
  return [screen, useCallback((name = ROLL) => { note(window, name); setScreen(name); }, [])];
}

/** The address may name a lesson (`/shoot?session=12`). */
function useAskedLesson(desk, view) {
  const asked = useRef(Number(new URLSearchParams(window.location.search).get("session")) || 0);
  useEffect(() => {
    if (!asked.current || view.phase !== "ready") return;
    if (view.pack.sessionOf.has(asked.current)) void desk.choose(asked.current);
    asked.current = 0;
  }, [view.phase, view.pack, desk]);
}
