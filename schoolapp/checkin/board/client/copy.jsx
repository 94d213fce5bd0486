/** A button that copies a text; where the browser does not let us, the text stands there to be marked by hand. */

import { useEffect, useState } from "react";

export function CopyText({ text, label, done, byHand }) {
  const [result, setResult] = useState("");
  useEffect(() => setResult(""), [text]);
  const copy = async () => setResult((await copied(text)) ? "done" : "failed");
  return (
    <>
      <button type="button" className="k-pill k-calm" onClick={copy}>
        <span className="b-swap">
          <span aria-hidden={result === "done"}>{label}</span>
          <span aria-hidden={result !== "done"}>{done}</span>
        </span>
      </button>
      <span className="k-sr" role="status">{result === "done" ? done : ""}</span>
      {result === "failed" && (
        <label className="k-field" style={{ width: "100%" }}>
          <span className="k-hint">{byHand}</span>
          <textarea className="k-input" readOnly value={text} rows={6} onFocus={(event) => event.target.select()} autoFocus />
        </label>
      )}
    </>
  );
}

/** Over plain HTTP there is no clipboard interface; the old command works there. */
async function copied(text) {
  try {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch { /* Not allowed: try the old way. */ }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
  }
}
