"""The gallery's questions, on both databases: what hangs for whom, in which order, and how it is narrowed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.gallery import portfolio, queries, service
from schoolapp.gallery.queries import Wish
from schoolapp.gallery.rules import PAGE, place_of
from schoolapp.identity import cookies
from schoolapp.identity.guards import viewer_of
from schoolapp.identity.policy import VISITOR, Viewer
from schoolapp.models import tables as t
from schoolapp.refusals import Refused
from schoolapp.works.audience import refresh_children
from schoolapp.works.rules import EVERYTHING, Purpose
from tests.factory import SmallSchool, add_consent, add_work, begin_login

pytestmark = pytest.mark.usefixtures("all_databases")
SCHOOL = int(Purpose.CLASS | Purpose.SCHOOL)


def as_(school: SmallSchool, login: str) -> Viewer:
    return viewer_of(f"{cookies.NAME}={begin_login(school.accounts[login])}")


def hang(school: SmallSchool, seats: tuple[int, ...] = (0,), homeroom: str = "third", **more: object) -> int:
    """An approved work of these seats; who sees it, what their families agreed to."""
    values = {"state": "approved", "approved_for": int(EVERYTHING), **more}
    with write() as db:
        return add_work(db, school, [school.students[homeroom][seat] for seat in seats], **values)  # type: ignore[arg-type]


def public_child(school: SmallSchool, seat: int = 0, homeroom: str = "third", purposes: int = int(EVERYTHING)) -> None:
    with write() as db:
        child = school.students[homeroom][seat]
        add_consent(db, school, child, purposes)
        refresh_children(db, [child])


def titles(viewer: Viewer, **wish: object) -> list[str]:
    return [work.title for work in service.gallery_page(viewer, Wish(**wish)).works]  # type: ignore[arg-type]


def test_visitors_see_what_is_public_and_nothing_else(school: SmallSchool) -> None:
    public_child(school, 0)
    public_child(school, 1, purposes=SCHOOL)
    hang(school, (0,), title="团花")
    hang(school, (1,), title="春风")
    hang(school, (2,), title="山")
    hang(school, (0, 1), title="together")
    hang(school, (0,), title="waiting", state="waiting")
    assert titles(VISITOR) == ["团花"]
    assert sorted(titles(as_(school, "guardian"))) == sorted(["团花", "春风", "together"])
    assert sorted(titles(as_(school, "office"))) == sorted(["团花", "春风", "together"])


def test_who_reads_which_name(school: SmallSchool) -> None:
    public_child(school)
    hang(school, title="团花")
    for viewer, names in (
        (VISITOR, ["小明"]),
        (as_(school, "guardian"), ["王小明"]),
        (as_(school, "coach"), ["王小明"]),
    ):
        (work,) = service.gallery_page(viewer, Wish()).works
        assert (work.homeroom, work.by) == ("三（1）班", names)


def test_pages_follow_each_other_without_a_gap(school: SmallSchool) -> None:
    """Works of the same moment too; one that is approved meanwhile does not move the rest."""
    public_child(school)
    ids = [hang(school) for _ in range(2 * PAGE + 5)]
    moment = clock.now()
    with write() as db:
        for position, work_id in enumerate(ids):
            at = moment - timedelta(minutes=position // 3)
            db.execute(update(t.work).where(t.work.c.id == work_id).values(shown_at=at))
    seen: list[int] = []
    after = ""
    while True:
        page = service.gallery_page(VISITOR, Wish(after=place_of(after)))
        seen += [work.id for work in page.works]
        after = page.after
        if len(seen) == PAGE:
            hang(school)
        if not after:
            break
    assert sorted(seen) == sorted(ids)
    assert len(set(seen)) == len(ids)


def test_filters(school: SmallSchool) -> None:
    public_child(school, 0)
    public_child(school, 0, "seventh")
    hang(school, title="third")
    hang(school, homeroom="seventh", section="chess", title="seventh")
    with read() as db:
        courses = {
            name: key for key, name in db.execute(t.course.select().with_only_columns(t.course.c.id, t.course.c.name))
        }
    assert titles(VISITOR, course_id=courses["书法"]) == ["third"]
    assert titles(VISITOR, grade=7) == ["seventh"]
    assert titles(VISITOR, homeroom_id=school.homerooms["third"]) == ["third"]
    assert titles(VISITOR, term_id=school.term, course_id=courses["象棋"]) == ["seventh"]
    assert titles(VISITOR, term_id=school.term + 1) == []
    now = clock.now()
    assert titles(VISITOR, since=now - timedelta(days=1), until=now + timedelta(days=1), grade=3) == ["third"]
    assert titles(VISITOR, since=now + timedelta(days=1), until=now + timedelta(days=2)) == []


def test_a_search_by_title_and_by_name(school: SmallSchool) -> None:
    public_child(school, 0)
    public_child(school, 2)
    hang(school, (0,), title="春风 100%")
    hang(school, (2,), title="Window")
    own = as_(school, "guardian")
    assert titles(VISITOR, search="春风") == ["春风 100%"]
    assert titles(VISITOR, search="window") == ["Window"]
    assert titles(VISITOR, search="100%") == ["春风 100%"]
    assert titles(VISITOR, search="%") == ["春风 100%"]
    assert titles(own, search="张伟") == ["Window"]
    assert titles(own, search="zw") == ["Window"]
    assert titles(own, search="zhangwei") == ["Window"]
    assert titles(own, search="zhang w") == ["Window"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("chunfengyijiu", ["春风依旧"]),
        ("Chun feng", ["春风依旧"]),
        ("cf", ["春风依旧"]),
        ("yijiu", ["春风依旧"]),
        ("yj", ["春风依旧"]),
        ("风依", ["春风依旧"]),
        ("lv", ["绿竹 Bamboo"]),
        ("lzbam", []),
        ("bamb", ["绿竹 Bamboo"]),
        ("engyi", []),
        ("c_", []),
        ("春feng", []),
    ],
)
def test_a_title_is_found_by_how_it_sounds(school: SmallSchool, search: str, found: list[str]) -> None:
    """From any of its syllables on, by visitors too: a title is no name."""
    public_child(school, 0)
    hang(school, (0,), title="春风依旧")
    hang(school, (0,), title="绿竹 Bamboo")
    assert titles(VISITOR, search=search) == found
    assert titles(as_(school, "guardian"), search=search) == found


@pytest.mark.parametrize("search", ["王小明", "小明", "xm", "x1 ming"])
def test_visitors_do_not_find_a_child(school: SmallSchool, search: str) -> None:
    public_child(school)
    hang(school, title="春风")
    assert titles(VISITOR, search=search) == []


def test_applause_is_one_a_person(school: SmallSchool) -> None:
    public_child(school)
    work_id = hang(school)
    guardian, teacher = as_(school, "guardian"), as_(school, "teacher")
    assert [service.applaud(guardian, work_id) for _ in range(3)] == [1, 1, 1]
    assert service.applaud(teacher, work_id) == 2
    assert service.details(guardian, work_id).applauded
    assert service.applaud(guardian, work_id, is_on=False) == 1
    assert service.applaud(guardian, work_id, is_on=False) == 1
    with pytest.raises(Refused, match="not_allowed"):
        service.applaud(VISITOR, work_id)


UUID = "6f1c1f5e-1d8e-4a53-9c6f-0f6a3f3f2a11"


def test_kind_words_are_read_first(school: SmallSchool) -> None:
    public_child(school)
    work_id = hang(school)
    guardian = as_(school, "guardian")
    for _ in range(2):
        service.say_kindly(guardian, work_id, UUID, " 真好看！ ")
    assert [(word.text, word.is_waiting, word.is_own) for word in service.details(guardian, work_id).words] == [
        ("真好看！", True, True)
    ]
    assert service.details(as_(school, "office"), work_id).words == []
    assert service.details(VISITOR, work_id).words == []
    with write() as db:
        db.execute(update(t.kind_word).values(state="shown"))
    assert [word.text for word in service.details(VISITOR, work_id).words] == ["真好看！"]
    with write() as db:
        db.execute(update(t.kind_word).values(state="hidden"))
    assert service.details(guardian, work_id).words == []


def test_the_same_words_at_the_same_moment_are_once(school: SmallSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that was too impatient: both requests look before either has written."""
    public_child(school)
    work_id, guardian = hang(school), as_(school, "guardian")
    service.say_kindly(guardian, work_id, UUID, "好")
    looked = iter([None])
    known = queries.word_by_uuid
    monkeypatch.setattr(queries, "word_by_uuid", lambda db, uuid: next(looked, known(db, uuid)))
    service.say_kindly(guardian, work_id, UUID, "好")
    assert len(service.details(guardian, work_id).words) == 1


