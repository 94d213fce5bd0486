"""The words for every verdict and refusal of check-in: what happened, and what to do next."""

from __future__ import annotations

from functools import lru_cache

from schoolapp.checkin.rules import Alert, Verdict
from schoolapp.i18n import _


@lru_cache
def verdict_phrases() -> dict[Verdict, str]:
    """One phrase a verdict, in the interface's language."""
    return {
        Verdict.ON_TIME: _("Here"),
        Verdict.LATE: _("Here, late"),
        Verdict.ALREADY_HERE: _("Already counted"),
        Verdict.WRONG_ROOM: _("Expected in another room: send the child there, or keep the child here"),
        Verdict.ON_LEAVE: _("On leave, and yet here: tell the homeroom teacher"),
        Verdict.NOT_ENROLLED: _("Not on any list for this period: ask the homeroom teacher"),
        Verdict.REVOKED_CARD: _("This card was replaced: choose the child by name and take the old card in"),
        Verdict.UNKNOWN_CARD: _("A card that this school never issued: choose the child by name"),
        Verdict.NOT_A_CARD: _("Not a card of this school"),
        Verdict.SESSION_CANCELLED: _("This class is cancelled today: the child goes back to homework care"),
        Verdict.SESSION_CLOSED: _("Outside this class's time: choose the class that is on now"),
        Verdict.NOT_ALLOWED: _("This roll is taken by another teacher: ask the duty leader"),
        Verdict.INVALID: _("This record could not be read: update the app and tell the service office"),
    }


@lru_cache
def alert_phrases() -> dict[Alert, str]:
    """One phrase an alert, added to the verdict's."""
    return {
        Alert.TWO_CARDS: _("Another card of this child was held up in this period: take one of them in"),
        Alert.TWO_ROOMS: _("Also counted in another room in this period: the duty leader sees both"),
        Alert.NAMESAKE: _("A child of the same name, or a twin, is expected elsewhere: check homeroom and seat number"),
        Alert.CLOCK: _("This phone's clock is wrong: the time was corrected, please set the clock"),
    }


@lru_cache
def refusal_phrases() -> dict[str, str]:
    """What a whole request, or an item that is not stored, is refused with, by code."""
    return {
        "sign_in": _("Please sign in: what you scanned is kept on this phone and sent afterwards."),
        "not_allowed": _("Rolls are taken by staff only: sign in with a teacher's account."),
        "malformed": _("This record could not be read: update the app and tell the service office"),
        "other_actor": _("Recorded under another account: it is sent when that account signs in."),
        "taken_id": _("This record's number belongs to another one: update the app and tell the service office"),
        "too_many": _("Too many records at once: send at most 500."),
        "too_large": _("Too much at once: send fewer records."),
        "busy": _("The server is busy: nothing is lost, the phone tries again by itself."),
        "failed": _("The server could not store this just now: nothing is lost, the phone tries again by itself."),
        "not_found": _("This class does not exist any more: go back to today and choose again."),
    }


def message(verdict: str, alert: str | None) -> str:
    """The sentence shown under an answered event; empty where there is nothing to say."""
    parts = [verdict_phrases()[Verdict(verdict)]] if verdict else []
    if alert:
        parts.append(alert_phrases()[Alert(alert)])
    return _("; ").join(parts)


def title(name: str, *, is_care: bool) -> str:
    """What a session is called: its section's name, or the homeroom's homework care."""
    return _("{homeroom} homework care").format(homeroom=name) if is_care else name
