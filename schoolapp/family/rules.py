"""What families may be told and what they may choose. Pure: facts in, decision out, time an argument.

Promise 1 of the product: nobody is frightened. A family reads 老师正在点名 or 正在核实 with the homeroom teacher's
number; "not arrived" reaches it only after the duty leader has called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from schoolapp.checkin.whereis.answers import State, Why
from schoolapp.checkin.whereis.facts import FactKind

MOTHER, FATHER = "妈妈", "爸爸"
RELATIONS = (MOTHER, FATHER, "爷爷", "奶奶", "外公", "外婆", "其他")
"""How a person stands to the child, as the school's own data say it."""
_SAME = {
    "母亲": MOTHER, "母": MOTHER, "妈": MOTHER, "父亲": FATHER, "父": FATHER, "爸": FATHER,
    "祖父": "爷爷", "祖母": "奶奶", "外祖父": "外公", "姥爷": "外公", "外祖母": "外婆", "姥姥": "外婆",
}  # fmt: skip
"""What lists of the office say instead."""
_TWO_CHARACTERS = ("欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "东方", "慕容", "司徒", "夏侯")
_MINUTE = 60_000
LONG_UNKNOWN = 15 * _MINUTE
"""A roll that nobody has taken for so long is looked into; "being taken" would no longer be true."""
CODE_LENGTH = 6
MOST_WAITING = 10
"""So many may wait for the homeroom teacher with one child: parents, four grandparents and a few more."""


def relation_of(text: str) -> str:
    """One of RELATIONS for whatever word a list uses; what is not known stays itself."""
    return _SAME.get(text.strip(), text.strip())


def is_parent(relation: str) -> bool:
    """Parents are legal guardians unless a court says otherwise (Civil Code of the PRC, art. 27)."""
    return relation_of(relation) in (MOTHER, FATHER)


def is_same_person(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Two (relation, name) pairs name the same guardian; blanks in a name do not count."""
    return relation_of(one[0]) == relation_of(other[0]) and "".join(one[1].split()) == "".join(other[1].split()) != ""


def given_name(name: str) -> str:
    """The name without the surname: enough to know the right letter, not enough to know the child.

    陈小禾 → 小禾, 欧阳小文 → 小文, 阿依古丽·买买提江 → 阿依古丽.
    """
    first = name.replace("•", "·").split("·")[0].strip()
    if first != name.strip() or not _is_han(first):
        return first.split()[0] if first.split() else ""
    surname = 2 if first.startswith(_TWO_CHARACTERS) and len(first) > 2 else 1
    return first[surname:] or first


def _is_han(text: str) -> bool:
    return bool(text) and all("\u4e00" <= char <= "\u9fff" for char in text)


def digits_of(text: str) -> str:
    """What was typed, as plain digits: full-width ones count, blanks do not."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in text if not char.isspace())


def weakness_of(digits: str) -> str:
    """Why a code is refused: not_six, too_simple (repeats and runs) or birthday; empty when it may stand."""
    if len(digits) != CODE_LENGTH or not (digits.isascii() and digits.isdecimal()):
        return "not_six"
    steps = {(int(two) - int(one)) % 10 for one, two in pairwise(digits)}
    is_run = len(steps) == 1
    is_repeat = digits[:3] == digits[3:] or digits[:2] * 3 == digits or len(set(digits)) < 3
    is_pairs = digits[::2] == digits[1::2]
    if is_run or is_repeat or is_pairs:
        return "too_simple"
    return "birthday" if _is_date(digits) else ""


def _is_date(digits: str) -> bool:
    """A day written YYMMDD or DDMMYY; a code of these is guessed first by whoever knows the family."""
    one, two, three = (int(digits[at : at + 2]) for at in (0, 2, 4))
    return any(_is_day(year, two, day) for year, day in ((one, three), (three, one)))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(2000 + year if year < 40 else 1900 + year, month, day)
    except ValueError:
        return False
    return True


class Word(StrEnum):
    """What a family reads first about its child."""

    IN_CLASS = "in_class"
    """Counted in the class where it belongs."""
    AT_SCHOOL = "at_school"
    """Counted, or found, at another place of the school."""
    WITH_TEACHER = "with_teacher"
    ON_THE_WAY = "on_the_way"
    BEFORE = "before"
    """The bell has not rung."""
    ON_LEAVE = "on_leave"
    ROLL = "roll"
    """老师正在点名."""
    CHECKING = "checking"
    """正在核实."""
    NOT_ARRIVED = "not_arrived"
    NO_RECORD = "no_record"
    """The day is over, and nobody took that roll."""
    GONE_HOME = "gone_home"


@dataclass(frozen=True)
class Standing:
    """The board's answer for one child, as far as it matters to the family. Times are milliseconds since 1970."""

    state: State
    why: Why = Why.NONE
    since: int = 0
    fact: FactKind | None = None
    has_conflict: bool = False
    """Seen in two rooms: somebody may hold another child's card."""
    is_called: bool = False
    """The duty leader has called the family in this period."""
    is_over: bool = False
    """The last bell rang an hour ago."""


CALM = frozenset({Word.IN_CLASS, Word.AT_SCHOOL, Word.WITH_TEACHER, Word.ON_THE_WAY, Word.BEFORE, Word.ON_LEAVE,
                  Word.GONE_HOME})  # fmt: skip
_PLAIN = {
    State.HERE: Word.IN_CLASS,
    State.WALKING: Word.ON_THE_WAY,
    State.KEPT: Word.WITH_TEACHER,
    State.ON_LEAVE: Word.ON_LEAVE,
    State.EXPECTED: Word.BEFORE,
    State.GONE_HOME: Word.GONE_HOME,
}


def word_for(standing: Standing, now: int) -> Word:
    """The family's word for a state of the board.

    A contradiction and a missing child are looked into first; a roll that nobody has taken is being taken, for a
    quarter of an hour; who was called may read what was said.
    """
    if standing.state is State.MISSING:
        return Word.NOT_ARRIVED if standing.is_called else Word.CHECKING
    if standing.has_conflict:
        return Word.CHECKING
    if standing.state is State.UNKNOWN:
        return _unknown(standing, now)
    if standing.state is State.ELSEWHERE:
        return Word.ON_THE_WAY if standing.fact in (FactKind.PASSING, FactKind.SENT) else Word.AT_SCHOOL
    return _PLAIN[standing.state]


def _unknown(standing: Standing, now: int) -> Word:
    if standing.is_over:
        return Word.NO_RECORD
    is_being_taken = standing.why in (Why.NOT_BEGUN, Why.SILENT, Why.STILL)
    return Word.ROLL if is_being_taken and now - standing.since < LONG_UNKNOWN else Word.CHECKING


def is_number_shown(word: Word) -> bool:
    """Beside whatever is not calm stands the homeroom teacher's number."""
    return word not in CALM
