/** Second step: what was understood, and what would be added, changed, asked, refused. Nothing has happened yet. */

import { counted, hasWork, open, placeOf, tally } from "./answers.js";
import { Figure, Fold, Lines, Problem } from "./parts.jsx";
import { Questions } from "./questions.jsx";

const TONES = ["here", "calm", "unknown", "redirect", "refuse"];

export function Shown({ shown, answers, setAnswers, options, setOptions, words, busy, refused, onApply, onBack }) {
  const { counts } = shown;
  return (
    <>
      <Understood shown={shown} words={words} />
      <div className="grid grid-cols-3 gap-2 lg:grid-cols-5">
        {counted(counts, words).map(([word, number], at) => (
          <Figure key={word} number={number} word={word} tone={TONES[at]} />
        ))}
      </div>
      <div className="k-two">
        <div className="k-stack">
          <First first={shown.first} words={words}>
            <Questions questions={shown.questions} answers={answers} setAnswers={setAnswers} words={words} />
          </First>
          <Problems lines={shown.refused} title={words("refused_title")} hint={words("refused_hint")} tone="refuse" open words={words} />
          <Problems lines={shown.emptied} title={words("emptied_title")} hint={words("emptied_hint")} tone="redirect" open={shown.emptied.length < 30} words={words} />
          <Problems lines={shown.notes} title={words("notes_title")} hint={words("notes_hint")} tone="unknown" words={words} />
        </div>
        <div className="k-stack">
          <Options shown={shown} options={options} setOptions={setOptions} />
          <Changes lines={shown.changes} words={words} />
          <Adds shown={shown} words={words} />
        </div>
      </div>
      <Foot shown={shown} answers={answers} words={words} busy={busy} refused={refused} onApply={onApply} onBack={onBack} />
    </>
  );
}

/** Where another list must come first, one sentence says so; the many questions wait behind it. */
function First({ first, words, children }) {
  if (!first) return children;
  return (
    <>
      <p className="k-notice k-redirect" role="status">{first}</p>
      <details>
        <summary className="cursor-pointer min-h-[44px] flex items-center k-soft">{words("one_by_one")}</summary>
        {children}
      </details>
    </>
  );
}

function Understood({ shown, words }) {
  const { understood, counts } = shown;
  const unused = understood.unused.map((sheet) => `${sheet.name}（${sheet.why}）`);
  return (
    <section className="k-card k-stack">
      <div>
        <h2 className="k-h2 outline-none" tabIndex={-1} id="import-step">
          {words("understood", { kind: shown.kind_name, n: counts.rows })}
        </h2>
        <div className="k-soft k-small">{[shown.file, ...understood.sheets].join(" · ")}</div>
      </div>
      <div className="flex flex-wrap gap-2">
        {understood.columns.map((title) => (
          <span key={title} className="k-pill k-here">
            {title}
          </span>
        ))}
      </div>
      {understood.not_kept.length > 0 && (
        <p className="k-soft k-small">{words("not_kept", { columns: understood.not_kept.join("、") })}</p>
      )}
      {understood.not_used.length > 0 && (
        <details className="k-small k-soft">
          <summary className="cursor-pointer min-h-[44px] flex items-center">{words("not_used", { n: understood.not_used.length })}</summary>
          {understood.not_used.join("、")}
        </details>
      )}
      {unused.length > 0 && <p className="k-soft k-small">{words("unused_sheets", { sheets: unused.join("、") })}</p>}
    </section>
  );
}

function Options({ shown, options, setOptions }) {
  return shown.options.map((option) => (
    <label key={option.key} className="k-card k-row cursor-pointer">
      <input
        type="checkbox"
        className="w-6 h-6 flex-none"
        style={{ accentColor: "var(--accent)" }}
        checked={options[option.key] ?? option.value}
        onChange={(event) => setOptions({ ...options, [option.key]: event.target.checked })}
      />
      <span>{option.label}</span>
    </label>
  ));
}

function Problems({ lines, title, hint, tone, open: isOpen, words }) {
  if (!lines.length) return null;
  return (
    <Fold title={title} hint={hint} count={lines.length} tone={tone} open={isOpen}>
      <Lines lines={lines} words={words} draw={(line, index) => <Problem key={index} line={line} words={words} />} />
    </Fold>
  );
}

function Changes({ lines, words }) {
  if (!lines.length) return null;
  const draw = (line, index) => (
    <li key={index}>
      <div className="k-row k-between">
        <b>{line.label}</b>
        <span className="k-soft k-small k-num">{placeOf({ ...line, column: "" }, words)}</span>
      </div>
      {line.fields.map((field) => (
        <div key={field.name} className="k-small">
          <span className="k-soft">{field.name} </span>
          <del className="k-soft">{field.before || words("nothing")}</del>
          <span aria-label={words("becomes")}> → </span>
          <b>{field.after || words("nothing")}</b>
        </div>
      ))}
    </li>
  );
  return (
    <Fold title={words("changes_title")} hint={words("changes_hint")} count={lines.length} tone="calm" open>
      <Lines lines={lines} words={words} draw={draw} />
    </Fold>
  );
}

function Adds({ shown, words }) {
  if (!shown.adds.length) return null;
  const told = shown.totals.filter((each) => each.add).map((each) => `${each.what} ${each.add}`);
  const draw = (line, index) => (
    <li key={index} className="k-row k-between">
      <span>
        {line.label} <span className="k-soft k-small">{line.fields.find((field) => field.name === words("section_word"))?.after}</span>
      </span>
      <span className="k-soft k-small k-num">{line.row ? words("row", { n: line.row }) : line.what}</span>
    </li>
  );
  return (
    <Fold title={words("adds_title")} hint={told.join(" · ")} count={shown.counts.added_rows} tone="here" open>
      <Lines lines={shown.adds} words={words} draw={draw} />
    </Fold>
  );
}

function Foot({ shown, answers, words, busy, refused, onApply, onBack }) {
  const left = open(shown.questions, answers).length;
  const isUseful = hasWork(shown, answers);
  return (
    <div className="k-card k-stack sticky bottom-[84px] lg:bottom-4 z-10" style={{ boxShadow: "0 -2px 24px rgba(0,0,0,.12)" }}>
      {refused && (
        <div className="k-notice k-refuse" role="alert">
          {refused}
        </div>
      )}
      {isUseful && (
        <div>
          {words("rows")} <b className="k-num">{tally(shown.counts, words)}</b>
        </div>
      )}
      {isUseful && left > 0 && <div className="k-small k-soft">{words("open_stay_out", { n: left })}</div>}
      {!isUseful && <div className="k-small">{words("nothing_to_do")}</div>}
      <div className="k-row">
        <button type="button" className="k-btn k-ghost k-fit flex-none" disabled={busy} onClick={onBack}>
          {words("other_file")}
        </button>
        <button type="button" className="k-btn" disabled={busy || !isUseful} onClick={onApply}>
          {busy ? words("importing") : words("import_now")}
        </button>
      </div>
    </div>
  );
}
