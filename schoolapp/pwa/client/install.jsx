// The offer to put the school on the home screen: the browser's own question where it has one, else how to do it by hand.
import { useEffect, useState } from "react";
import { surroundings, wayToInstall } from "./install_rules.js";

export function InstallCard({ words }) {
  const [way, setWay] = useState("");

  useEffect(() => {
    const look = () => setWay(wayToInstall(surroundings(window), Date.now()));
    look();
    window.addEventListener("schoolapp:install", look);
    return () => window.removeEventListener("schoolapp:install", look);
  }, []);

  function refuse() {
    localStorage.setItem("install-refused", String(Date.now()));
    setWay("");
  }

  async function accept() {
    const offer = window.schoolappInstall;
    window.schoolappInstall = null;
    await offer.prompt();
    const { outcome } = await offer.userChoice;
    if (outcome === "accepted") setWay("");
    else refuse();
  }

  if (!way) return null;
  return (
    <section className="k-notice k-calm k-stack" aria-label={words.title}>
      <strong>{words.title}</strong>
      <span>{words[way]}</span>
      <div className="k-row">
        {way === "offer" && (
          <button type="button" className="k-btn k-slim k-fit" onClick={accept}>
            {words.install}
          </button>
        )}
        <button type="button" className="k-btn k-ghost k-slim k-fit" onClick={refuse}>
          {words.later}
        </button>
      </div>
    </section>
  );
}
