"""The plan for a list of students. Pure."""

from __future__ import annotations

from typing import Any

from schoolapp.school.naming import homeroom_name, seat_name
from schoolapp.school.pinyin import spell
from schoolapp.school.roster import guardians, homerooms
from schoolapp.school.roster.homerooms import Key
from schoolapp.school.roster.issues import emptied, noted, rejected
from schoolapp.school.roster.matching import Children, Keys, Out, describe, match
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
    Ref,
    Write,
    differences,
)
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import Snapshot, StudentNow
from schoolapp.school.roster.spans import Place, membership, participation
from schoolapp.school.roster.words import row_called

_ASKED_HERE = ("transferred_out", "name_one_character")


def plan_students(records: list[Record], now: Snapshot, answers: Answers) -> Plan:
    """Children to add and to change, with their homeroom, seat, guardians and participation."""
    return _Students(records, now, answers).draft.plan


def find_homeroom(draft: Draft, record: Record, known: set[Key]) -> Key:
    """The row's homeroom. Raises Out while it has to be asked for."""
    reading = homerooms.Reading(record.values["homerooms"])
    keys = homerooms.choose(reading, known)
    if len(keys) == 1:
        return keys[0]
    issue = next((i for i in record.issues if i.code in ("missing_class", "class_unknown")), None)
    code = "class_ambiguous" if keys else (issue.code if issue else "missing_class")
    offered = [Choice(f"{key[0]}.{key[1]}", "homeroom", homeroom_name(*key)) for key in keys or sorted(known)]
    answer = draft.ask(record, code, offered, "" if issue else "class")
    if answer is None or answer == SKIP:
        raise Out
    grade, _, number = answer.partition(".")
    return int(grade), int(number)


