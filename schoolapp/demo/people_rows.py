"""The people of the demo school as rows: staff with accounts and roles, children, their guardians. Pure."""

from __future__ import annotations

from datetime import date

from schoolapp.demo import blueprint as plan
from schoolapp.demo.draft import Draft
from schoolapp.demo.names import Names
from schoolapp.models import (
    Account,
    Enrolment,
    Guardian,
    Guardianship,
    HomeroomMembership,
    Participation,
    RoleGrant,
    Staff,
    Student,
)

_NO_PASSWORD = "!"  # noqa: S105
"""No password fits it."""


def staff(made: Draft) -> None:
    """Everybody who works there, each with an account and the role of the post."""
    start = made.term.starts_on
    for person in made.staff:
        number = f"t{person.id:03d}"
        made.add(
            Staff,
            staff_number=number,
            name=person.name.text,
            pinyin=person.name.pinyin,
            initials=person.name.initials,
            phone=f"1990000{person.id:04d}",
            subject=person.subject,
            is_hired=person.is_hired,
        )
        account = made.add(
            Account, login=person.login or number, password_hash=_NO_PASSWORD, staff_id=person.id, created_at=made.at
        )
        role = {"leader": "leader", "leader2": "leader", "office": "office"}.get(person.post)
        if person.post.startswith("homeroom-"):
            _, grade, number = person.post.split("-")
            homeroom = made.homerooms[int(grade), int(number)]
            made.add(RoleGrant, account_id=account, role="homeroom", homeroom_id=homeroom, valid_from=start)
        elif role:
            made.add(RoleGrant, account_id=account, role=role, homeroom_id=None, valid_from=start)


def students(made: Draft) -> None:
    """Every child with its seat, and what it takes part in."""
    start = made.term.starts_on
    school_year = start.year if start.month >= 7 else start.year - 1
    for child in made.children:
        grade, number, seat = child.desk
        joined = school_year - (grade - 1 if grade <= 6 else grade - 7)
        made.add(
            Student,
            school_number=f"{school_year - grade + 1}{number:02d}{seat:02d}",
            name=child.name.text,
            pinyin=child.name.pinyin,
            initials=child.name.initials,
            gender=child.name.gender,
            joined_on=date(joined, 9, 1),
        )
        made.add(
            HomeroomMembership,
            student_id=child.id,
            homeroom_id=made.homerooms[grade, number],
            seat_number=seat,
            valid_from=start,
        )
        if child.takes_part:
            made.add(Participation, student_id=child.id, term_id=1, valid_from=start)
        for section in child.sections:
            made.add(Enrolment, section_id=made.sections[section], student_id=child.id, valid_from=start)


def guardians(made: Draft) -> None:
    """One for each child, the twins' in common; 3 % without a phone, six in ten are grandparents."""
    names = Names(made.draw, set())
    by_desk = {child.desk: child.id for child in made.children}
    twin_of = {by_desk[second]: by_desk[first] for first, second in plan.TWINS}
    guardian_of: dict[int, int] = {}
    for child in made.children:
        relation = made.draw.choices(("爷爷", "奶奶", "外婆", "爸爸", "妈妈"), (25, 25, 10, 20, 20))[0]
        if child.id in twin_of:
            guardian = guardian_of[twin_of[child.id]]
            relation = made.rows[Guardianship][twin_of[child.id] - 1]["relation"]
        else:
            surname = child.name.text[0] if relation in ("爷爷", "爸爸") else ""
            phone = "" if made.draw.random() < 0.03 else f"1991{child.id:07d}"
            guardian = made.add(Guardian, name=names.grown_up(surname).text, phone=phone)
        guardian_of[child.id] = guardian
        made.add(
            Guardianship,
            guardian_id=guardian,
            student_id=child.id,
            relation=relation,
            is_legal=relation in ("爸爸", "妈妈"),
            confirmed_by_staff_id=made.post("homeroom-{}-{}".format(*child.homeroom)),
            confirmed_at=made.at,
        )
