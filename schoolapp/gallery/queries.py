"""The selects of the gallery. Every one that reads works goes through `visible_to`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, text, tuple_
from sqlmodel import Session as Db

from schoolapp.gallery.rules import PAGE, Place, like_pattern, sounds_pattern, typed_in_letters
from schoolapp.models import Enrolment, HomeroomMembership
from schoolapp.models import tables as t
from schoolapp.models.base import valid_on
from schoolapp.works.queries import made_by, visible_to
from schoolapp.works.rules import WorkState
from schoolapp.works.visibility import Eyes

_NEWEST = 400
"""So many works say which courses come first."""
MOST_CHILDREN = 50
"""So many children are looked at when somebody searches by a name."""
PUBLIC_ONLY = text("work.audience & 8 <> 0")
"""Purpose.PUBLIC as the partial index ix_work_public_shown says it: a bound value would not use the index."""
_COLUMNS = (
    t.work.c.id,
    t.work.c.kind,
    t.work.c.title,
    t.work.c.medium,
    t.work.c.remark,
    t.work.c.day,
    t.work.c.term_id,
    t.work.c.state,
    t.work.c.audience,
    t.work.c.shown_at,
    t.work.c.section_id,
    t.work.c.photo_id,
    t.photo.c.width,
    t.photo.c.height,
    t.photo.c.placeholder,
    t.photo.c.film_seconds,
    t.course.c.name.label("course"),
    t.homeroom.c.grade.label("homeroom_grade"),
    t.homeroom.c.number.label("homeroom_number"),
)


@dataclass(frozen=True)
class Wish:
    """What a page of the gallery is asked for."""

    course_id: int | None = None
    grade: int | None = None
    homeroom_id: int | None = None
    term_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    search: str = ""
    after: Place | None = None


def _works() -> Any:
    """Works with their picture, course and homeroom. Whoever asks adds `visible_to`."""
    source = t.work.join(t.photo, t.photo.c.id == t.work.c.photo_id)
    source = source.outerjoin(t.course, t.course.c.id == t.work.c.course_id)
    source = source.outerjoin(t.homeroom, t.homeroom.c.id == t.work.c.homeroom_id)
    return select(*_COLUMNS).select_from(source)


def gallery_page(db: Db, eyes: Eyes, wish: Wish, knows_school: bool) -> list[Any]:
    """At most PAGE + 1 works, newest first: those shown to anybody at all, to these eyes."""
    w = t.work.c
    # As CASE the rule is asked work by work in the order of the index; as OR it leads planners to gather and sort all.
    query = _works().where(case((visible_to(eyes), 1), else_=0) == 1)
    query = query.where(w.shown_at.is_not(None), w.audience != 0 if knows_school else PUBLIC_ONLY)
    for column, value in (
        (w.course_id, wish.course_id),
        (w.grade, wish.grade),
        (w.homeroom_id, wish.homeroom_id),
        (w.term_id, wish.term_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wish.since and wish.until:
        query = query.where(w.shown_at >= wish.since, w.shown_at < wish.until)
    if wish.search:
        query = query.where(_found(db, wish.search, knows_school))
    if wish.after:
        query = query.where(tuple_(w.shown_at, w.id) < tuple_(wish.after.shown_at, wish.after.work_id))
    return list(db.execute(query.order_by(w.shown_at.desc(), w.id.desc()).limit(PAGE + 1)))


def _found(db: Db, search: str, knows_school: bool) -> ColumnElement[bool]:
    """The title holds the text or sounds so; for those who may know names, or a child's name, pinyin or initials do."""
    in_title = _in_title(search)
    if not knows_school:
        return in_title
    s, compact = t.student.c, search.lower().replace(" ", "")
    sounds = func.replace(s.pinyin, " ", "")
    named = or_(
        s.name.like(like_pattern(search), escape="\\"),
        sounds.like(like_pattern(compact)[1:], escape="\\"),
        s.initials == compact,
    )
    children = list(db.scalars(select(s.id).where(named).limit(MOST_CHILDREN)))
    return or_(in_title, made_by(children)) if children else in_title


def _in_title(search: str) -> ColumnElement[bool]:
    """Characters are looked for in the title alone: the sounds cost such a search nothing."""
    holds = t.work.c.title.ilike(like_pattern(search), escape="\\")
    letters = typed_in_letters(search)
    return or_(holds, t.work.c.title_sounds.like(sounds_pattern(letters))) if letters else holds


def one_work(db: Db, eyes: Eyes, work_id: int) -> Any | None:
    """The work when these eyes see it."""
    return db.execute(_works().where(visible_to(eyes), t.work.c.id == work_id)).first()


def hold_work(db: Db, work_id: int) -> None:
    """Keep the work from whoever would decide about it until the transaction ends; rows may still point to it."""
    db.execute(select(t.work.c.id).where(t.work.c.id == work_id).with_for_update(key_share=True))


def makers(db: Db, work_ids: Collection[int]) -> dict[int, list[str]]:
    """Work → the names of the children on it."""
    found: dict[int, list[str]] = defaultdict(list)
    query = select(t.maker.c.work_id, t.student.c.name).join(t.student, t.student.c.id == t.maker.c.student_id)
    for work_id, name in db.execute(query.where(t.maker.c.work_id.in_(work_ids)).order_by(t.maker.c.student_id)):
        found[work_id].append(name)
    return found


