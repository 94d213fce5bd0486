"""Cards given out and replaced, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import col, func, select

from schoolapp import clock, db
from schoolapp.checkin import codes
from schoolapp.models import AuditEntry, Card, School, Student
from schoolapp.refusals import Refused
from schoolapp.school import keys
from schoolapp.school.cards import queries, service
from schoolapp.school.cards.queries import Choice

OFFICE = 7


def rows(statement: Any) -> list[Any]:
    with db.read() as unit:
        found = list(unit.exec(statement))
        unit.expunge_all()
        return found


def cards_of(student_id: int) -> list[Card]:
    return rows(select(Card).where(Card.student_id == student_id).order_by(col(Card.serial)))


def trail(action: str) -> list[AuditEntry]:
    return rows(select(AuditEntry).where(AuditEntry.action == action))


def test_a_homeroom_gets_cards_once(small: SimpleNamespace) -> None:
    choice = Choice(homeroom_id=small.homeroom)
    assert service.issue_missing(choice, OFFICE) == 11  # the one who takes no part needs none
    assert service.issue_missing(choice, OFFICE) == 0
    cards = rows(select(Card))
    salt = rows(select(School.tag_salt))[0]
    assert sorted(card.serial for card in cards) == list(range(1, 12))
    assert len(trail("cards.issue")) == 11
    for card in cards:
        code = service.code_of(card)
        assert codes.is_code(code)
        assert card.tag == codes.tag(salt, code)
        assert card.code_digest == codes.digest(keys.card_key(), code)


def test_a_section_and_one_child(small: SimpleNamespace) -> None:
    assert service.issue_missing(Choice(section_id=small.section), OFFICE) == 3
    outsider = small.children[9]
    assert service.issue_missing(Choice(student_id=outsider), OFFICE) == 1
    with pytest.raises(Refused, match="unknown_child"):
        service.issue_missing(Choice(student_id=999_999), OFFICE)


def test_a_replaced_card_is_revoked_with_its_reason(small: SimpleNamespace) -> None:
    child = small.children[0]
    service.issue_missing(Choice(student_id=child), OFFICE)
    service.reissue(child, "lost", OFFICE)
    old, new = cards_of(child)
    assert (old.revoked_reason, old.revoked_by, old.revoked_at) == ("lost", OFFICE, clock.now())
    assert new.revoked_at is None
    assert service.code_of(new) != service.code_of(old)
    [entry] = trail("cards.revoke")
    assert (entry.row_id, entry.account_id, entry.after) == (str(old.id), OFFICE, {"reason": "lost"})


def test_a_refused_replacement_changes_nothing(small: SimpleNamespace) -> None:
    child = small.children[0]
    service.issue_missing(Choice(student_id=child), OFFICE)
    with pytest.raises(Refused, match="bad_reason"):
        service.reissue(child, "because", OFFICE)
    with pytest.raises(Refused, match="unknown_child"):
        service.reissue(999_999, "lost", OFFICE)
    with db.write() as unit:
        student = unit.get(Student, child)
        assert student is not None
        student.left_on = date(2026, 11, 1)
        unit.add(student)
    with pytest.raises(Refused, match="unknown_child"):
        service.reissue(child, "lost", OFFICE)
    assert [card.revoked_at for card in cards_of(child)] == [None]


def test_two_offices_at_once_give_one_card_each(small: SimpleNamespace) -> None:
    choice = Choice(homeroom_id=small.homeroom)
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda _: service.issue_missing(choice, OFFICE), range(4)))
    assert sorted(given) == [0, 0, 0, 11]
    with db.read() as unit:
        per_child = select(func.count()).where(col(Card.revoked_at).is_(None)).group_by(col(Card.student_id))
        assert set(unit.exec(per_child)) == {1}


def test_a_tag_that_is_taken_is_skipped(small: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    real = codes.tag
    first = codes.make_code(keys.card_key(), 1)
    second = codes.make_code(keys.card_key(), 2)
    monkeypatch.setattr(codes, "tag", lambda salt, code: real(salt, first if code == second else code))
    service.issue_missing(Choice(section_id=small.section), OFFICE)
    with db.read() as unit:
        assert sorted(unit.exec(select(Card.serial))) == [1, 3, 4]


def test_namesakes_are_marked_and_ordered_by_seat(small: SimpleNamespace) -> None:
    holders = service.overview(Choice(homeroom_id=small.homeroom)).holders
    assert [holder.seat for holder in holders] == list(range(1, 13))
    assert [holder.seat for holder in holders if holder.is_namesake] == [9, 11, 12]  # one 王芳 is in 三（3）班
    assert [holder.seat for holder in holders if not holder.takes_part] == [10]


def test_a_section_is_ordered_by_homeroom(small: SimpleNamespace) -> None:
    holders = service.overview(Choice(section_id=small.section)).holders
    assert [(holder.homeroom, holder.seat) for holder in holders] == [
        ("三（2）班", 1), ("三（2）班", 11), ("三（3）班", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["张伟", "zw", "ZW", "zhangw", "zhang wei", "张"])
def test_children_are_found_by_name_and_pinyin(small: SimpleNamespace, text: str) -> None:
    found = service.overview(None, text).holders
    assert [(holder.name, holder.seat) for holder in found] == [("张伟", 11), ("张伟", 12)]


def test_a_search_takes_signs_literally(small: SimpleNamespace) -> None:
    assert service.overview(None, "%").holders == []
    assert service.overview(None, "   ").holders == []


def test_before_the_term_its_first_day_counts(small: SimpleNamespace) -> None:
    with db.read() as unit:
        assert queries.roster_day(unit, date(2026, 8, 1)) == date(2026, 8, 31)
        assert queries.roster_day(unit, date(2026, 11, 23)) == date(2026, 11, 23)
        assert queries.roster_day(unit, date(2027, 3, 1)) == date(2027, 1, 22)


def test_printing_says_who_has_none_and_is_kept_in_the_trail(small: SimpleNamespace) -> None:
    service.issue_missing(Choice(homeroom_id=small.homeroom), OFFICE)
    school, printed, lacking = service.cards_to_print(Choice(homeroom_id=small.homeroom), OFFICE)
    assert school == "青禾镇九年制学校"
    assert len(printed) == 11
    assert [holder.seat for holder in lacking] == [10]
    again = service.cards_to_print(Choice(homeroom_id=small.homeroom), OFFICE)[1]
    assert [card.code for card in again] == [card.code for card in printed]
    assert len(trail("cards.print")) == 2
    assert not any(card.code in str(entry.after) for entry in trail("cards.print") for card in printed)


def test_another_key_file_prints_nothing(small: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    service.issue_missing(Choice(student_id=small.children[0]), OFFICE)
    monkeypatch.setattr(service, "card_key", lambda: bytes(32))
    with pytest.raises(Refused, match="wrong_key"):
        service.cards_to_print(Choice(homeroom_id=small.homeroom), OFFICE)
