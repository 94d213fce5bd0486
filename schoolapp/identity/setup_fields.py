"""Which field of the set-up page a refusal is about, and of the bells which period, in words."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from schoolapp.i18n import _
from schoolapp.refusals import Refused

_NAMES = ("school", "term", "person", "login")
_FIELDS = {"wrong_code": "code", "wrong_term": "ends", "weak_password": "password"}
_MOST_BELLS = 4


def placed(refused: Refused, fields: dict[str, Any]) -> Refused:
    """The same refusal with the name of its field; `fields` are the page's. One that is about none stays as it is."""
    field, message = _FIELDS.get(refused.code, ""), refused.message
    if refused.code == "empty_name":
        field = next((name for name in _NAMES if not _text(fields, name)), "")
    elif refused.code == "invalid":
        field = next((name for name in ("starts", "ends") if not _is_day(_text(fields, name))), "")
    elif refused.code == "wrong_bells":
        field, message = _bell(fields)
    return Refused(refused.code, message or refused.message, refused.status, field)


def _text(fields: dict[str, Any], name: str) -> str:
    return str(fields.get(name) or "").strip()


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _bell(fields: dict[str, Any]) -> tuple[str, str]:
    """The first field of the bells that is wrong, and why."""
    before, before_ends = "", time.min
    for number in range(1, _MOST_BELLS + 1):
        name, starts, ends = (_text(fields, f"bell{number}_{part}") for part in ("name", "starts", "ends"))
        if not (name or starts or ends):
            continue
        part, why = _fault(name, _time(starts), _time(ends), before_ends)
        if part:
            title = name or _("Period {n}").format(n=number)
            return f"bell{number}_{part}", why.format(period=title, before=before)
        before, before_ends = name, _time(ends) or time.max
    return "bell1_name", ""


def _fault(name: str, starts: time | None, ends: time | None, earliest: time) -> tuple[str, str]:
    """Part of a period and what it lacks; empty when nothing."""
    if not name:
        return "name", _("{period}: give it a name.")
    if starts is None:
        return "starts", _("{period}: when does it begin?")
    if starts < earliest:
        return "starts", _("{period} begins before {before} is over.")
    if ends is None or ends <= starts:
        return "ends", _("{period}: the end must be later than the beginning.")
    return "", ""


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
