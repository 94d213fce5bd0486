"""What an import would do, as data: shown first, applied after. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schoolapp.school.roster.issues import Issue, Level, Problem
from schoolapp.school.roster.records import Record

ADD, CHANGE, SAME = "add", "change", "same"
SKIP = "skip"
"""The choice to leave a row out."""


@dataclass(frozen=True)
class Ref:
    """Stands for the key of a row that this same import adds."""

    table: str
    key: str


@dataclass(frozen=True)
class Write:
    """One row to add (`id` None; `key` names it for a Ref) or to change. `before` holds the old values of a change."""

    table: str
    values: Mapping[str, Any]
    id: int | None = None
    key: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A field as people read it, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What one row of the file, or something it needs, comes to."""

    action: str
    what: str
    """student, homeroom, staff, building, room, course, section, enrolment, entry."""
    label: str
    sheet: str = ""
    row: int = 0
    differences: tuple[Difference, ...] = ()
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True)
class Choice:
    """An answer that can be given. `hint` fills the wording of `code`."""

    key: str
    code: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """What only a person can decide. Until it is answered the row stays out."""

    key: str
    code: str
    sheet: str
    row: int
    column: str
    header: str
    raw: str
    label: str
    choices: tuple[Choice, ...]
    hint: str = ""
    answer: str | None = None


@dataclass
class Plan:
    """Everything an import would do. `options` are choices for the whole file, with their defaults."""

    changes: list[Change] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    options: dict[str, bool] = field(default_factory=dict)

    def count(self, action: str) -> int:
        return sum(1 for change in self.changes if change.action == action)

    def digest(self) -> str:
        """Equal plans have equal digests: tells whether the school's data moved between preview and apply."""
        changes = [
            (c.action, c.what, c.label, c.sheet, c.row, [(d.name, d.before, d.after) for d in c.differences])
            for c in self.changes
        ]
        questions = [(q.key, [choice.key for choice in q.choices]) for q in self.questions]
        text = json.dumps([changes, questions, len(self.issues)], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Answers:
    """What was answered, by question, and the options chosen for the file."""

    choices: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, bool] = field(default_factory=dict)


class Draft:
    """Collects a plan; what the planners of all kinds share."""

    def __init__(self, answers: Answers) -> None:
        self.plan = Plan()
        self.answers = answers

    def option(self, name: str, default: bool) -> bool:
        """A choice for the whole file."""
        self.plan.options[name] = default
        return self.answers.options.get(name, default)

    def ask(
        self, record: Record, code: str, choices: list[Choice], name: str = "", hint: str = "", detail: str = ""
    ) -> str | None:
        """The answer given to a question about this row, or None while it is open. An unknown answer is none.

        `detail` tells several questions of one code about one row apart.
        """
        issue = next((i for i in record.issues if i.code == code), None)
        letter, header = record.columns.get(name or (issue.field if issue else ""), ("", ""))
        key = f"{record.place}:{code}{detail}"
        offered = (*choices, Choice(SKIP, SKIP))
        answer = self.answers.choices.get(key)
        if answer not in {choice.key for choice in offered}:
            answer = None
        raw = issue.raw if issue else ""
        self.plan.questions.append(
            Question(key, code, record.sheet, record.row, letter, header, raw, label_of(record), offered, hint, answer)
        )
        return answer

    def complain(self, record: Record, name: str, problem: Problem, raw: str = "") -> None:
        """Report something found while planning."""
        letter, header = record.columns.get(name, ("", ""))
        self.plan.issues.append(
            Issue(problem.level, problem.code, record.sheet, record.row, letter, header, name, raw, problem.hint)
        )

    def usable(self, records: list[Record]) -> list[Record]:
        """The records that may become something; what reading found is reported, decisions are asked by the planner."""
        for record in records:
            self.plan.issues += [issue for issue in record.issues if issue.level is not Level.DECISION]
        return [record for record in records if not record.is_rejected]


def label_of(record: Record) -> str:
    """How the row is called in messages."""
    return str(record.get("name") or record.get("section") or record.get("course") or record.get("number") or "")


def differences(pairs: Mapping[str, tuple[Any, Any]]) -> tuple[Difference, ...]:
    """The fields whose value changes."""
    return tuple(
        Difference(name, _word(before), _word(after)) for name, (before, after) in pairs.items() if before != after
    )


def _word(value: Any) -> str:
    return "" if value is None else str(value)
