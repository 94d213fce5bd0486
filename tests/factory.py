"""A small school for tests: Monday 2026-11-23, two after-school periods, everything by name.

| | homeroom 三（1）班 (`third`) | homeroom 七（2）班 (`seventh`) |
|---|---|---|
| children | 12, seats 1–12; seat 12 takes no part | 10, seats 1–10; seat 10 on leave today |
| 16:30 period 1 | 5 to calligraphy, 3 to chess, 3 stay in care | 4 to chess, 3 to basketball, 3 stay in care |
| 17:20 period 2 | homework care for all | homework care for all |
| Tuesday | a double period of care | a double period of care |

张伟 sits in both homerooms (namesakes). Every child has a card; `school.codes[student_id]` is its text.
Accounts: teacher (calligraphy), other (chess), coach (basketball), homeroom (of 三（1）班), homeroom7 (of 七（2）班),
leader, office, guardian (of seat 1 of 三（1）班).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, func, select
from sqlmodel import Session as Db
from sqlmodel import SQLModel

from schoolapp import clock
from schoolapp.checkin import codes
from schoolapp.db import write
from schoolapp.identity import cookies, passwords
from schoolapp.models import (
    Account,
    Building,
    Campus,
    Card,
    Consent,
    Course,
    Decision,
    Enrolment,
    Guardian,
    Guardianship,
    Homeroom,
    HomeroomMembership,
    Leave,
    LoginSession,
    Participation,
    PeriodSlot,
    Photo,
    RoleGrant,
    Room,
    School,
    Section,
    SectionTeacher,
    Session,
    SessionStudent,
    Staff,
    Student,
    Term,
    TimetableEntry,
    Work,
    WorkMaker,
)
from schoolapp.models import tables as t
from schoolapp.school.keys import card_key
from schoolapp.school.pinyin import title_sounds
from schoolapp.settings import settings
from schoolapp.works.audience import refresh_works
from schoolapp.works.rules import PURPOSES

MONDAY = date(2026, 11, 23)
TERM_STARTS = date(2026, 8, 31)
TERM_ENDS = date(2027, 1, 15)
PASSWORD = "tea-at-four"
SALT = "00112233445566778899aabbccddeeff"
SLOTS = {1: ("第一节", 16 * 60 + 30, 17 * 60 + 10), 2: ("第二节", 17 * 60 + 20, 18 * 60)}
SURNAMES = "王李陈刘杨黄赵吴周徐孙马"


@dataclass
class SmallSchool:
    """Ids by name: `sessions["calligraphy"]`, `sessions["chess"]`, `sessions["care third 1"]`, `accounts["office"]`."""

    term: int = 0
    rooms: dict[str, int] = field(default_factory=dict)
    homerooms: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    students: dict[str, list[int]] = field(default_factory=dict)
    """Per homeroom in the order of seats: `students["third"][0]` sits on seat 1."""
    sections: dict[str, int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    """Card text per student."""
    cards: dict[int, int] = field(default_factory=dict)
    """Card id per student."""


@dataclass(frozen=True)
class _Built:
    """The school as it was made first in this process, and what was written for it."""

    school: SmallSchool
    rows: dict[Table, list[dict[str, Any]]]
    card_key: bytes


_BUILT: list[_Built] = []


def build_school() -> SmallSchool:
    """Make the school in the database in force, in one transaction. Made once; from then on its rows are copied."""
    if not _BUILT:
        _BUILT.append(_build())
        return deepcopy(_BUILT[0].school)
    (settings().data / "keys").mkdir(exist_ok=True)
    (settings().data / "keys" / "card.key").write_bytes(_BUILT[0].card_key)
    with write() as db:
        connection = db.connection()
        for table, rows in _BUILT[0].rows.items():
            connection.execute(table.insert(), rows)
            if connection.dialect.name == "postgresql" and "id" in table.c and isinstance(rows[0]["id"], int):
                newest = select(func.setval(func.pg_get_serial_sequence(table.name, "id"), func.max(table.c.id)))
                connection.execute(newest)
    return deepcopy(_BUILT[0].school)


def _build() -> _Built:
    school = SmallSchool()
    with write() as db:
        _places(db, school)
        _people(db, school)
        _accounts(db, school)
        _children(db, school)
        _plan(db, school)
        _today(db, school)
        _cards(db, school)
        found = {table: db.connection().execute(select(table)).mappings() for table in SQLModel.metadata.sorted_tables}
        rows = {table: [dict(row) for row in mappings] for table, mappings in found.items()}
    return _Built(school, {table: of_table for table, of_table in rows.items() if of_table}, card_key())


def _add(db: Db, row: SQLModel) -> int:
    db.add(row)
    db.flush()
    return int(row.id)  # type: ignore[attr-defined]


def _places(db: Db, school: SmallSchool) -> None:
    _add(db, School(name="青禾镇九年制学校", short_name="青禾", tag_salt=SALT, created_at=clock.real_now()))
    campus = _add(db, Campus(name="本部"))
    teaching = _add(db, Building(campus_id=campus, name="明德楼", position=1))
    special = _add(db, Building(campus_id=campus, name="综合楼", position=2))
    for name, building, number, kind in (
        ("third", teaching, "101", "classroom"),
        ("seventh", teaching, "201", "classroom"),
        ("calligraphy", special, "301", "special"),
        ("chess", special, "203", "special"),
        ("field", special, "操场", "field"),
    ):
        school.rooms[name] = _add(db, Room(building_id=building, number=number, kind=kind))
    school.term = _add(db, Term(name="2026 年秋季学期", starts_on=TERM_STARTS, ends_on=TERM_ENDS))
    for number, (name, starts, ends) in SLOTS.items():
        db.add(
            PeriodSlot(
                term_id=school.term,
                number=number,
                name=name,
                starts_minutes=starts,
                ends_minutes=ends,
                valid_from=TERM_STARTS,
            )
        )
    for name, grade, number in (("third", 3, 1), ("seventh", 7, 2)):
        room = school.rooms[name]
        homeroom = Homeroom(term_id=school.term, grade=grade, number=number, room_id=room)
        school.homerooms[name] = _add(db, homeroom)


def _people(db: Db, school: SmallSchool) -> None:
    for key, name, pinyin, initials in (
        ("teacher", "苏墨", "su mo", "sm"),
        ("other", "齐军", "qi jun", "qj"),
        ("coach", "高飞", "gao fei", "gf"),
        ("homeroom", "林静", "lin jing", "lj"),
        ("homeroom7", "何勇", "he yong", "hy"),
        ("leader", "方正", "fang zheng", "fz"),
        ("office", "梁文", "liang wen", "lw"),
    ):
        school.staff[key] = _add(db, Staff(name=name, pinyin=pinyin, initials=initials, phone="13800000000"))


@lru_cache
def _password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def add_account(db: Db, login: str, staff_id: int | None = None, guardian_id: int | None = None) -> int:
    """An account with PASSWORD."""
    account = Account(
        login=login,
        password_hash=_password_hash(),
        staff_id=staff_id,
        guardian_id=guardian_id,
        created_at=clock.real_now(),
    )
    return _add(db, account)


def _accounts(db: Db, school: SmallSchool) -> None:
    for key, staff_id in school.staff.items():
        school.accounts[key] = add_account(db, key, staff_id)
    for key, role, homeroom in (
        ("homeroom", "homeroom", "third"),
        ("homeroom7", "homeroom", "seventh"),
        ("leader", "leader", ""),
        ("office", "office", ""),
    ):
        db.add(
            RoleGrant(
                account_id=school.accounts[key],
                role=role,
                homeroom_id=school.homerooms.get(homeroom),
                valid_from=TERM_STARTS,
            )
        )


def _children(db: Db, school: SmallSchool) -> None:
    for homeroom, size in (("third", 12), ("seventh", 10)):
        school.students[homeroom] = [_child(db, school, homeroom, seat) for seat in range(1, size + 1)]
    on_leave = school.students["seventh"][9]
    db.add(
        Leave(
            student_id=on_leave,
            starts_at=clock.at_minutes(MONDAY, 0),
            ends_at=clock.at_minutes(MONDAY, 24 * 60),
            reason="病假",
            approved_by=school.accounts["homeroom7"],
            created_at=clock.real_now(),
        )
    )
    guardian = _add(db, Guardian(name="王奶奶", phone="13900000000"))
    school.accounts["guardian"] = add_account(db, "guardian", guardian_id=guardian)
    db.add(
        Guardianship(
            guardian_id=guardian,
            student_id=school.students["third"][0],
            relation="奶奶",
            confirmed_by_staff_id=school.staff["homeroom"],
            confirmed_at=clock.real_now(),
        )
    )


def _child(db: Db, school: SmallSchool, homeroom: str, seat: int) -> int:
    is_namesake = (homeroom, seat) in (("third", 3), ("seventh", 5))
    name = "张伟" if is_namesake else SURNAMES[seat - 1] + ("小" if homeroom == "third" else "大") + "明"
    number = f"2026{school.homerooms[homeroom]:02}{seat:02}"
    student = Student(school_number=number, name=name, pinyin="zhang wei", initials="zw", joined_on=TERM_STARTS)
    if not is_namesake:
        student.pinyin, student.initials = f"x{seat} ming", "xm"
    student_id = _add(db, student)
    db.add(
        HomeroomMembership(
            student_id=student_id,
            homeroom_id=school.homerooms[homeroom],
            seat_number=seat,
            valid_from=TERM_STARTS,
        )
    )
    if (homeroom, seat) != ("third", 12):
        db.add(Participation(student_id=student_id, term_id=school.term, valid_from=TERM_STARTS))
    return student_id


def _enrolled(school: SmallSchool) -> dict[str, list[int]]:
    third, seventh = school.students["third"], school.students["seventh"]
    return {"calligraphy": third[0:5], "chess": third[5:8] + seventh[0:4], "basketball": seventh[4:7]}


def _plan(db: Db, school: SmallSchool) -> None:
    for key, course, room, teacher in (
        ("calligraphy", "书法", "calligraphy", "teacher"),
        ("chess", "象棋", "chess", "other"),
        ("basketball", "篮球", "field", "coach"),
    ):
        course_id = _add(db, Course(name=course))
        section = Section(term_id=school.term, course_id=course_id, name=f"{course}1班", room_id=school.rooms[room])
        school.sections[key] = _add(db, section)
        db.add(SectionTeacher(section_id=school.sections[key], staff_id=school.staff[teacher], valid_from=TERM_STARTS))
        school.entries[key] = _entry(db, school, 1, 1, section=school.sections[key])
    for key, children in _enrolled(school).items():
        for child in children:
            db.add(Enrolment(section_id=school.sections[key], student_id=child, valid_from=TERM_STARTS))
    for homeroom, weekday, slot in ((h, w, s) for h in school.homerooms for w in (1, 2) for s in (1, 2)):
        key = f"care {homeroom} {slot}" + (" tuesday" if weekday == 2 else "")
        school.entries[key] = _entry(db, school, weekday, slot, homeroom=school.homerooms[homeroom])


def _entry(
    db: Db, school: SmallSchool, weekday: int, slot: int, section: int | None = None, homeroom: int | None = None
) -> int:
    entry = TimetableEntry(
        term_id=school.term,
        weekday=weekday,
        slot_number=slot,
        section_id=section,
        homeroom_id=homeroom,
        valid_from=TERM_STARTS,
    )
    return _add(db, entry)


def _today(db: Db, school: SmallSchool) -> None:
    taking_part = {"third": school.students["third"][:11], "seventh": school.students["seventh"]}
    enrolled = _enrolled(school)
    for key, teacher, room in (
        ("calligraphy", "teacher", "calligraphy"),
        ("chess", "other", "chess"),
        ("basketball", "coach", "field"),
    ):
        _session(db, school, key, 1, teacher, room, enrolled[key], section=school.sections[key])
    out = {child for children in enrolled.values() for child in children}
    for homeroom, teacher in (("third", "homeroom"), ("seventh", "homeroom7")):
        everyone = taking_part[homeroom]
        staying = [child for child in everyone if child not in out]
        for slot, expected in ((1, staying), (2, everyone)):
            where = school.homerooms[homeroom]
            _session(db, school, f"care {homeroom} {slot}", slot, teacher, homeroom, expected, homeroom=where)


def _session(
    db: Db,
    school: SmallSchool,
    key: str,
    slot: int,
    teacher: str,
    room: str,
    expected: list[int],
    section: int | None = None,
    homeroom: int | None = None,
) -> None:
    _, starts, ends = SLOTS[slot]
    session = Session(
        entry_id=school.entries[key],
        day=MONDAY,
        slot_number=slot,
        starts_at=clock.at_minutes(MONDAY, starts),
        ends_at=clock.at_minutes(MONDAY, ends),
        section_id=section,
        homeroom_id=homeroom,
        room_id=school.rooms[room],
        staff_id=school.staff[teacher],
    )
    school.sessions[key] = _add(db, session)
    for child in expected:
        db.add(SessionStudent(session_id=school.sessions[key], student_id=child))


def _cards(db: Db, school: SmallSchool) -> None:
    key = card_key()
    for serial, child in enumerate([*school.students["third"], *school.students["seventh"]], start=1):
        code = codes.make_code(key, serial)
        card = Card(
            serial=serial,
            code_digest=codes.digest(key, code),
            tag=codes.tag(SALT, code),
            student_id=child,
            issued_at=clock.at_minutes(TERM_STARTS, 8 * 60),
        )
        school.codes[child], school.cards[child] = code, _add(db, card)


def begin_login(account_id: int, lasts: timedelta = timedelta(days=1), now: datetime | None = None) -> str:
    """A login's token, made without a password check."""
    token, now = cookies.new_token(), now or clock.real_now()
    with write() as db:
        db.add(
            LoginSession(
                token_hash=cookies.hash_of(token),
                account_id=account_id,
                created_at=now,
                last_seen_at=now,
                expires_at=now + lasts,
            )
        )
    return token


