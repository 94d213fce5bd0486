"""Two people of the school, or one person twice, at the same moment: one letter, one answer, one person."""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from schoolapp.db import read, write
from schoolapp.family import confirming, joining, letters
from schoolapp.family.joining import Claim
from schoolapp.identity.policy import Viewer
from schoolapp.models import Letter
from schoolapp.models import tables as t
from tests.at_once import at_once
from tests.factory import SmallSchool
from tests.unit.family.conftest import DIGITS, Families

ROUNDS = 8


def _live(child: int) -> int:
    with read() as db:
        row = t.letter.c.student_id == child, t.letter.c.revoked_at.is_(None)
        return db.scalar(select(func.count()).select_from(Letter).where(*row)) or 0


def test_letters_printed_twice_at_once_are_the_same_letters(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    people = [families.viewer("homeroom"), families.viewer("office")]

    def printed(who: Viewer) -> list[str]:
        return [letter.code for letter in letters.letters_to_print(who, school.homerooms["third"], None)[1]]

    first, second = at_once(*[lambda who=who: printed(who) for who in people])
    assert first == second
    assert {_live(child) for child in school.students["third"]} == {1}


def test_a_letter_replaced_twice_at_once_leaves_one(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    child = school.students["third"][1]
    families.letter(child)
    teacher = families.viewer("homeroom")
    for _ in range(ROUNDS):
        at_once(*[lambda: letters.reissue(teacher, child)] * 2)
        assert _live(child) == 1


def test_joining_twice_at_once_is_one_person(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child = school.students["third"][1]
    code, claim = families.letter(child), Claim("妈妈", True, "李红", DIGITS, DIGITS)
    tokens = at_once(*[lambda: joining.join(code, claim, "", "10.0.0.1")] * 3)
    assert len({families.of(str(token)).account_id for token in tokens}) == 1


def test_confirmed_and_refused_at_once_is_one_of_both(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    child, teacher, office = school.students["third"][1], families.viewer("homeroom"), families.viewer("office")
    for round_ in range(ROUNDS):
        claimed = families.row(families.join(child, name=f"李{'红兰芳英梅玉秀珍'[round_]}"), child)
        said = at_once(
            lambda claimed=claimed: confirming.confirm(teacher, claimed.id or 0, "妈妈", True),
            lambda claimed=claimed: confirming.refuse(office, claimed.id or 0),
        )
        with read() as db:
            row = db.execute(t.guardianship.select().where(t.guardianship.c.id == claimed.id)).one()
        assert (row.confirmed_at is None) != (row.ended_at is None), said
        if row.ended_at is None:
            confirming.end(office, claimed.id or 0)


def test_a_second_letter_that_once_came_to_be_ends_with_the_first(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    child = school.students["third"][1]
    first = families.letter(child)
    with write() as db:
        letters.issue(db, [child], None)
    assert _live(child) == 2
    letters.reissue(families.viewer("homeroom"), child)
    assert _live(child) == 1
    assert families.letter(child) != first
