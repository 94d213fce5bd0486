"""What a demo day brings besides the plan: leaves, a substitution, rain, an ill teacher."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select
from sqlmodel import Session as Db

from schoolapp import clock
from schoolapp.models import (
    DayChange,
    Leave,
)
from schoolapp.models import tables as t

ON_LEAVE = 0.03
_REASONS = ("感冒发烧", "看牙医", "家里有事", "回老家", "身体不舒服", "去县城复查")
_CALLIGRAPHY = "书法一班"
_DEMO_HOMEROOM = (3, 2)


def prepare_day(db: Db, day: date, first_day: date) -> bool:
    """Leaves and changes of `day`; False when it has them already. Its sessions must exist."""
    span = clock.at_minutes(day, 12 * 60), clock.at_minutes(day, 18 * 60 + 30)
    if db.scalar(select(t.leave.c.id).where(t.leave.c.starts_at == span[0]).limit(1)) is not None:
        return False
    _grant_leaves(db, day, first_day, span)
    if day >= first_day:
        _change(db, day, first_day)
    return True


def _grant_leaves(db: Db, day: date, first_day: date, span: tuple[datetime, datetime]) -> None:
    draw = random.Random(f"leave:{day}")
    taking_part = list(db.scalars(select(t.taking_part.c.student_id).order_by(t.taking_part.c.student_id)))
    chosen = set(draw.sample(taking_part, round(len(taking_part) * ON_LEAVE)))
    if day == first_day:
        chosen = _as_in_the_stories(db, day, draw, chosen)
    approver = _homeroom_accounts(db)
    rows = [
        {
            "student_id": student,
            "starts_at": span[0],
            "ends_at": span[1],
            "reason": draw.choice(_REASONS),
            "approved_by": approver.get(student),
            "created_at": span[0] - timedelta(minutes=draw.randint(60, 300)),
        }
        for student in sorted(chosen)
    ]
    db.execute(insert(Leave), rows)


def _homeroom_accounts(db: Db) -> dict[int, int]:
    """Student → account of the homeroom teacher."""
    members = t.member.c
    rows = db.execute(
        select(members.student_id, t.role_grant.c.account_id).join(
            t.role_grant, t.role_grant.c.homeroom_id == members.homeroom_id
        )
    )
    return {student: account for student, account in rows}  # noqa: C416  dict() loses the row's types


def _as_in_the_stories(db: Db, day: date, draw: random.Random, chosen: set[int]) -> set[int]:
    """On the first day one of calligraphy is on leave, and two of the demo homeroom's 42 who go out."""
    home_of, session = t.homeroom.c, t.session.c
    members = select(t.member.c.student_id).join(t.homeroom, home_of.id == t.member.c.homeroom_id)
    home = set(db.scalars(members.where(home_of.grade == _DEMO_HOMEROOM[0], home_of.number == _DEMO_HOMEROOM[1])))
    listed = select(t.listed.c.student_id).join(t.session, session.id == t.listed.c.session_id)
    in_sections = listed.where(session.day == day, session.slot_number == 1, session.section_id.is_not(None))
    named = in_sections.join(t.section, t.section.c.id == session.section_id)
    calligraphy = named.where(t.section.c.name == _CALLIGRAPHY)
    brushes, cast = set(db.scalars(calligraphy)), _cast(db)
    out = sorted(home & set(db.scalars(in_sections)) - brushes - cast)
    return (chosen - home - brushes - cast) | set(draw.sample(out, 2)) | {draw.choice(sorted(brushes - home - cast))}


def _cast(db: Db) -> set[int]:
    """The children whom the stories need in school."""
    from schoolapp.demo.blueprint import CAST

    rows = db.execute(
        select(t.homeroom.c.grade, t.homeroom.c.number, t.member.c.seat_number, t.member.c.student_id).join(
            t.homeroom, t.homeroom.c.id == t.member.c.homeroom_id
        )
    )
    return {student for grade, number, seat, student in rows if (grade, number, seat) in CAST}


