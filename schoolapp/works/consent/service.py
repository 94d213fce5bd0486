"""Consents: said by a guardian, or entered by the office from a signed sheet. Works follow in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.i18n import _
from schoolapp.identity.audit import record
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.models import Consent, Departure
from schoolapp.refusals import Refused
from schoolapp.works.audience import consents_of, refresh_children
from schoolapp.works.consent import queries
from schoolapp.works.consent.rules import CaretakerMayNotGiveError, words_to_add
from schoolapp.works.rules import EVERYTHING, PURPOSES, Purpose, Subject
from schoolapp.works.typed import one_line

REFUSALS = {
    "legal_only": (403, _("Only a legal guardian may agree. You may withdraw at any time.")),
    "signed_in_future": (422, _("The day on the sheet lies in the future. Check the date.")),
    "signed_long_ago": (422, _("The day on the sheet lies more than ten years back. Check the date.")),
    "who_signed": (422, _("Say who signed the sheet, e.g. mother or grandfather.")),
    "signer_long": (422, _("Say in at most 20 characters who signed, e.g. mother or grandfather.")),
    "no_sheet": (422, _("The picture of the sheet has not arrived. Take it again, or save without it.")),
    "no_child": (404, _("This child is not in the lists any more. Choose it again.")),
}
OLDEST_SHEET_DAYS = 3653
LONGEST_SIGNER = 20


def refused(code: str) -> Refused:
    status, message = REFUSALS[code]
    return Refused(code, message, status)


@dataclass(frozen=True)
class Sheet:
    """A signed sheet as the office enters it. `work` and `person` are the purposes that it agrees to."""

    student_id: int
    signed_on: date
    work: int
    person: int
    guardian_id: int | None = None
    """The guardian who signed, when the school knows one."""
    signed_by: str = ""
    """Else the relation."""
    is_legal: bool = False
    """Of a signer whom the school does not know; a known guardian's standing is the school's own record."""
    photo_id: str | None = None


@dataclass(frozen=True)
class _Voice:
    guardian_id: int | None
    is_legal: bool
    account_id: int
    signed_on: date | None = None
    signed_by: str = ""
    photo_id: str | None = None


def say(viewer: Viewer, student_id: int, subject: str, purposes: int) -> Purpose:
    """A guardian's choice for an own child: from now on `purposes` and no others. What is agreed to in the end.

    Raises Refused: not_allowed for a child that is not the viewer's, legal_only for a caretaker who would give.
    """
    return _choose(viewer, student_id, subject, lambda _own: purposes)


def turn(viewer: Viewer, student_id: int, subject: str, purpose: int, *, is_on: bool) -> Purpose:
    """One purpose on or off. The others stay as they are by now: a page that stood open since before a withdrawal,
    on another phone or on paper, gives nothing back. Raises as `say`, and invalid for what is no purpose.
    """
    if purpose not in PURPOSES:
        raise Refused("invalid")
    return _choose(viewer, student_id, subject, lambda own: own | purpose if is_on else own & ~purpose)


def _choose(viewer: Viewer, student_id: int, subject: str, wanted: Callable[[int], int]) -> Purpose:
    """`wanted`: the purposes to say, from those that this guardian says now."""
    if not may(viewer, Action.SPEAK_FOR_CHILD, Target(student_id=student_id)) or subject not in list(Subject):
        raise Refused("not_allowed")
    with write() as db:
        queries.lock_child(db, student_id)
        who = queries.speaker(db, viewer.guardian_id or 0, student_id)
        if who is None:
            raise Refused("not_allowed")
        voice = _Voice(who.guardian_id, who.is_legal, viewer.account_id or 0)
        own = _own_purposes(db, student_id, subject, who)
        _speak(db, voice, student_id, subject, wanted(own) & EVERYTHING)
        refresh_children(db, [student_id])
        return consents_of(db, [student_id]).get((student_id, subject), Purpose.NOBODY)


def _own_purposes(db: Db, student_id: int, subject: str, who: queries.Speaker) -> int:
    """What this guardian says now; a caretaker, who only takes away, starts from what is agreed to."""
    if not who.is_legal:
        return consents_of(db, [student_id]).get((student_id, subject), Purpose.NOBODY)
    newest = queries.newest_words(db, student_id, subject, who.guardian_id, "")
    return sum(purpose for purpose, is_given in newest.items() if is_given)


def enter_sheet(viewer: Viewer, sheet: Sheet) -> None:
    """What a signed sheet says, entered by the office.

    Raises Refused: not_allowed, no_child, no_sheet, who_signed, signer_long, signed_in_future, signed_long_ago,
    legal_only.
    """
    if not may(viewer, Action.ENTER_CONSENT):
        raise Refused("not_allowed")
    _check_day(sheet.signed_on)
    with write() as db:
        if not queries.lock_child(db, sheet.student_id):
            raise refused("no_child")
        if sheet.photo_id is not None and not queries.is_sheet(db, sheet.photo_id):
            raise refused("no_sheet")
        voice = _signer(db, sheet, viewer.account_id or 0)
        for subject, purposes in ((Subject.WORK, sheet.work), (Subject.PERSON, sheet.person)):
            _speak(db, voice, sheet.student_id, subject, purposes)
        refresh_children(db, [sheet.student_id])


def _check_day(signed_on: date) -> None:
    days = (clock.today() - signed_on).days
    if days < 0:
        raise refused("signed_in_future")
    if days > OLDEST_SHEET_DAYS:
        raise refused("signed_long_ago")


def _signer(db: Db, sheet: Sheet, account_id: int) -> _Voice:
    known = [who for who in queries.speakers(db, sheet.student_id) if who.guardian_id == sheet.guardian_id]
    signed_by = known[0].relation if known else one_line(sheet.signed_by)
    if not signed_by or (sheet.guardian_id is not None and not known):
        raise refused("who_signed")
    if not known and len(signed_by) > LONGEST_SIGNER:
        raise refused("signer_long")
    is_legal = known[0].is_legal if known else sheet.is_legal
    return _Voice(sheet.guardian_id, is_legal, account_id, sheet.signed_on, signed_by, sheet.photo_id)


def _speak(db: Db, voice: _Voice, student_id: int, subject: str, purposes: int) -> None:
    """Append what this voice now says, and the line in the trail."""
    newest = queries.newest_words(db, student_id, subject, voice.guardian_id, voice.signed_by)
    before = consents_of(db, [student_id]).get((student_id, subject), Purpose.NOBODY)
    try:
        words = words_to_add(purposes, newest, before, is_legal=voice.is_legal)
    except CaretakerMayNotGiveError:
        raise refused("legal_only") from None
    if not words:
        return
    said = {
        "student_id": student_id,
        "subject": subject,
        "guardian_id": voice.guardian_id,
        "is_legal": voice.is_legal,
        "account_id": voice.account_id,
        "at": clock.now(),
        "signed_on": voice.signed_on,
        "signed_by": voice.signed_by,
        "sheet_photo_id": voice.photo_id,
    }
    rows = [said | {"purpose": int(purpose), "is_given": is_given} for purpose, is_given in words]
    db.execute(insert(Consent), rows)
    after = {"subject": str(subject), "purposes": int(purposes), "on_paper": voice.signed_on is not None}
    record(db, voice.account_id, "consent.say", "student", student_id, {"purposes": int(before)}, after)


def recall_done(viewer: Viewer, departure_id: int) -> None:
    """The sender says that the copy is gone. Doing it twice is harmless.

    Raises Refused("not_found") when it is somebody else's task, or none; the office may close any.
    """
    with write() as db:
        row = db.get(Departure, departure_id)
        is_own = row is not None and row.account_id == viewer.account_id
        if row is None or row.recalled_at is None or not (is_own or may(viewer, Action.ENTER_CONSENT)):
            raise Refused("not_found")
        if row.done_at is None:
            row.done_at = clock.now()
            record(db, viewer.account_id, "consent.recall_done", "departure", departure_id)


def has_open_recall(viewer: Viewer) -> bool:
    """Whether this viewer has a copy to take back."""
    with read() as db:
        return bool(queries.open_recalls(db, viewer.account_id))
