// The door of the school: forms that are sent to our own API, the demo logins, signing out.
// Everything works as a plain form too, until this script has loaded or where it fails.
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

import { forgetNames } from "./forget.js";

/** Leave for `target` with a full page load: the next person must not meet the last one's state. */
function leaveFor(target) {
  sessionStorage.removeItem("token");
  window.location.assign(target);
}

async function send(address, fields) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  const body = await response.json().catch(() => ({}));
  return response.ok ? { next: body.next } : { refused: body.message || "", field: body.field || "" };
}

function wantedNext() {
  return new URLSearchParams(window.location.search).get("next") || "";
}

/** The reason that a plain form was led back with, in words. */
function refusalOf(words) {
  const code = new URLSearchParams(window.location.search).get("refused");
  return code ? words[code] || words.failed || "" : "";
}

/** The field that a refusal is about: marked, focused, with the words below it until it is changed. */
function useFault(form) {
  const [fault, setFault] = useState(null);
  useEffect(() => {
    const input = fault && form.current?.elements[fault.field];
    if (!input) return undefined;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "form-fault");
    input.focus();
    return () => {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    };
  }, [fault]);
  const place = fault && form.current?.elements[fault.field]?.closest(".k-field");
  const words = place && createPortal(<div className="k-error" id="form-fault" role="alert">{fault.refused}</div>, place);
  return [fault, setFault, words];
}

/** A form around any fields; the answer leads on, or a refusal stands at its field, else above the button. */
export function PostForm({ action, label, busyLabel, words, children }) {
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  const message = useRef(null);
  const form = useRef(null);
  const [fault, setFault, atField] = useFault(form);
  useEffect(() => setRefused(refusalOf(words)), []);

  async function submit(event) {
    event.preventDefault();
    const fields = { ...Object.fromEntries(new FormData(event.target)), next: wantedNext() };
    setBusy(true);
    setRefused("");
    setFault(null);
    try {
      const answer = await send(action, fields);
      if (answer.next) return leaveFor(answer.next);
      if (form.current?.elements[answer.field]) setFault(answer);
      else setRefused(answer.refused || words.failed);
    } catch {
      setRefused(words.offline);
    }
    setBusy(false);
    requestAnimationFrame(() => message.current?.focus());
  }

  return (
    <form
      method="post"
      action={action}
      onSubmit={submit}
      onInput={(event) => { if (event.target.name === fault?.field) setFault(null); }}
      className="k-stack"
      ref={form}
    >
      {children}
      {atField}
      {refused && (
        <div className="k-notice k-refuse" role="alert" tabIndex={-1} ref={message}>
          {refused}
        </div>
      )}
      <button type="submit" className="k-btn" disabled={busy}>
        {busy ? busyLabel : label}
      </button>
    </form>
  );
}

/** In demo mode: who one can be, one tap each. In a school not set up yet: the way there. */
export function DemoLogins({ title, hint, password, people, words }) {
  const [door, setDoor] = useState(null);
  const [refused, setRefused] = useState("");
  useEffect(() => {
    fetch("/api/door")
      .then((response) => response.json())
      .then((found) => (found.needs_setup ? window.location.replace("/setup") : setDoor(found)))
      .catch(() => setDoor(null));
  }, []);
  if (!door?.demo) return null;

  async function enter(login) {
    const answer = await send("/api/login", { login, password, next: wantedNext() }).catch(() => ({}));
    if (answer.next) leaveFor(answer.next);
    else setRefused(answer.refused || words.offline);
  }

  return (
    <section className="k-stack" aria-labelledby="demo-title">
      <h2 className="k-h2" id="demo-title">{title}</h2>
      <p className="k-soft k-small">{hint} <b className="k-unbroken">{password}</b></p>
      {refused && <div className="k-notice k-refuse" role="alert">{refused}</div>}
      <div className="k-doors">
        {people.map((person) => (
          <button key={person.login} type="button" className="k-card k-door" onClick={() => enter(person.login)}>
            <span className="k-h2">{person.title}</span>
            <span className="k-soft k-small">{person.hint}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

/** What on this phone has not reached the server: scanner and camera keep their numbers here. */
function unsentOnPhone() {
  const [scans, works] = ["schoolapp.unsent", "schoolapp.unsent.works"].map((key) => Math.max(0, Number(localStorage.getItem(key)) || 0));
  return { count: scans + works, page: scans ? "/scan" : "/shoot" };
}

/** Sign out; with unsent scans or works only after a warning. */
export function SignOut({ label, warning, sendFirst, leaveAnyway, offline }) {
  const [{ count: unsent, page }, setUnsent] = useState({ count: 0, page: "" });
  const [failed, setFailed] = useState("");
  const first = useRef(null);
  useEffect(() => { if (unsent) first.current?.focus(); }, [unsent]);

  async function leave() {
    const answer = await send("/api/logout", {}).catch(() => ({}));
    if (answer.next) {
      localStorage.removeItem("schoolapp.actor"); // Without a network the scanner would open this person's lists.
      await forgetNames();
      leaveFor(answer.next);
    } else setFailed(offline);
  }

  function ask() {
    const found = unsentOnPhone();
    if (found.count) setUnsent(found);
    else leave();
  }

  return (
    <div className="k-stack">
      {failed && <div className="k-notice k-refuse" role="alert">{failed}</div>}
      {unsent === 0 && <button type="button" className="k-btn k-danger" onClick={ask}>{label}</button>}
      {unsent > 0 && (
        <div className="k-notice k-redirect k-stack" role="alertdialog" aria-label={label}>
          <p>{warning.replace("{n}", unsent)}</p>
          <a href={page} className="k-btn" ref={first}>{sendFirst}</a>
          <button type="button" className="k-btn k-danger" onClick={leave}>{leaveAnyway}</button>
        </div>
      )}
    </div>
  );
}
