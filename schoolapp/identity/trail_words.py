"""A line of the trail as a sentence: who did what, to whom, and what was before and is now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from schoolapp.family.rules import RELATIONS
from schoolapp.family.words import relation_word
from schoolapp.i18n import _
from schoolapp.identity.staff_queries import TrailLine
from schoolapp.identity.trail_facts import FIELDS, TABLES, VALUES
from schoolapp.identity.trail_names import Names, Ref, table_of
from schoolapp.identity.words import ACTIONS
from schoolapp.works.words import agreed_words

_NO_ROW = {"login_session", "import", "school"}
"""Tables whose row says nothing besides what was done."""
_ABOUT = ("student_id", "session_id")
"""Of a record of the roll the row is a phone's own number: what it is about stands among its facts."""
_KEYS = {
    "student": "student",
    "students": "student",
    "student_id": "student",
    "session": "session",
    "session_id": "session",
    "into_session_id": "session",
    "account_id": "account",
    "homeroom_id": "homeroom",
    "staff_id": "staff",
    "room_id": "room",
    "section_id": "section",
    "guardian_id": "guardian",
    "cards": "card",
}
"""Facts that are ids, and of what; the columns of a row besides know their own."""
_UNSAID = {
    "photo",
    "report",
    "letter_id",
    "serial",
    "ids",
    "pinyin",
    "initials",
    "position",
    "national_hash",
    "tag_salt",
}
"""Facts that tell a reader nothing; they stay in the details."""
_SHOWN_OF_MANY = 3
_CHANGED = "…"
"""What an import leaves of a name or a number: that it is another one."""


def refs_of(line: TrailLine) -> set[Ref]:
    """The rows whose names the sentence needs."""
    own = {(line.table, int(line.row_id))} if line.row_id.isdecimal() else set()
    pairs = [pair for facts in (line.before, line.after) for pair in _flat(facts or {}).items()]
    return own | {ref for field, value in pairs for ref in _refs(line.table, field, value)}


def sentence(line: TrailLine, names: Names) -> str:
    """王敏 让孩子换了班：林小雨."""
    what, about = ACTIONS.get(line.action, line.action), _about(line, names)
    who = line.who or _("The system")
    return _("{who} {what}: {about}").format(who=who, what=what, about=about) if about else f"{who} {what}"


def changes(line: TrailLine, names: Names) -> list[str]:
    """班级：三（1）班 → 三（2）班, one for each fact that the sentence does not tell yet."""
    before, after = _flat(line.before or {}), _flat(line.after or {})
    told = frozenset[Ref]().union(*(names.made_of(ref) for ref in _about_refs(line)))
    found = [(field, before.get(field), after.get(field)) for field in dict.fromkeys((*before, *after))]
    return [
        _change(line, names, field, (field in before, old), (field in after, new))
        for field, old, new in found
        if _label(line, field) and not set(_refs(line.table, field, new if field in after else old)) & told
    ] + _rows(line)


def _change(line: TrailLine, names: Names, field: str, old: tuple[bool, Any], new: tuple[bool, Any]) -> str:
    if old[1] == new[1] == _CHANGED:
        words = _("is another one")
    else:
        told = [_value(line, names, field, value) for is_there, value in (old, new) if is_there]
        words = " → ".join(dict.fromkeys(told))
    return _("{field}: {words}").format(field=_label(line, field), words=words)


def _label(line: TrailLine, field: str) -> str:
    """What the fact is called; empty for one that is not told."""
    return FIELDS.get(f"{line.table}.{field}") or FIELDS.get(field, "")


def _rows(line: TrailLine) -> list[str]:
    """Of many rows added at once the number."""
    ids = (line.after or {}).get("ids")
    return [_("{field}: {words}").format(field=FIELDS["rows"], words=len(ids))] if isinstance(ids, list) else []


def _about(line: TrailLine, names: Names) -> str:
    refs = _about_refs(line)
    known = " · ".join(word for word in (names.of(ref) for ref in refs) if word)
    if known or line.table in _NO_ROW:
        return known
    if _is_day(line.row_id):
        return line.row_id
    number = f" {line.row_id}" if line.row_id.isdecimal() else ""
    return TABLES[line.table] + number if line.table in TABLES else ""


def _is_day(text: str) -> bool:
    """Lessons are made from the timetable for days, and the row of that line is the first one."""
    try:
        return len(text) == len("2026-11-23") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _about_refs(line: TrailLine) -> list[Ref]:
    if line.table in _NO_ROW:
        return []
    if line.row_id.isdecimal():
        return [(line.table, int(line.row_id))]
    facts = line.after or {}
    return [ref for field in _ABOUT for ref in _refs(line.table, field, facts.get(field))]


def _flat(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts within a fact get its name before theirs."""
    flat: dict[str, Any] = {}
    for field, value in facts.items():
        within = {f"{field}.{name}": one for name, one in value.items()} if isinstance(value, dict) else {field: value}
        flat |= {name: one for name, one in within.items() if name not in _UNSAID}
    return flat


def _refs(table: str, field: str, value: Any) -> list[Ref]:
    leads_to = _KEYS.get(field) or table_of(table, field)
    ids: Iterable[Any] = value if isinstance(value, list) else [value]
    return [(leads_to, one) for one in ids if leads_to and isinstance(one, int) and not isinstance(one, bool)]


def _value(line: TrailLine, names: Names, field: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("not given")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if refs := _refs(line.table, field, value):
        return _listed([names.of(ref) or str(ref[1]) for ref in refs])
    if isinstance(value, list):
        return str(len(value))
    if field in ("for", "purposes") and isinstance(value, int):
        return agreed_words(value)
    if field == "relation" and isinstance(value, int):
        return relation_word(RELATIONS[value])
    return _("another one") if value == _CHANGED else VALUES.get(field, {}).get(str(value), str(value))


def _listed(words: list[str]) -> str:
    """The first few by name, how many in all."""
    shown = _(", ").join(words[:_SHOWN_OF_MANY])
    return shown if len(words) <= _SHOWN_OF_MANY else _("{some} and more, {n} in all").format(some=shown, n=len(words))
