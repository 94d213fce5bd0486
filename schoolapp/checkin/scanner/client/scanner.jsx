/** The scanner: opens the desk, shows one screen at a time, and catches what breaks inside it. */

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";

import "./scan.css";

import { Calm, NotReady, Waiting } from "./around.jsx";
import { CareView } from "./care_view.jsx";
import { unlockSound } from "./feedback.js";
import { KeepView } from "./keep_view.jsx";
import { KioskStart, KioskView } from "./kiosk_view.jsx";
import { ManualView } from "./manual_view.jsx";
import { rememberActor } from "./mirror.js";
import { openDesk } from "./opening.js";
import { DeskNet } from "./panel.jsx";
import { PickView } from "./pick_view.jsx";
import { signOut } from "./post.js";
import { ScanView } from "./scan_view.jsx";
import { ROLL, listen, note, screenNow, takeFromAddress } from "./screens.js";
import { DoneView, SubmitView } from "./submit_view.jsx";
import { useScanning } from "./use_scanning.js";
import { WaysView } from "./ways_view.jsx";
import { createWords, saidWords } from "./words.js";

/** @param {{table: Record<string, string>, kiosk?: boolean}} props `table`: from the words.py beside this folder */
export function Scanner({ table, kiosk = false }) {
  const words = createWords(table);
  return <Calm words={words}><Opened words={words} kiosk={kiosk} /></Calm>;
}

function Opened({ words, kiosk }) {
  const [opened, setOpened] = useState(null);
  useEffect(() => {
    let desk = null;
    let gone = false;
    void openDesk().then((found) => {
      desk = found.desk;
      if (gone) return desk.close();
      setOpened(found);
      return desk.start();
    });
    document.addEventListener("pointerdown", unlockSound);
    return () => { gone = true; desk?.close(); document.removeEventListener("pointerdown", unlockSound); };
  }, []);
  return opened ? <Screens {...opened} words={words} kiosk={kiosk} /> : <Waiting words={words} />;
}

function Screens({ desk, store, pin: rememberedPin, words, kiosk }) {
  const view = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const [screen, go] = useScreen(desk, view);
  const [latest, setLatest] = useState([]);
  const [deviceId, setDeviceId] = useState(null);
  const [pin, setPin] = useState(rememberedPin);
  const scanning = useScanning(desk, setLatest, kiosk ? "kiosk" : "camera");
  if (view.phase !== "ready") return <NotReady view={view} words={words} onRetry={desk.retry} />;
  const props = { desk, view, words, go, scanning, deviceId };
  const startKiosk = (number) => { void store.putMeta("kiosk_pin", number); setPin(number); };
  const leaveKiosk = () => { void store.putMeta("kiosk_pin", "").then(() => { window.location.replace("/scan"); }); };
  const forgetKiosk = () => signOut().then(() => store.putMeta("kiosk_pin", "")).then(() => { rememberActor(0); window.location.replace("/sign-in?next=/scan"); });
  return (
    <DeskNet.Provider value={{ net: view.net, retry: desk.retry }}><main id="content" className="s-root">
      <Announcer records={latest} desk={desk} pack={view.pack} words={words} />
      {(!view.session && (kiosk || screen !== "keep")) || screen === "pick"
        ? <PickView {...props} kiosk={kiosk} onBack={view.session ? () => go("roll") : undefined} />
        : kiosk
          ? pin ? <KioskView {...props} screen={screen} latest={latest} pin={pin} onLeave={leaveKiosk} onForgot={forgetKiosk} /> : <KioskStart {...props} onStart={startKiosk} onPick={() => go("pick")} />
          : <Screen screen={screen} {...props} say={setLatest} onCamera={(id) => { setDeviceId(id); go("roll"); }} />}
      {view.net.others > 0 && <p className="s-others">{words("others_waiting", { n: view.net.others })}</p>}
    </main></DeskNet.Provider>
  );
}

const SCREENS = { manual: ManualView, submit: SubmitView, done: DoneView, keep: KeepView, ways: WaysView, camera: ScanView };

function Screen({ screen, ...props }) {
  const Chosen = SCREENS[screen] || (props.view.session?.kind === "care" ? CareView : ScanView);
  return <Chosen key={props.view.session?.id || 0} {...props} />;
}

/** Which screen; the address may name a session and a screen (`/scan?session=12&view=manual`). */
function useScreen(desk, view) {
  const [screen, setScreen] = useState(() => new URLSearchParams(window.location.search).get("view") || screenNow(window));
  const [asked, setAsked] = useState(() => Number(new URLSearchParams(window.location.search).get("session")) || 0);
  useEffect(() => {
    setScreen(takeFromAddress(window));
    return listen(window, setScreen);
  }, []);
  useEffect(() => {
    if (!asked || view.phase !== "ready") return;
    if (view.pack.sessionOf.has(asked)) void desk.choose(asked);
    setAsked(0);
  }, [asked, view.phase, view.pack, desk]);
  return [screen, useCallback((name = ROLL) => { note(window, name); setScreen(name); window.scrollTo(0, 0); }, [])];
}

/** What happened, in words, for those who do not see it. */
function Announcer({ records, desk, pack, words }) {
  const text = records.map((record) => saidWords(record, desk.record(record.wire.target_id), pack, words)).join("；");
  return <div className="k-sr" aria-live="assertive" data-said={records.map(({ id }) => id).join(" ")}>{text}</div>;
}
