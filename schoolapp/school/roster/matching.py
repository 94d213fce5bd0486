"""Which child of the school a row of a roster is: by number, else by seat, never by name alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schoolapp.school.naming import homeroom_name, seat_name
from schoolapp.school.roster.homerooms import Key
from schoolapp.school.roster.plan import SKIP, Choice, Draft
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import StudentNow


class Out(Exception):  # noqa: N818 - no error: the row stays out of the import
    """The row waits for an answer, or the answer was to leave it out."""


@dataclass(frozen=True)
class Keys:
    """What a row can be recognised by."""

    school_no: str | None
    national: str | None
    homeroom: Key
    seat: int | None

    @property
    def is_strong(self) -> bool:
        return bool(self.school_no or self.national)

    @classmethod
    def of(cls, record: Record, homeroom: Key) -> Keys:
        return cls(record.get("school_no"), record.get("national_hash"), homeroom, record.get("seat_no"))


class Children:
    """The school's children by each of their keys."""

    def __init__(self, students: Iterable[StudentNow]) -> None:
        self.all = tuple(students)
        self.by_id = {s.id: s for s in self.all}
        self.by_number = {s.school_number: s for s in self.all if s.school_number}
        self.by_national = {s.national_hash: s for s in self.all if s.national_hash}
        self.by_seat = {(s.homeroom, s.seat): s for s in self.all if s.homeroom and s.seat and not s.left_on}
        self.by_homeroom: dict[Key, list[StudentNow]] = {}
        for student in self.all:
            if student.homeroom and not student.left_on:
                self.by_homeroom.setdefault(student.homeroom, []).append(student)

    def strongly(self, keys: Keys) -> list[StudentNow]:
        """Who carries the row's school number or national number; two children when the numbers disagree."""
        found = (self.by_number.get(keys.school_no or ""), self.by_national.get(keys.national or ""))
        return list({student.id: student for student in found if student}.values())

    def named(self, name: str, homeroom: Key | None = None) -> list[StudentNow]:
        pool = self.by_homeroom.get(homeroom, []) if homeroom else [s for s in self.all if not s.left_on]
        return [student for student in pool if student.name == name]


def is_compatible(student: StudentNow, keys: Keys) -> bool:
    """No number of the row contradicts the child's own."""
    numbers = ((student.school_number, keys.school_no), (student.national_hash, keys.national))
    return all(own is None or new is None or own == new for own, new in numbers)


def is_similar(one: str, other: str) -> bool:
    """Perhaps one name, mistyped or corrected: 陈小禾, 陈晓禾; not 陈小禾, 陈一鸣."""
    return len(set(one) & set(other)) * 2 >= max(len(set(one)), len(set(other)))


def describe(student: StudentNow) -> str:
    """陈小禾 三（2）班 21 号: never a name alone, there are namesakes."""
    if student.homeroom is None:
        return student.name
    return f"{student.name} {seat_name(homeroom_name(*student.homeroom), student.seat)}"


def match(draft: Draft, record: Record, keys: Keys, children: Children, elsewhere: set[int]) -> StudentNow | None:
    """The child that the row is about; None: a new child. Raises Out while a question is open.

    `elsewhere`: children whom other rows of the file name by their number.
    """
    strong = children.strongly(keys)
    if len(strong) > 1:
        answer = draft.ask(record, "keys_disagree", [Choice(str(s.id), "this_child", describe(s)) for s in strong])
        return children.by_id[_picked(answer)]
    if strong:
        return _same_person(draft, record, strong[0])
    return _by_seat_or_name(draft, record, keys, children, elsewhere)


def _same_person(draft: Draft, record: Record, student: StudentNow) -> StudentNow:
    """A number that now carries a wholly different name may be a slip of a row."""
    if set(student.name) & set(record.values["name"]):
        return student
    answer = draft.ask(record, "name_differs", [Choice("same", "same_child")], "name", describe(student))
    if answer != "same":
        raise Out
    return student


def _by_seat_or_name(
    draft: Draft, record: Record, keys: Keys, children: Children, elsewhere: set[int]
) -> StudentNow | None:
    name = record.values["name"]
    sitting = children.by_seat.get((keys.homeroom, keys.seat)) if keys.seat else None
    if sitting and (sitting.id in elsewhere or not is_compatible(sitting, keys)):
        sitting = None
    if sitting and sitting.name == name:
        return sitting
    if sitting and keys.is_strong and not is_similar(sitting.name, name):
        sitting = None
    namesakes = [
        s
        for s in children.named(name, keys.homeroom)
        if s.id not in elsewhere and is_compatible(s, keys) and not (keys.is_strong and s.school_number)
    ]
    if sitting is None and not namesakes:
        return None
    choices = [Choice("same", "same_child_new_name", describe(sitting))] if sitting else []
    choices += [Choice(str(s.id), "this_child", describe(s)) for s in namesakes]
    choices.append(Choice("new", "new_child"))
    code = "seat_other_name" if sitting else "maybe_same"
    answer = draft.ask(record, code, choices, "name", describe(sitting or namesakes[0]))
    if answer == "new":
        return None
    return sitting if answer == "same" else children.by_id[_picked(answer)]


def _picked(answer: str | None) -> int:
    if answer is None or answer == SKIP:
        raise Out
    return int(answer)
