"""Who the viewer is: roles with dates, sections, children; logins that ended make a visitor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from schoolapp import clock
from schoolapp.db import write
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import VISITOR, Role, Viewer
from schoolapp.models import Account, Guardianship, LoginSession, RoleGrant, Staff
from tests.factory import SmallSchool, begin_login

pytestmark = pytest.mark.usefixtures("all_databases")


def seen_as(school: SmallSchool, key: str, **login: object) -> Viewer:
    return viewer_of(f"other=1; {cookies.NAME}={begin_login(school.accounts[key], **login)}")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "roles"),
    [
        ("teacher", {Role.TEACHER}),
        ("homeroom", {Role.TEACHER, Role.HOMEROOM}),
        ("leader", {Role.TEACHER, Role.LEADER}),
        ("office", {Role.TEACHER, Role.OFFICE}),
        ("guardian", {Role.GUARDIAN}),
    ],
)
def test_roles(school: SmallSchool, key: str, roles: set[Role]) -> None:
    viewer = seen_as(school, key)
    assert viewer.roles == roles
    assert viewer.account_id == school.accounts[key]


def test_own_sections_homerooms_and_children(school: SmallSchool) -> None:
    assert seen_as(school, "teacher").section_ids == {school.sections["calligraphy"]}
    assert seen_as(school, "homeroom").homeroom_ids == {school.homerooms["third"]}
    assert seen_as(school, "guardian").student_ids == {school.students["third"][0]}
    assert seen_as(school, "leader").homeroom_ids == frozenset()


@pytest.mark.parametrize("header", [None, "", "schoolapp_login=", "schoolapp_login=nobody", "x=1; y", "=;;="])
def test_no_login_is_a_visitor(header: str | None) -> None:
    assert viewer_of(header) == VISITOR


def test_a_role_counts_on_its_days_only(school: SmallSchool) -> None:
    with write() as db:
        for grant in db.exec(select(RoleGrant).where(RoleGrant.role == "leader")):
            grant.valid_to = date(2026, 11, 22)
    assert seen_as(school, "leader").roles == {Role.TEACHER}
    with write() as db:
        for grant in db.exec(select(RoleGrant).where(RoleGrant.role == "office")):
            grant.valid_from = date(2026, 11, 24)
    assert seen_as(school, "office").roles == {Role.TEACHER}


def test_an_unconfirmed_or_ended_guardianship_shows_no_child(school: SmallSchool) -> None:
    with write() as db:
        db.exec(select(Guardianship)).one().ended_at = clock.real_now()
    assert seen_as(school, "guardian").student_ids == frozenset()


@pytest.mark.parametrize("ending", ["expired", "revoked", "disabled", "left"])
def test_an_ended_login_is_a_visitor(school: SmallSchool, ending: str) -> None:
    header = f"{cookies.NAME}={begin_login(school.accounts['teacher'])}"
    assert not viewer_of(header).is_visitor
    with write() as db:
        login = db.exec(select(LoginSession)).one()
        account = db.get_one(Account, school.accounts["teacher"])
        if ending == "expired":
            login.expires_at = clock.real_now() - timedelta(seconds=1)
        elif ending == "revoked":
            login.revoked_at = clock.real_now()
        elif ending == "disabled":
            account.disabled_at = clock.real_now()
        else:
            db.get_one(Staff, account.staff_id).left_on = date(2026, 11, 23)
    assert viewer_of(header) == VISITOR


def test_use_prolongs_a_login(school: SmallSchool) -> None:
    yesterday = clock.real_now() - timedelta(hours=23)
    seen_as(school, "teacher", now=yesterday)
    with write() as db:
        login = db.exec(select(LoginSession)).one()
        assert login.last_seen_at > yesterday
        assert login.expires_at > clock.real_now() + timedelta(days=29)
