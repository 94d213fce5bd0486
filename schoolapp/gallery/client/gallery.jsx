/** The gallery: filters, the wall without end, the opened work. What is chosen stands in the address. */

import { useEffect, useMemo, useRef, useState } from "react";

import { Filters } from "./filters.jsx";
import { Icon } from "./icon.jsx";
import { Lightbox } from "./lightbox.jsx";
import { ask, createWords, filtersOf, queryOf } from "./net.js";
import { useOpened } from "./use_opened.js";
import { useWorks } from "./use_works.js";
import { Wall } from "./wall.jsx";

const NO_CHOICES = { courses: [], grades: [], homerooms: [], terms: [], months: [""], is_own: false };

export function Gallery({ table }) {
  const words = useMemo(() => createWords(table), [table]);
  const [choices, setChoices] = useState(NO_CHOICES);
  const [filters, setFilters] = useState(() => filtersOf(window.location.search));
  const list = useWorks(filters, words);
  const { works, isDone, refusal, isFirst } = list;
  const opened = useOpened(works);
  useEffect(() => { ask("/api/gallery/filters", undefined, words).then(({ data }) => data && setChoices(data)); }, []);
  useEffect(() => { if (opened.id && opened.index >= works.length - 3) list.more(); }, [opened.index, works.length]);

  const choose = (next) => {
    setFilters(next);
    window.history.replaceState(window.history.state, "", window.location.pathname + queryOf(next));
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <Filters choices={choices} filters={filters} onChange={choose} words={words} />
      <Wall works={works} onOpen={opened.open} words={words} label={words("works")} />
      {isFirst && !refusal && <Waiting />}
      {!isFirst && !works.length && !refusal && <Empty isNarrowed={queryOf(filters) !== ""} onAll={() => choose({})} words={words} />}
      {refusal && <div className="k-notice k-redirect k-row" role="alert"><span className="k-grow">{refusal}</span><button type="button" className="k-link" onClick={list.again}>{words("try_again")}</button></div>}
      <End onNear={list.more} isDone={isDone} isEmpty={!works.length} words={words} />
      <p className="k-sr" role="status">{isFirst ? "" : words("shown_n", { n: works.length })}</p>
      {opened.id > 0 && <Lightbox id={opened.id} work={opened.work} hasBack={opened.index > 0} hasNext={opened.index >= 0 && opened.index < works.length - 1} onStep={opened.step} onClose={opened.close} words={words} />}
    </>
  );
}

/** Asks for more when its place is nearly in sight. */
function End({ onNear, isDone, isEmpty, words }) {
  const place = useRef(null);
  useEffect(() => {
    const watch = new IntersectionObserver((seen) => { if (seen.some((entry) => entry.isIntersecting)) onNear(); }, { rootMargin: "1600px 0px" });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [onNear]);
  return <div ref={place} className="gl-end k-soft k-small">{isDone && !isEmpty ? words("that_was_all") : ""}</div>;
}

function Waiting() {
  return <div className="gl-waiting" aria-hidden="true">{[220, 300, 260, 180].map((height) => <div key={height} className="k-wait" style={{ height }} />)}</div>;
}

function Empty({ isNarrowed, onAll, words }) {
  return (
    <div className="k-empty">
      <Icon name="pic" />
      <div className="k-h2">{words(isNarrowed ? "nothing_found" : "nothing_yet")}</div>
      <div>{words(isNarrowed ? "nothing_found_hint" : "nothing_yet_hint")}</div>
      {isNarrowed && <button type="button" className="k-btn k-ghost k-slim k-fit" onClick={onAll}>{words("show_all")}</button>}
    </div>
  );
}
