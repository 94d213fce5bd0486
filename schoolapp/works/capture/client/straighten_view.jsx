/** The sheet straightened: four corners to drag or to move by arrow keys, a look at the result, white paper, a turn. */

import { useEffect, useMemo, useState } from "react";

import { Panel } from "../../../checkin/scanner/client/panel.jsx";

import { Corners } from "./corners.jsx";
import { straightened, straightSize } from "./geometry.js";
import { guessCorners } from "./guess.js";
import { namesOf } from "./makers.js";
import { drawn, lumaOf, opened, sizeOf, thumbOf } from "./picture.js";
import { isWhole, makeRecipe, readRecipe, turnedFurther, WHOLE } from "./recipe.js";
import { drawnSize } from "./shrink.js";
import { whiten } from "./white.js";

const SHOWN = 1200;
const PREVIEW = 900;
const THUMB = 320;
const WHITE = "schoolapp.works.white";

/** @param {{picture: {bytes, type}, recipe: object|null, onDone: (recipe: object, thumb: string) => void}} props recipe null: make a first guess */
export function StraightenView({ picture, draft, record, recipe, words, onDone, onBack }) {
  const source = useSource(picture);
  const [edit, setEdit] = useState(() => (recipe ? readRecipe(recipe) : { corners: WHOLE, turn: 0, white: wantsWhite() }));
  const [isPreview, setPreview] = useState(false);
  const guess = useMemo(() => (source ? guessCorners(lumaOf(source))?.corners || null : null), [source]);
  useEffect(() => { if (guess && !recipe) setEdit((before) => ({ ...before, corners: guess })); }, [guess, recipe]);
  const change = (more) => setEdit({ ...edit, ...more });
  const setWhite = () => { rememberWhite(!edit.white); change({ white: !edit.white }); setPreview(true); };
  const makers = (draft || record).makers;
  return (
    <Panel title={words("straighten")} hint={makers.length ? namesOf(makers, words) : words("no_maker_yet")} onBack={onBack} words={words}
      foot={<><button type="button" className="k-btn k-ghost k-slim" onClick={onBack}>{words(record ? "back" : "shoot_again")}</button>
        <button type="button" className="k-btn k-slim" disabled={!source} onClick={() => onDone(makeRecipe(edit), thumbOf(rendered(source, edit, THUMB)))}>{words(record ? "save" : "good_next")}</button></>}>
      <div className="w-stage">
        {!source ? <p className="k-soft" role="status">{words("opening")}</p>
          : isPreview ? <Preview source={source} edit={edit} words={words} />
            : <Corners source={source} corners={edit.corners} onChange={(corners) => change({ corners })} words={words} />}
      </div>
      <div className="s-chips" role="group" aria-label={words("straighten")}>
        <Chip isOn={isPreview} onClick={() => setPreview(!isPreview)}>{words("preview")}</Chip>
        <Chip isOn={edit.white} onClick={setWhite}>{words("white")}</Chip>
        <button type="button" className="k-pill k-unknown" onClick={() => { change({ turn: turnedFurther(edit.turn) }); setPreview(true); }}>{words("turn")}</button>
        {guess && <button type="button" className="k-pill k-unknown" onClick={() => change({ corners: guess })}>{words("guess")}</button>}
        <button type="button" className="k-pill k-unknown" onClick={() => change({ corners: WHOLE })} disabled={isWhole(edit.corners)}>{words("whole")}</button>
      </div>
    </Panel>
  );
}

function Chip({ isOn, onClick, children }) {
  return <button type="button" aria-pressed={isOn} className={`k-pill ${isOn ? "k-chosen" : "k-unknown"}`} onClick={onClick}>{children}</button>;
}

/** The picture, drawn at the size in which it is looked at; null until it is open. */
function useSource({ bytes, type }) {
  const [source, setSource] = useState(null);
  useEffect(() => {
    let gone = false;
    void opened(new Blob([bytes], { type })).then((image) => {
      if (!image) return;
      const { width, height } = sizeOf(image);
      if (!gone) setSource(drawn(image, drawnSize(width, height, SHOWN)));
      URL.revokeObjectURL(image.src);
    });
    return () => { gone = true; };
  }, [bytes, type]);
  return source;
}

/** What becomes of it; the school's own computation is finer. */
function Preview({ source, edit, words }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAddress(rendered(source, edit, PREVIEW).toDataURL("image/jpeg", 0.85)), 0);
    return () => clearTimeout(timer);
  }, [source, edit]);
  return address ? <img src={address} alt={words("preview")} className="w-preview" /> : <p className="k-soft" role="status">{words("opening")}</p>;
}

function rendered(source, { corners, turn, white }, longest) {
  const size = sizeOf(source);
  const picture = { data: source.getContext("2d").getImageData(0, 0, size.width, size.height).data, ...size };
  const to = straightSize(corners, size, longest);
  const image = { data: straightened(picture, corners, to), ...to };
  if (white) whiten(image);
  const flat = Object.assign(document.createElement("canvas"), to);
  flat.getContext("2d").putImageData(new ImageData(image.data, to.width, to.height), 0, 0);
  return turned(flat, turn);
}

function turned(canvas, turn) {
  if (!turn) return canvas;
  const isSideways = turn % 180 !== 0;
  const size = isSideways ? { width: canvas.height, height: canvas.width } : { width: canvas.width, height: canvas.height };
  const out = Object.assign(document.createElement("canvas"), size);
  const brush = out.getContext("2d");
  brush.translate(size.width / 2, size.height / 2);
  brush.rotate((turn * Math.PI) / 180);
  brush.drawImage(canvas, -canvas.width / 2, -canvas.height / 2);
  return out;
}

/** White paper is a habit of a class: calligraphy always, painting never. Remembered on this phone. */
function wantsWhite() {
  try {
    return localStorage.getItem(WHITE) === "1";
  } catch {
    return false;
  }
}

function rememberWhite(isOn) {
  try {
    localStorage.setItem(WHITE, isOn ? "1" : "");
  } catch {
    // Then it is chosen again next time.
  }
}
