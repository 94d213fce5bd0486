/** What a person should look at: a card in another's hand, a child whose twin or namesake is waited for elsewhere. */

import { alertKey, describe } from "./words.js";

/** So long a matter of the door is asked about; later it is the duty leader's. */
export const ASKED_MS = 180000;

/** Newest first, those that nobody has answered. @param {number} now ms, the school's time */
export const openAlerts = ({ roll }, now) =>
  roll.recent.filter((entry) => entry.alert && entry.alert !== "clock" && now - entry.at < ASKED_MS && !entry.isAccepted);

/** Beside the child that was just marked by hand. */
export function AlertOf({ id, desk, view, say, words }) {
  const entry = openAlerts(view, desk.now()).find(({ student_id }) => student_id === id);
  return entry ? <Alert entry={entry} desk={desk} say={say} pack={view.pack} words={words} /> : null;
}

export function Alert({ entry, desk, say, pack, words }) {
  const isAsked = entry.alert === "namesake";
  const { name, whole, seat } = describe(entry, pack, words);
  return (
    <div className="k-notice k-refuse s-gap" role="alert">
      <span>{words(alertKey(entry, pack), { name: isAsked ? name : whole, seat })}</span>
      <div className="k-row">
        <button type="button" className="k-btn k-ghost k-slim" onClick={() => desk.accept(entry.id)}>{words(isAsked ? "alert_yes" : "understood")}</button>
        {isAsked && <button type="button" className="k-btn k-ghost k-slim" onClick={async () => say(await desk.undo(entry.id))}>{words("alert_no")}</button>}
      </div>
    </div>
  );
}
