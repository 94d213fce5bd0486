"""Confirming, refusing, correcting, ending; and what the homeroom teacher sees. On both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from schoolapp.db import read, write
from schoolapp.family import confirming, letters, overview
from schoolapp.identity.policy import Action, Target, Viewer, may
from schoolapp.models import AuditEntry, Consent, Notice
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.audience import consents_of
from schoolapp.works.consent.service import say
from schoolapp.works.rules import EVERYTHING, Purpose, Subject
from tests.factory import SmallSchool
from tests.unit.family.conftest import Families


def refusal(call: object, *args: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*args)  # type: ignore[operator]
    return caught.value.code


@pytest.fixture
def child(school: SmallSchool) -> int:
    return school.students["third"][1]


def confirmed(families: Families, child: int, **more: object) -> Viewer:
    """Joined and confirmed by the homeroom teacher; looked up again."""
    viewer = families.join(child, **more)  # type: ignore[arg-type]
    row = families.row(viewer, child)
    confirming.confirm(families.viewer("homeroom"), row.id or 0, row.relation, row.is_legal)
    return families.again(viewer)


def test_confirmed_opens_this_child_alone(all_databases: Engine, families: Families, child: int) -> None:
    viewer = confirmed(families, child)
    assert viewer.student_ids == {child}
    assert may(viewer, Action.SEE_OWN_CHILD, Target(student_id=child))
    with read() as db:
        kinds = list(db.scalars(select(t.notice.c.kind).where(t.notice.c.account_id == viewer.account_id)))
    assert kinds == ["guardian_confirmed"]


def test_confirming_corrects_and_twice_is_harmless(all_databases: Engine, families: Families, child: int) -> None:
    viewer, teacher = families.join(child, "其他", "李红"), families.viewer("homeroom")
    row = families.row(viewer, child).id or 0
    assert refusal(confirming.confirm, teacher, row, "邻居", False) == "no_relation"
    for _twice in range(2):
        confirming.confirm(teacher, row, "外婆", False)
    kept = families.row(viewer, child)
    assert (kept.relation, kept.is_legal, kept.confirmed_by_staff_id) == ("外婆", False, teacher.staff_id)
    with read() as db:
        actions = [one.action for one in db.scalars(select(AuditEntry)) if one.action.startswith("family.c")]
        assert len(list(db.scalars(select(Notice).where(t.notice.c.kind == "guardian_confirmed")))) == 1
    assert actions == ["family.confirm"]


@pytest.mark.parametrize("role", ["teacher", "homeroom7", "leader", "guardian"])
def test_nobody_else_confirms_or_refuses(families: Families, child: int, role: str) -> None:
    row = families.row(families.join(child), child).id or 0
    viewer = families.viewer(role)
    assert refusal(confirming.confirm, viewer, row, "妈妈", True) == "not_found"
    assert refusal(confirming.refuse, viewer, row) == "not_found"
    assert refusal(letters.reissue, viewer, child) == "not_allowed"
    assert refusal(letters.letters_to_print, viewer, None, child) == "not_allowed"


@pytest.mark.parametrize("role", ["teacher", "homeroom", "leader", "guardian"])
def test_only_the_office_corrects_and_ends(families: Families, child: int, role: str) -> None:
    row = families.row(confirmed(families, child), child).id or 0
    assert refusal(confirming.correct, families.viewer(role), row, "妈妈", False) == "not_allowed"
    assert refusal(confirming.end, families.viewer(role), row) == "not_allowed"


def test_refused_is_out_at_once(all_databases: Engine, families: Families, child: int) -> None:
    viewer = families.join(child)
    row = families.row(viewer, child).id or 0
    for _twice in range(2):
        confirming.refuse(families.viewer("homeroom"), row)
    assert families.again(viewer).is_visitor
    assert families.account(viewer).disabled_at is not None
    assert refusal(confirming.confirm, families.viewer("homeroom"), row, "妈妈", True) == "not_found"


def test_a_confirmed_guardian_cannot_be_refused(families: Families, child: int) -> None:
    row = families.row(confirmed(families, child), child).id or 0
    assert refusal(confirming.refuse, families.viewer("homeroom"), row) == "not_waiting"


def _agreed(child: int) -> Purpose:
    with read() as db:
        return consents_of(db, [child]).get((child, Subject.WORK), Purpose.NOBODY)


def test_ending_an_access_ends_logins_and_consents(all_databases: Engine, families: Families, child: int) -> None:
    mother, father = confirmed(families, child), confirmed(families, child, relation="爸爸", name="王强")
    say(mother, child, Subject.WORK, EVERYTHING)
    assert _agreed(child) == EVERYTHING
    confirming.end(families.viewer("office"), families.row(mother, child).id or 0)
    assert families.again(mother).is_visitor
    assert _agreed(child) == Purpose.NOBODY
    with read() as db:
        said = list(db.scalars(select(Consent).where(t.consent.c.guardian_id == mother.guardian_id)))
        told = list(db.scalars(select(t.notice.c.kind).where(t.notice.c.account_id == father.account_id)))
    assert [one.is_given for one in said].count(False) == [one.is_given for one in said].count(True) > 0
    assert "consents_to_check" in told
    say(families.again(father), child, Subject.WORK, EVERYTHING)
    assert _agreed(child) == EVERYTHING


def test_of_two_children_the_other_stays(all_databases: Engine, families: Families, child: int) -> None:
    from schoolapp.family import joining
    from schoolapp.family.joining import Claim

    other = families.school.students["third"][2]
    mother = confirmed(families, child)
    joining.add_child(mother, families.letter(other), Claim("妈妈", True), "10.0.0.1")
    confirming.confirm(families.viewer("homeroom"), families.row(mother, other).id or 0, "妈妈", True)
    confirming.end(families.viewer("office"), families.row(mother, child).id or 0)
    assert families.again(mother).is_visitor, "the logins ended"
    assert families.account(mother).disabled_at is None
    from tests.factory import begin_login

    assert families.of(begin_login(mother.account_id or 0)).student_ids == {other}


def test_no_legal_guardian_any_more_has_no_consent_left(all_databases: Engine, families: Families, child: int) -> None:
    mother = confirmed(families, child)
    say(mother, child, Subject.WORK, EVERYTHING)
    confirming.correct(families.viewer("office"), families.row(mother, child).id or 0, "妈妈", False)
    assert _agreed(child) == Purpose.NOBODY
    assert families.again(mother).student_ids == {child}


def test_the_trail_holds_ids_only(all_databases: Engine, families: Families, child: int) -> None:
    mother = confirmed(families, child)
    code = families.letter(child)
    confirming.end(families.viewer("office"), families.row(mother, child).id or 0)
    with read() as db:
        rows = [one for one in db.scalars(select(AuditEntry)) if one.action.startswith("family.")]
    text = " ".join(f"{one.action} {one.before} {one.after}" for one in rows)
    assert {one.action for one in rows} >= {
        "family.issue",
        "family.print",
        "family.join",
        "family.confirm",
        "family.end",
    }
    assert not any(secret in text for secret in (code, "李红", "739154"))


def test_the_homeroom_teachers_page(all_databases: Engine, families: Families, child: int) -> None:
    families.join(child)
    confirmed(families, families.school.students["third"][2], name="赵敏")
    found = overview.overview(families.viewer("homeroom"), 0)
    assert [room.id for room in found.homerooms] == [str(families.school.homerooms["third"])]
    assert [one.name for one in found.waiting] == ["李红"]
    assert found.joined == 1, "the grandmother of the list never joined"
    told = {one.id: (one.joined, one.waiting) for one in found.families if one.joined or one.waiting}
    assert told == {child: (0, 1), families.school.students["third"][2]: (1, 0)}, "who waits is not nobody"
    assert (
        refusal(overview.overview, families.viewer("homeroom"), families.school.homerooms["seventh"]) == "not_allowed"
    )
    assert refusal(overview.overview, families.viewer("teacher"), 0) == "not_allowed"
    office = overview.overview(families.viewer("office"), 0)
    assert len(office.homerooms) == 2
    assert office.waiting == found.waiting


def test_a_school_without_homerooms_is_not_refused_to_the_office(
    all_databases: Engine, families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "homerooms_on", lambda _db, _day: [])
    assert overview.overview(families.viewer("office"), 0).homerooms == []
    assert refusal(overview.overview, families.viewer("office"), 1) == "not_allowed"
    assert refusal(overview.overview, families.viewer("homeroom"), 0) == "not_allowed"


def test_letters_print_the_same_again(all_databases: Engine, families: Families, child: int) -> None:
    teacher, homeroom = families.viewer("homeroom"), families.school.homerooms["third"]
    first = [one.code for one in letters.letters_to_print(teacher, homeroom, None)[1]]
    assert [one.code for one in letters.letters_to_print(teacher, homeroom, None)[1]] == first
    assert len(set(first)) == 12
    letters.reissue(teacher, child)
    again = [one.code for one in letters.letters_to_print(teacher, homeroom, None)[1]]
    assert [one == other for one, other in zip(first, again, strict=True)].count(False) == 1


def test_another_key_prints_no_letter(families: Families, child: int) -> None:
    with write() as db:
        families.letter(child)
        db.execute(t.letter.update().values(code_digest="0" * 64))
    assert refusal(families.letter, child) == "wrong_key"
