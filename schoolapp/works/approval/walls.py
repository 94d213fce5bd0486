"""Loads what the staff's pages of works show."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.i18n import _
from schoolapp.identity.policy import Role, Viewer
from schoolapp.models import tables as t
from schoolapp.school.homerooms import homerooms_on
from schoolapp.school.naming import homeroom_name, seat_name
from schoolapp.works import words
from schoolapp.works.approval import queries, rules, wall_queries
from schoolapp.works.approval.rules import Step
from schoolapp.works.approval.service import may_approve
from schoolapp.works.approval.view import (
    STATES,
    STEPS,
    Card,
    Child,
    Choice,
    Group,
    Line,
    Report,
    Reported,
    Sheet,
    Word,
    frame_height,
)
from schoolapp.works.approval.wall_queries import Scope
from schoolapp.works.audience import consents_of
from schoolapp.works.film.words import film_length
from schoolapp.works.media.address import film_src, picture_src
from schoolapp.works.queries import eyes_of
from schoolapp.works.rules import EVERYTHING, SUBJECT_OF_KIND, Purpose, WorkState


def scopes(db: Db, viewer: Viewer) -> list[Choice]:
    """The viewer's walls, sections first."""
    today = clock.today()
    found = [Choice(Scope(row.id).key, row.name) for row in wall_queries.sections(db, viewer, today)]
    rooms = homerooms_on(db, today, None if viewer.has(Role.LEADER, Role.OFFICE) else viewer.homeroom_ids)
    return found + [Choice(Scope(0, row.id).key, homeroom_name(row.grade, row.number)) for row in rooms]


def scope_of(key: str, among: Collection[Choice]) -> Scope:
    """The wall of that key when it is one of the viewer's; all of them otherwise."""
    if key not in {choice.value for choice in among}:
        return Scope()
    return Scope(section_id=int(key[1:])) if key.startswith("s") else Scope(homeroom_id=int(key[1:]))


def queue(db: Db, viewer: Viewer, scope: Scope, purposes: int, most: int, after: int = 0) -> list[Card]:
    """Works that wait for this viewer, the oldest first."""
    condition = wall_queries.waiting_for(viewer, scope)
    return _cards(db, wall_queries.page_of_works(db, condition, most, after=after, newest_first=False), purposes)


def wall(db: Db, viewer: Viewer, scope: Scope, most: int, after: int = 0) -> list[Card]:
    """Works in every state, the newest first."""
    condition = wall_queries.on_wall(viewer, eyes_of(db, viewer, clock.today()), scope)
    return _cards(db, wall_queries.page_of_works(db, condition, most, after=after), EVERYTHING)


def without_work(db: Db, scope: Scope) -> list[Group]:
    """Children of the wall who have no work yet this month, by homeroom; nobody without a wall."""
    if not scope.key:
        return []
    today = clock.today()
    rows = wall_queries.without_work(db, scope, today.replace(day=1), today)
    return [
        Group(name, [Child(row.id, row.name, seat_name("", row.seat_number).strip()) for row in of_room])
        for name, of_room in groupby(rows, lambda row: homeroom_name(row.grade, row.number))
    ]


def sheet(db: Db, viewer: Viewer, work_id: int, purposes: int) -> Sheet:
    """One work, opened; an empty sheet for one that the viewer neither decides about nor filed.

    To others who see it the gallery shows it, without what its families agreed to and what was decided.
    """
    mine = wall_queries.on_wall(viewer, eyes_of(db, viewer, clock.today()), Scope())
    condition = (t.work.c.id == work_id) & mine
    rows = wall_queries.page_of_works(db, condition, 1)
    if not rows:
        return Sheet()
    row, card = rows[0], _cards(db, rows, purposes)[0]
    history = queries.decisions_of(db, [work_id])[work_id]
    held = queries.held_works(db, [work_id])[work_id]
    names = wall_queries.names_of(db, {row.created_by, *(one.account_id for one in history)})
    is_approver = may_approve(viewer, held)
    return Sheet(
        card=card,
        medium=row.medium,
        remark=row.remark,
        by=_(" · ").join((names.get(row.created_by, ""), when(row.created_at))),
        sees_now=_sees_now(row),
        history=[_line(one, names) for one in reversed(history)],
        reports=_reports_of(db, work_id, is_approver),
        may_approve=is_approver,
        may_hand_in=row.state == WorkState.RETURNED and (is_approver or row.created_by == viewer.account_id),
    )


def reported(db: Db, viewer: Viewer, most: int) -> list[Reported]:
    """Works with open reports about which this viewer decides."""
    rows = wall_queries.open_reports(db, queries.approvable_by(viewer), most)
    found = _by_id(db, {row.work_id for row in rows})
    names = wall_queries.names_of(db, {row.account_id for row in rows})
    of_work: dict[int, list[Report]] = {}
    for row in rows:
        of_work.setdefault(row.work_id, []).append(_report(row, names))
    return [Reported(found[work_id], reports) for work_id, reports in of_work.items()]


