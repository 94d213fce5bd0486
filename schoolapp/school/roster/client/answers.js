/** What the office answers in a preview. Plain values in, plain values out: `node --test` runs this file. */

/** The answers after one question was answered; choosing what is chosen already takes the answer back. */
export function answer(answers, key, choice) {
  const next = { ...answers };
  if (next[key] === choice) delete next[key];
  else next[key] = choice;
  return next;
}

/** Questions of one kind that offer the same fixed choices: those may be answered all at once. */
export function alike(questions, question) {
  return questions.filter((other) => other.code === question.code);
}

/** Choices that every question of the kind has, by key: which child it is differs, "leave it out" does not. */
export function commonChoices(questions) {
  const [first, ...others] = questions;
  return first.choices.filter((choice) =>
    others.every((other) => other.choices.some((each) => each.key === choice.key && each.label === choice.label)),
  );
}

/** The answers after all of `questions` were given `choice`. */
export function answerAll(answers, questions, choice) {
  return { ...answers, ...Object.fromEntries(questions.map((question) => [question.key, choice])) };
}

/** Questions without an answer: their rows stay out. */
export function open(questions, answers) {
  return questions.filter((question) => !answers[question.key]);
}

/** Groups in the order in which their first question stands in the file: [[question, …], …]. */
export function byKind(questions) {
  const groups = new Map();
  for (const question of questions) groups.set(question.code, [...(groups.get(question.code) || []), question]);
  return [...groups.values()];
}

/** Where a line stands, as the spreadsheet program shows it: "四年级 · 第 11 行 · H 列（身份证号）". */
export function placeOf(line, words) {
  const parts = [line.sheet, words("row", { n: line.row })];
  if (line.column) parts.push(words("column", { letter: line.column, title: line.header || "–" }));
  return parts.filter(Boolean).join(" · ");
}

/** What becomes of the rows, in one order and the same words before the import and after it: [[word, number], …]. */
export function counted(counts, words) {
  return [
    [words("added"), counts.added_rows],
    [words("changed"), counts.changed],
    [words("unchanged"), counts.same],
    [words("asked"), counts.asked],
    [words("refused"), counts.refused],
  ];
}

/** The same as a sentence: "新增 12，改动 3，不变 600，拒绝 2"; what is to be decided only where something is. */
export function tally(counts, words) {
  const told = counted(counts, words).filter(([word, number]) => number || word !== words("asked"));
  return told.map((pair) => pair.join(" ")).join(words("comma"));
}

/** Fills {placeholders} of a table of words. */
export function speaker(table) {
  return (key, values = {}) => (table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether applying would do anything at all. */
export function hasWork(shown, answers) {
  const chosen = shown.questions.some((question) => answers[question.key] && answers[question.key] !== "skip");
  return shown.counts.added + shown.counts.changed > 0 || chosen;
}
