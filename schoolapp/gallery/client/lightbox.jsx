/** One work, large: the browser's own dialog, so that focus stays inside; keys, fingers and the back key lead on. */

import { useEffect, useRef, useState } from "react";

import { Answers } from "./answers.jsx";
import { Film } from "./film.jsx";
import { ask } from "./net.js";
import { Picture } from "./picture.jsx";
import { Icon } from "./icon.jsx";

export function Lightbox({ id, work, hasBack, hasNext, onStep, onClose, words }) {
  const dialog = useRef(null);
  const [found, setFound] = useState(null);
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    const opener = document.activeElement;
    if (!dialog.current.open) dialog.current.showModal();
    document.documentElement.classList.add("gl-still");
    return () => {
      document.documentElement.classList.remove("gl-still");
      const tapped = opener === document.body ? document.querySelector(`[data-work="${id}"]`) : opener; // Safari gives no focus to what is tapped.
      tapped?.focus?.({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    let isOld = false;
    setFound(null);
    setRefusal("");
    dialog.current.scrollTop = 0;
    ask(`/api/gallery/works/${id}`, undefined, words).then(({ data, message, status }) => {
      if (isOld) return;
      if (data) setFound(data);
      else setRefusal(status === 404 ? words("gone") : message);
    });
    return () => { isOld = true; };
  }, [id]);

  const shown = found?.work || work;
  const go = (gesture) => {
    if (gesture === "close") onClose();
    else if (gesture === "next" ? hasNext : hasBack) onStep(gesture === "next" ? 1 : -1);
  };
  const onKey = (event) => {
    if (event.target.matches("input, textarea, select, video")) return;
    if (event.key === "ArrowRight") go("next");
    else if (event.key === "ArrowLeft") go("back");
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} className="gl-box" aria-label={words("opened")} onCancel={(event) => { event.preventDefault(); onClose(); }} onKeyDown={onKey}>
      <div className="gl-bar">
        <button type="button" className="gl-round" aria-label={words("close")} onClick={onClose}><Icon name="close" /></button>
        <span className="k-grow" />
        <button type="button" className="gl-round" aria-label={words("back")} disabled={!hasBack} onClick={() => go("back")}><Icon name="back" /></button>
        <button type="button" className="gl-round" aria-label={words("next")} disabled={!hasNext} onClick={() => go("next")}><Icon name="next" /></button>
      </div>
      {refusal && <p className="k-notice k-calm" role="alert">{refusal}</p>}
      {shown && !refusal && (
        <div className="gl-hung">
          {shown.film > 0 ? <Film key={shown.id} work={shown} label={altOf(shown, words)} onGesture={go} /> : <Picture work={shown} alt={altOf(shown, words)} onGesture={go} />}
          <div className="gl-text">
            <h2 className="gl-title">{shown.title || shown.course || words("untitled")}</h2>
            <p className="k-soft">{[shown.medium, shown.course, shown.day].filter(Boolean).join(" · ")}</p>
            {(shown.homeroom || shown.by.length > 0) && <p className="gl-by">{shown.homeroom} <b>{shown.by.join(words("comma"))}</b></p>}
            {shown.remark && <blockquote className="gl-remark">“{shown.remark}”</blockquote>}
            {found ? <Answers key={id} id={id} found={found} words={words} /> : <div className="k-wait" style={{ height: 112 }} aria-hidden="true" />}
          </div>
        </div>
      )}
    </dialog>
  );
}

function altOf(work, words) {
  return [work.title || words("untitled"), work.medium, work.homeroom, work.by.join(words("comma"))].filter(Boolean).join(words("comma"));
}
