"""The plan for a list of enrolments: name lists of sections, or wishes with a first and a second choice. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from schoolapp.school.naming import homeroom_name
from schoolapp.school.roster.course_names import section_in, sections_meant
from schoolapp.school.roster.issues import emptied, noted, rejected
from schoolapp.school.roster.matching import Children, Out, describe
from schoolapp.school.roster.plan import (
    ADD,
    CHANGE,
    SAME,
    SKIP,
    Answers,
    Change,
    Choice,
    Draft,
    Plan,
    Write,
    differences,
)
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import EnrolmentNow, SectionNow, Snapshot, StudentNow
from schoolapp.school.roster.students import find_homeroom
from schoolapp.school.roster.words import row_called

CARE_ONLY_GRADES = frozenset({9})
"""Grade 9 has ten periods of homework care and no interest class (the school's weekly plan)."""


def plan_enrolments(records: list[Record], now: Snapshot, answers: Answers) -> Plan:
    """Children put into sections; a child is looked up by number, else by name inside its homeroom."""
    return _Enrolments(records, now, answers).draft.plan


class _Enrolments:
    def __init__(self, records: list[Record], now: Snapshot, answers: Answers) -> None:
        self.draft = Draft(answers)
        self.now = now
        self.children = Children(now.students)
        self.sections = {section.id: section for section in now.sections}
        self.of_child: dict[int, list[EnrolmentNow]] = {}
        self.load: dict[int, int] = {}
        for enrolment in now.enrolments:
            self.of_child.setdefault(enrolment.student_id, []).append(enrolment)
            self.load[enrolment.section_id] = self.load.get(enrolment.section_id, 0) + 1
        self.times: dict[int, set[tuple[int, int]]] = {}
        for entry in now.entries:
            if entry.section_id:
                self.times.setdefault(entry.section_id, set()).add((entry.weekday, entry.slot))
        self.first_rows: dict[int, Record] = {}
        self.placed: dict[int, list[int]] = {}
        self.joined = {s.id for s in now.students if s.participation_id}
        for record in self.draft.usable(records):
            try:
                self._plan_row(record)
            except Out:
                continue

    def _plan_row(self, record: Record) -> None:
        student = self._child(record)
        if record.get("is_wish"):
            self._once(record, student)
        wanted = self._section(record, student)
        if wanted is not None:
            self._enrol(record, student, wanted)

    def _child(self, record: Record) -> StudentNow:
        """By school number or national number, else by name inside the homeroom (a look-up, nothing is merged)."""
        children, name = self.children, record.values["name"]
        by_number = children.by_number.get(record.get("school_no") or "")
        found = by_number or children.by_national.get(record.get("national_hash") or "")
        if found and found.name == name:
            return found
        if found:
            choices = [Choice(str(found.id), "this_child", describe(found))]
            return self._asked(record, "name_differs", choices, describe(found))
        homeroom = find_homeroom(self.draft, record, set(self.now.homerooms))
        named = children.named(name, homeroom)
        seated = [s for s in named if record.get("seat_no") and s.seat == record.get("seat_no")]
        if len(seated or named) == 1 and not (record.get("seat_no") and not seated and named[0].seat):
            return (seated or named)[0]
        candidates = named or children.named(name)[:6]
        choices = [Choice(str(s.id), "this_child", describe(s)) for s in candidates]
        code = "which_child" if named else "not_in_roster"
        return self._asked(record, code, choices, f"{name} {homeroom_name(*homeroom)}")

    def _asked(self, record: Record, code: str, choices: list[Choice], hint: str) -> StudentNow:
        answer = self.draft.ask(record, code, choices, "name", hint)
        if answer is None or answer == SKIP:
            raise Out
        return self.children.by_id[int(answer)]

    def _once(self, record: Record, student: StudentNow) -> None:
        """A second form of the same child: which one counts is asked."""
        first = self.first_rows.setdefault(student.id, record)
        if first is record:
            return
        hint = f"{row_called(first.row)} {'、'.join(text for text, _ in first.values['choices'])}"
        if self.draft.ask(record, "duplicate_submission", [Choice("use", "use_this_row")], "name", hint) != "use":
            raise Out
        self._take_back(first, student)

    def _take_back(self, first: Record, student: StudentNow) -> None:
        """Forget what the earlier row came to."""
        changes = self.draft.plan.changes
        changes[:] = [c for c in changes if (c.sheet, c.row) != (first.sheet, first.row)]
        self.joined -= {student.id} if not student.participation_id else set()
        for section in self.placed.pop(student.id, []):
            self.load[section] -= 1

    def _section(self, record: Record, student: StudentNow) -> SectionNow | None:
        """The first choice that can be met; every choice that cannot is reported. Raises Out while one is asked."""
        choices = record.values["choices"]
        if not choices:
            return self._section_around(record, student)
        met: SectionNow | None = None
        for text, column in choices:
            section = self._resolve(record, student, text, column, met is None)
            met = met or section
        return met

    def _section_around(self, record: Record, student: StudentNow) -> SectionNow | None:
        """A name list without a column of sections: the title or the sheet's name says which one it is."""
        texts = record.values.get("around") or ()
        found = section_in(texts, self.now.sections) if texts else []
        if texts and not found:
            self.draft.complain(record, "name", rejected("no_section_around"))
        return self._choose(record, student, found, "name", found[0].name) if found else None

    def _resolve(
        self, record: Record, student: StudentNow, text: str, column: str, is_wanted: bool
    ) -> SectionNow | None:
        meant = sections_meant(text, self.now.sections)
        if not meant:
            self.draft.complain(record, column, emptied("unknown_section", text), text)
            return None
        grade = student.homeroom[0] if student.homeroom else 0
        fitting = [s for s in meant if s.grade_from <= grade <= s.grade_to and grade not in CARE_ONLY_GRADES]
        if not fitting:
            code = "grade_care_only" if grade in CARE_ONLY_GRADES else "grade_not_allowed"
            self.draft.complain(record, column, emptied(code, f"{meant[0].grade_from}–{meant[0].grade_to}"), text)
            return None
        return self._choose(record, student, fitting, column, text) if is_wanted else fitting[0]

    def _choose(
        self, record: Record, student: StudentNow, found: list[SectionNow], column: str, text: str
    ) -> SectionNow | None:
        """One of several sections of a course: the one the child is in, else a person chooses or lets seats decide."""
        mine = {enrolment.section_id for enrolment in self.of_child.get(student.id, [])}
        own = [section for section in found if section.id in mine]
        if len(found) == 1 or own:
            return self._with_seat(record, student, (own or found)[0], column)
        choices = [Choice("auto", "most_free_seats")]
        choices += [Choice(str(s.id), "this_section", f"{s.name} {self.load.get(s.id, 0)}/{s.seats}") for s in found]
        answer = self.draft.ask(record, "which_section", choices, column, text)
        if answer is None or answer == SKIP:
            raise Out
        if answer == "auto":
            return max(found, key=lambda s: s.seats - self.load.get(s.id, 0))
        return self.sections[int(answer)]

    def _with_seat(self, record: Record, student: StudentNow, section: SectionNow, column: str) -> SectionNow | None:
        """A full section takes nobody more unless a person says so."""
        inside = any(e.section_id == section.id for e in self.of_child.get(student.id, []))
        if inside or self.load.get(section.id, 0) < section.seats:
            return section
        hint = f"{section.name} {section.seats}"
        answer = self.draft.ask(record, "section_full", [Choice("anyway", "enrol_anyway")], column, hint, column)
        if answer is None:
            raise Out
        return section if answer == "anyway" else None

    def _enrol(self, record: Record, student: StudentNow, section: SectionNow) -> None:
        current = self.of_child.get(student.id, [])
        label = describe(student)
        if any(e.section_id == section.id for e in current):
            self._note(Change(SAME, "enrolment", f"{label} → {section.name}", record.sheet, record.row))
            return
        if section.id in self.placed.get(student.id, []):
            self.draft.complain(record, "name", noted("same_again"))
            return
        left = self._given_up(record, student, section, current)
        today = self.now.today
        writes = [_closed(enrolment, today) for enrolment in left]
        values: dict[str, Any] = {"section_id": section.id, "student_id": student.id, "valid_from": today}
        writes.append(Write("enrolment", values, key=record.place))
        if student.id not in self.joined:
            self.joined.add(student.id)
            part = {"student_id": student.id, "term_id": self.now.term_id, "valid_from": today}
            writes.append(Write("participation", part, key=record.place))
            self.draft.complain(record, "name", noted("now_takes_part"))
        before = "、".join(self.sections[e.section_id].name for e in left) or None
        shown = differences({"section": (before, section.name)})
        action = CHANGE if left else ADD
        self._note(Change(action, "enrolment", label, record.sheet, record.row, shown, tuple(writes)))
        self.placed.setdefault(student.id, []).append(section.id)
        self.load[section.id] = self.load.get(section.id, 0) + 1

    def _note(self, change: Change) -> None:
        self.draft.plan.changes.append(change)

    def _given_up(
        self, record: Record, student: StudentNow, section: SectionNow, current: list[EnrolmentNow]
    ) -> list[EnrolmentNow]:
        """The child's sections that meet at the same time (or of which nobody knows when): move, or keep them?"""
        in_the_way = [e for e in current if self._may_clash(e.section_id, section.id)]
        here = [self.sections[s] for s in self.placed.get(student.id, []) if self._surely_clash(s, section.id)]
        if here:
            self.draft.complain(record, "name", rejected("two_at_once", here[0].name), section.name)
            raise Out
        if not in_the_way:
            return []
        names = "、".join(self.sections[e.section_id].name for e in in_the_way)
        choices = [Choice("move", "move_to", section.name)]
        if not any(self._surely_clash(e.section_id, section.id) for e in in_the_way):
            choices.append(Choice("both", "attend_both"))
        answer = self.draft.ask(record, "already_enrolled", choices, "name", f"{names} → {section.name}")
        if answer is None or answer == SKIP:
            raise Out
        return in_the_way if answer == "move" else []

    def _surely_clash(self, one: int, other: int) -> bool:
        return bool(self.times.get(one, set()) & self.times.get(other, set()))

    def _may_clash(self, one: int, other: int) -> bool:
        both_known = self.times.get(one) and self.times.get(other)
        return one in self.sections and (self._surely_clash(one, other) or not both_known)


def _closed(enrolment: EnrolmentNow, today: date) -> Write:
    return Write("enrolment", {"valid_to": today - timedelta(days=1)}, enrolment.id, before={"valid_to": None})
