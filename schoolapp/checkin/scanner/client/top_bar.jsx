/** Which lesson, where, and whether everything has reached the school. */

import { Icon } from "./shapes.jsx";

/** @param {{next?: string, onMore?: () => void}} props `next`: the page to come back to after a sign-in */
export function TopBar({ session, net, words, onPick, onRetry, torch, onMore, dark, next }) {
  return (
    <header className={`s-top${dark ? " s-top-dark" : ""}`}>
      <h1 className="k-sr">{session.title}</h1>
      <a className="s-round" href="/today" aria-label={words("to_today")}><Icon name="back" /></a>
      <button type="button" className="s-lesson" onClick={onPick}>
        <b>{session.title}</b>
        <span>{[session.room, session.slot_name].filter(Boolean).join(" · ")}</span>
      </button>
      <NetBadge net={net} words={words} onRetry={onRetry} next={next} />
      {torch?.can && (
        <button type="button" className="s-round" aria-pressed={torch.on} aria-label={words("torch")} onClick={torch.toggle}><Icon name="torch" /></button>
      )}
      {onMore && <button type="button" className="s-round" aria-label={words("more_ways")} onClick={onMore}><Icon name="more" /></button>}
    </header>
  );
}

/** Always visible: offline, slow, waiting for a sign-in, so many not yet sent. Pressing it tries again. */
export function NetBadge({ net, words, onRetry, next = "/scan" }) {
  if (net.signIn) {
    return <a className="s-tap" href={`/sign-in?next=${next}`} data-net="sign_in" data-unsent={net.all}><span className="s-badge s-badge-warn">{words("sign_in_to_send", { n: net.all })}</span></a>;
  }
  const key = net.state === "ok" ? (net.all ? "badge_waiting" : "badge_ok") : `badge_${net.state}`;
  const text = net.state !== "ok" && net.all ? words("badge_and_unsent", { state: words(key), n: net.all }) : words(key, { n: net.all });
  return (
    <button type="button" className="s-tap" onClick={onRetry} data-unsent={net.all} data-net={net.state}>
      <span className={`s-badge${net.state === "ok" ? "" : " s-badge-warn"}`}>{text}</span>
    </button>
  );
}
