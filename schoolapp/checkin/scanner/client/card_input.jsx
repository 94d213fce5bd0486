/** A card without the live camera: a picture of it, or the characters under its code. */

import { useState } from "react";

import { isCode } from "./codes.js";
import { createDecoder } from "./decoder.js";
import { Icon } from "./shapes.jsx";

/** @param {{onTexts: (texts: string[], method: "picture"|"keyboard") => void}} props */
export function CardInput({ words, onTexts }) {
  const [busy, setBusy] = useState("");
  const picture = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    setBusy(words("reading_picture"));
    const { texts, trouble } = await readTexts(file);
    setBusy(trouble ? words(trouble) : "");
    if (texts.length) onTexts(texts, "picture");
  };
  return (
    <>
      <label className="k-btn k-ghost s-file"><Icon name="picture" />{words("take_picture")}<input type="file" accept="image/*" capture="environment" onChange={picture} /></label>
      {busy && <p className="k-notice k-calm" role="status">{busy}</p>}
      <CodeField words={words} onCode={(text) => onTexts([text], "keyboard")} />
    </>
  );
}

/** @returns {Promise<{texts: string[], trouble: string}>} `trouble`: the key of what to do when there is no text */
async function readTexts(file) {
  const decoder = createDecoder();
  try {
    await decoder.ready;
    const texts = [...new Set((await decoder.readPicture(file)).map(({ text }) => text))];
    return { texts, trouble: texts.length ? "" : "picture_no_card" };
  } catch (error) {
    return { texts: [], trouble: error.message === "picture" ? "picture_not_opened" : "camera_no_decoder" };
  } finally {
    decoder.close();
  }
}

/** The sixteen characters under the code, typed by hand or by a keyboard scanner. */
function CodeField({ words, onCode }) {
  const [text, setText] = useState("");
  const send = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    onCode(text);
    setText("");
  };
  return (
    <form className="k-field" onSubmit={send}>
      <label htmlFor="s-code">{words("type_code")}</label>
      <div className="k-row"><input id="s-code" className="k-input s-code" autoComplete="off" autoCapitalize="characters" spellCheck={false} value={text} placeholder="KH…" onChange={(event) => setText(event.target.value)} />
        <button type="submit" className="k-btn k-slim k-fit" disabled={!text.trim()}>{words("enter")}</button></div>
      <div className="k-hint">{words(text.trim().length >= 16 && !isCode(text) ? "code_mistyped" : "keyboard_scanner_hint")}</div>
    </form>
  );
}
