/** First step: choose a file, or take a template. */

import { useRef, useState } from "react";

import { Icon } from "./parts.jsx";

export function Choose({ kinds, words, busy, refused, onFile }) {
  const [kind, setKind] = useState("");
  const [over, setOver] = useState(false);
  const input = useRef(null);
  const take = (files) => {
    if (files?.[0] && !busy) onFile(files[0], kind);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div className="k-two">
      <section className="k-card k-stack" aria-busy={busy}>
        {refused && (
          <div className="k-notice k-refuse" role="alert">
            {refused}
          </div>
        )}
        <div
          className="grid justify-items-center gap-3 rounded-2xl border-2 border-dashed p-6 text-center"
          style={{ borderColor: over ? "var(--accent)" : "var(--line)" }}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <span style={{ color: "var(--accent)" }}>
            <Icon name="upload" className="k-icon w-10 h-10" />
          </span>
          <div className="k-soft">{words("formats")}</div>
          <input
            ref={input}
            id="import-file"
            type="file"
            accept=".xlsx,.xls,.csv,.txt"
            className="k-sr"
            tabIndex={-1}
            aria-label={words("choose_file")}
            onChange={(event) => {
              take(event.target.files);
              event.target.value = "";
            }}
          />
          <button type="button" className="k-btn" disabled={busy} onClick={() => input.current.click()}>
            {busy ? words("reading") : words("choose_file")}
          </button>
        </div>
        <div className="k-field">
          <label htmlFor="import-kind">{words("which_list")}</label>
          <select id="import-kind" className="k-input" value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{words("by_headings")}</option>
            {kinds.map((each) => (
              <option key={each.key} value={each.key}>
                {each.name}
              </option>
            ))}
          </select>
        </div>
        <p className="k-soft k-small">{words("privacy")}</p>
      </section>
      <Templates kinds={kinds} words={words} />
    </div>
  );
}

function Templates({ kinds, words }) {
  return (
    <section className="k-card">
      <h2 className="k-h2">{words("templates")}</h2>
      <p className="k-soft k-small pb-2">{words("templates_hint")}</p>
      <div className="k-list">
        {kinds.map((each) => (
          <a
            key={each.key}
            href={`/api/import/template/${each.key}.xlsx`}
            download
            className="k-row k-between no-underline min-h-[48px]"
            style={{ color: "var(--ink)" }}
          >
            <span>
              <b>{each.name}</b>
              <span className="k-soft k-small block">{each.hint}</span>
            </span>
            <span className="k-small font-semibold" style={{ color: "var(--accent)" }}>
              .xlsx
            </span>
          </a>
        ))}
      </div>
    </section>
  );
}