def works_of_child(db: Db, eyes: Eyes, student_id: int) -> list[Any]:
    """Approved works of one child, oldest first."""
    w = t.work.c
    query = _works().where(visible_to(eyes), made_by([student_id]), w.state == WorkState.APPROVED)
    return list(db.execute(query.order_by(w.day, w.id)))


def applause(db: Db, work_id: int, account_id: int | None) -> tuple[int, bool]:
    """How many applauded, and whether this account did."""
    a = t.applause.c
    count = db.scalar(select(func.count()).select_from(t.applause).where(a.work_id == work_id)) or 0
    mine = account_id is not None and db.scalar(
        select(exists().where(a.work_id == work_id, a.account_id == account_id))
    )
    return count, bool(mine)


def kind_words(db: Db, work_id: int, account_id: int | None) -> list[Any]:
    """text, state, and whether it is one's own: those that are shown, and one's own that wait."""
    k = t.kind_word.c
    own = and_(k.account_id == account_id, k.state == "waiting")
    is_own = (k.account_id == account_id).label("is_own")
    query = select(k.text, k.state, is_own).where(k.work_id == work_id, or_(k.state == "shown", own))
    return list(db.execute(query.order_by(k.at, k.id).limit(50)))


def words_since(db: Db, account_id: int, since: datetime) -> int:
    k = t.kind_word.c
    query = select(func.count()).select_from(t.kind_word).where(k.account_id == account_id, k.at >= since)
    return db.scalar(query) or 0


def courses(db: Db) -> list[Any]:
    """id and name of the courses that have a section, those with most of the newest works first."""
    newest = select(t.work.c.course_id).order_by(t.work.c.id.desc()).limit(_NEWEST).subquery()
    counted = select(newest.c.course_id, func.count().label("works")).group_by(newest.c.course_id).subquery()
    has_section = exists().where(t.section.c.course_id == t.course.c.id)
    query = select(t.course.c.id, t.course.c.name).outerjoin(counted, counted.c.course_id == t.course.c.id)
    return list(db.execute(query.where(has_section).order_by(func.coalesce(counted.c.works, 0).desc(), t.course.c.id)))


def homerooms(db: Db, today: date) -> list[Any]:
    """id, grade, number of this term's homerooms."""
    h = t.homeroom.c
    newest = select(t.term.c.id).where(t.term.c.starts_on <= today).order_by(t.term.c.starts_on.desc()).limit(1)
    query = select(h.id, h.grade, h.number).where(h.term_id == newest.scalar_subquery())
    return list(db.execute(query.order_by(h.grade, h.number)))


def terms(db: Db) -> list[Any]:
    """id, name, first day; newest first."""
    return list(db.execute(select(t.term.c.id, t.term.c.name, t.term.c.starts_on).order_by(t.term.c.starts_on.desc())))


def school_name(db: Db) -> str:
    return db.scalar(select(t.school.c.name)) or ""


def child(db: Db, student_id: int, today: date) -> Any | None:
    """name, homeroom (id, grade, number) of the child today."""
    m, h = t.member.c, t.homeroom.c
    source = t.student.outerjoin(t.member, and_(m.student_id == t.student.c.id, valid_on(HomeroomMembership, today)))
    source = source.outerjoin(t.homeroom, h.id == m.homeroom_id)
    columns = (t.student.c.id, t.student.c.name, h.id.label("homeroom_id"), h.grade, h.number)
    return db.execute(select(*columns).select_from(source).where(t.student.c.id == student_id)).first()


def sections_of(db: Db, student_id: int, today: date) -> frozenset[int]:
    """Sections in which the child is enrolled today."""
    e = t.enrolment.c
    query = select(e.section_id).where(e.student_id == student_id, valid_on(Enrolment, today))
    return frozenset(db.scalars(query))


def live_link(db: Db, token: str) -> int | None:
    """The work of a link that was not ended."""
    s = t.share_link.c
    return db.scalar(select(s.work_id).where(s.token == token, s.ended_at.is_(None)))


def own_link(db: Db, work_id: int, account_id: int) -> str | None:
    """The link that this account made for the work before."""
    s = t.share_link.c
    query = select(s.token).where(s.work_id == work_id, s.created_by == account_id, s.ended_at.is_(None))
    return db.scalar(query.order_by(s.created_at.desc()).limit(1))


def has_open_departure(db: Db, work_id: int, kind: str, account_id: int) -> bool:
    """Whether this account is on record already with a copy that was not recalled."""
    d = t.departure.c
    standing = (d.work_id == work_id, d.kind == kind, d.account_id == account_id, d.recalled_at.is_(None))
    return bool(db.scalar(select(exists().where(*standing))))


def word_by_uuid(db: Db, uuid: str) -> Any | None:
    """work_id and account_id of the words that came under this id."""
    k = t.kind_word.c
    return db.execute(select(k.work_id, k.account_id).where(k.uuid == uuid)).first()
