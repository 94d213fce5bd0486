/** What the gallery is narrowed by: courses as pills in one line, the rest behind one button, and a search. */

import { useEffect, useState } from "react";

import { Icon } from "./icon.jsx";

const SEARCH_MS = 350;

export function Filters({ choices, filters, onChange, words }) {
  const [isOpen, setOpen] = useState(Boolean(filters.q || filters.homeroom || filters.term));
  const set = (key, value) => onChange({ ...filters, [key]: value });
  const month = choices.months[0];
  const rest = ["grade", "homeroom", "term", "q"].filter((key) => filters[key]).length + (filters.month && filters.month !== month ? 1 : 0);
  return (
    <div className="k-stack gl-filters">
      <div className="gl-pills" role="group" aria-label={words("narrow")}>
        <button type="button" className="k-pill k-unknown" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}><Icon name="search" />{rest ? words("more_n", { n: rest }) : words("find")}</button>
        <Pill isOn={!Object.values(filters).some(Boolean)} onClick={() => onChange({})}>{words("all")}</Pill>
        <Pill isOn={filters.month === month} onClick={() => set("month", filters.month === month ? "" : month)}>{words("this_month")}</Pill>
        {choices.courses.map(([id, name]) => (
          <Pill key={id} isOn={filters.course === String(id)} onClick={() => set("course", filters.course === String(id) ? "" : String(id))}>{name}</Pill>
        ))}
      </div>
      {isOpen && (
        <div className="gl-more">
          <Search value={filters.q || ""} onChange={(value) => set("q", value)} words={words} hint={words(choices.is_own ? "search_own" : "search_public")} />
          <Choice id="gl-grade" label={words("grade")} all={words("any")} options={choices.grades} value={filters.grade} onChange={(value) => set("grade", value)} />
          {choices.homerooms.length > 0 && <Choice id="gl-homeroom" label={words("homeroom")} all={words("any")} options={choices.homerooms} value={filters.homeroom} onChange={(value) => set("homeroom", value)} />}
          {choices.terms.length > 1 && <Choice id="gl-term" label={words("term")} all={words("any")} options={choices.terms} value={filters.term} onChange={(value) => set("term", value)} />}
          <Choice id="gl-month" label={words("month")} all={words("any")} options={choices.months.map((key) => [key, words("month_of", { year: key.slice(0, 4), month: Number(key.slice(5)) })])} value={filters.month} onChange={(value) => set("month", value)} />
        </div>
      )}
    </div>
  );
}

function Pill({ isOn, onClick, children }) {
  return <button type="button" className={`k-pill ${isOn ? "k-chosen" : "k-unknown"}`} aria-pressed={isOn} onClick={onClick}>{children}</button>;
}

function Choice({ id, label, all, options, value, onChange }) {
  return (
    <div className="k-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="k-input" value={value || ""} onChange={(event) => onChange(event.target.value)}>
        <option value="">{all}</option>
        {options.map(([key, name]) => <option key={key} value={String(key)}>{name}</option>)}
      </select>
    </div>
  );
}

function Search({ value, onChange, words, hint }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), SEARCH_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="k-field gl-search">
      <label htmlFor="gl-search">{words("search")}</label>
      <input id="gl-search" className="k-input" type="search" autoComplete="off" maxLength={60} value={text} placeholder={hint} onChange={(event) => setText(event.target.value)} />
    </div>
  );
}
