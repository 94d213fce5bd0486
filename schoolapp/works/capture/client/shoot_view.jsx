/** The camera: cards are recognised in its picture, the shutter takes the work. */

import { useCallback, useMemo, useRef, useState } from "react";

import { CameraView } from "../../../checkin/scanner/client/camera_view.jsx";
import { environment, lacks } from "../../../checkin/scanner/client/help.js";
import { Icon, Shape } from "../../../checkin/scanner/client/shapes.jsx";
import { TopBar } from "../../../checkin/scanner/client/top_bar.jsx";
import { useTorch } from "../../../checkin/scanner/client/use_torch.js";
import { createWords } from "../../../checkin/scanner/client/words.js";

import { fromFile, shoot } from "./picture.js";
import { needsMakers } from "./records.js";
import { useCards } from "./use_cards.js";

export function ShootView({ desk, studio, view, made, words, table, go, filing, isCovered }) {
  const box = useRef(null);
  const torch = useTorch();
  const [trouble, setTrouble] = useState("");
  const labels = useMemo(() => createWords({ ...table, verdict_on_time: "", verdict_wrong_room: table.card_label }), [table]);
  const onSeen = useCallback((seen) => filing.say({ look: seen.look, text: words(seen.key, { name: seen.maker?.name }) }), [filing.say, words]);
  const onCodes = useCards(studio, { isPaused: isCovered, onSeen });
  const noCamera = lacks(environment()).find(({ camera }) => camera);
  const isPressed = useRef(false);
  const press = async () => {
    const video = box.current?.querySelector("video");
    if (!video || isPressed.current) return;
    isPressed.current = true;
    try {
      await live(video);
      if (video.videoWidth) await filing.take(await shoot(video));
    } finally {
      isPressed.current = false;
    }
  };
  return (
    <div className={`w-shoot${isCovered ? " w-covered" : ""}`}>
      <TopBar session={view.session || { title: words("no_lesson"), room: words("no_lesson_hint") }} net={netOf(view.net, made)} words={words} onPick={() => go("pick")}
        onRetry={() => { void desk.retry(); void studio.flush(); }} torch={torch} dark next="/shoot" />
      <div className="w-camera" ref={box}>
        {noCamera ? <div className="s-camera"><div className="s-trouble">{words(noCamera.key)}</div></div>
          : <CameraView onCodes={onCodes} pack={view.pack} words={labels} onTorch={torch.offer} onTrouble={setTrouble} detail />}
      </div>
      <div className="w-sheet">
        <Toast toast={filing.toast} studio={studio} words={words} />
        <Makers makers={made.draft.makers} studio={studio} words={words} go={go} />
        <Controls made={made} studio={studio} filing={filing} words={words} go={go} onPress={press} canShoot={!noCamera && !trouble} />
        <div className="w-below"><Kinds kind={made.draft.kind} studio={studio} words={words} /><FilmButton filing={filing} words={words} /></div>
      </div>
    </div>
  );
}

const SHOWS_BY_MS = 5000;

/** A tap that is quicker than the camera counts as soon as the camera shows something; one that shows nothing is not waited for long. */
function live(video) {
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  return new Promise((resolve) => {
    video.addEventListener("loadeddata", resolve, { once: true });
    setTimeout(resolve, SHOWS_BY_MS);
  });
}

/** The badge counts what the scanner and the camera have not sent yet, in the graver state of the two. */
function netOf(net, { unsent, refused, state }) {
  const grave = ["full", "offline"].find((one) => one === state || one === net.state);
  return { ...net, all: net.all + unsent + refused, signIn: net.signIn || state === "sign_in", state: grave || net.state };
}

function Toast({ toast, studio, words }) {
  if (!toast) return <p className="w-toast w-quiet" role="status">{words("shoot_hint")}</p>;
  return (
    <div className={`w-toast s-is-${toast.look}`} role={toast.look === "refuse" ? "alert" : "status"}>
      <Shape look={toast.look} small /><span className="k-grow">{toast.text}</span>
      {toast.makers?.length > 0 && <button type="button" className="k-link" onClick={() => studio.setMakers(toast.makers)}>{words("same_child")}</button>}
    </div>
  );
}

function Makers({ makers, studio, words, go }) {
  return (
    <div className="w-makers">
      {makers.map((maker) => (
        <button key={maker.code || maker.student_id} type="button" className={`k-pill ${maker.name ? "k-here" : "k-redirect"}`} data-maker={maker.student_id}
          aria-label={words("drop_maker", { name: maker.name || words("card_unnamed") })} onClick={() => studio.dropMaker(maker)}>
          {maker.name || words("card_unnamed")}<span aria-hidden="true">×</span>
        </button>
      ))}
      <button type="button" className="k-pill k-unknown" onClick={() => go("children")}>{words(makers.length ? "more_children" : "choose_children")}</button>
    </div>
  );
}

function Controls({ made, studio, filing, words, go, onPress, canShoot }) {
  const open = made.works.filter((record) => record.sent === 2 || needsMakers(record)).length;
  const last = made.works[0];
  const files = (event) => {
    const chosen = [...event.target.files];
    event.target.value = "";
    if (chosen.length) void filing.takeFiles(chosen);
  };
  const one = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) await filing.take(await fromFile(file));
  };
  return (
    <div className="w-controls">
      <label className="w-side s-file"><Icon name="picture" /><span>{words("library")}</span><input type="file" accept="image/*,video/*" multiple onChange={files} disabled={filing.busy} /></label>
      {canShoot
        ? <button type="button" className="w-shutter" aria-label={words("shutter")} onClick={onPress} disabled={filing.busy} />
        : <label className="w-shutter s-file"><span className="k-sr">{words("take_with_phone")}</span><input type="file" accept="image/*" capture="environment" aria-label={words("take_with_phone")} onChange={one} /></label>}
      <button type="button" className="w-side" onClick={() => go("works")} data-works={made.works.length} data-open={open}>
        {last?.thumb ? <img src={last.thumb} alt="" className="w-last" /> : <Icon name="more" />}
        <span>{open ? words("works_open", { n: open }) : words("works_n", { n: made.works.length })}</span>
      </button>
    </div>
  );
}

/** The phone's own film camera: it knows how to focus, to light and to stop. */
function FilmButton({ filing, words }) {
  const film = (event) => {
    const chosen = [...event.target.files];
    event.target.value = "";
    if (chosen.length) void filing.takeFiles(chosen);
  };
  return <label className="w-film s-file"><Icon name="film" /><span>{words("record_film")}</span><input type="file" accept="video/*" capture="environment" onChange={film} disabled={filing.busy} /></label>;
}

function Kinds({ kind, studio, words }) {
  return (
    <div className="w-kinds" role="group" aria-label={words("kind")}>
      {["work", "people"].map((one) => (
        <button key={one} type="button" aria-pressed={kind === one} onClick={() => studio.setKind(one)}>{words(`kind_${one}`)}</button>
      ))}
    </div>
  );
}
