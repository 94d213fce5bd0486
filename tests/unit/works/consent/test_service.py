"""Consents given, withdrawn, entered from paper; what they do to works that are shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData
from sqlalchemy import insert, select, update

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import Viewer
from schoolapp.models import Guardian, Guardianship
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.audience import consents_of, refresh_children
from schoolapp.works.consent import queries, service, view
from schoolapp.works.consent.paper_state import PaperConsentState
from schoolapp.works.consent.state import ConsentState
from schoolapp.works.rules import CHOICES, EVERYTHING, Purpose, Subject
from tests.factory import MONDAY, SmallSchool, add_account, add_consent, add_photo, add_work, begin_login

pytestmark = pytest.mark.usefixtures("all_databases")
WORK, PERSON = Subject.WORK, Subject.PERSON


def viewer(school: SmallSchool, who: str) -> Viewer:
    return viewer_of(f"schoolapp_login={begin_login(school.accounts[who])}")


def parent(school: SmallSchool, name: str, *, confirmed: bool = True, legal: bool = True) -> Viewer:
    """A further guardian of seat 1 of 三（1）班."""
    with write() as db:
        guardian = Guardian(name=name)
        db.add(guardian)
        db.flush()
        school.accounts[name] = add_account(db, name, guardian_id=guardian.id)
        at = clock.real_now() if confirmed else None
        child = school.students["third"][0]
        db.add(
            Guardianship(guardian_id=guardian.id or 0, student_id=child, relation=name, is_legal=legal, confirmed_at=at)
        )
    return viewer(school, name)


def shown_work(school: SmallSchool, makers: list[int], kind: str = "work") -> int:
    """A work approved for everybody."""
    with write() as db:
        return add_work(db, school, makers, kind=kind, state="approved", approved_for=int(EVERYTHING))


def audience(work_id: int) -> int:
    with read() as db:
        return db.scalar(select(t.work.c.audience).where(t.work.c.id == work_id)) or 0


def test_given_then_withdrawn_works_at_once(school: SmallSchool) -> None:
    child = school.students["third"][0]
    work, moment = shown_work(school, [child]), shown_work(school, [child], kind="people")
    mother = parent(school, "mother")
    assert service.say(mother, child, WORK, CHOICES["public"]) == EVERYTHING
    assert (audience(work), audience(moment)) == (EVERYTHING, 0), "work and picture of the child apart"
    assert service.say(mother, child, WORK, CHOICES["school"]) == Purpose.CLASS | Purpose.SCHOOL
    assert audience(work) == Purpose.CLASS | Purpose.SCHOOL
    service.say(mother, child, WORK, 0)
    assert audience(work) == 0


def test_a_legal_guardian_who_has_not_spoken_is_told_what_counts(school: SmallSchool) -> None:
    child, mother = school.students["third"][0], parent(school, "mother")
    service.say(parent(school, "father"), child, WORK, Purpose.CLASS)

    def shown(*, is_legal: bool) -> list[view.SubjectView]:
        with read() as db:
            return view.subjects(db, child, mother.guardian_id or 0, is_legal=is_legal)

    assert [(one.is_silent, one.choice) for one in shown(is_legal=True)] == [(True, ""), (True, "")]
    assert [one.is_agreed for one in shown(is_legal=True)] == [True, False], "the father's word counts meanwhile"
    assert not any(one.is_silent for one in shown(is_legal=False)), "a caretaker does not choose"
    service.say(mother, child, WORK, Purpose.CLASS)
    assert [one.is_silent for one in shown(is_legal=True)] == [False, True]


def test_where_two_disagree_the_stricter_wins(school: SmallSchool) -> None:
    child = school.students["third"][0]
    work = shown_work(school, [child])
    service.say(parent(school, "mother"), child, WORK, EVERYTHING)
    father = parent(school, "father")
    assert service.say(father, child, WORK, Purpose.CLASS) == Purpose.CLASS
    assert audience(work) == Purpose.CLASS


def test_a_caretaker_withdraws_and_cannot_give(school: SmallSchool) -> None:
    child = school.students["third"][0]
    work = shown_work(school, [child])
    grandmother = viewer(school, "guardian")
    with pytest.raises(Refused, match="legal_only"):
        service.say(grandmother, child, WORK, Purpose.CLASS)
    service.say(parent(school, "mother"), child, WORK, EVERYTHING)
    assert service.say(grandmother, child, WORK, EVERYTHING & ~Purpose.PUBLIC) == EVERYTHING & ~Purpose.PUBLIC
    assert audience(work) == EVERYTHING & ~Purpose.PUBLIC


def test_an_unconfirmed_guardian_and_a_stranger_say_nothing(school: SmallSchool) -> None:
    own, other = school.students["third"][0], school.students["third"][1]
    unconfirmed = parent(school, "father", confirmed=False)
    for who, child in ((unconfirmed, own), (viewer(school, "guardian"), other), (viewer(school, "office"), own)):
        with pytest.raises(Refused, match="not_allowed"):
            service.say(who, child, WORK, EVERYTHING)
    forged = replace(unconfirmed, student_ids=frozenset({own}))
    with pytest.raises(Refused, match="not_allowed"):
        service.say(forged, own, WORK, EVERYTHING)


def test_a_page_that_stood_open_gives_nothing_back(school: SmallSchool) -> None:
    """Withdrawn on paper; then the mother turns one switch on a page that still shows everything as agreed to."""
    child = school.students["third"][0]
    work, mother = shown_work(school, [child]), parent(school, "mother")
    service.say(mother, child, WORK, EVERYTHING)
    page = open_page(mother, child)
    sheet = service.Sheet(child, MONDAY, 0, 0, guardian_id=mother.guardian_id)
    service.enter_sheet(viewer(school, "office"), sheet)
    asyncio.run(type(page).event_handlers["turn"].fn(page, WORK, int(Purpose.CLASS), True))
    assert audience(work) == Purpose.CLASS
    assert [switch.is_on for switch in page.subjects[0].switches] == [True, False, False, False]


@pytest.mark.parametrize("purpose", [0, -1, 3, 15, 16, 2**70])
def test_a_forged_switch_says_nothing(school: SmallSchool, purpose: int) -> None:
    child = school.students["third"][0]
    work, mother = shown_work(school, [child]), parent(school, "mother")
    page = open_page(mother, child)
    asyncio.run(type(page).event_handlers["turn"].fn(page, WORK, purpose, True))
    assert page.refusal
    assert audience(work) == 0


def open_page(who: Viewer, child: int) -> Any:
    """/consents as this guardian has it open."""
    token = begin_login(who.account_id or 0)
    root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
    root.rx_router_headers = HeaderData(cookie=f"schoolapp_login={token}")  # type: ignore[attr-defined]
    page: Any = root.substates[ConsentState.get_name()]
    asyncio.run(ConsentState.event_handlers["choose"].fn(page, child))
    assert page.subjects, page.refusal
    return page


def test_a_joint_work_needs_every_child(school: SmallSchool) -> None:
    first, second = school.students["third"][:2]
    work = shown_work(school, [first, second])
    service.say(parent(school, "mother"), first, WORK, EVERYTHING)
    assert audience(work) == 0
    paper = service.Sheet(second, MONDAY, int(Purpose.CLASS), 0, signed_by="父亲", is_legal=True)
    service.enter_sheet(viewer(school, "office"), paper)
    assert audience(work) == Purpose.CLASS


def test_saying_it_again_adds_nothing(school: SmallSchool) -> None:
    child = school.students["third"][0]
    mother = parent(school, "mother")
    for _ in range(2):
        service.say(mother, child, WORK, CHOICES["school"])
    with read() as db:
        assert len(queries.history(db, child)) == 4
        actions = list(db.scalars(select(t.audit_entry.c.action).where(t.audit_entry.c.action == "consent.say")))
    assert len(actions) == 1


def test_paper_of_somebody_known_is_that_persons_voice(school: SmallSchool) -> None:
    """Who signed on paper and later withdraws on the phone is one voice, not two."""
    child = school.students["third"][0]
    mother = parent(school, "mother")
    with read() as db:
        known = [who.guardian_id for who in queries.speakers(db, child) if who.relation == "mother"]
    sheet = service.Sheet(child, MONDAY, int(EVERYTHING), int(EVERYTHING), guardian_id=known[0])
    service.enter_sheet(viewer(school, "office"), sheet)
    with read() as db:
        assert consents_of(db, [child]) == {(child, WORK): EVERYTHING, (child, PERSON): EVERYTHING}
    assert service.say(mother, child, PERSON, 0) == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signed_on": MONDAY + timedelta(days=1)}, "signed_in_future"),
        ({"signed_on": date(1999, 1, 1)}, "signed_long_ago"),
        ({"signed_by": "  "}, "who_signed"),
        ({"signed_by": "爸" * 21}, "signer_long"),
        ({"signed_by": "\u200b\x00 "}, "who_signed"),
        ({"guardian_id": 99_999}, "who_signed"),
        ({"photo_id": "0" * 10_000}, "no_sheet"),
        ({"student_id": 99_999}, "no_child"),
        ({"is_legal": False}, "legal_only"),
        ({"photo_id": "no such thing"}, "no_sheet"),
        ({"photo_id": "0192f1a0-0000-7000-8000-000000000001"}, "no_sheet"),
    ],
)
def test_a_wrong_sheet_is_refused_and_nothing_is_kept(school: SmallSchool, change: dict, code: str) -> None:
    child = school.students["third"][1]
    sheet = service.Sheet(child, MONDAY, int(EVERYTHING), 0, signed_by="父亲", is_legal=True)
    with pytest.raises(Refused, match=code):
        service.enter_sheet(viewer(school, "office"), replace(sheet, **change))
    with read() as db:
        assert list(db.scalars(select(t.consent.c.id))) == []


def test_twenty_characters_of_a_signer_are_kept_whole(school: SmallSchool) -> None:
    sheet = service.Sheet(school.students["third"][1], MONDAY, 1, 0, signed_by="爸" * 20, is_legal=True)
    service.enter_sheet(viewer(school, "office"), sheet)
    with read() as db:
        assert set(db.scalars(select(t.consent.c.signed_by))) == {"爸" * 20}


def office_page(school: SmallSchool) -> Any:
    """/office/consents as the office has it open."""
    root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
    cookie = f"schoolapp_login={begin_login(school.accounts['office'])}"
    root.rx_router_headers = HeaderData(cookie=cookie)  # type: ignore[attr-defined]
    return root.substates[PaperConsentState.get_name()]


FORM = {
    "signed_on": "2026-11-20",
    "signer": "",
    "signed_by": "父亲",
    "is_legal": "on",
    "work": "public",
    "person": "school",
}


@pytest.mark.parametrize(
    "change",
    [
        {"signer": "9" * 10},
        {"signer": "9" * 5000},
        {"signer": "-1"},
        {"signer": "٣"},
        {"signed_by": "父" * 100_000},
        {"signed_on": "0" * 5000},
        {"signed_on": "9999-12-31"},
        {"signed_on": "0001-01-01"},
        {"work": "public" * 1000},
        {"photo_id": "x" * 100_000},
    ],
)
def test_whatever_a_form_says_is_kept_or_refused_in_words(school: SmallSchool, change: dict[str, str]) -> None:
    page = office_page(school)
    handlers = PaperConsentState.event_handlers
    asyncio.run(handlers["search"].fn(page, "陈" * 100_000))
    assert len(page.text) == 40
    asyncio.run(handlers["open"].fn(page, school.students["third"][1]))
    asyncio.run(handlers["enter"].fn(page, FORM | change))
    assert page.refusal
    assert "went wrong" not in page.refusal
    with read() as db:
        assert list(db.scalars(select(t.consent.c.id))) == []
    asyncio.run(handlers["enter"].fn(page, FORM))
    assert page.done


@pytest.mark.parametrize("handler", ["open", "close_task"])
def test_a_number_beyond_the_database_is_refused_in_words(school: SmallSchool, handler: str) -> None:
    page = office_page(school)
    asyncio.run(PaperConsentState.event_handlers[handler].fn(page, 10**30))
    assert page.refusal
    assert "went wrong" not in page.refusal


def test_a_childs_work_is_no_signed_sheet(school: SmallSchool) -> None:
    child = school.students["third"][1]
    with write() as db:
        add_work(db, school, [child])
        of_work = db.scalar(select(t.work.c.photo_id)) or ""
        sheet = service.Sheet(child, MONDAY, 0, 0, signed_by="父亲", is_legal=True)
        sent = add_photo(db, school.accounts["office"])
    with pytest.raises(Refused, match="no_sheet"):
        service.enter_sheet(viewer(school, "office"), replace(sheet, photo_id=of_work))
    service.enter_sheet(viewer(school, "office"), replace(sheet, photo_id=sent))
    with read() as db:
        assert set(db.scalars(select(t.consent.c.sheet_photo_id))) == {sent}


def test_only_the_office_enters_paper(school: SmallSchool) -> None:
    sheet = service.Sheet(school.students["third"][0], MONDAY, 1, 0, signed_by="父亲", is_legal=True)
    for who in ("guardian", "teacher", "homeroom", "leader"):
        with pytest.raises(Refused, match="not_allowed"):
            service.enter_sheet(viewer(school, who), sheet)


def test_what_has_left_is_to_be_recalled_by_whoever_sent_it(school: SmallSchool) -> None:
    child = school.students["third"][0]
    work = shown_work(school, [child])
    mother = parent(school, "mother")
    service.say(mother, child, WORK, EVERYTHING)
    sender = viewer(school, "teacher")
    with write() as db:
        left = {"work_id": work, "kind": "poster", "account_id": sender.account_id, "at": clock.now()}
        db.execute(insert(t.departure), [left | {"purpose": int(Purpose.PUBLIC)}, left | {"purpose": 1}])
    assert not service.has_open_recall(sender)
    service.say(mother, child, WORK, CHOICES["school"])
    with read() as db:
        tasks = queries.open_recalls(db, sender.account_id)
        told = [tuple(row) for row in db.execute(select(t.notice.c.account_id, t.notice.c.kind))]
    assert len(tasks) == 1, "the copy for the class may stay"
    assert told == [(sender.account_id, "recall")]
    with pytest.raises(Refused, match="not_found"):
        service.recall_done(viewer(school, "other"), tasks[0].id)
    for _ in range(2):
        service.recall_done(sender, tasks[0].id)
    assert not service.has_open_recall(sender)
    service.say(mother, child, WORK, EVERYTHING)
    service.say(mother, child, WORK, 0)
    with read() as db:
        kinds = sorted(row.kind for row in queries.open_recalls(db, None))
    assert kinds == ["poster"], "the class copy now; what is done stays done"


def departed(work: int, kind: str, sender: Viewer) -> None:
    with write() as db:
        left = {"work_id": work, "kind": kind, "account_id": sender.account_id, "purpose": int(Purpose.PUBLIC)}
        db.execute(insert(t.departure), [left | {"at": clock.now()}])


def tasks_of(sender: Viewer) -> list[str]:
    with read() as db:
        return sorted(row.kind for row in queries.open_recalls(db, sender.account_id))


def notices_of(sender: Viewer) -> list[str]:
    with read() as db:
        return list(db.scalars(select(t.notice.c.kind).where(t.notice.c.account_id == sender.account_id)))


def test_a_consent_given_again_spares_the_copy_until_the_next_withdrawal(school: SmallSchool) -> None:
    child, mother, sender = school.students["third"][0], parent(school, "mother"), viewer(school, "teacher")
    work = shown_work(school, [child])
    service.say(mother, child, WORK, EVERYTHING)
    for kind in ("poster", "link"):
        departed(work, kind, sender)
    service.say(mother, child, WORK, CHOICES["school"])
    assert (tasks_of(sender), notices_of(sender)) == (["link", "poster"], ["recall"])
    service.say(mother, child, WORK, EVERYTHING)
    assert (tasks_of(sender), notices_of(sender)) == ([], [])
    service.say(mother, child, WORK, 0)
    assert (tasks_of(sender), notices_of(sender)) == (["poster"], ["recall"]), "the link had ended for good"


def test_a_copy_stays_asked_back_while_another_family_says_no(school: SmallSchool) -> None:
    first, second, *_ = school.students["third"]
    mother, sender = parent(school, "mother"), viewer(school, "teacher")
    joint, own = shown_work(school, [first, second]), shown_work(school, [first])
    with write() as db:
        add_consent(db, school, second, EVERYTHING)
    service.say(mother, first, WORK, EVERYTHING)
    for work in (joint, own):
        departed(work, "poster", sender)
    service.say(mother, first, WORK, 0)
    with write() as db:
        add_consent(db, school, second, 0)
        refresh_children(db, [second])
    service.say(mother, first, WORK, EVERYTHING)
    assert tasks_of(sender) == ["poster"]
    assert notices_of(sender) == ["recall"]


def test_a_guardianship_that_ended_has_no_voice(school: SmallSchool) -> None:
    child = school.students["third"][0]
    mother = parent(school, "mother")
    with write() as db:
        ended = update(t.guardianship).where(t.guardianship.c.guardian_id == mother.guardian_id)
        db.execute(ended.values(ended_at=clock.real_now()))
    with pytest.raises(Refused, match="not_allowed"):
        service.say(mother, child, WORK, EVERYTHING)
