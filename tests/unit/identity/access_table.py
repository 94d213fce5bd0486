"""Who gets past the door of what: the declared table that `test_every_handler.py` compares with the application.

A new State, handler or route fails that test until it stands here. Getting past the door is not everything: the object
asked about (this child, that session) is decided by the slice and tested there, some of it under `foreign` here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from schoolapp.db import write
from tests.factory import SmallSchool, add_work
from tests.photos import public_film, public_photo, waiting_film, waiting_photo
from tests.shown_works import dead_link, film_link, living_link, public_work, school_work

VISITOR = frozenset({"visitor"})
GUARDIAN = frozenset({"guardian"})
STAFF = frozenset({"teacher", "homeroom", "leader", "office"})
OFFICE = frozenset({"office"})
INVITERS = frozenset({"homeroom", "office"})
SIGNED_IN = GUARDIAN | STAFF
EVERYBODY = VISITOR | SIGNED_IN

STATES: dict[str, frozenset[str]] = {
    "AccountsState": OFFICE,
    "ApproveState": STAFF,
    "AttendanceState": STAFF,
    "AuditState": OFFICE,
    "BasicsState": OFFICE,
    "BoardState": STAFF,
    "CardsState": OFFICE,
    "ClassConsentState": STAFF,
    "ConsentState": GUARDIAN,
    "DayState": OFFICE,
    "FamiliesState": INVITERS,
    "HomeState": GUARDIAN,
    "ImportState": OFFICE,
    "MeState": SIGNED_IN,
    "OfficeState": SIGNED_IN,
    "PaperConsentState": OFFICE,
    "NoticesState": SIGNED_IN,
    "PaperRollState": OFFICE,
    "PeopleState": OFFICE,
    "RecallState": SIGNED_IN,
    "ShellState": SIGNED_IN,
    "TodayState": STAFF,
    "WallState": STAFF,
}
"""State → who may call its handlers."""

HANDLERS: dict[str, frozenset[str]] = {
    "BoardState.note_call": frozenset({"leader", "office"}),
    "FamiliesState.correct": OFFICE,
    "FamiliesState.end": OFFICE,
    "FamiliesState.start_correcting": OFFICE,
    "ShellState.load_for_anybody": EVERYBODY,
}
"""`State.handler` → who may call it, where that differs from the rest of its State."""


@dataclass(frozen=True)
class Route:
    """Who gets an answer from a route, and how to ask it in the small school.

    `path` and `body` are made for a role, so that each asks for something of its own; `foreign`: role → path of
    something that is not that role's, which must be refused (403) or not be there (404).
    """

    who: frozenset[str]
    path: Callable[[SmallSchool, str], str]
    body: dict[str, Any] | None = None
    foreign: dict[str, Callable[[SmallSchool], str]] = field(default_factory=dict)


def at(path: str) -> Callable[[SmallSchool, str], str]:
    """The same path for everybody."""
    return lambda _school, _role: path


def _own_roll(school: SmallSchool, role: str) -> str:
    own = {"homeroom": "care third 1"}.get(role, "calligraphy")
    return f"/api/checkin/roll/{school.sessions[own]}"


def _foreign_roll(school: SmallSchool) -> str:
    return f"/api/checkin/roll/{school.sessions['care seventh 1']}"


def _foreign_section(path: str) -> Callable[[SmallSchool], str]:
    return lambda school: f"{path}{school.sections['chess']}"


def _foreign_homeroom(path: str) -> Callable[[SmallSchool], str]:
    return lambda school: f"{path}{school.homerooms['seventh']}"


def _own_work(school: SmallSchool, role: str) -> str:
    with write() as db:
        by = role if role in STAFF else "teacher"
        return f"/api/works/{add_work(db, school, school.students['third'][:1], by=by)}"


def _foreign_work(school: SmallSchool) -> str:
    with write() as db:
        return f"/api/works/{add_work(db, school, school.students['seventh'][:1], section='chess', by='other')}"


def _photo(make: Callable[[SmallSchool], str], width: str) -> Callable[[SmallSchool], str]:
    return lambda school: f"/media/photos/{make(school)}/{width}"


def _shown(after: str) -> Callable[[SmallSchool, str], str]:
    return lambda school, _role: f"/api/gallery/works/{public_work(school)}{after}"


def _not_agreed_to(after: str) -> Callable[[SmallSchool], str]:
    return lambda school: f"/api/gallery/works/{school_work(school)}{after}"


def _of_child(path: str) -> Callable[[SmallSchool, str], str]:
    return lambda school, _role: f"{path}{school.students['third'][0]}"


def _of_another_child(path: str) -> Callable[[SmallSchool], str]:
    return lambda school: f"{path}{school.students['seventh'][9]}"


_WORDS = {"id": "0190a0a0-0000-4000-8000-00000000000b", "text": "好看"}
ROUTES: dict[str, Route] = {
    "GET /api/gallery": Route(EVERYBODY, at("/api/gallery?q=春")),
    "GET /api/gallery/filters": Route(EVERYBODY, at("/api/gallery/filters")),
    "GET /api/gallery/children": Route(SIGNED_IN, at("/api/gallery/children")),
    "GET /api/gallery/works/{work_id}": Route(
        EVERYBODY, _shown(""), foreign=dict.fromkeys(("visitor", "guardian", "teacher", "homeroom"), _not_agreed_to(""))
    ),
    "POST /api/gallery/works/{work_id}/applause": Route(
        SIGNED_IN, _shown("/applause"), {"on": True}, foreign={"guardian": _not_agreed_to("/applause")}
    ),
    "POST /api/gallery/works/{work_id}/words": Route(
        SIGNED_IN, _shown("/words"), _WORDS, foreign={"guardian": _not_agreed_to("/words")}
    ),
    "POST /api/gallery/works/{work_id}/report": Route(
        SIGNED_IN, _shown("/report"), {"reason": "不合适"}, foreign={"guardian": _not_agreed_to("/report")}
    ),
    "POST /api/gallery/works/{work_id}/link": Route(
        SIGNED_IN, _shown("/link"), {}, foreign={"guardian": _not_agreed_to("/link")}
    ),
    "GET /api/gallery/works/{work_id}/poster.jpg": Route(
        SIGNED_IN, _shown("/poster.jpg"), foreign={"teacher": _not_agreed_to("/poster.jpg")}
    ),
    "GET /api/gallery/portfolio/{student_id}": Route(
        SIGNED_IN,
        _of_child("/api/gallery/portfolio/"),
        foreign=dict.fromkeys(("guardian", "teacher", "homeroom"), _of_another_child("/api/gallery/portfolio/")),
    ),
    "GET /print/booklet/{student_id}": Route(
        SIGNED_IN,
        _of_child("/print/booklet/"),
        foreign=dict.fromkeys(("guardian", "teacher", "homeroom"), _of_another_child("/print/booklet/")),
    ),
    "GET /w/{token}": Route(
        EVERYBODY,
        lambda school, _role: f"/w/{living_link(school)}",
        foreign=dict.fromkeys(("visitor", "office"), lambda school: f"/w/{dead_link(school)}"),
    ),
    "GET /w/{token}.webp": Route(
        EVERYBODY,
        lambda school, _role: f"/w/{living_link(school)}.webp",
        foreign=dict.fromkeys(("visitor", "office"), lambda school: f"/w/{dead_link(school)}.webp"),
    ),
    "GET /w/{token}.jpg": Route(
        EVERYBODY,
        lambda school, _role: f"/w/{living_link(school)}.jpg",
        foreign=dict.fromkeys(("visitor", "office"), lambda school: f"/w/{dead_link(school)}.jpg"),
    ),
    "GET /w/{token}/applause": Route(
        EVERYBODY,
        lambda school, _role: f"/w/{living_link(school)}/applause",
        foreign=dict.fromkeys(("visitor", "office"), lambda school: f"/w/{dead_link(school)}/applause"),
    ),
    "GET /w/{token}.mp4": Route(
        EVERYBODY,
        lambda school, _role: f"/w/{film_link(school)}.mp4",
        foreign=dict.fromkeys(("visitor", "office"), lambda school: f"/w/{dead_link(school)}.mp4"),
    ),
    "POST /w/{token}/applause": Route(
        SIGNED_IN,
        lambda school, _role: f"/w/{living_link(school)}/applause",
        foreign={"guardian": lambda school: f"/w/{dead_link(school)}/applause"},
    ),
    "GET /api/openapi.json": Route(EVERYBODY, at("/api/openapi.json")),
    "GET /api/door": Route(EVERYBODY, at("/api/door")),
    "POST /api/login": Route(EVERYBODY, at("/api/login"), {"login": "teacher", "password": "tea-at-four"}),
    "POST /api/logout": Route(EVERYBODY, at("/api/logout"), {}),
    "POST /api/setup": Route(EVERYBODY, at("/api/setup"), {}),
    "GET /api/checkin/pack": Route(STAFF, at("/api/checkin/pack")),
    "GET /api/checkin/roll/{session_id}": Route(
        STAFF, _own_roll, foreign={"teacher": _foreign_roll, "homeroom": _foreign_roll}
    ),
    "POST /api/checkin/events": Route(
        STAFF,
        at("/api/checkin/events"),
        {"device_id": "0190a0a0-0000-7000-8000-000000000001", "sent_at": 0, "unsent": 0, "events": []},
    ),
    "GET /api/cards/{card_id}.png": Route(OFFICE, lambda school, _role: f"/api/cards/{min(school.cards.values())}.png"),
    "GET /print/print.css": Route(EVERYBODY, at("/print/print.css")),
    "GET /print/cards": Route(OFFICE, lambda school, _role: f"/print/cards?homeroom={school.homerooms['third']}"),
    "GET /print/letters": Route(
        INVITERS,
        lambda school, _role: f"/print/letters?homeroom={school.homerooms['third']}",
        foreign={"homeroom": _foreign_homeroom("/print/letters?homeroom=")},
    ),
    "GET /join": Route(EVERYBODY, at("/join")),
    "POST /join": Route(EVERYBODY, at("/join"), {}),
    "POST /join/who": Route(EVERYBODY, at("/join/who"), {}),
    "POST /join/new": Route(EVERYBODY, at("/join/new"), {}),
    "POST /join/known": Route(EVERYBODY, at("/join/known"), {}),
    "POST /join/enter": Route(EVERYBODY, at("/join/enter"), {}),
    "POST /join/child": Route(GUARDIAN, at("/join/child"), {}),
    "GET /print/rolls": Route(
        STAFF,
        at("/print/rolls?day=2026-11-23"),
        foreign={
            "teacher": _foreign_section("/print/rolls?day=2026-11-23&section="),
            "homeroom": _foreign_homeroom("/print/rolls?day=2026-11-23&homeroom="),
        },
    ),
    "GET /api/board/version": Route(STAFF, at("/api/board/version")),
    "GET /api/attendance.xlsx": Route(
        STAFF,
        at("/api/attendance.xlsx?day=2026-11-23"),
        foreign={
            "teacher": _foreign_section("/api/attendance.xlsx?scope=section&day=2026-11-23&key="),
            "homeroom": _foreign_homeroom("/api/attendance.xlsx?scope=homeroom&day=2026-11-23&key="),
        },
    ),
    "POST /api/works": Route(STAFF, at("/api/works"), {}),
    "GET /api/works/{work_id}": Route(STAFF, _own_work, foreign={"teacher": _foreign_work, "homeroom": _foreign_work}),
    "PATCH /api/works/{work_id}": Route(
        STAFF, _own_work, {"title": "春风"}, foreign={"teacher": _foreign_work, "homeroom": _foreign_work}
    ),
    "POST /api/import/preview": Route(OFFICE, at("/api/import/preview"), {}),
    "POST /api/import/apply": Route(OFFICE, at("/api/import/apply"), {"token": "none"}),
    "GET /api/import/template/{kind}.xlsx": Route(OFFICE, at("/api/import/template/students.xlsx")),
    "POST /api/photos": Route(STAFF, at("/api/photos?id=0190a0a0-0000-7000-8000-00000000000a"), {}),
    "GET /api/films/{photo_id}": Route(STAFF, at("/api/films/0190a0a0-0000-7000-8000-00000000000a")),
    "PUT /api/films/{photo_id}": Route(STAFF, at("/api/films/0190a0a0-0000-7000-8000-00000000000a"), {}),
    "GET /media/films/{photo_id}": Route(
        EVERYBODY,
        lambda school, _role: f"/media/films/{public_film(school)}",
        foreign={"visitor": lambda school: f"/media/films/{waiting_film(school)}"},
    ),
    "GET /media/photos/{photo_id}/{width}": Route(
        EVERYBODY,
        lambda school, _role: _photo(public_photo, "480")(school),
        foreign={"visitor": _photo(waiting_photo, "480")},
    ),
    "GET /media/photos/{photo_id}/original": Route(
        STAFF,
        lambda school, role: _photo(lambda one: waiting_photo(one, role if role in STAFF else "teacher"), "original")(
            school
        ),
        foreign={"homeroom": _photo(public_photo, "original")},
    ),
}