def add_work(
    db: Db,
    school: SmallSchool,
    children: Sequence[int],
    *,
    section: str = "calligraphy",
    kind: str = "work",
    state: str = "waiting",
    approved_for: int = 0,
    by: str = "teacher",
    day: date = MONDAY,
    title: str = "",
    size: tuple[int, int] = (1920, 1280),
    original: str = "",
) -> int:
    """A work of these children with a photo row (no files), its audience in step with the rule. Its id.

    `section` is a key of `school.sections`, empty for a work of the homeroom; `by` a key of `school.accounts`.
    """
    member = select(t.member.c.student_id, t.member.c.homeroom_id).where(t.member.c.student_id.in_(children))
    rooms = {row.student_id: row.homeroom_id for row in db.execute(member)}
    homes = set(rooms.values())
    grades = set(db.scalars(select(t.homeroom.c.grade).where(t.homeroom.c.id.in_(homes))))
    section_id = school.sections.get(section)
    work = Work(
        uuid=str(uuid4()),
        kind=kind,
        photo_id=add_photo(db, school.accounts[by], size=size, original=original),
        title=title,
        title_sounds=title_sounds(title),
        term_id=school.term,
        day=day,
        section_id=section_id,
        course_id=db.scalar(select(t.section.c.course_id).where(t.section.c.id == section_id)),
        homeroom_id=next(iter(homes)) if len(homes) == 1 else None,
        grade=next(iter(grades)) if len(grades) == 1 else None,
        created_by=school.accounts[by],
        created_at=clock.now(),
        state=state,
        approved_for=approved_for,
        shown_at=clock.now() if state == "approved" else None,
    )
    work_id = _add(db, work)
    db.add_all(
        WorkMaker(work_id=work_id, student_id=child, homeroom_id=rooms.get(child), added_at=clock.now())
        for child in children
    )
    if state != "waiting":
        who, at = school.accounts[by], clock.now()
        db.add(Decision(work_id=work_id, kind=state, purposes=approved_for, account_id=who, at=at))
    refresh_works(db, [work_id])
    return work_id


def add_photo(db: Db, account_id: int, *, size: tuple[int, int] = (1920, 1280), original: str = "") -> str:
    """A photo's row without files; a digest of its own. Its id."""
    photo = Photo(
        id=str(uuid4()),
        digest=uuid4().hex * 2,
        original_digest=original,
        width=size[0],
        height=size[1],
        uploaded_by=account_id,
        received_at=clock.now(),
    )
    db.add(photo)
    db.flush()
    return photo.id


def add_consent(
    db: Db, school: SmallSchool, student_id: int, purposes: int, *, subject: str = "work", voice: str = "mother"
) -> None:
    """What a legal guardian said on paper: yes to `purposes`, no to the others. Refresh the audiences yourself."""
    db.add_all(
        Consent(
            student_id=student_id,
            subject=subject,
            purpose=int(purpose),
            is_given=bool(purposes & purpose),
            is_legal=True,
            account_id=school.accounts["office"],
            at=clock.now(),
            signed_by=voice,
        )
        for purpose in PURPOSES
    )
    db.flush()
