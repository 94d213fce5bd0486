"""Cards are given out and replaced. A child has at most one card in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from schoolapp import clock
from schoolapp.checkin import codes
from schoolapp.db import read, write
from schoolapp.i18n import _
from schoolapp.identity import audit
from schoolapp.models import Card, School
from schoolapp.refusals import Refused
from schoolapp.school.cards import queries
from schoolapp.school.cards.queries import Choice, Group, Holder
from schoolapp.school.keys import card_key

REASONS = ("lost", "damaged", "stolen", "other")
"""Why a card is replaced, as the revoked card keeps it."""


REFUSALS: dict[str, tuple[int, str]] = {
    "no_school": (409, _("The school is not set up yet. Set it up first.")),
    "unknown_child": (404, _("This child is not at the school, or not any more.")),
    "bad_reason": (422, _("Choose why the card is replaced.")),
    "wrong_key": (
        409,
        _("The key of the cards is not the one they were printed with. Restore the folder keys from the backup."),
    ),
}
"""Code → HTTP status and what to tell the person."""


def _refused(code: str) -> Refused:
    status, message = REFUSALS[code]
    return Refused(code, message, status)


@dataclass(frozen=True)
class Overview:
    """What the office's page shows for a choice."""

    homerooms: list[Group]
    sections: list[Group]
    holders: list[Holder]


@dataclass(frozen=True)
class PrintedCard:
    """A card as it is printed: the only value that carries a code out of this slice."""

    holder: Holder
    code: str


def issue(db: Session, student_ids: Iterable[int], account_id: int | None) -> int:
    """Give a card to each of these children who has none; how many were given. In the caller's transaction."""
    school = _lock(db)
    lacking = queries.without_card(db, list(student_ids))
    cards = _new_cards(db, school.tag_salt, lacking, account_id)
    db.add_all(cards)
    db.flush()
    for card in cards:
        after = {"student_id": card.student_id, "serial": card.serial}
        audit.record(db, account_id, "cards.issue", "card", card.id, after=after)
    return len(lacking)


def issue_missing(choice: Choice, account_id: int) -> int:
    """Cards for the chosen children who take part and have none (a single child need not take part); how many."""
    with write() as db:
        day = queries.roster_day(db, clock.today())
        people = queries.holders(db, choice, day)
        if choice.student_id is not None and not people:
            raise _refused("unknown_child")
        wanted = [holder.student_id for holder in people if holder.takes_part or choice.student_id is not None]
        return issue(db, wanted, account_id)


def reissue(student_id: int, reason: str, account_id: int) -> int:
    """Revoke the child's card in force and give a new one; its id. The old one is known as revoked from now on."""
    if reason not in REASONS:
        raise _refused("bad_reason")
    with write() as db:
        _lock(db)
        old = queries.live_card(db, student_id)
        if old is not None:
            _revoke(db, old, reason, account_id)
        if issue(db, [student_id], account_id) != 1:
            raise _refused("unknown_child")
        new = queries.live_card(db, student_id)
        if new is None or new.id is None:
            raise AssertionError("a card was just issued")
        return new.id


def revoke(db: Session, student_id: int, reason: str, account_id: int) -> None:
    """The child's card no longer counts and none replaces it, in the caller's transaction."""
    card = queries.live_card(db, student_id)
    if card is not None:
        _revoke(db, card, reason, account_id)


def code_of(card: Card) -> str:
    """The card's code, derived again. Refused wrong_key when the key file is not the one it was issued under."""
    key = card_key()
    code = codes.make_code(key, card.serial)
    if codes.digest(key, code) != card.code_digest:
        raise _refused("wrong_key")
    return code


def overview(choice: Choice | None, search: str = "") -> Overview:
    """What there is to choose, and the children of the choice or the search."""
    with read() as db:
        day = queries.roster_day(db, clock.today())
        if search.strip():
            people = queries.search(db, search, day)
        else:
            people = queries.holders(db, choice, day) if choice else []
        return Overview(queries.homerooms(db, day), queries.sections(db, day), people)


def cards_to_print(choice: Choice, account_id: int) -> tuple[str, list[PrintedCard], list[Holder]]:
    """The school's name, the chosen children's cards with their codes, and who has none yet. Kept in the trail."""
    with write() as db:
        school = queries.school(db)
        if school is None:
            raise _refused("no_school")
        people = queries.holders(db, choice, queries.roster_day(db, clock.today()))
        rows = db.exec(select(Card).where(col(Card.id).in_([holder.card_id for holder in people])))
        found = {card.id: code_of(card) for card in rows}
        printed = [PrintedCard(holder, found[holder.card_id]) for holder in people if holder.card_id in found]
        audit.record(db, account_id, "cards.print", "card", after={"cards": [card.holder.card_id for card in printed]})
        return school.name, printed, [holder for holder in people if holder.card_id is None]


def card_to_print(card_id: int, account_id: int) -> str | None:
    """The code of one card in force, None when there is no such card. Kept in the trail."""
    with write() as db:
        card = queries.card(db, card_id)
        if card is None or card.revoked_at is not None:
            return None
        audit.record(db, account_id, "cards.print", "card", card_id)
        return code_of(card)


def _lock(db: Session) -> School:
    """Serials and "one card a child" are decided one transaction at a time (SQLite's writers queue by themselves)."""
    school = db.exec(select(School).with_for_update()).first()
    if school is None:
        raise _refused("no_school")
    return school


def _new_cards(db: Session, salt: str, student_ids: list[int], account_id: int | None) -> list[Card]:
    """A card for each child. A serial whose tag somebody has is skipped: phones know cards by the tag alone."""
    key, now, serial = card_key(), clock.now(), queries.highest_serial(db)
    taken = queries.all_tags(db)
    cards: list[Card] = []
    for student_id in student_ids:
        serial += 1
        while (tag := codes.tag(salt, code := codes.make_code(key, serial))) in taken:
            serial += 1
        taken.add(tag)
        digest = codes.digest(key, code)
        cards.append(
            Card(
                serial=serial,
                code_digest=digest,
                tag=tag,
                student_id=student_id,
                issued_at=now,
                issued_by=account_id,
            )
        )
    return cards


def _revoke(db: Session, card: Card, reason: str, account_id: int) -> None:
    card.revoked_at = clock.now()
    card.revoked_by = account_id
    card.revoked_reason = reason
    db.add(card)
    db.flush()
    audit.record(
        db,
        account_id,
        "cards.revoke",
        "card",
        card.id,
        before={"student_id": card.student_id},
        after={"reason": reason},
    )