class _Students:
    def __init__(self, records: list[Record], now: Snapshot, answers: Answers) -> None:
        self.draft = Draft(answers)
        self.now = now
        self.children = Children(now.students)
        self.guardians = guardians.Guardians(now)
        usable = self.draft.usable(records)
        self.in_file = {r.values["homerooms"][0] for r in usable if len(r.values["homerooms"]) == 1}
        self.known = set(now.homerooms) | self.in_file
        rows = self._without_doubles([row for record in usable if (row := self._placed(record))])
        self.elsewhere = {s.id for _, keys in rows for s in self.children.strongly(keys)}
        matched = [(record, keys, found) for record, keys in rows if (found := self._match(record, keys)) is not _OUT]
        self.moving = {student.id for _, _, student in matched if isinstance(student, StudentNow)}
        self.all_take_part = self._takes_part(matched)
        self.new_homerooms: set[Key] = set()
        for record, keys, student in matched:
            self._plan_row(record, keys, student if isinstance(student, StudentNow) else None)

    def _placed(self, record: Record) -> tuple[Record, Keys] | None:
        """The row with its keys, once what reading left open about it is answered."""
        try:
            homeroom = find_homeroom(self.draft, record, self.known)
            for code in _ASKED_HERE:
                self._answered(record, code)
        except Out:
            return None
        keys = Keys.of(record, homeroom)
        if not keys.is_strong and not keys.seat:
            self.draft.complain(record, "seat_no", rejected("no_key"))
            return None
        return record, keys

    def _answered(self, record: Record, code: str) -> None:
        if not any(issue.code == code for issue in record.issues):
            return
        choices = [Choice("keep", f"keep_{code}")]
        if code == "transferred_out":
            choices.append(Choice("left", "import_as_left"))
        answer = self.draft.ask(record, code, choices)
        if answer is None or answer == SKIP:
            raise Out
        record.values["has_left"] = answer == "left"

    def _without_doubles(self, rows: list[tuple[Record, Keys]]) -> list[tuple[Record, Keys]]:
        """Of two rows about one child the second is asked about; a seat given twice stays with the first."""
        kept: dict[str, tuple[Record, Keys]] = {}
        by_key: dict[object, str] = {}
        for record, keys in rows:
            strong = [key for key in (("no", keys.school_no), ("national", keys.national)) if key[1]]
            double = next((by_key[key] for key in strong if key in by_key), None)
            seat = (keys.homeroom, keys.seat)
            first_there = by_key.get(seat) if keys.seat else None
            if double is None and first_there in kept:
                taken = kept[first_there]
                if taken[0].values["name"] == record.values["name"] and not (taken[1].is_strong and keys.is_strong):
                    double = first_there
                elif not keys.is_strong:
                    self.draft.complain(record, "seat_no", rejected("seat_twice", str(taken[0].row)), str(keys.seat))
                    continue
                else:
                    self.draft.complain(record, "seat_no", emptied("seat_twice", str(taken[0].row)), str(keys.seat))
                    record.values["seat_no"] = None
                    keys = Keys.of(record, keys.homeroom)
            if double in kept:
                first = kept[double][0]
                if self._ask_double(record, first, kept[double][1].homeroom) != "use":
                    continue
                del kept[double]
            kept[record.place] = (record, keys)
            by_key |= dict.fromkeys(strong, record.place) | ({seat: record.place} if keys.seat else {})
        return list(kept.values())

    def _ask_double(self, record: Record, first: Record, homeroom: Key) -> str | None:
        seat = seat_name(homeroom_name(*homeroom), first.get("seat_no"))
        hint = f"{row_called(first.row)} {first.values['name']} {seat}"
        return self.draft.ask(record, "duplicate_in_file", [Choice("use", "use_this_row")], "name", hint)

    def _match(self, record: Record, keys: Keys) -> StudentNow | object | None:
        try:
            return match(self.draft, record, keys, self.children, self.elsewhere)
        except Out:
            return _OUT

    def _takes_part(self, matched: list[tuple[Record, Keys, Any]]) -> bool:
        """Without a column that says so, one answer counts for all new children of the file."""
        if any("takes_part" in record.values for record, _, _ in matched) or all(s for _, _, s in matched):
            return False
        return self.draft.option("takes_part", True)

    def _plan_row(self, record: Record, keys: Keys, student: StudentNow | None) -> None:
        seat = keys.seat
        self._displace(record, keys, student)
        homeroom = self._homeroom(keys.homeroom, record)
        own = Ref("student", record.place) if student is None else student.id
        fields, pairs = self._own_fields(record, student)
        pairs["homeroom"] = (_class(student.homeroom if student else None), homeroom_name(*keys.homeroom))
        if seat is not None:
            pairs["seat_no"] = (student.seat if student else None, seat)
        writes = [Write("student", fields, student.id if student else None, record.place, _before(student, fields))]
        writes += membership(record, Place(keys.homeroom, homeroom, seat), own, student, self.now.today)
        writes += participation(record, own, student, self.now, self.all_take_part, pairs)
        writes += self.guardians.plan(record, own, student.id if student else None, pairs)
        shown_seat = seat or (student.seat if student else None)
        label = f"{record.values['name']} {seat_name(homeroom_name(*keys.homeroom), shown_seat)}"
        shown = differences(pairs)
        action = ADD if student is None else CHANGE if shown else SAME
        kept = tuple(write for write in writes if write.values and action != SAME)
        self.draft.plan.changes.append(Change(action, "student", label, record.sheet, record.row, shown, kept))

    def _own_fields(self, record: Record, student: StudentNow | None) -> tuple[dict[str, Any], dict[str, Any]]:
        """(values to write, fields to show). A blank cell never erases what the school already has."""
        name, has_left = record.values["name"], record.get("has_left")
        told = {
            "name": name,
            "gender": record.get("gender"),
            "school_number": record.get("school_no"),
            "national_hash": record.get("national_hash"),
        }
        old = {key: getattr(student, key) or None for key in told} if student else {}
        values = {key: value for key, value in told.items() if value and value != old.get(key)}
        pairs: dict[str, Any] = {key: (old.get(key), value) for key, value in values.items() if key != "national_hash"}
        if "national_hash" in values:
            pairs["national_student_no"] = ("●" if old.get("national_hash") else None, "●●●")
        if "name" in values:
            values["pinyin"], values["initials"] = spell(name)
        left_now = student.left_on if student else None
        if bool(left_now) != bool(has_left):
            values["left_on"] = self.now.today if has_left else None
            pairs["left_on"] = (left_now, values["left_on"])
        if student is None:
            values["joined_on"] = self.now.today
        return values, pairs

    def _displace(self, record: Record, keys: Keys, student: StudentNow | None) -> None:
        """The newest list says who sits where: a child whom it does not name loses the seat, visibly."""
        sitting = self.children.by_seat.get((keys.homeroom, keys.seat)) if keys.seat else None
        if sitting is None or sitting.id in self.moving or (student is not None and sitting.id == student.id):
            return
        self.draft.complain(record, "seat_no", noted("seat_moved", sitting.name), str(keys.seat))
        write = Write(
            "homeroom_membership", {"seat_number": None}, sitting.membership_id, before={"seat_number": sitting.seat}
        )
        shown = differences({"seat_no": (sitting.seat, None)})
        self.draft.plan.changes.append(
            Change(CHANGE, "student", describe(sitting), record.sheet, record.row, shown, (write,))
        )

    def _homeroom(self, key: Key, record: Record) -> int | Ref:
        """The homeroom's id; a class that the school does not have yet is added once."""
        if key in self.now.homerooms:
            return self.now.homerooms[key]
        ref = Ref("homeroom", f"{key[0]}.{key[1]}")
        if key not in self.new_homerooms:
            self.new_homerooms.add(key)
            values = {"term_id": self.now.term_id, "grade": key[0], "number": key[1]}
            write = Write("homeroom", values, key=ref.key)
            self.draft.plan.changes.append(Change(ADD, "homeroom", homeroom_name(*key), writes=(write,)))
            if any(known[0] == key[0] for known in self.now.homerooms):
                self.draft.complain(record, "class", noted("new_homeroom", homeroom_name(*key)))
        return ref


_OUT = object()


def _class(key: Key | None) -> str | None:
    return homeroom_name(*key) if key else None


def _before(student: StudentNow | None, fields: dict[str, Any]) -> dict[str, Any]:
    return {key: getattr(student, key, None) for key in fields} if student else {}
