"""Accounts of the staff: one-time passwords, roles with dates, locking; each step leaves a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity import accounts, cookies, service, staff_queries
from schoolapp.identity.accounts import NewRole
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import Action, Role, Viewer, may
from schoolapp.models import Account, AuditEntry, RoleGrant, Staff
from schoolapp.refusals import Refused
from tests.factory import MONDAY, PASSWORD, SmallSchool, begin_login

pytestmark = pytest.mark.usefixtures("all_databases")


@pytest.fixture
def office(school: SmallSchool) -> Viewer:
    return viewer_of(f"{cookies.NAME}={begin_login(school.accounts['office'])}")


@pytest.fixture
def newcomer(school: SmallSchool) -> int:
    with write() as db:
        person = Staff(name="新来", pinyin="xin lai", initials="xl")
        db.add(person)
        db.flush()
        return person.id or 0


def signed_in(login: str, password: str) -> Viewer:
    return viewer_of(f"{cookies.NAME}={service.sign_in(login, password)}")


def actions() -> list[str]:
    with read() as db:
        return [entry.action for entry in db.exec(select(AuditEntry).order_by(AuditEntry.id))]  # type: ignore[arg-type]


def test_a_one_time_password_opens_nothing_but_its_own_change(office: Viewer, newcomer: int) -> None:
    password = accounts.create(office, newcomer, " XinLai ")
    viewer = signed_in("xinlai", password)
    assert viewer.must_change_password
    assert [action for action in Action if may(viewer, action)] == [Action.SIGNED_IN, Action.SEE_PUBLIC]
    service.change_password(viewer, password, "long enough")
    assert may(signed_in("xinlai", "long enough"), Action.SEE_TODAY)
    with pytest.raises(Refused, match="wrong_sign_in"):
        service.sign_in("xinlai", password)


@pytest.mark.parametrize(
    ("login", "code"), [("x", "bad_login"), ("新来", "bad_login"), ("a b", "bad_login"), ("teacher", "login_taken")]
)
def test_logins_that_are_refused(office: Viewer, newcomer: int, login: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        accounts.create(office, newcomer, login)


def test_one_person_has_one_account(office: Viewer, school: SmallSchool) -> None:
    with pytest.raises(Refused, match="has_account"):
        accounts.create(office, school.staff["teacher"], "second")
    with pytest.raises(Refused, match="not_found"):
        accounts.create(office, 99_999, "nobody")


def test_a_new_password_ends_every_login(office: Viewer, school: SmallSchool) -> None:
    old = f"{cookies.NAME}={begin_login(school.accounts['teacher'])}"
    password = accounts.reset_password(office, school.accounts["teacher"])
    assert viewer_of(old).is_visitor
    assert signed_in("teacher", password).must_change_password
    with pytest.raises(Refused, match="wrong_sign_in"):
        service.sign_in("teacher", PASSWORD)


def test_locking_works_at_once_and_unlocking_again(office: Viewer, school: SmallSchool) -> None:
    account = school.accounts["teacher"]
    old = f"{cookies.NAME}={begin_login(account)}"
    accounts.set_disabled(office, account, True)
    assert viewer_of(old).is_visitor
    accounts.set_disabled(office, account, True)
    accounts.set_disabled(office, account, False)
    assert viewer_of(old).is_visitor, "an ended login does not come back"
    assert not signed_in("teacher", PASSWORD).is_visitor
    assert actions().count("accounts.disable") == 1


def test_a_role_counts_from_its_first_to_its_last_day(
    office: Viewer, school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    account = school.accounts["teacher"]
    accounts.grant(office, account, NewRole("leader", None, date(2026, 11, 24), date(2026, 11, 25)))
    header = f"{cookies.NAME}={begin_login(account)}"
    found = []
    for day in ("23", "24", "25", "26"):
        freeze(f"2026-11-{day}T12:00")
        found.append(Role.LEADER in viewer_of(header).roles)
    assert found == [False, True, True, False]


def test_an_ended_role_stays_known_for_its_days(office: Viewer, school: SmallSchool) -> None:
    with read() as db:
        grant = db.exec(select(RoleGrant).where(RoleGrant.role == "leader")).one()
    accounts.end_role(office, grant.id or 0)
    assert signed_in("leader", PASSWORD).roles == {Role.TEACHER}
    with read() as db:
        kept = db.get_one(RoleGrant, grant.id)
        assert (kept.valid_from, kept.valid_to) == (grant.valid_from, date(2026, 11, 22))
        line = db.exec(select(AuditEntry).where(AuditEntry.action == "accounts.end_role")).one()
        assert (line.before, line.after) == ({"valid_to": None}, {"valid_to": "2026-11-22"})
        assert line.account_id == office.account_id


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("bad_role", NewRole("king", None, MONDAY)),
        ("bad_role", NewRole("homeroom", None, MONDAY)),
        ("bad_role", NewRole("leader", 1, MONDAY)),
        ("bad_role", NewRole("homeroom", 99_999, MONDAY)),
        ("bad_role", NewRole("guardian", None, MONDAY)),
        ("bad_dates", NewRole("leader", None, MONDAY, date(2026, 11, 22))),
    ],
)
def test_roles_that_are_refused(office: Viewer, school: SmallSchool, code: str, role: NewRole) -> None:
    with pytest.raises(Refused, match=code):
        accounts.grant(office, school.accounts["teacher"], role)


def test_a_guardians_account_gets_no_staff_role(office: Viewer, school: SmallSchool) -> None:
    with pytest.raises(Refused, match="not_found"):
        accounts.grant(office, school.accounts["guardian"], NewRole("office", None, MONDAY))


def test_the_last_office_account_stays(office: Viewer, school: SmallSchool) -> None:
    with read() as db:
        grant = db.exec(select(RoleGrant).where(RoleGrant.role == "office")).one()
    with pytest.raises(Refused, match="last_office"):
        accounts.end_role(office, grant.id or 0)
    with pytest.raises(Refused, match="last_office"):
        accounts.set_disabled(office, school.accounts["office"], True)
    accounts.grant(office, school.accounts["leader"], NewRole("office", None, MONDAY))
    accounts.end_role(office, grant.id or 0)
    assert Role.OFFICE not in signed_in("office", PASSWORD).roles


def test_the_list_of_people(office: Viewer, school: SmallSchool, newcomer: int) -> None:
    with write() as db:
        db.get_one(Staff, school.staff["coach"]).left_on = MONDAY
    with read() as db:
        found = {person.name: person for person in staff_queries.people(db, clock.today())}
        choices = staff_queries.homerooms(db, clock.today())
    assert "高飞" not in found, "who left is gone"
    assert found["新来"].account_id == 0
    assert [grant.homeroom for grant in found["林静"].grants] == ["三（1）班"]
    assert found["梁文"].last_seen_at is not None
    assert found["苏墨"].last_seen_at is None
    assert [name for _id, name in choices] == ["三（1）班", "七（2）班"]


def test_own_logins_are_ones_own(school: SmallSchool) -> None:
    mine = signed_in("teacher", PASSWORD)
    other = signed_in("leader", PASSWORD)
    service.sign_in("teacher", PASSWORD)
    logins = service.own_logins(mine)
    assert len(logins) == 2
    with pytest.raises(Refused, match="not_found"):
        service.revoke(other, logins[0].id)
    second = next(login for login in logins if login.id != mine.login_id)
    service.revoke(mine, second.id)
    assert [login.id for login in service.own_logins(mine)] == [mine.login_id]


def test_changing_the_password_ends_the_other_logins(school: SmallSchool) -> None:
    token, elsewhere = service.sign_in("teacher", PASSWORD), service.sign_in("teacher", PASSWORD)
    viewer = viewer_of(f"{cookies.NAME}={token}")
    with pytest.raises(Refused, match="wrong_password"):
        service.change_password(viewer, "wrong", "long enough")
    for weak in ("short", "teacher", "kehou-demo", PASSWORD, "x" * 201):
        with pytest.raises(Refused, match="weak_password"):
            service.change_password(viewer, PASSWORD, weak)
    service.change_password(viewer, PASSWORD, "long enough")
    assert not viewer_of(f"{cookies.NAME}={token}").is_visitor
    assert viewer_of(f"{cookies.NAME}={elsewhere}").is_visitor


def test_the_demos_password_opens_nothing_outside_the_demo(school: SmallSchool) -> None:
    from schoolapp.identity.passwords import DEMO_PASSWORD, hash_password

    with write() as db:
        db.get_one(Account, school.accounts["office"]).password_hash = hash_password(DEMO_PASSWORD)
    with pytest.raises(Refused, match="wrong_sign_in"):
        service.sign_in("office", DEMO_PASSWORD)


def test_the_trail_is_paged_and_filtered(office: Viewer, school: SmallSchool) -> None:
    for _ in range(3):
        service.sign_in("teacher", PASSWORD)
    accounts.reset_password(office, school.accounts["leader"])
    with read() as db:
        newest = staff_queries.trail(db, most=2)
        older = staff_queries.trail(db, below=newest[-1].id)
        only = staff_queries.trail(db, slice_name="accounts")
        assert staff_queries.trail_slices(db) == ["accounts", "identity"]
    assert [line.action for line in newest] == ["accounts.reset_password", "identity.sign_in"]
    assert len(older) == 2
    assert [(line.who, line.row_id) for line in only] == [("梁文", str(school.accounts["leader"]))]
