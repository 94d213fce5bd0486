/** Works with the phone: opens desk and studio, keeps the camera running and shows one screen over it at a time. */

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";

import "../../../checkin/scanner/client/scan.css";
import "./shoot.css";

import { Calm, NotReady, Waiting } from "../../../checkin/scanner/client/around.jsx";
import { unlockSound } from "../../../checkin/scanner/client/feedback.js";
import { studentOf } from "../../../checkin/scanner/client/pack.js";
import { PickView } from "../../../checkin/scanner/client/pick_view.jsx";
import { listen, note, ROLL, screenNow } from "../../../checkin/scanner/client/screens.js";
import { createWords } from "../../../checkin/scanner/client/words.js";

import { ChildrenView } from "./children_view.jsx";
import { DetailsView } from "./details_view.jsx";
import { ListView } from "./list_view.jsx";
import { makerOfStudent } from "./makers.js";
import { openStudio } from "./opening.js";
import { fetchWork } from "./post.js";
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
  const open = useCallback((id) => { setOpenId(id); go("details"); }, [go]);
  const filing = useFiling({ studio, go, words });
  useAsked({ desk, studio, view, words, open, say: filing.say });
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
          {screen === "straighten" && filing.held && <StraightenView {...props} {...filing.held} key={filing.held?.key} onDone={filing.straightened} onBack={() => go(filing.held.record ? "details" : ROLL)} />}
          {(screen === "works" || (screen === "details" && !record)) && <ListView {...props} onOpen={open} onBack={() => go(ROLL)} />}
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

/** The address may name a lesson, a child who has no work yet, or a work to change (`/shoot?session=12`, `?student=7`, `?work=5`). */
function useAsked({ desk, studio, view, words, open, say }) {
  const asked = useRef(Object.fromEntries(["session", "student", "work"].map((name) => [name, Number(new URLSearchParams(window.location.search).get(name)) || 0])));
  useEffect(() => {
    if (view.phase !== "ready") return;
    const { session, student, work } = asked.current;
    asked.current = {};
    if (view.pack.sessionOf.has(session)) void desk.choose(session);
    const child = studentOf(view.pack, student);
    if (child) studio.setMakers([makerOfStudent(child)]);
    if (work) void fetchWork(work).then(async (answer) => (answer ? open((await studio.adopt(answer)).id) : say({ look: "refuse", text: words("work_unreachable") })));
  }, [view.phase, view.pack, desk, studio, open, say, words]);
}
