"""Relations, refusals and notices in words."""

from __future__ import annotations

from schoolapp.family.rules import relation_of
from schoolapp.i18n import _
from schoolapp.refusals import Refused

REFUSALS: dict[str, tuple[int, str]] = {
    "no_letter": (422, _("This letter does not count (any more). Compare the code, or ask for a new letter.")),
    "wrong_code": (422, _("The six digits are not right. Forgotten? The homeroom teacher gives you a new letter.")),
    "locked": (429, _("Too many wrong tries: locked. The homeroom teacher gives you a new letter, in person.")),
    "no_name": (400, _("Please write your own name, so that the homeroom teacher knows you.")),
    "no_relation": (400, _("Choose who you are to the child.")),
    "not_six": (400, _("The code has six digits.")),
    "too_simple": (400, _("This code is guessed too easily. Take six digits that do not repeat or count up.")),
    "birthday": (400, _("This looks like a birthday, which is guessed first. Take other digits.")),
    "not_twice": (400, _("The two codes differ. Type the same six digits twice.")),
    "wrong_present_code": (400, _("The present six digits are not right.")),
    "many_wait": (409, _("Many people wait for the homeroom teacher here. Call the teacher, then try again.")),
    "not_waiting": (409, _("This was decided already. Open the page again.")),
    "no_school": (409, _("The school is not set up yet. Set it up first.")),
    "wrong_key": (409, _("The letters were printed with another key. Restore the folder keys from the backup.")),
}  # fmt: skip
"""Code → HTTP status and what to tell the person."""

_RELATIONS = {
    "妈妈": _("Mum"),
    "爸爸": _("Dad"),
    "爷爷": _("Grandfather (father's side)"),
    "奶奶": _("Grandmother (father's side)"),
    "外公": _("Grandfather (mother's side)"),
    "外婆": _("Grandmother (mother's side)"),
    "其他": _("Somebody else"),
}


def refused(code: str) -> Refused:
    """A refusal of this slice, or one that all slices share."""
    status, message = REFUSALS.get(code, (0, ""))
    return Refused(code, message, status)


def relation_word(text: str) -> str:
    """Mother, grandfather …; a word that only the school's list knows stays itself."""
    return _RELATIONS.get(relation_of(text), text or _RELATIONS["其他"])
