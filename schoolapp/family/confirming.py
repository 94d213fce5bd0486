"""The homeroom teacher says who somebody is; the office corrects it or ends an access. All of it is in the trail."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import write
from schoolapp.family import queries, rules
from schoolapp.family.words import refused
from schoolapp.identity import audit, service
from schoolapp.identity.notices import tell
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.models import Consent, Guardianship
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.school.cards.queries import roster_day
from schoolapp.works.audience import refresh_children


def confirm(viewer: Viewer, guardianship_id: int, relation: str, is_legal: bool) -> None:
    """This person is who they say, with the relation and standing given here. Twice is harmless.

    Raises Refused: not_found, not_allowed, no_relation, not_waiting.
    """
    with write() as db:
        row = _claimed(db, viewer, guardianship_id)
        if row.joined_at is None:
            raise refused("not_waiting")
        if row.confirmed_at is not None:
            return
        before = _set_standing(row, relation, is_legal)
        row.confirmed_at, row.confirmed_by_staff_id = clock.now(), viewer.staff_id
        audit.record(db, viewer.account_id, "family.confirm", "guardianship", row.id, before, _facts(row))
        account = queries.account_of(db, row.guardian_id)
        tell(db, [account.id or 0] if account else [], "guardian_confirmed", student_id=row.student_id)


def refuse(viewer: Viewer, guardianship_id: int) -> None:
    """Nobody of this family: the claim ends, and with the last child the account. Twice is harmless.

    Raises Refused: not_found, not_allowed, not_waiting.
    """
    with write() as db:
        row = _claimed(db, viewer, guardianship_id, ended_too=True)
        if row.ended_at is not None:
            return
        if row.joined_at is None or row.confirmed_at is not None:
            raise refused("not_waiting")
        row.ended_at = clock.now()
        audit.record(db, viewer.account_id, "family.refuse", "guardianship", row.id, _facts(row))
        _close_account(db, row.guardian_id)


def correct(viewer: Viewer, guardianship_id: int, relation: str, is_legal: bool) -> None:
    """The office corrects relation or standing. Who is no legal guardian any more has no standing consent left.

    Raises Refused: not_found, not_allowed, no_relation.
    """
    _only_office(viewer)
    with write() as db:
        row = _standing(db, guardianship_id)
        before = _set_standing(row, relation, is_legal)
        if before["is_legal"] and not is_legal:
            _withdraw_consents(db, viewer, row)
        audit.record(db, viewer.account_id, "family.correct", "guardianship", row.id, before, _facts(row))


def end(viewer: Viewer, guardianship_id: int) -> None:
    """The office ends a guardian's access to a child at once: logins, consents, and the account with the last child.

    Raises Refused: not_found, not_allowed.
    """
    _only_office(viewer)
    with write() as db:
        row = _standing(db, guardianship_id)
        row.ended_at = clock.now()
        db.flush()
        _withdraw_consents(db, viewer, row)
        audit.record(db, viewer.account_id, "family.end", "guardianship", row.id, _facts(row))
        _close_account(db, row.guardian_id)


def _only_office(viewer: Viewer) -> None:
    if not may(viewer, Action.MANAGE_FAMILIES):
        raise Refused("not_allowed")


def _held(db: Db, guardianship_id: int) -> Guardianship | None:
    """The row, held: of two answers at the same moment the second sees the first."""
    return db.get(Guardianship, guardianship_id, with_for_update={"key_share": True})


def _standing(db: Db, guardianship_id: int) -> Guardianship:
    row = _held(db, guardianship_id)
    if row is None or row.ended_at is not None:
        raise Refused("not_found")
    return row


def _claimed(db: Db, viewer: Viewer, guardianship_id: int, ended_too: bool = False) -> Guardianship:
    """The row, when the child sits in a homeroom of the viewer's; foreign ones look as if there were none."""
    row = _held(db, guardianship_id)
    if row is None or (row.ended_at is not None and not ended_too):
        raise Refused("not_found")
    homeroom_id = queries.homeroom_of(db, row.student_id, roster_day(db, clock.today()))
    if not may(viewer, Action.INVITE_FAMILY, Target(student_id=row.student_id, homeroom_id=homeroom_id)):
        raise Refused("not_found")
    return row


def _set_standing(row: Guardianship, relation: str, is_legal: bool) -> dict[str, object]:
    """Change relation and standing; what they were."""
    if relation != row.relation and relation not in rules.RELATIONS:
        raise refused("no_relation")
    before = _facts(row)
    row.relation, row.is_legal = relation, is_legal
    return before


def _facts(row: Guardianship) -> dict[str, object]:
    return {
        "guardian_id": row.guardian_id,
        "student_id": row.student_id,
        "relation": rules.RELATIONS.index(row.relation) if row.relation in rules.RELATIONS else None,
        "is_legal": row.is_legal,
    }


def _close_account(db: Db, guardian_id: int) -> None:
    """Its logins end at once; with no child left it is locked as well."""
    account = queries.account_of(db, guardian_id)
    if account is None or account.id is None:
        return
    db.flush()
    service.end_logins(db, account.id)
    if not any(one.joined_at is not None for one in queries.children_of(db, guardian_id)):
        account.disabled_at = clock.real_now()


def _withdraw_consents(db: Db, viewer: Viewer, row: Guardianship) -> None:
    """What this voice said yes to, it says no to now.

    The word is a caretaker's: it stops everything at once, and another legal guardian may agree anew. The rest of the
    family is told that there is something to look at.
    """
    db.execute(select(t.student.c.id).where(t.student.c.id == row.student_id).with_for_update())  # as consents are said
    mine = t.consent.c.guardian_id == row.guardian_id, t.consent.c.student_id == row.student_id
    newest: dict[tuple[str, int], Consent] = {}
    for said in db.scalars(select(Consent).where(*mine).order_by(t.consent.c.id)):
        newest[said.subject, said.purpose] = said
    given = [said for said in newest.values() if said.is_given]
    for said in given:
        db.add(
            Consent(
                student_id=row.student_id,
                subject=said.subject,
                purpose=said.purpose,
                is_given=False,
                guardian_id=row.guardian_id,
                is_legal=False,
                account_id=viewer.account_id or 0,
                at=clock.now(),
            )
        )
    if given:
        refresh_children(db, [row.student_id])
        others = queries.members(db, [row.student_id])[row.student_id]
        left = [one for one in others if one.confirmed_at and one.guardian_id != row.guardian_id]
        tell(db, [one.account_id for one in left if one.account_id], "consents_to_check", student_id=row.student_id)
