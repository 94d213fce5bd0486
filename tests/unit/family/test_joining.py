"""Joining with a letter, signing in again, a second child; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.family import confirming, joining, letters, rules, tries
from schoolapp.family.joining import Claim
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import VISITOR, Action, Role, Target, may
from schoolapp.models import Guardian, Guardianship, Notice
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.rules import EVERYTHING
from tests.factory import MONDAY, SmallSchool
from tests.unit.family.conftest import DIGITS, Families

HERE = "10.0.0.1"


def claim(
    relation: str = "妈妈", name: str = "李红", digits: str = DIGITS, again: str = "", legal: bool = True
) -> Claim:
    return Claim(relation, legal, name, digits, again or digits)


def refusal(call: object, *args: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*args)  # type: ignore[operator]
    return caught.value.code


def test_who_joined_waits_and_may_nothing(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child = school.students["third"][1]
    viewer = families.join(child)
    assert Role.GUARDIAN in viewer.roles
    assert viewer.student_ids == frozenset()
    for action in (Action.SEE_OWN_CHILD, Action.SPEAK_FOR_CHILD):
        assert not may(viewer, action, Target(student_id=child))
    assert not may(viewer, Action.SEE_GALLERY)
    row = families.row(viewer, child)
    assert (row.relation, row.is_legal, row.confirmed_at) == ("妈妈", True, None)
    assert row.joined_at is not None


def test_a_stray_letter_does_not_fill_the_teachers_page(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    child, other = school.students["third"][1], school.students["third"][2]
    for number in range(rules.MOST_WAITING):
        last = families.join(child, "其他", f"生人{number}")
    assert refusal(families.join, child, "其他", "又一个") == "many_wait"
    signed_in = families.join(other, "妈妈", "李红")
    assert refusal(joining.add_child, signed_in, families.letter(child), Claim("其他", False), HERE) == "many_wait"
    assert families.join(child, "其他", f"生人{rules.MOST_WAITING - 1}").guardian_id == last.guardian_id, "no newcomer"
    confirming.refuse(families.viewer("homeroom"), families.row(last, child).id or 0)
    assert families.join(child, "妈妈", "王芳").guardian_id


def test_the_homeroom_teacher_is_told(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    families.join(school.students["third"][1])
    with read() as db:
        told = [(one.account_id, one.kind) for one in db.scalars(select(Notice))]
    assert told == [(school.accounts["homeroom"], "guardian_joined")]


def test_joining_twice_is_one_person(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child = school.students["third"][1]
    first, again = families.join(child), families.join(child)
    assert first.account_id == again.account_id
    assert refusal(joining.join, families.letter(child), claim(digits="902847"), "", HERE) == "wrong_code"


def test_a_guardian_of_the_schools_list_is_joined_to(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    """The list had confirmed a row; whoever now claims to be that person is confirmed anew, for every child."""
    child, other = school.students["third"][1:3]
    with write() as db:
        guardian = Guardian(name="李 红", phone="13700000000")
        db.add(guardian)
        db.flush()
        for one in (child, other):
            db.add(Guardianship(guardian_id=guardian.id or 0, student_id=one, relation="母亲", is_legal=True,
                                confirmed_at=clock.now()))  # fmt: skip
        kept = guardian.id
    viewer = families.join(child)
    assert viewer.guardian_id == kept
    assert viewer.student_ids == frozenset()
    assert families.row(viewer, child).relation == "妈妈"


def test_nobody_takes_over_another_childs_account(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    """The list names the same mother at two children; who holds one letter gets no hand on the account of the other."""
    child, other = school.students["third"][1:3]
    mother = families.join(child)
    with write() as db:
        db.add(Guardianship(guardian_id=mother.guardian_id or 0, student_id=other, relation="妈妈", is_legal=True))
    stranger = families.join(other, digits="902847")
    assert stranger.account_id != mother.account_id
    assert families.account(mother).password_hash != families.account(stranger).password_hash


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"relation": "邻居"}, "no_relation"),
        ({"name": ""}, "no_name"),
        ({"name": "一" * 21}, "no_name"),
        ({"name": "a\x00b"}, "no_name"),
        ({"digits": "123456"}, "too_simple"),
        ({"digits": "200811"}, "birthday"),
        ({"digits": "12"}, "not_six"),
        ({"again": "902847"}, "not_twice"),
    ],
)
def test_what_is_refused_before_anything_is_looked_up(changed: dict[str, str], code: str) -> None:
    assert refusal(joining.join, "no letter", claim(**changed), "", HERE) == code


def test_unknown_revoked_and_left_are_answered_alike(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    child, left = school.students["third"][1:3]
    old, gone = families.letter(child), families.letter(left)
    letters.reissue(families.viewer("homeroom"), child)
    with write() as db:
        db.execute(t.student.update().where(t.student.c.id == left).values(left_on=MONDAY))
    texts = ["", "7K2F9QXM3PAB", "x" * 5000, "💥", "' or 1=1", old, gone]
    for text in texts:
        assert refusal(joining.open_letter, text, HERE, VISITOR) == "no_letter", text
        assert refusal(joining.join, text, claim(), "", HERE) == "no_letter", text
        assert refusal(joining.enter, text, 1, DIGITS, "", f"10.1.0.{texts.index(text)}") == "wrong_code", text


def test_the_letter_shows_the_given_name_and_relations_alone(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    child = school.students["third"][1]
    families.join(child)
    families.join(child, "其他", "王叔", is_legal=False)
    families.join(child, "其他", "王姨", is_legal=False)
    opened = joining.open_letter(families.letter(child).lower(), HERE, VISITOR)
    assert opened.given_name == "小明"
    assert [(tile.relation, tile.number) for tile in opened.joined] == [("妈妈", 0), ("其他", 1), ("其他", 2)]


def _tile(families: Families, child: int) -> int:
    return joining.open_letter(families.letter(child), HERE, VISITOR).joined[0].id


def test_signing_in_again_on_another_phone(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child = school.students["third"][1]
    mother = families.join(child)
    token = joining.enter(families.letter(child), _tile(families, child), " 739154 ", "", HERE)
    assert families.of(token).account_id == mother.account_id


def test_a_tile_opens_with_its_own_letter_only(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child, other = school.students["third"][1:3]
    families.join(child)
    assert refusal(joining.enter, families.letter(other), _tile(families, child), DIGITS, "", HERE) == "wrong_code"


def _try_until_locked(code: str, tile: int) -> int:
    for count in range(1, 30):
        if refusal(joining.enter, code, tile, "902847", "", f"10.2.0.{count}") == "locked":
            return count - 1
    raise AssertionError("never locked")


def test_wrong_tries_lock_until_a_new_letter(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child = school.students["third"][1]
    mother = families.join(child)
    code, tile = families.letter(child), _tile(families, child)
    assert _try_until_locked(code, tile) == tries.PER_PERSON
    assert refusal(joining.enter, code, tile, DIGITS, "", HERE) == "locked"
    letters.reissue(families.viewer("homeroom"), child)
    assert refusal(joining.enter, code, tile, DIGITS, "", HERE) == "wrong_code"
    new = families.letter(child)
    assert families.of(joining.enter(new, tile, DIGITS, "", HERE)).account_id == mother.account_id


def test_an_unknown_letter_locks_just_so(all_databases: Engine, school: SmallSchool) -> None:
    assert _try_until_locked("7K2F9QXM3PAB", 1) == tries.PER_PERSON


def test_one_letter_is_locked_over_all_its_people(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    child = school.students["third"][1]
    for name in ("一", "二", "三", "四"):
        families.join(child, "其他", name)
    code = families.letter(child)
    tiles = [tile.id for tile in joining.open_letter(code, HERE, VISITOR).joined]
    answers = [
        refusal(joining.enter, code, tile, "902847", "", f"10.3.{tile % 200}.{count}")
        for count in range(tries.PER_PERSON - 2)
        for tile in tiles
    ]
    assert answers.count("wrong_code") == tries.PER_LETTER
    assert set(answers[tries.PER_LETTER :]) == {"locked"}


def test_a_right_code_forgets_the_wrong_ones(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child = school.students["third"][1]
    families.join(child)
    code, tile = families.letter(child), _tile(families, child)
    for _round in range(3):
        for _try in range(tries.PER_PERSON - 1):
            assert refusal(joining.enter, code, tile, "902847", "", f"10.4.0.{_round}") == "wrong_code"
        joining.enter(code, tile, DIGITS, "", HERE)


def test_an_address_is_limited(all_databases: Engine, school: SmallSchool) -> None:
    answers = [
        refusal(joining.open_letter, f"7K2F9QXM3{count:03}", HERE, VISITOR) for count in range(tries.PER_ADDRESS + 2)
    ]
    assert answers.count("no_letter") == tries.PER_ADDRESS
    assert answers[-1] == "too_many_tries"
    assert refusal(joining.open_letter, "7K2F9QXM3PAB", "10.9.9.9", VISITOR) == "no_letter"


def test_the_table_of_tries_holds_no_address_and_no_code(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    code = families.letter(school.students["third"][1])
    assert refusal(joining.enter, code, 1, "902847", "", HERE) == "wrong_code"
    with read() as db:
        keys = " ".join(db.scalars(select(t.wrong_try.c.key)))
    assert HERE not in keys
    assert code not in keys
    assert "902847" not in keys


def test_a_second_child(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child, other = school.students["third"][1], school.students["seventh"][0]
    mother = families.join(child)
    code = families.letter(other, "homeroom7")
    assert not joining.open_letter(code, HERE, mother).is_own
    for _twice in range(2):
        joining.add_child(mother, code, claim(), HERE)
    assert joining.open_letter(code, HERE, mother).is_own
    assert families.row(mother, other).confirmed_at is None
    with read() as db:
        rows = t.guardianship.c.guardian_id == mother.guardian_id
        assert db.scalar(select(func.count()).select_from(t.guardianship).where(rows)) == 2
    assert refusal(joining.add_child, families.viewer("teacher"), code, claim(), HERE) == "sign_in"


def test_the_code_is_not_the_password_of_the_sign_in_page(
    all_databases: Engine, school: SmallSchool, families: Families
) -> None:
    """A guardian's account has a name that nobody can guess, and its hash is not that of the six digits."""
    from schoolapp.identity import service

    account = families.account(families.join(school.students["third"][1]))
    assert len(account.login) > 32
    assert refusal(service.sign_in, account.login, DIGITS, "", HERE) == "wrong_sign_in"


def test_changing_the_six_digits(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    child = school.students["third"][1]
    mother = families.join(child)
    tile = _tile(families, child)
    elsewhere = joining.enter(families.letter(child), tile, DIGITS, "", HERE)
    assert refusal(joining.change_code, mother, "902847", "551907", "551907") == "wrong_present_code"
    assert refusal(joining.change_code, mother, DIGITS, "111111", "111111") == "too_simple"
    assert refusal(joining.change_code, mother, DIGITS, "551907", "551908") == "not_twice"
    joining.change_code(mother, DIGITS, "551907", "５５１９０７")
    assert viewer_of(f"{cookies.NAME}={elsewhere}") == VISITOR
    assert refusal(joining.enter, families.letter(child), tile, DIGITS, "", HERE) == "wrong_code"
    joining.enter(families.letter(child), tile, "551907", "", HERE)
    assert refusal(joining.change_code, families.viewer("office"), "", "551907", "551907") == "not_allowed"


def test_nothing_is_consented_by_joining(all_databases: Engine, school: SmallSchool, families: Families) -> None:
    from schoolapp.works.audience import consents_of

    child = school.students["third"][1]
    families.join(child)
    with read() as db:
        assert not any(mask & EVERYTHING for mask in consents_of(db, [child]).values())
