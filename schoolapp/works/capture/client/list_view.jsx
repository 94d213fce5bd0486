/** The works of this phone: what has left, what waits, what needs a person. */

import { clockOf } from "../../../checkin/scanner/client/sessions.js";
import { Panel } from "../../../checkin/scanner/client/panel.jsx";
import { Icon, Shape } from "../../../checkin/scanner/client/shapes.jsx";

import { namesOf } from "./makers.js";
import { needsMakers, REFUSED, SENT } from "./records.js";

export function ListView({ made, studio, words, onOpen, onBack }) {
  const waiting = made.unsent > 0;
  return (
    <Panel title={words("works_here")} hint={waiting ? words("works_waiting", { n: made.unsent }) : words("works_all_sent")} onBack={onBack} words={words}
      foot={waiting ? <button type="button" className="k-btn" onClick={studio.flush}>{words("send_now")}</button> : undefined}>
      {made.state === "full" && <p className="k-notice k-redirect" role="alert">{words("works_no_room")}</p>}
      {!made.lasting && <p className="k-notice k-redirect">{words("help_no_store")}</p>}
      {!made.works.length && <p className="s-quiet">{words("works_none")}</p>}
      <ul className="s-list">
        {made.works.map((record) => (
          <li key={record.id}>
            <button type="button" className="w-row" onClick={() => onOpen(record.id)} data-step={record.step} data-sent={record.sent}>
              <span className="k-filmed">{record.thumb ? <img src={record.thumb} alt="" className="w-thumb" /> : <span className="w-thumb" />}{record.film > 0 && <Icon name="play" />}</span>
              <span className="k-grow"><b>{record.work.title || (record.makers.length ? namesOf(record.makers, words) : words("no_maker_yet"))}</b>
                <span className="k-soft k-small">{[record.lesson, clockOf(record.at), record.film ? words("film_n", { n: record.film }) : words(`kind_${record.work.kind}`)].filter(Boolean).join(" · ")}</span>
                <State record={record} part={made.progress.get(record.id)} isSending={made.sending === record.id} words={words} /></span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Shape and word of how far a work has got. */
export function State({ record, part, isSending, words }) {
  const [look, text] = stateOf(record, part, isSending, words);
  return <span className="w-state"><Shape look={look} small />{text}</span>;
}

function stateOf(record, part, isSending, words) {
  if (record.sent === REFUSED) return ["refuse", record.problem?.message || words("works_refused")];
  if (needsMakers(record) && record.sent === SENT) return ["redirect", words("works_nameless")];
  if (record.sent === SENT) return ["here", words("works_sent")];
  if (isSending && record.step === "film" && part === 1) return ["calm", words("works_making")];
  if (isSending && part !== undefined) return ["calm", words("works_sending", { percent: Math.round(part * 100) })];
  return ["unknown", words("works_wait")];
}
