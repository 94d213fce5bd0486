/** Below an opened work: applause as warmth and not as a rank, kind words, sharing, and a way to say that it should not hang. */

import { useEffect, useRef, useState } from "react";

import { Icon } from "./icon.jsx";
import { ask, newId } from "./net.js";
import { Share } from "./share.jsx";

const MOST_LETTERS = 140;

export function Answers({ id, found, words }) {
  const [said, setSaid] = useState(found.words);
  const [open, setOpen] = useState("");
  const toggle = (name) => setOpen((before) => (before === name ? "" : name));
  return (
    <div className="gl-answers">
      <div className="gl-hands">
        <Hands id={id} found={found} words={words} />
        {found.may_answer && <Opener name="words" open={open} toggle={toggle} icon="word">{words("say_kindly")}</Opener>}
        {found.may_share && <Opener name="share" open={open} toggle={toggle} icon="share">{words("share")}</Opener>}
      </div>
      {open === "words" && <KindWords id={id} words={words} onSaid={(text) => { setSaid((before) => [...before, { text, is_waiting: true, is_own: true }]); setOpen(""); }} />}
      {open === "share" && <Share id={id} words={words} />}
      {said.length > 0 && (
        <section aria-label={words("kind_words")}>
          <h3 className="k-h2">{words("kind_words")}</h3>
          <ul className="gl-words">
            {said.map((word, index) => (
              <li key={index}>{word.text}{word.is_waiting && <span className="k-soft k-small"> {words("is_read_first")}</span>}</li>
            ))}
          </ul>
        </section>
      )}
      {found.may_answer && <Report id={id} words={words} />}
      {!found.may_answer && (found.is_visitor ? <SignIn words={words} /> : <p className="k-soft k-small">{words("confirmed_first")}</p>)}
    </div>
  );
}

/** Visitors look; who belongs to the school signs in, and comes back to this very work. */
function SignIn({ words }) {
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  return (
    <div className="k-notice k-calm gl-way-in">
      <span>{words("sign_in_to_applaud")}</span>
      <a className="k-link" href={`/sign-in?next=${here}`}>{words("sign_in")}</a>
    </div>
  );
}

function Opener({ name, open, toggle, icon, children }) {
  return <button type="button" className="k-btn k-ghost k-slim" aria-expanded={open === name} onClick={() => toggle(name)}><Icon name={icon} />{children}</button>;
}

/** One's own applause, given or taken back; the number says how warm it is. */
function Hands({ id, found, words }) {
  const [state, setState] = useState({ mine: found.applauded, count: found.applause });
  const [refusal, setRefusal] = useState("");
  const label = state.count ? words("applause_n", { n: state.count }) : words("applaud");
  if (!found.may_answer) return state.count ? <p className="gl-warm"><Icon name="heart" />{words("applauded_n", { n: state.count })}</p> : null;
  const clap = async () => {
    const on = !state.mine;
    setState((before) => ({ mine: on, count: before.count + (on ? 1 : -1) }));
    const { data, message } = await ask(`/api/gallery/works/${id}/applause`, { on }, words);
    setRefusal(message || "");
    setState((before) => (data ? { mine: on, count: data.applause } : { mine: !on, count: before.count + (on ? -1 : 1) }));
  };
  return (
    <>
      <button type="button" className={`k-btn k-ghost k-slim gl-heart${state.mine ? " gl-given" : ""}`} aria-pressed={state.mine} onClick={clap}><Icon name="heart" />{label}</button>
      {refusal && <p className="k-error" role="alert">{refusal}</p>}
    </>
  );
}

/** What opens below the fold comes into sight down to its button, and again when the phone's keyboard has come up. */
function useShownWhole() {
  const opened = useRef(null);
  useEffect(() => {
    const show = () => opened.current?.scrollIntoView({ block: "nearest" });
    show();
    window.visualViewport?.addEventListener("resize", show);
    return () => window.visualViewport?.removeEventListener("resize", show);
  }, []);
  return opened;
}

function KindWords({ id, words, onSaid }) {
  const [text, setText] = useState("");
  const [refusal, setRefusal] = useState("");
  const uuid = useRef(newId());
  const form = useShownWhole();
  const send = async (event) => {
    event.preventDefault();
    const { data, message } = await ask(`/api/gallery/works/${id}/words`, { id: uuid.current, text }, words);
    if (data) onSaid(text.trim());
    else setRefusal(message);
  };
  return (
    <form ref={form} className="k-stack gl-say" onSubmit={send}>
      <div className="k-field">
        <label htmlFor="gl-kind">{words("kind_words_for")}</label>
        <textarea id="gl-kind" className="k-input" rows={3} maxLength={MOST_LETTERS} value={text} onChange={(event) => setText(event.target.value)} autoFocus />
        <div className="k-hint">{words("read_first")}</div>
        {refusal && <div className="k-error" role="alert">{refusal}</div>}
      </div>
      <button type="submit" className="k-btn k-slim">{words("send")}</button>
    </form>
  );
}

function Report({ id, words }) {
  const [text, setText] = useState("");
  const [result, setResult] = useState({});
  const send = async (event) => {
    event.preventDefault();
    const { data, message } = await ask(`/api/gallery/works/${id}/report`, { reason: text }, words);
    setResult(data ? { isDone: true } : { message });
  };
  if (result.isDone) return <p className="k-notice k-calm" role="status">{words("reported")}</p>;
  return (
    <details className="gl-report">
      <summary className="k-link">{words("report")}</summary>
      <form className="k-stack" onSubmit={send}>
        <div className="k-field">
          <label htmlFor="gl-why">{words("report_why")}</label>
          <textarea id="gl-why" className="k-input" rows={2} maxLength={300} value={text} onChange={(event) => setText(event.target.value)} />
          {result.message && <div className="k-error" role="alert">{result.message}</div>}
        </div>
        <button type="submit" className="k-btn k-ghost k-slim">{words("report_send")}</button>
      </form>
    </details>
  );
}
