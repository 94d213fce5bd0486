"""Kind words under a work are read by somebody of the school before they are shown."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.db import write
from schoolapp.identity import audit
from schoolapp.identity.notices import tell
from schoolapp.identity.policy import Action, Viewer, may
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.approval import queries, rules
from schoolapp.works.approval.service import may_approve, refuse

_TRAIL = {"shown": "works.word_shown", "hidden": "works.word_hidden"}


def settle_words(viewer: Viewer, word_ids: Collection[int], *, is_shown: bool) -> list[int]:
    """Show or hide kind words, also such as were settled before; those of others' works stay. The ids that changed.

    Raises Refused: not_allowed, too_many.
    """
    if not may(viewer, Action.APPROVE_WORK):
        raise Refused("sign_in" if viewer.is_visitor else "not_allowed")
    if len(word_ids) > rules.MOST_AT_ONCE:
        raise refuse("too_many")
    state = "shown" if is_shown else "hidden"
    with write() as db:
        rows = queries.words_to_settle(db, word_ids)
        works = queries.held_works(db, {row.work_id for row in rows})
        mine = [row for row in rows if row.state != state and may_approve(viewer, works[row.work_id])]
        changed = [row.id for row in mine]
        settled = {"state": state, "settled_by": viewer.account_id, "settled_at": clock.now()}
        db.execute(update(t.kind_word).where(t.kind_word.c.id.in_(changed)).values(**settled))
        for row in mine:
            audit.record(db, viewer.account_id, _TRAIL[state], "kind_word", row.id, {"state": row.state})
        if is_shown:
            _tell_families(db, {row.work_id for row in mine if row.state == "waiting"})
        return changed


def _tell_families(db: Db, work_ids: Collection[int]) -> None:
    """The makers' families: somebody said something kind."""
    makers = queries.homerooms_of_makers(db, work_ids)
    families = queries.families_of(db, {child for children in makers.values() for child in children})
    for work_id, children in makers.items():
        for account_id, own in families.items():
            if mine := sorted(own & children.keys()):
                tell(db, [account_id], "kind_word", student_id=mine[0], work_id=work_id)
