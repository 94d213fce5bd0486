/** The other ways in, and what belongs to the camera: there is always one that works. */

import { useEffect, useState } from "react";

import { listCameras, rememberedCamera } from "./camera.js";
import { CardInput } from "./card_input.jsx";
import { environment, lacks } from "./help.js";
import { Panel } from "./panel.jsx";
import { Icon, Shape } from "./shapes.jsx";
import { lookOf } from "./rules.js";
import { describe } from "./words.js";

export function WaysView({ view, words, go, scanning, onCamera }) {
  const [last, setLast] = useState([]);
  const take = (texts, method) => setLast(scanning.onTexts(texts, method));
  return (
    <Panel title={words("other_ways")} onBack={() => go("roll")} words={words}>
      {lacks(environment()).map(({ key }) => <p key={key} className="k-notice k-calm">{words(key)}</p>)}
      <button type="button" className="k-btn k-ghost" onClick={() => go("manual")}><Icon name="hand" />{words("by_hand")}</button>
      <CardInput words={words} onTexts={take} />
      <ul className="s-list">{last.map((record) => <Outcome key={record.id} record={record} pack={view.pack} words={words} />)}</ul>
      <button type="button" className="k-btn k-ghost" onClick={() => go("keep")}><Icon name="keep" />{words("keep_back")}</button>
      {view.session && <a className="k-btn k-ghost" href={`/shoot?session=${view.session.id}`}><Icon name="picture" />{words("photograph_works")}</a>}
      <Cameras words={words} onCamera={onCamera} />
      {view.session?.kind === "care" && <button type="button" className="k-btn k-ghost" onClick={() => go("camera")}>{words("scan_anyway")}</button>}
      <a className="k-btn k-ghost" href="/kiosk">{words("open_kiosk")}</a>
    </Panel>
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
