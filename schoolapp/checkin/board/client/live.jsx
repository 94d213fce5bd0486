/** The board's pulse: asks each second whether anything changed, and rings when a child is newly to be checked. */

import { useCallback, useEffect, useRef, useState } from "react";
import { freshAlarms, mustLoad, titleWith } from "./alarm.js";

const EVERY_MS = 1000;

export function BoardLive({ version, day, slot, shown, isLive, alarms, words, onChange }) {
  const isConnected = usePulse({ version, day, slot, onChange });
  const [fresh, settle] = useAlarms(alarms, `board-told/${shown}`, isLive);
  const [isLoud, ring] = useBell();
  const count = fresh.length;
  useAlarmBell(fresh, ring);
  useEffect(() => {
    document.title = titleWith(document.title, isLive ? count : 0);
    return () => { document.title = titleWith(document.title, 0); };
  }, [count, isLive]);
  return (
    <>
      <span className={`k-pill b-pulse ${isLive && isConnected ? "k-here" : "k-unknown"}`} role="status">
        {isConnected ? (isLive ? words.live : words.past) : words.broken}
      </span>
      {isLive && <SoundButton isLoud={isLoud} ring={ring} words={words} />}
      {isLive && count > 0 && (
        <div className="k-notice k-refuse k-row k-between b-fresh" role="alert">
          <b>{words.fresh.replace("{n}", count)}</b>
          <button type="button" className="k-pill k-chosen" onClick={settle}>{words.seen}</button>
        </div>
      )}
    </>
  );
}

/** Rings for every child that is new, and not again when another one of them was found. */
function useAlarmBell(fresh, ring) {
  const rung = useRef([]);
  const ids = fresh.join();
  useEffect(() => {
    const now = ids ? ids.split(",") : [];
    if (freshAlarms(now, rung.current).length) ring();
    rung.current = now;
  }, [ids, ring]);
}

/** A browser plays sound only after a tap: the button says so until it was tapped. */
function SoundButton({ isLoud, ring, words }) {
  return (
    <button type="button" className={`k-pill b-sound ${isLoud ? "k-here" : "k-calm"}`} aria-pressed={isLoud} onClick={() => ring(true)}>
      {isLoud ? words.loud : words.quiet}
    </button>
  );
}

/** Polls while the page is seen; false after two questions in a row without an answer. */
function usePulse({ version, day, slot, onChange }) {
  const latest = useRef({});
  const asked = useRef({ version: "", at: 0 });
  const [misses, setMisses] = useState(0);
  latest.current = { version, day, slot, onChange };
  useEffect(() => {
    let isGone = false;
    let timer = 0;
    const beat = async () => {
      if (!document.hidden) {
        const answer = await askVersion(latest.current);
        if (isGone) return;
        setMisses((before) => (answer === null ? before + 1 : 0));
        const { version: shown, onChange: load } = latest.current;
        if (mustLoad(answer, shown, asked.current.version, asked.current.at, Date.now())) {
          asked.current = { version: answer, at: Date.now() };
          load();
        }
      }
      if (!isGone) timer = setTimeout(beat, EVERY_MS);
    };
    timer = setTimeout(beat, EVERY_MS);
    return () => { isGone = true; clearTimeout(timer); };
  }, []);
  return misses < 2;
}

/** The server's version of the slot; "signed-out" when the login ended; null without an answer. */
async function askVersion({ day, slot }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 4000);
  try {
    const answer = await fetch(`/api/board/version?day=${encodeURIComponent(day)}&slot=${slot}`, { signal: stop.signal });
    if (answer.status === 401 || answer.status === 403) return "signed-out";
    return answer.ok ? (await answer.json()).version : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Children that this browser was not told of yet, and how to say "seen". Remembered until the browser is closed. */
function useAlarms(alarms, key, isLive) {
  const [known, setKnown] = useState([]);
  useEffect(() => setKnown(remembered(key)), [key]);
  const settle = useCallback(() => {
    setKnown(alarms);
    try {
      sessionStorage.setItem(key, JSON.stringify(alarms));
    } catch { /* A browser without storage tells of them again. */ }
  }, [alarms, key]);
  return [isLive ? freshAlarms(alarms, known) : [], settle];
}

function remembered(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) || "[]");
  } catch {
    return [];
  }
}

/** Two short tones and a buzz. The first tap allows it; a tap rings, so that one hears what it will be. */
function useBell() {
  const audio = useRef(null);
  const [isLoud, setLoud] = useState(false);
  const ring = useCallback((isTap) => {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (isTap === true && !audio.current && Context) audio.current = new Context();
    if (navigator.vibrate && (isTap === true || audio.current)) navigator.vibrate([200, 100, 200]);
    if (!audio.current) return;
    if (isTap === true) setLoud(true);
    audio.current.resume();
    tone(audio.current, 660, 0);
    tone(audio.current, 880, 0.22);
  }, []);
  useEffect(() => () => { audio.current?.close(); }, []);
  return [isLoud, ring];
}

function tone(audio, hertz, after) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  const start = audio.currentTime + after;
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.4, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.21);
}
