/** Sharing a public work: a poster to save and send (held down in WeChat), and a link to copy. */

import { useState } from "react";

import { ask } from "./net.js";

export function Share({ id, words }) {
  const [link, setLink] = useState("");
  const [poster, setPoster] = useState(false);
  const [note, setNote] = useState("");
  const make = async () => {
    const { data, message } = await ask(`/api/gallery/works/${id}/link`, {}, words);
    if (!data) return setNote(message);
    setLink(data.link);
    return setNote((await copied(data.link)) ? words("copied") : words("copy_by_hand"));
  };
  const refused = async () => {
    setPoster(false);
    setNote((await ask(address, undefined, words)).message || words("failed"));
  };
  const address = `/api/gallery/works/${id}/poster.jpg`;
  return (
    <div className="gl-share k-stack">
      <p className="k-soft k-small">{words("share_note")}</p>
      <div className="gl-hands">
        <button type="button" className="k-btn k-slim" onClick={() => setPoster(true)}>{words("make_poster")}</button>
        <button type="button" className="k-btn k-ghost k-slim" onClick={make}>{words("copy_link")}</button>
      </div>
      {note && <p role="status">{note}</p>}
      {link && <input className="k-input" readOnly value={link} aria-label={words("link")} onFocus={(event) => event.target.select()} />}
      {poster && (
        <figure className="gl-poster">
          <img src={address} onLoad={({ target }) => shown(target)} alt={words("poster")} onError={refused} />
          <figcaption className="k-soft k-small">{words("hold_to_save")} <a className="k-link" href={address} download="poster.jpg">{words("save_poster")}</a></figcaption>
        </figure>
      )}
    </div>
  );
}

/** The poster hangs below the buttons, on a phone below the screen: whoever asked for it is to see it. */
function shown(image) {
  image.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
  image.scrollIntoView({ block: "nearest" });
}

async function copied(text) {
  try {
    if (!navigator.clipboard || !window.isSecureContext) return false;
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
