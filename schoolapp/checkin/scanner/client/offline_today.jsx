/**
 * What /today shows while the server does not answer: today's lessons from the phone's own lists, each with its way to the
 * roll and to the works: the service worker keeps both pages. A network that only takes its time is left alone for a moment.
 */

import { useEffect, useState } from "react";

import { lastActor, unsentCount } from "./mirror.js";
import { indexPack } from "./pack.js";
import { clockOf, dayOf, sessionsToday, useZone } from "./sessions.js";
import { openStore } from "./store.js";
import { createWords } from "./words.js";

const PATIENCE_MS = 2500;

export function OfflineToday({ table, children }) {
  const [kept, setKept] = useState(null);
  useEffect(() => {
    let gone = false;
    const look = () => void lessonsKept().then((found) => { if (!gone) setKept(found); });
    const timer = setTimeout(look, navigator.onLine === false ? 0 : PATIENCE_MS);
    return () => { gone = true; clearTimeout(timer); };
  }, []);
  return kept ? <Kept {...kept} words={createWords(table)} /> : children;
}

/** The own lessons of today by this phone's lists, those that are not over; never throws. */
async function lessonsKept() {
  const unsent = unsentCount();
  const store = await openStore();
  try {
    const pack = indexPack((await store.pack(lastActor()))?.raw);
    useZone(pack?.zone);
    const now = Date.now() + ((await store.meta("offset")) || 0);
    const own = pack ? sessionsToday(pack.sessions, now, dayOf(now)).filter(({ mine, cancelled, phase }) => mine && !cancelled && phase !== "over") : [];
    return { lessons: own, unsent };
  } catch {
    return { lessons: [], unsent };
  } finally {
    store.close();
  }
}

function Kept({ lessons, unsent, words }) {
  return (
    <div className="k-stack t-offline">
      <div className="k-notice k-redirect" role="status">
        <b>{words("offline_title")}</b>
        <div>{words(lessons.length ? "offline_from_phone" : "offline_no_lessons")}</div>
        {unsent > 0 && <div>{words("offline_unsent", { n: unsent })}</div>}
      </div>
      {lessons.map((lesson) => <Lesson key={lesson.id} lesson={lesson} words={words} />)}
      {!lessons.length && <a className="k-btn" href="/scan">{words("offline_open")}</a>}
      {!lessons.length && <a className="k-btn k-ghost" href="/shoot">{words("offline_shoot")}</a>}
    </div>
  );
}

function Lesson({ lesson, words }) {
  const isNow = lesson.phase === "now";
  return (
    <section className="k-card k-stack">
      <div className="k-row k-between">
        <span className="k-pill k-calm">{[words(isNow ? "phase_now" : "phase_later"), lesson.slot_name].filter(Boolean).join(" · ")}</span>
        <span className="k-soft k-small k-num">{clockOf(lesson.starts_at)}–{clockOf(lesson.ends_at)}</span>
      </div>
      <div>
        <h2 className="k-serif k-h1">{lesson.title}</h2>
        <div className="k-soft">{[lesson.room, words("expected_n", { n: lesson.expected.length })].filter(Boolean).join(" · ")}</div>
      </div>
      <a className={`k-btn${isNow ? "" : " k-ghost k-slim"}`} href={`/scan?session=${lesson.id}`}>{words(lesson.kind === "care" ? "offline_seats" : "offline_scan")}</a>
      <a className="k-btn k-ghost k-slim" href={`/shoot?session=${lesson.id}`}>{words("offline_shoot")}</a>
    </section>
  );
}
