/**
 * A tablet at the door: the camera, a big greeting, nothing to press. Leaving needs a long press, or the back key, and the
 * teacher's number.
 */

import { useEffect, useRef, useState } from "react";

import { CameraView } from "./camera_view.jsx";
import { lookOf } from "./rules.js";
import { Shape } from "./shapes.jsx";
import { describe } from "./words.js";

const GREETING_MS = 3500;
const PRESS_MS = 1500;
const WAY_OUT_MS = 8000;
const LOCKED = "locked";
/** How to leave is said to whoever set the tablet up, and then no more: children read too. */
const ONCE = ["kiosk_way_out"];

export function KioskView({ view, words, scanning, latest, pin, onLeave, onForgot, go, screen }) {
  const [asks, setAsks] = useState(false);
  useLock(screen, go, () => setAsks(true));
  const press = useLongPress(() => setAsks(true));
  const shown = useForMoment(latest, GREETING_MS);
  const wayOut = useForMoment(ONCE, WAY_OUT_MS);
  return (
    <div className="s-kiosk">
      <CameraView onCodes={scanning.onCodes} pack={view.pack} words={words} front tall />
      <div className="s-kiosk-bar" {...press}>
        <b>{view.session.title}</b><span className="k-num">{view.roll.present} / {view.roll.expected}</span>
      </div>
      {wayOut.map((key) => <p key={key} className="s-kiosk-way">{words(key)}</p>)}
      {shown.length > 0 ? <Greeting records={shown} pack={view.pack} words={words} /> : <p className="s-kiosk-hint">{words("kiosk_hint")}</p>}
      {asks && <PinDialog words={words} pin={pin} onLeave={onLeave} onForgot={onForgot} onClose={() => setAsks(false)} />}
    </div>
  );
}

function Greeting({ records, pack, words }) {
  return (
    <div className={`s-greeting s-greeting-${lookOf(records[0].verdict)}`} role="status">
      {records.slice(0, 4).map((record) => {
        const { who: name, verdict, where } = describe(record, pack, words);
        const look = lookOf(record.verdict);
        const isGood = look === "here" || look === "calm";
        return (
          <div key={record.id} className="s-greeting-one"><Shape look={look} />
            <div><b>{isGood ? words(record.student_id ? "hello" : "hello_guest", { name }) : name}</b><span>{look === "redirect" ? where : isGood ? verdict : words("tell_teacher")}</span></div></div>
        );
      })}
    </div>
  );
}

/** The records of the last moment; a new one begins a new moment. */
function useForMoment(records, length) {
  const [shown, setShown] = useState([]);
  useEffect(() => {
    setShown(records);
    const timer = setTimeout(() => setShown([]), length);
    return () => clearTimeout(timer);
  }, [records, length]);
  return shown;
}

/** The back key does not lead away: it comes upon an entry of ours, which asks for the number and is put back. */
function useLock(screen, go, onBack) {
  const wasLocked = useRef(false);
  useEffect(() => {
    if (screen === LOCKED) return;
    if (wasLocked.current) onBack();
    wasLocked.current = true;
    go(LOCKED);
  }, [screen, go]);
}

function useLongPress(onPress) {
  const timer = useRef(0);
  const end = () => clearTimeout(timer.current);
  return { onPointerDown: () => { timer.current = setTimeout(onPress, PRESS_MS); }, onPointerUp: end, onPointerLeave: end, onPointerCancel: end,
    onContextMenu: (event) => event.preventDefault() };
}

/** Without the number only the password ends it: whoever presses this is signed out first, or nothing happens. */
function Forgot({ words, onForgot }) {
  const [isStuck, setStuck] = useState(false);
  return (
    <>
      <button type="button" className="k-link" onClick={() => void onForgot().catch(() => setStuck(true))}>{words("kiosk_forgot")}</button>
      {isStuck && <p className="k-error" role="alert">{words("kiosk_forgot_offline")}</p>}
    </>
  );
}

function PinDialog({ words, pin, onLeave, onForgot, onClose }) {
  const [typed, setTyped] = useState("");
  const isWrong = typed.length === 4 && typed !== pin;
  useEffect(() => { if (typed === pin) onLeave(); }, [typed, pin, onLeave]);
  return (
    <div className="k-veil"><div className="k-dialog s-gap" role="dialog" aria-modal="true" aria-label={words("kiosk_leave")}>
      <h2 className="k-h2">{words("kiosk_leave")}</h2>
      <div className="k-field"><span className="k-label" aria-hidden="true">{words("kiosk_pin")}</span><PinField value={typed} onChange={setTyped} label={words("kiosk_pin")} /></div>
      {isWrong && <p className="k-error" role="alert">{words("kiosk_wrong_pin")}</p>}
      <button type="button" className="k-btn k-ghost k-slim" onClick={onClose}>{words("kiosk_stay")}</button>
      <Forgot words={words} onForgot={onForgot} />
    </div></div>
  );
}

function PinField({ value, onChange, label }) {
  return <input className="k-input s-pin" inputMode="numeric" autoComplete="off" autoFocus type="password" maxLength={4} value={value} aria-label={label}
    onChange={(event) => onChange(event.target.value.replace(/\D/g, ""))} />;
}

/** The teacher sets the number that ends it, then hands the tablet to the door. */
export function KioskStart({ view, words, onStart, onPick }) {
  const [typed, setTyped] = useState("");
  return (
    <section className="s-panel"><div className="s-panel-body s-start">
      <h1 className="k-h1">{words("kiosk_title")}</h1>
      <p className="k-soft">{words("kiosk_explain")}</p>
      <p className="k-soft">{words("kiosk_way_out")}</p>
      <button type="button" className="k-card s-lesson-card" onClick={onPick}><span className="k-grow"><b>{view.session.title}</b><span className="k-soft k-small">{view.session.room}</span></span><span className="k-soft k-small">{words("another")}</span></button>
      <div className="k-field"><span className="k-label">{words("kiosk_set_pin")}</span><PinField value={typed} onChange={setTyped} label={words("kiosk_set_pin")} /></div>
      <button type="button" className="k-btn" disabled={typed.length !== 4} onClick={() => onStart(typed)}>{words("kiosk_start")}</button>
      <a className="k-btn k-ghost k-slim" href="/scan">{words("back")}</a>
    </div></section>
  );
}
