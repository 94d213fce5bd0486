"""A line of the trail as it is kept: numbers instead of names, which stay true when a name is another one later."""

from __future__ import annotations

from typing import Any

from schoolapp.i18n import _
from schoolapp.identity.staff_queries import TrailLine
from schoolapp.identity.trail_facts import FIELDS, TABLES, VALUES

_TABLES = {
    "calendar_day": _("a special day"),
    "checkin_event": _("a record of the roll"),
    "family_call": _("a call to a family"),
    "import": _("an import"),
    "login_session": _("a sign-in"),
    "school": _("the school"),
} | TABLES
_FIELDS = {
    "ids": _("Numbers of the rows"),
    "initials": _("Initials"),
    "letter_id": _("Letter to a family"),
    "letters": _("Lengths"),
    "medium": _("Length of the material"),
    "national_hash": _("Fingerprint of the national number"),
    "photo": _("Picture"),
    "pinyin": _("Pinyin"),
    "position": _("Position"),
    "remark": _("Length of the remark"),
    "report": _("Report"),
    "serial": _("Number of the card"),
    "slot": _("Period"),
    "title": _("Length of the title"),
}
"""Facts that the sentence leaves out."""


def kept(line: TrailLine) -> str:
    """一张作品 12 · 状态：待审 → 状态：通过."""
    row = f"{_TABLES.get(line.table, line.table)} {line.row_id}".strip()
    facts = " → ".join(_facts(line.table, part) for part in (line.before, line.after) if part)
    return _(" · ").join(part for part in (row, facts) if part)


def _facts(table: str, facts: dict[str, Any]) -> str:
    said = (
        _("{field}: {words}").format(field=_label(table, name), words=_value(table, name, value))
        for name, value in facts.items()
    )
    return _(", ").join(said)


def _label(table: str, name: str) -> str:
    return FIELDS.get(f"{table}.{name}") or FIELDS.get(name) or _FIELDS.get(name, name)


def _value(table: str, name: str, value: Any) -> str:
    if isinstance(value, dict):
        return _("({facts})").format(facts=_facts(table, value))
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("not given") if value in (None, "") else VALUES.get(name, {}).get(str(value), str(value))
