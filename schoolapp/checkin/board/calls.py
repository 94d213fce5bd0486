"""The duty leader has called a missing child's family: from then on its page may say that the child is not there."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.checkin.board.service import looking
from schoolapp.checkin.whereis.answers import State
from schoolapp.db import write
from schoolapp.identity.audit import record
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.models import FamilyCall
from schoolapp.models import tables as t
from schoolapp.refusals import Refused


def note_call(viewer: Viewer, student_id: int) -> None:
    """Note that the family was called in the period that is on. Twice is harmless.

    Raises Refused: not_allowed; not_found for a child that is not missing now.
    """
    if not may(viewer, Action.SEE_WHOLE_BOARD):
        raise Refused("not_allowed")
    with looking() as (_connection, board, number):
        standing = board.standings.get(number)
        answer = standing.answers.get(student_id) if standing else None
        day = board.day
    if answer is None or answer.state is not State.MISSING:
        raise Refused("not_found")
    with write() as db:
        c = t.family_call.c
        asked = c.student_id == student_id, c.day == day, c.slot_number == number
        if db.execute(select(c.id).where(*asked)).first() is None:
            _add(db, FamilyCall(student_id=student_id, day=day, slot_number=number,
                                account_id=viewer.account_id or 0, at=clock.now()))  # fmt: skip


def _add(db: Db, call: FamilyCall) -> None:
    db.add(call)
    db.flush()
    after = {"student_id": call.student_id, "slot": call.slot_number}
    record(db, call.account_id, "checkin.call_family", "family_call", call.id, after=after)
