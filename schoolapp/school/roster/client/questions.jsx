/** What only a person can decide, kind by kind. Rows without an answer stay out. */

import { alike, answer, answerAll, byKind, commonChoices, open, placeOf } from "./answers.js";
import { Lines } from "./parts.jsx";

export function Questions({ questions, answers, setAnswers, words }) {
  if (!questions.length) return null;
  const left = open(questions, answers).length;
  return (
    <section className="k-card k-stack" aria-labelledby="import-questions">
      <div className="k-row k-between">
        <h2 className="k-h2" id="import-questions">
          {words("your_decision")}
        </h2>
        <span className={`k-pill k-num ${left ? "k-redirect" : "k-here"}`} role="status">
          {left ? words("still_open", { n: left }) : words("all_answered")}
        </span>
      </div>
      <p className="k-soft k-small">{words("decision_hint")}</p>
      {byKind(questions).map((group) => (
        <Group key={group[0].code} group={group} questions={questions} answers={answers} setAnswers={setAnswers} words={words} />
      ))}
    </section>
  );
}

function Group({ group, questions, answers, setAnswers, words }) {
  const common = group.length > 2 ? commonChoices(alike(questions, group[0])) : [];
  return (
    <div className="k-stack">
      {common.length > 0 && (
        <div className="k-notice k-unknown k-stack">
          <b>{words("all_alike", { n: group.length })}</b>
          <div className="flex flex-wrap gap-2">
            {common.map((choice) => (
              <button key={choice.key} type="button" className="k-btn k-slim k-fit k-ghost" onClick={() => setAnswers(answerAll(answers, group, choice.key))}>
                {choice.label}
              </button>
            ))}
          </div>
        </div>
      )}
      <Lines
        lines={group}
        words={words}
        draw={(question) => (
          <Question key={question.key} question={question} chosen={answers[question.key]} words={words} onChoose={(choice) => setAnswers(answer(answers, question.key, choice))} />
        )}
      />
    </div>
  );
}

function Question({ question, chosen, words, onChoose }) {
  const isLong = question.choices.length > 6;
  return (
    <li>
      <div className="k-soft k-small k-num">{placeOf(question, words)}</div>
      <div>
        {question.label && <b>{question.label} </b>}
        {question.message}
      </div>
      {question.value && <div className="k-small k-soft">{words("cell_says", { value: question.value })}</div>}
      {isLong ? (
        <select className="k-input mt-2" aria-label={`${question.label} ${question.message}`} value={chosen || ""} onChange={(event) => onChoose(event.target.value)}>
          <option value="" disabled>
            {words("please_choose")}
          </option>
          {question.choices.map((choice) => (
            <option key={choice.key} value={choice.key}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <div className="flex flex-wrap gap-2 pt-2" role="group" aria-label={`${question.label} ${question.message}`}>
          {question.choices.map((choice) => (
            <button
              key={choice.key}
              type="button"
              aria-pressed={chosen === choice.key}
              className={`k-pill whitespace-normal text-left ${chosen === choice.key ? "k-chosen" : "k-unknown"}`}
              onClick={() => onChoose(choice.key)}
            >
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}
