/** What stands around the scanner and the camera for works: waiting, not ready yet, and a calm word when something broke. */

import { Component } from "react";

import { NetBadge } from "./top_bar.jsx";

export function Waiting({ words }) {
  return <main id="content" className="s-root s-middle"><p className="k-soft" role="status">{words("opening")}</p></main>;
}

/** @param {{next?: string}} props `next`: the page to come back to */
export function NotReady({ view, words, onRetry, next = "/scan" }) {
  if (view.phase === "starting") return <Waiting words={words} />;
  const isSignIn = view.phase === "sign_in";
  return (
    <main id="content" className="s-root s-middle">
      <h1 className="k-h1">{words(`${view.phase}_title`)}</h1>
      <p className="k-soft">{words(`${view.phase}_hint`)}</p>
      {isSignIn ? <a className="k-btn" href={`/sign-in?next=${next}`}>{words("sign_in")}</a> : <button type="button" className="k-btn" onClick={onRetry}>{words("try_again")}</button>}
      {view.net.all > 0 && <NetBadge net={{ ...view.net, signIn: false }} words={words} onRetry={onRetry} />}
    </main>
  );
}

/** Caught here, an error never reaches Reflex, which reloads the page on some of them. Records are on disk already. */
export class Calm extends Component {
  state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  componentDidCatch(error) {
    console.error("scanner", error);
  }

  render() {
    const { words, children } = this.props;
    if (!this.state.broken) return children;
    return (
      <main id="content" className="s-root s-middle">
        <h1 className="k-h1">{words("broken_title")}</h1>
        <p className="k-soft">{words("broken_hint")}</p>
        <button type="button" className="k-btn" onClick={() => this.setState({ broken: false })}>{words("try_again")}</button>
      </main>
    );
  }
}