def test_anothers_words_are_not_taken_under_the_same_id(school: SmallSchool) -> None:
    public_child(school)
    work_id = hang(school)
    service.say_kindly(as_(school, "guardian"), work_id, UUID, "好")
    with pytest.raises(Refused, match="invalid"):
        service.say_kindly(as_(school, "teacher"), work_id, UUID, "好")


def test_words_are_refused_with_what_to_do(school: SmallSchool) -> None:
    public_child(school)
    work_id = hang(school)
    with pytest.raises(Refused, match="words_link") as refused:
        service.say_kindly(as_(school, "guardian"), work_id, UUID, "http://x.y")
    assert refused.value.status == 422


def test_what_may_be_chosen(school: SmallSchool) -> None:
    visitor, own = service.filters(VISITOR), service.filters(as_(school, "guardian"))
    assert [name for _key, name in visitor.courses] == ["书法", "象棋", "篮球"]
    assert [name for _key, name in visitor.grades] == ["三年级", "七年级"]
    assert visitor.homerooms == []
    assert [name for _key, name in own.homerooms] == ["三（1）班", "七（2）班"]


def test_a_portfolio_holds_the_works_of_one_child(school: SmallSchool) -> None:
    hang(school, (0,), title="own")
    hang(school, (1,), title="other")
    hang(school, (0, 1), title="joint")
    hang(school, (0,), title="waiting", state="waiting")
    child = school.students["third"][0]
    for login in ("guardian", "homeroom", "office", "leader", "teacher"):
        found = portfolio.portfolio(as_(school, login), child)
        assert [work.title for term in found.terms for work in term.works] == ["own", "joint"], login
        assert (found.name, found.homeroom, found.count) == ("王小明", "三（1）班", 2)


@pytest.mark.parametrize("login", ["guardian", "homeroom7", "coach"])
def test_a_portfolio_is_for_those_who_answer_for_the_child(school: SmallSchool, login: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        portfolio.portfolio(as_(school, login), school.students["third"][1])


def test_nobodys_portfolio(school: SmallSchool) -> None:
    with pytest.raises(Refused, match="not_found"):
        portfolio.portfolio(as_(school, "office"), 999_999)
    with pytest.raises(Refused, match="not_allowed"):
        portfolio.portfolio(as_(school, "guardian"), 999_999)


def test_a_familys_children(school: SmallSchool) -> None:
    assert [child.name for child in portfolio.own_children(as_(school, "guardian"))] == ["王小明"]
    assert portfolio.own_children(as_(school, "office")) == []


def test_a_familys_own_work_that_only_teachers_see_is_not_in_the_gallery(school: SmallSchool) -> None:
    """Nobody is frightened: a child's work stands in its portfolio and not where the school looks."""
    work_id = hang(school, (0,), title="own")
    guardian = as_(school, "guardian")
    assert titles(guardian) == []
    assert service.details(guardian, work_id).work.title == "own"
