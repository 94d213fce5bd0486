import { useEffect, useState } from "react";

/* The picture goes by itself, before the form: a refused form loses neither the picture nor what was typed. */
export function SheetPicture({ pictureId, words }) {
  const [state, setState] = useState("");
  const [refusal, setRefusal] = useState("");

  useEffect(() => {
    setState("");
    setRefusal("");
  }, [pictureId]);

  const send = async (event) => {
    const file = event.target.files[0];
    if (!file) return setState("");
    setState("sending");
    try {
      const answer = await fetch(`/api/photos?id=${pictureId}`, { method: "POST", body: file });
      const told = await answer.json().catch(() => ({}));
      setRefusal(answer.ok ? "" : told.message || words.failed);
      setState(answer.ok ? "kept" : "failed");
    } catch {
      setRefusal(words.failed);
      setState("failed");
    }
  };

  return (
    <div className="k-field">
      <label htmlFor="sheet-picture">{words.label}</label>
      <input id="sheet-picture" type="file" accept="image/*" className="k-input c-file" onChange={send} />
      <input type="hidden" name="photo_id" value={state === "kept" ? pictureId : ""} readOnly />
      <div role="status" className={state === "failed" ? "k-error" : "k-hint"}>
        {state === "failed" ? refusal : words[state] || ""}
      </div>
    </div>
  );
}
