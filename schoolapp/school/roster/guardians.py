"""Guardians named on a student's row. Pure."""

from __future__ import annotations

from typing import Any

from schoolapp.school.roster.plan import Ref, Write
from schoolapp.school.roster.records import Record
from schoolapp.school.roster.snapshot import GuardianNow, Snapshot

_ROLES = (("father", "父亲"), ("mother", "母亲"), ("guardian", "监护人"))
_PARENTS = frozenset({"父亲", "母亲", "爸爸", "妈妈", "父", "母"})


class Guardians:
    """Knows every guardian, those of this import too: brothers and sisters share theirs (same name and phone)."""

    def __init__(self, now: Snapshot) -> None:
        self._of_student: dict[int, list[GuardianNow]] = {}
        self._known: dict[tuple[str, str], int | Ref] = {}
        for guardian in now.guardians:
            self._of_student.setdefault(guardian.student_id, []).append(guardian)
            if guardian.name and guardian.phone:
                self._known[guardian.name, guardian.phone] = guardian.id

    def plan(self, record: Record, own: int | Ref, student_id: int | None, pairs: dict[str, Any]) -> list[Write]:
        """Writes for the row's guardians; what changes is added to `pairs`."""
        writes: list[Write] = []
        for prefix, relation, name, phone in _named(record):
            old = self._existing(student_id, relation, name)
            if old is None:
                writes += self._new(record, own, prefix, relation, name, phone)
                pairs[f"{prefix}_name"] = (None, " ".join(part for part in (relation, name, phone) if part))
                continue
            values = {key: new for key, new in (("name", name), ("phone", phone)) if new and new != getattr(old, key)}
            for key, new in values.items():
                pairs[f"{prefix}_{key}"] = (getattr(old, key), new)
            if values:
                writes.append(Write("guardian", values, old.id, before={key: getattr(old, key) for key in values}))
        return writes

    def _existing(self, student_id: int | None, relation: str, name: str) -> GuardianNow | None:
        of_child = self._of_student.get(student_id or 0, [])
        by_relation = next((g for g in of_child if g.relation == relation), None)
        return by_relation or next((g for g in of_child if name and g.name == name), None)

    def _new(self, record: Record, own: int | Ref, prefix: str, relation: str, name: str, phone: str) -> list[Write]:
        known = self._known.get((name, phone)) if name and phone else None
        key = f"{record.place}:{prefix}"
        link = {"student_id": own, "relation": relation, "is_legal": relation in _PARENTS}
        if known is not None:
            return [Write("guardianship", {"guardian_id": known, **link}, key=key)]
        ref = Ref("guardian", key)
        if name and phone:
            self._known[name, phone] = ref
        made = Write("guardian", {"name": name, "phone": phone}, key=key)
        return [made, Write("guardianship", {"guardian_id": ref, **link}, key=key)]


def _named(record: Record) -> list[tuple[str, str, str, str]]:
    """(field prefix, relation, name, phone) of everybody the row names; nobody twice."""
    found: list[tuple[str, str, str, str]] = []
    for prefix, relation in _ROLES:
        name, phone = record.get(f"{prefix}_name") or "", record.get(f"{prefix}_phone") or ""
        if prefix == "guardian" and record.get("guardian_relation"):
            relation = record.values["guardian_relation"][:10]
        if (name or phone) and all((relation, name) != (o[1], o[2]) and (not name or name != o[2]) for o in found):
            found.append((prefix, relation, name, phone))
    return found
