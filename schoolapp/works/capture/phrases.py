"""Refusals of filing a work: code → status and what the person does next. The phone keeps the work in each case."""

from __future__ import annotations

from schoolapp.i18n import _
from schoolapp.refusals import Refused

_TABLE: dict[str, tuple[int, str]] = {
    "photo_missing": (409, _("The picture has not arrived yet. It is sent first, then the work.")),
    "photo_taken": (409, _("This picture already belongs to another work. Take a new one.")),
    "not_your_class": (403, _("Not your class on that day. Choose another lesson, or ask the office.")),
    "not_your_child": (403, _("One of the children is not in your classes. Choose the children again.")),
    "no_such_work": (404, _("This work does not exist, or not any more.")),
    "already_approved": (409, _("This work is approved. Ask who approved it to send it back first.")),
    "taken_down": (409, _("This work was taken down and stays as it is. File a new one.")),
    "future_day": (422, _("A work cannot be of a day to come. Choose its day again.")),
    "no_term": (409, _("No school term has begun on that day. Ask the office to enter the term.")),
}


def refused(code: str) -> Refused:
    """The refusal with these words."""
    status, message = _TABLE[code]
    return Refused(code, message, status)
