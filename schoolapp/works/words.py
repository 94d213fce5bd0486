"""Purposes in plain words: what a family agreed to, who will see a work. Every page about works says it this way."""

from __future__ import annotations

from schoolapp.i18n import _
from schoolapp.works.rules import CHOICES, Purpose

CHOICE_WORDS = {
    "teachers": _("Teachers only"),
    "school": _("Class and school"),
    "public": _("Anybody may see it"),
}
"""The three choices of the first screen, keyed as `rules.CHOICES`."""
PURPOSE_WORDS = {
    Purpose.CLASS: _("Families of the class"),
    Purpose.SCHOOL: _("All families and teachers"),
    Purpose.OPEN_DAY: _("Guests on the open day"),
    Purpose.PUBLIC: _("Everybody, in public"),
}
"""The single switches."""


def choice_of(purposes: int) -> str:
    """The key of the choice that means exactly these purposes; empty when single switches were set."""
    return next((key for key, mask in CHOICES.items() if mask == purposes), "")


def agreed_words(purposes: int) -> str:
    """What was agreed to: one of the three choices, or the switches that are on."""
    choice = choice_of(purposes)
    return CHOICE_WORDS[choice] if choice else _listed(purposes)


def seen_by_words(audience: int) -> str:
    """Who sees a work of this audience, besides its teachers and the child's own family."""
    if audience & Purpose.PUBLIC:
        return PURPOSE_WORDS[Purpose.PUBLIC]
    if audience & Purpose.SCHOOL:
        audience &= ~Purpose.CLASS  # all families: those of the class among them
    return _listed(audience) if audience else _("Teachers and the child's own family")


def _listed(purposes: int) -> str:
    return _(", ").join(word for purpose, word in PURPOSE_WORDS.items() if purposes & purpose)
