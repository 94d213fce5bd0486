"""Keeps `Work.audience` in step with the rule, in the transaction that changes a decision, a consent or a maker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import case, or_, select, update
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.identity.notices import tell, untell
from schoolapp.models import tables as t
from schoolapp.works import queries
from schoolapp.works.rules import SUBJECT_OF_KIND, Purpose, agreed, audience


def refresh_works(db: Db, work_ids: Collection[int]) -> None:
    """After a decision about these works, or a child added to or taken off them."""
    db.flush()
    lock_makers(db, work_ids)
    _refresh(db, t.work.c.id.in_(work_ids))


def refresh_children(db: Db, student_ids: Collection[int]) -> None:
    """After a consent of these children was given or withdrawn."""
    on_it = select(t.maker.c.work_id).where(t.maker.c.student_id.in_(student_ids))
    _refresh(db, t.work.c.id.in_(on_it))


def consents_of(db: Db, student_ids: Collection[int]) -> dict[tuple[int, str], Purpose]:
    """(child, subject) → the purposes agreed to; a pair that is not there has agreed to nothing."""
    histories = queries.consent_histories(db, student_ids)
    return {pair: agreed(history) for pair, history in histories.items()}


def lock_makers(db: Db, work_ids: Collection[int], further: Collection[int] = ()) -> None:
    """Let one transaction at a time decide about these children's works.

    Call it before the first write about the works: children are locked first and works after them, each in the order
    of their ids, so that nobody waits in a circle. A withdrawal that meets an approval waits for it or is waited for;
    neither misses what the other wrote. Notices and consents may still point to a locked child. `further`: children
    who are to come on these works.
    """
    wanted = set(further)
    while not _are_locked(db, work_ids, wanted):
        wanted |= queries.children_on(db, work_ids)


def _are_locked(db: Db, work_ids: Collection[int], further: Collection[int]) -> bool:
    """Lock the children on these works, and `further`. When others have come on while this waited, all are let go
    again: taken one after the other they would be out of order.
    """
    step = db.begin_nested()
    on_them = select(t.maker.c.student_id).where(t.maker.c.work_id.in_(work_ids))
    rows = select(t.student.c.id).where(or_(t.student.c.id.in_(on_them), t.student.c.id.in_(further)))
    locked = set(db.scalars(rows.order_by(t.student.c.id).with_for_update(key_share=True)))
    is_whole = queries.children_on(db, work_ids) <= locked
    if is_whole:
        step.commit()
    else:
        step.rollback()
    return is_whole


def _refresh(db: Db, condition: Any) -> None:
    db.flush()
    rows = queries.works_to_refresh(db, condition)
    makers = queries.makers_of(db, [row.id for row in rows])
    consents = consents_of(db, {child for children in makers.values() for child in children})
    changed: dict[Purpose, list[int]] = defaultdict(list)
    for row in rows:
        subject = SUBJECT_OF_KIND[row.kind]
        masks = [consents.get((child, subject), Purpose.NOBODY) for child in makers.get(row.id, ())]
        masks += [Purpose.NOBODY] * min(row.unmatched, 1)  # a maker whom nobody has named yet cannot have agreed
        now = audience(row.state, row.approved_for, masks)
        if now != row.audience:
            changed[now].append(row.id)
    for now, work_ids in changed.items():
        db.execute(update(t.work).where(t.work.c.id.in_(work_ids)).values(audience=int(now)))
        _recall(db, work_ids, now)
        _spare(db, work_ids, now)
        if not now & Purpose.PUBLIC:
            _end_links(db, work_ids)


def _recall(db: Db, work_ids: Collection[int], now: Purpose) -> None:
    """What left under a purpose that is no longer agreed to: whoever sent it is asked to take it back."""
    d = t.departure.c
    lost = d.purpose.bitwise_and(int(now)) == 0
    standing = (d.work_id.in_(work_ids), d.recalled_at.is_(None), lost)
    opened = update(t.departure).where(*standing).values(recalled_at=clock.now()).returning(d.work_id, d.account_id)
    for work_id, account_id in sorted(set(db.execute(opened))):
        tell(db, [account_id], "recall", work_id=work_id)


def _spare(db: Db, work_ids: Collection[int], now: Purpose) -> None:
    """A copy that may be out after all is asked back no longer: a take-down was undone, or a consent was given again.

    Both come here: the audience alone says what is agreed to, so where another family has withdrawn meanwhile the task
    stays. A poster or file counts as sent again, for the next withdrawal must ask for it; a link that ended shows
    nothing any more, so its task is done. What its sender has taken back already stays so.
    """
    d = t.departure.c
    is_link = d.kind == "link"
    open_and_agreed = (
        d.work_id.in_(work_ids),
        d.recalled_at.is_not(None),
        d.done_at.is_(None),
        d.purpose.bitwise_and(int(now)) != 0,
    )
    values = {"recalled_at": case((is_link, d.recalled_at)), "done_at": case((is_link, clock.now()))}
    spared = db.execute(update(t.departure).where(*open_and_agreed).values(values).returning(d.work_id, d.account_id))
    for work_id, account_id in set(spared):
        if not queries.has_open_recall(db, work_id, account_id):
            untell(db, account_id, "recall", work_id)


def _end_links(db: Db, work_ids: Collection[int]) -> None:
    """A link that went around is over for good: what becomes public again is shared, and put on record, anew."""
    link = t.share_link.c
    standing = link.work_id.in_(work_ids), link.ended_at.is_(None)
    db.execute(update(t.share_link).where(*standing).values(ended_at=clock.now()))