def _change(db: Db, day: date, first_day: date) -> None:
    """Rain on the first day, a substitution every day, the dance teacher ill when the sections meet again."""
    office = db.scalar(
        select(t.role_grant.c.account_id).where(t.role_grant.c.role == "office").order_by(t.role_grant.c.id)
    )
    at = clock.at_minutes(day, 15 * 60 + 40)
    days_after = sum(1 for n in range((day - first_day).days) if (first_day + timedelta(days=n)).weekday() < 5)
    made: list[dict[str, object]] = []
    if days_after == 0:
        made += _rain(db, day)
        made += _substitution(db, day, _care_of(db, day, (5, 2), 2), _staff_named(db, "赵巧云"), "外出听课")
        made += _substitution(db, day, _section(db, day, "国学一班"), _free_teacher(db, day), "病假")
    elif days_after == 1:
        for slot in (1, 2):
            made += _substitution(db, day, _care_of(db, day, (4, 2), slot), _staff_named(db, "王砚秋"), "外出培训")
    elif days_after % 5 == 3:
        made += [_change_row(_section(db, day, "舞蹈一班"), "cancelled", "吴老师病假")]
    else:
        made += _substitution(
            db, day, _care_of(db, day, (7, 1 + days_after % 5), 2), _free_teacher(db, day), "教研活动"
        )
    rows = [
        {"staff_id": None, "room_id": None, **row, "created_by": office, "created_at": at}
        for row in made
        if row["session_id"] is not None
    ]
    if rows:
        db.execute(insert(DayChange), rows)


def _change_row(session: int | None, kind: str, reason: str, **values: int | None) -> dict[str, object]:
    return {"session_id": session, "kind": kind, "reason": reason, **values}


def _rain(db: Db, day: date) -> list[dict[str, object]]:
    moves = (("篮球二班", "体育馆", "体育馆"), ("田径一班", "教学楼", "304"))
    return [
        _change_row(_section(db, day, name), "room", "下雨", room_id=_room(db, building, number))
        for name, building, number in moves
    ]


def _substitution(db: Db, day: date, session: int | None, staff: int | None, reason: str) -> list[dict[str, object]]:
    return [_change_row(session, "substitute", reason, staff_id=staff)] if staff else []


def _section(db: Db, day: date, name: str) -> int | None:
    return db.scalar(
        select(t.session.c.id)
        .join(t.section, t.section.c.id == t.session.c.section_id)
        .where(t.session.c.day == day, t.section.c.name == name)
    )


def _care_of(db: Db, day: date, homeroom: tuple[int, int], slot: int) -> int | None:
    return db.scalar(
        select(t.session.c.id)
        .join(t.homeroom, t.homeroom.c.id == t.session.c.homeroom_id)
        .where(
            t.session.c.day == day,
            t.session.c.slot_number == slot,
            t.homeroom.c.grade == homeroom[0],
            t.homeroom.c.number == homeroom[1],
        )
    )


def _room(db: Db, building: str, number: str) -> int | None:
    return db.scalar(
        select(t.room.c.id)
        .join(t.building, t.building.c.id == t.room.c.building_id)
        .where(t.building.c.name == building, t.room.c.number == number)
    )


def _staff_named(db: Db, name: str) -> int | None:
    return db.scalar(select(t.staff.c.id).where(t.staff.c.name == name))


def _free_teacher(db: Db, day: date) -> int | None:
    """A teacher without a session that day and without an office."""
    busy = set(db.scalars(select(t.session.c.staff_id).where(t.session.c.day == day)))
    changed = (
        select(t.change.c.staff_id)
        .join(t.session, t.session.c.id == t.change.c.session_id)
        .where(t.session.c.day == day)
    )
    busy |= set(db.scalars(changed))
    roles = select(t.account.c.staff_id).join(t.role_grant, t.role_grant.c.account_id == t.account.c.id)
    busy |= set(db.scalars(roles))
    teachers = db.scalars(
        select(t.staff.c.id).where(t.staff.c.is_hired.is_(False), t.staff.c.id > 13).order_by(t.staff.c.id)
    )
    return next((teacher for teacher in teachers if teacher not in busy), None)
