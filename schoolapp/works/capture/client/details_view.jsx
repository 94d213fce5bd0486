/** One work: who made it, title, medium, a word of the teacher; its picture once more; what the school refused. */

import { useState } from "react";

import { Chips, Panel } from "../../../checkin/scanner/client/panel.jsx";

import { ChildrenView } from "./children_view.jsx";
import { namesOf } from "./makers.js";
import { REFUSED } from "./records.js";

const LONGEST = { title: 60, medium: 40, remark: 500 };

export function DetailsView({ studio, view, record, words, filing, onBack }) {
  const [fields, setFields] = useState({});
  const [isChoosing, setChoosing] = useState(false);
  const now = { makers: record.makers, ...record.work, ...fields };
  const set = (more) => setFields({ ...fields, ...more });
  const keep = async () => {
    if (Object.keys(fields).length) await studio.change(record.id, fields);
  };
  const save = () => keep().then(onBack);
  if (isChoosing) {
    return <ChildrenView view={view} words={words} makers={now.makers} onBack={() => setChoosing(false)} onDone={(makers) => { set({ makers }); setChoosing(false); }} />;
  }
  return (
    <Panel title={words("work_details")} hint={[record.lesson, record.work.day].filter(Boolean).join(" · ")} onBack={onBack} words={words}
      foot={<button type="button" className="k-btn" onClick={save}>{words("save")}</button>}>
      <Problem record={record} studio={studio} words={words} onGone={onBack} />
      {record.thumb && <img src={record.thumb} alt="" className="w-large" />}
      <div className="k-row k-between"><div className="k-grow"><b>{now.makers.length ? namesOf(now.makers, words) : words("no_maker_yet")}</b></div>
        <button type="button" className="k-pill k-unknown" onClick={() => setChoosing(true)}>{words("choose_children")}</button></div>
      <Chips label={words("kind")} value={now.kind} onChange={(kind) => set({ kind })} options={["work", "people"].map((value) => ({ value, word: words(`kind_${value}`) }))} />
      <Field id="title" words={words} value={now.title} onChange={set} />
      <Field id="medium" words={words} value={now.medium} onChange={set} />
      <Field id="remark" words={words} value={now.remark} onChange={set} isLong />
      <Again record={record} studio={studio} filing={filing} words={words} onLeave={keep} />
    </Panel>
  );
}

function Field({ id, words, value, onChange, isLong }) {
  const Input = isLong ? "textarea" : "input";
  return (
    <div className="k-field">
      <label htmlFor={`w-${id}`}>{words(`field_${id}`)}</label>
      <Input id={`w-${id}`} className="k-input" autoComplete="off" maxLength={LONGEST[id]} value={value} placeholder={words(`field_${id}_example`)} onChange={(event) => onChange({ [id]: event.target.value })} />
    </div>
  );
}

/** What the school refused, why, and the ways on. */
function Problem({ record, studio, words, onGone }) {
  if (record.sent !== REFUSED) return null;
  const discard = async () => {
    if (!window.confirm(words("discard_sure"))) return;
    await studio.discard(record.id);
    onGone();
  };
  return (
    <div className="k-notice k-refuse k-stack" role="alert">
      <p>{record.problem?.message || words("works_refused")}</p>
      <div className="k-row"><button type="button" className="k-btn k-slim" onClick={() => studio.retry(record.id)}>{words("try_again")}</button>
        {!record.answer && <button type="button" className="k-btn k-slim k-danger" onClick={discard}>{words("discard")}</button>}</div>
    </div>
  );
}

/** The corners once more: with the picture on the phone, else with the school's original, which is kept until approval. */
function Again({ record, studio, filing, words, onLeave }) {
  const [trouble, setTrouble] = useState("");
  if (record.work.kind !== "work" || record.film) return null;
  const open = async () => {
    const picture = (await studio.picture(record)) || (await original(record.photo_id));
    if (!picture) return setTrouble(words("original_gone"));
    await onLeave(); // what was written already is not lost on the way to the corners
    return filing.reopen(record, picture);
  };
  return (
    <>
      <button type="button" className="k-btn k-ghost k-slim" onClick={open}>{words("straighten_again")}</button>
      {trouble && <p className="k-notice k-redirect" role="alert">{trouble}</p>}
    </>
  );
}

async function original(photoId) {
  try {
    const response = await fetch(`/media/photos/${photoId}/original`, { credentials: "same-origin" });
    return response.ok ? { bytes: await response.arrayBuffer(), type: response.headers.get("Content-Type") || "image/jpeg" } : null;
  } catch {
    return null;
  }
}