def kind_words(db: Db, viewer: Viewer, most: int) -> list[Word]:
    """Kind words that this viewer has to read."""
    rows = wall_queries.waiting_words(db, queries.approvable_by(viewer), most)
    found = _by_id(db, {row.work_id for row in rows})
    names = wall_queries.names_of(db, {row.account_id for row in rows})
    return [Word(row.id, row.text, names.get(row.account_id, ""), when(row.at), found[row.work_id]) for row in rows]


def when(instant: datetime) -> str:
    """11月23日 16:31."""
    local = clock.local(instant)
    return _("{month}/{day}").format(month=local.month, day=local.day) + f" {local:%H:%M}"


def _cards(db: Db, rows: list[Any], purposes: int) -> list[Card]:
    ids = [row.id for row in rows]
    children = wall_queries.children_on(db, ids)
    newest = queries.last_decisions(db, ids)
    consents = consents_of(db, {child.student_id for on_it in children.values() for child in on_it})
    return [_card(row, children[row.id], newest.get(row.id, 0), consents, purposes) for row in rows]


def _card(row: Any, children: list[Any], newest: int, consents: dict[tuple[int, str], Purpose], purposes: int) -> Card:
    subject = SUBJECT_OF_KIND[row.kind]
    consent = EVERYTHING if children and not row.unmatched else Purpose.NOBODY
    for child in children:
        consent &= consents.get((child.student_id, subject), Purpose.NOBODY)
    tone, word = STATES[row.state]
    return Card(
        id=row.id,
        uuid=row.uuid,
        src=picture_src(row.photo_id, 480) + f"?v={row.digest[:8]}",
        large=picture_src(row.photo_id, 960) + f"?v={row.digest[:8]}",
        film=film_src(row.photo_id) if row.film_digest else "",
        lasts=film_length(row.film_seconds),
        placeholder=row.placeholder,
        width=row.width,
        height=row.height,
        frame=f"1 / {frame_height(row.width, row.height):.4f}",
        title=row.title,
        children=_(", ").join(_named(child) for child in children) or _("Not said yet whose it is"),
        names=_(", ").join(child.name for child in children) or _("Not said yet whose it is"),
        seats=_(", ").join(_seat(child) for child in children if child.grade is not None),
        where=_(" · ").join(
            part for part in (row.section, _("{month}/{day}").format(month=row.day.month, day=row.day.day)) if part
        ),
        state=row.state,
        tone=tone,
        word=word,
        is_people=row.kind == "people",
        agreed=words.agreed_words(consent),
        consent=int(consent),
        sees=words.seen_by_words(consent & purposes),
        approved_for=row.approved_for,
        can_straighten=bool(row.original_digest and not row.film_digest)
        and row.state in (WorkState.WAITING, WorkState.RETURNED),
        stamp=rules.stamp(
            newest,
            row.digest + row.film_digest,
            [child.student_id for child in children],
            row.kind,
            (row.title, row.medium, row.remark),
        ),
    )


def _seat(child: Any) -> str:
    return seat_name(homeroom_name(child.grade, child.number), child.seat_number)


def _named(child: Any) -> str:
    return child.name if child.grade is None else f"{child.name} {_seat(child)}"


def _sees_now(row: Any) -> str:
    if row.state in (WorkState.APPROVED, WorkState.WAITING):
        return words.seen_by_words(row.audience)
    return _("Its teachers only")


def _line(row: Any, names: dict[int, str]) -> Line:
    what = STEPS[Step(row.kind)]
    if row.kind == Step.APPROVE:
        what = _("{what}: {choice}").format(what=what, choice=words.agreed_words(row.purposes))
    return Line(what, names.get(row.account_id, ""), when(row.at), row.reason)


def _report(row: Any, names: dict[int, str]) -> Report:
    return Report(row.id, names.get(row.account_id, ""), when(row.at), row.reason)


def _reports_of(db: Db, work_id: int, is_approver: bool) -> list[Report]:
    rows = wall_queries.open_reports(db, t.work.c.id == work_id, 20) if is_approver else []
    names = wall_queries.names_of(db, {row.account_id for row in rows})
    return [_report(row, names) for row in rows]


def _by_id(db: Db, work_ids: Collection[int]) -> dict[int, Card]:
    condition: ColumnElement[bool] = t.work.c.id.in_(work_ids)
    rows = wall_queries.page_of_works(db, condition, len(work_ids))
    return {card.id: card for card in _cards(db, rows, EVERYTHING)}
