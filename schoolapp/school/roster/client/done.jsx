/** Third step: what was done. */

import { tally } from "./answers.js";
import { Icon } from "./parts.jsx";

export function Done({ done, words, onAgain }) {
  return (
    <section className="k-card k-stack">
      <div className="k-row">
        <Icon name="tick" className="k-verdict v-here" />
        <h2 className="k-h2 outline-none" tabIndex={-1} id="import-step">
          {words("done", { file: done.file })}
        </h2>
      </div>
      <p>
        {words("rows")} <b className="k-num">{tally(done.counts, words)}</b>
      </p>
      <div className="k-scroll">
        <table className="k-table">
          <thead>
            <tr>
              <th scope="col">{words("what")}</th>
              <th scope="col">{words("added")}</th>
              <th scope="col">{words("changed")}</th>
              <th scope="col">{words("unchanged")}</th>
            </tr>
          </thead>
          <tbody>
            {done.totals.map((line) => (
              <tr key={line.what}>
                <td>{line.what}</td>
                <td className="k-num">{line.add}</td>
                <td className="k-num">{line.change}</td>
                <td className="k-num">{line.same}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {done.counts.refused + done.counts.asked > 0 && (
        <p className="k-notice k-redirect">{words("left_out", { n: done.counts.refused + done.counts.asked })}</p>
      )}
      <button type="button" className="k-btn" onClick={onAgain}>
        {words("another_list")}
      </button>
      {done.kind === "students" && (
        <a className="k-btn k-ghost" href="/office/cards">
          {words("print_cards")}
        </a>
      )}
      {done.kind === "staff" && (
        <a className="k-btn k-ghost" href="/office/accounts">
          {words("open_accounts")}
        </a>
      )}
    </section>
  );
}
