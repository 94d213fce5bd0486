/** Which lesson: the one that is on now stands on top. */

import { Panel } from "./panel.jsx";
import { clockOf, sessionsToday } from "./sessions.js";
import { Icon } from "./shapes.jsx";

export function PickView({ desk, view, words, go, onBack, kiosk }) {
  const sessions = sessionsToday(view.pack.sessions, desk.now(), desk.today());
  const groups = [["now", true], ["now", false], ["later", null], ["over", null]];
  const choose = async (session) => {
    await desk.choose(session.id);
    go("roll");
  };
  return (
    <Panel title={words("which_lesson")} hint={words("clock_now", { time: clockOf(desk.now()) })} onBack={onBack} words={words}
      foot={!kiosk && <button type="button" className="k-btn k-ghost k-slim" onClick={() => go("keep")}><Icon name="keep" />{words("keep_back")}</button>}>
      {!sessions.length && <p className="s-quiet">{words("no_lesson_today")}</p>}
      {groups.map(([phase, mine]) => {
        const list = sessions.filter((session) => session.phase === phase && (mine === null || session.mine === mine));
        if (!list.length) return null;
        return (
          <section key={`${phase}${mine}`}>
            <h2 className="k-h2">{words(`phase_${phase}${mine === false ? "_others" : ""}`)}</h2>
            <ul className="s-lessons">{list.map((session) => <li key={session.id}><Lesson session={session} words={words} onChoose={() => choose(session)} /></li>)}</ul>
          </section>
        );
      })}
    </Panel>
  );
}

function Lesson({ session, words, onChoose }) {
  return (
    <button type="button" className={`k-card s-lesson-card${session.phase === "now" && session.mine ? " s-lesson-now" : ""}`} onClick={onChoose} disabled={session.cancelled}>
      <span className="k-grow"><b>{session.title}</b>
        <span className="k-soft k-small">{clockOf(session.starts_at)}–{clockOf(session.ends_at)} · {[session.room, session.mine ? "" : session.teacher].filter(Boolean).join(" · ")}</span>
        {session.note && <span className="k-small s-where">{session.note}</span>}</span>
      {session.cancelled ? <span className="k-pill k-refuse">{words("cancelled")}</span> : <span className="k-soft k-small">{words("expected_n", { n: session.expected.length })}</span>}
    </button>
  );
}
