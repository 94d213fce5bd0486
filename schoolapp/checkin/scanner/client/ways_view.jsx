/** The other ways in, and what belongs to the camera: there is always one that works. */

import { useEffect, useState } from "react";

import { listCameras, rememberedCamera } from "./camera.js";
import { isCode } from "./codes.js";
import { createDecoder } from "./decoder.js";
import { environment, lacks } from "./help.js";
import { Panel } from "./panel.jsx";
import { Icon, Shape } from "./shapes.jsx";
import { lookOf } from "./rules.js";
import { describe } from "./words.js";

export function WaysView({ view, words, go, scanning, onCamera }) {
  const [last, setLast] = useState([]);
  const [busy, setBusy] = useState("");
  const take = (texts, method) => setLast(scanning.onTexts(texts, method));
  const picture = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    setBusy(words("reading_picture"));
    setLast([]);
    const { texts, trouble } = await readTexts(file);
    setBusy(trouble ? words(trouble) : "");
    if (texts.length) take(texts, "picture");
  };
  return (
    <Panel title={words("other_ways")} onBack={() => go("roll")} words={words}>
      {lacks(environment()).map(({ key }) => <p key={key} className="k-notice k-calm">{words(key)}</p>)}
      <button type="button" className="k-btn k-ghost" onClick={() => go("manual")}><Icon name="hand" />{words("by_hand")}</button>
      <label className="k-btn k-ghost s-file"><Icon name="picture" />{words("take_picture")}<input type="file" accept="image/*" capture="environment" onChange={picture} /></label>
      {busy && <p className="k-notice k-calm" role="status">{busy}</p>}
      <CodeField words={words} onCode={(text) => take([text], "keyboard")} />
      <ul className="s-list">{last.map((record) => <Outcome key={record.id} record={record} pack={view.pack} words={words} />)}</ul>
      <button type="button" className="k-btn k-ghost" onClick={() => go("keep")}><Icon name="keep" />{words("keep_back")}</button>
      {view.session && <a className="k-btn k-ghost" href={`/shoot?session=${view.session.id}`}><Icon name="picture" />{words("photograph_works")}</a>}
      <Cameras words={words} onCamera={onCamera} />
      {view.session?.kind === "care" && <button type="button" className="k-btn k-ghost" onClick={() => go("camera")}>{words("scan_anyway")}</button>}
      <a className="k-btn k-ghost" href="/kiosk">{words("open_kiosk")}</a>
    </Panel>
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

function Outcome({ record, pack, words }) {
  const { name, seat, verdict } = describe(record, pack, words);
  return <li className="s-row"><Shape look={lookOf(record.verdict)} small /><div className="k-grow"><b>{name}</b> <span className="k-soft k-small">{seat}</span><div className="k-small">{verdict}</div></div></li>;
}

function Cameras({ words, onCamera }) {
  const [cameras, setCameras] = useState([]);
  useEffect(() => { if (navigator.mediaDevices?.enumerateDevices) void listCameras().then(setCameras); }, []);
  const named = cameras.filter(({ deviceId }) => deviceId);
  if (named.length < 2) return null;
  return (
    <div className="k-field">
      <label htmlFor="s-camera">{words("which_camera")}</label>
      <select id="s-camera" className="k-input" defaultValue={rememberedCamera() || ""} onChange={(event) => onCamera(event.target.value)}>
        <option value="" disabled>{words("choose_camera")}</option>
        {named.map(({ deviceId, label }, i) => <option key={deviceId} value={deviceId}>{label || words("camera_n", { n: i + 1 })}</option>)}
      </select>
    </div>
  );
}
