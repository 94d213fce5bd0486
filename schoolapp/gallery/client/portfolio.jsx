/** A child's works over the terms: name tabs, a line of growth, then term by term what was made. */

import { useEffect, useMemo, useState } from "react";

import { Icon } from "./icon.jsx";
import { Lightbox } from "./lightbox.jsx";
import { ask, createWords } from "./net.js";
import { useOpened } from "./use_opened.js";
import { Wall } from "./wall.jsx";

export function Portfolio({ table }) {
  const words = useMemo(() => createWords(table), [table]);
  const [children, setChildren] = useState([]);
  const [child, setChild] = useState(() => Number(new URLSearchParams(window.location.search).get("child")) || 0);
  const [found, setFound] = useState(null);
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    ask("/api/gallery/children", undefined, words).then(({ data, message, status }) => {
      if (!data) return setRefusal(status === 403 ? words("portfolio_waits") : message);
      setChildren(data);
      if (!child && data.length) setChild(data[0].id);
      return !child && !data.length ? setRefusal(words("choose_child")) : undefined;
    });
  }, []);
  useEffect(() => {
    if (!child) return undefined;
    let isOld = false;
    setFound(null);
    setRefusal("");
    ask(`/api/gallery/portfolio/${child}`, undefined, words).then(({ data, message }) => { if (!isOld) { if (data) setFound(data); else setRefusal(message); } });
    return () => { isOld = true; };
  }, [child]);
  const choose = (id) => {
    setChild(id);
    window.history.replaceState(window.history.state, "", `/portfolio?child=${id}`);
  };
  return (
    <>
      {children.length > 1 && (
        <div className="gl-tabs" role="group" aria-label={words("children")}>
          {children.map((one) => <button key={one.id} type="button" className={`k-pill ${one.id === child ? "k-chosen" : "k-unknown"}`} aria-pressed={one.id === child} onClick={() => choose(one.id)}>{one.name}</button>)}
        </div>
      )}
      {refusal && <p className="k-notice k-calm" role="alert">{refusal}</p>}
      {!found && !refusal && <div className="k-stack" aria-hidden="true"><div className="k-wait" style={{ height: 120 }} /><div className="k-wait" style={{ height: 320 }} /></div>}
      {found && <Shown key={found.student_id} found={found} words={words} />}
    </>
  );
}

function Shown({ found, words }) {
  const all = useMemo(() => found.terms.flatMap((term) => term.works), [found]);
  const opened = useOpened(all);
  // A work that waits for approval stands in no term, and opens all the same when the family's page leads to it.
  const box = opened.id > 0 && <Lightbox id={opened.id} work={opened.work} hasBack={opened.index > 0} hasNext={opened.index >= 0 && opened.index < all.length - 1} onStep={opened.step} onClose={opened.close} words={words} />;
  if (!all.length) {
    return (
      <div className="k-empty">
        <Icon name="pic" />
        <div className="k-h2">{words("no_works", { name: found.name })}</div>
        <div>{words("no_works_hint")}</div>
        {box}
      </div>
    );
  }
  return (
    <>
      <section className="k-card k-stack">
        <div><h2 className="gl-title">{found.name}</h2><p className="k-soft">{[found.homeroom, words("works_n", { n: all.length })].filter(Boolean).join(" · ")}</p></div>
        <Growth terms={found.terms} words={words} />
        <a className="k-btn k-ghost k-slim" href={`/print/booklet/${found.student_id}`} target="_blank" rel="noreferrer"><Icon name="print" />{words("print_booklet")}</a>
      </section>
      {[...found.terms].reverse().map((term) => (
        <section key={term.name} className="k-stack">
          <h2 className="k-h2">{term.name} <span className="k-soft k-small">{words("works_n", { n: term.works.length })}</span></h2>
          <Wall works={[...term.works].reverse()} onOpen={opened.open} words={words} label={term.name} />
        </section>
      ))}
      {box}
    </>
  );
}

/** Month by month what was made: the newest of each month as a small picture, with the number of that month's works. */
function Growth({ terms, words }) {
  const months = new Map();
  for (const work of terms.flatMap((term) => term.works)) {
    const key = work.day.slice(0, 7);
    months.set(key, [...(months.get(key) || []), work]);
  }
  return (
    <ol className="gl-growth" aria-label={words("growth")}>
      {[...months].map(([key, works]) => (
        <li key={key}>
          <img src={`/media/photos/${works[works.length - 1].photo}/480`} width="72" height="72" alt="" loading="lazy" />
          <span>{words("month_of", { year: key.slice(0, 4), month: Number(key.slice(5)) })}</span>
          <span className="k-soft k-small">{words("works_n", { n: works.length })}</span>
        </li>
      ))}
    </ol>
  );
}
