/** Find a child by what a teacher types: characters, pinyin, initials or a seat number, in a southern accent too. */

/**
 * Pinyin as it sounds alike in much of the country: zh/z, ch/c, sh/s, l/n, f/h, ang/an, eng/en, ing/in.
 * Query and name are folded alike, so a syllable cut in the middle still matches.
 */
export function foldPinyin(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z]/g, "")
    .replace(/([zcs])h/g, "$1")
    .replace(/ng/g, "n")
    .replace(/l/g, "n")
    .replace(/f/g, "h")
    .replace(/v/g, "u");
}

const plain = (text) => text.toLowerCase().replace(/[^a-z]/g, "");

/** How well `student` answers `query`: 0 is best, null is not at all. */
export function rank(student, query) {
  const text = query.trim();
  if (!text) return null;
  if (/^\d+$/.test(text)) return student.seat === Number(text) ? 0 : null;
  if (/[\u3400-\u9fff]/.test(text)) return rankCharacters(student.name, text.replace(/\s/g, ""));
  return rankLetters(student, text);
}

function rankCharacters(name, text) {
  if (name === text) return 0;
  if (name.startsWith(text)) return 1;
  return name.includes(text) ? 2 : null;
}

function rankLetters(student, text) {
  const typed = plain(text);
  if (!typed) return null;
  const pinyin = plain(student.pinyin || "");
  const initials = plain(student.initials || "");
  if (initials === typed || pinyin === typed) return 0;
  if (initials.startsWith(typed) || pinyin.startsWith(typed)) return 1;
  const folded = foldPinyin(text);
  const sound = foldPinyin(student.pinyin || "");
  if (foldPinyin(initials).startsWith(folded) || sound.startsWith(folded)) return 2;
  return sound.includes(folded) && folded.length > 1 ? 3 : null;
}

/**
 * Children answering `query`, best first, then by homeroom and seat.
 * @param {Array<object>} students @param {string} query @param {number} limit
 */
export function findStudents(students, query, limit = 20) {
  return students
    .map((student) => ({ student, score: rank(student, query) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => a.score - b.score || bySeat(a.student, b.student))
    .slice(0, limit)
    .map(({ student }) => student);
}

/** Order of a class list: homeroom, then seat number. */
export function bySeat(a, b) {
  return (a.homeroom_id || 0) - (b.homeroom_id || 0) || (a.seat || 0) - (b.seat || 0) || a.id - b.id;
}
