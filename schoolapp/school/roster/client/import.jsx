/** The import page: choose a file → see what it would do, answer what is asked → apply → what was done. */

import { useEffect, useMemo, useState } from "react";

import { speaker } from "./answers.js";
import { Choose } from "./choose.jsx";
import { Done } from "./done.jsx";
import { sendDecision, sendFile } from "./post.js";
import { Shown } from "./shown.jsx";

const NOTHING = { shown: null, done: null, answers: {}, options: {}, refused: "" };

export function ImportLists({ table, kinds }) {
  const words = useMemo(() => speaker(table), [table]);
  const [view, setView] = useState(NOTHING);
  const [busy, setBusy] = useState(false);
  const step = view.done ? "done" : view.shown ? "shown" : "choose";

  useEffect(() => {
    if (step === "choose") return;
    window.scrollTo(0, 0);
    document.getElementById("import-step")?.focus({ preventScroll: true });
  }, [step]);

  async function take(file, kind) {
    setBusy(true);
    setView(NOTHING);
    const { body, refused } = await sendFile(file, kind, words);
    setView({ ...NOTHING, shown: body || null, refused: refused || "" });
    setBusy(false);
  }

  async function apply() {
    setBusy(true);
    const { body, refused } = await sendDecision(view.shown.token, view.answers, view.options, words);
    setView((before) => ({ ...before, done: body || null, refused: refused || "" }));
    setBusy(false);
  }

  if (view.done) return <Done done={view.done} words={words} onAgain={() => setView(NOTHING)} />;
  if (!view.shown) return <Choose kinds={kinds} words={words} busy={busy} refused={view.refused} onFile={take} />;
  return (
    <Shown
      shown={view.shown}
      answers={view.answers}
      setAnswers={(answers) => setView((before) => ({ ...before, answers }))}
      options={view.options}
      setOptions={(options) => setView((before) => ({ ...before, options }))}
      words={words}
      busy={busy}
      refused={view.refused}
      onApply={apply}
      onBack={() => setView(NOTHING)}
    />
  );
}
