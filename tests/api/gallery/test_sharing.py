"""Links and posters: what is served needs no JavaScript, every copy is on record, all of it dies with the consent."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from sqlalchemy import select, update
from starlette.testclient import TestClient
from zxingcpp import read_barcodes

from schoolapp.db import read, write
from schoolapp.models import tables as t
from schoolapp.ui import lettering
from tests.factory import SmallSchool
from tests.shown_works import agree, living_link, public_work, school_work, take_down, withdraw

As = Callable[[str], TestClient]


def departures(work_id: int) -> list[tuple[str, bool]]:
    d = t.departure.c
    with read() as db:
        rows = db.execute(select(d.kind, d.recalled_at).where(d.work_id == work_id).order_by(d.id))
        return [(row.kind, row.recalled_at is not None) for row in rows]


def paths(token: str) -> list[str]:
    return [f"/w/{token}", f"/w/{token}.webp", f"/w/{token}.jpg"]


def test_the_page_carries_everything_without_javascript(client_as: As, school: SmallSchool) -> None:
    token = living_link(school)
    page = client_as("visitor").get(f"/w/{token}", headers={"Host": "school.example"})
    assert page.status_code == 200
    assert "<script" not in page.text
    for part in (
        '<meta property="og:title"',
        f'<meta property="og:image" content="http://school.example/w/{token}.jpg">',
        f'<meta property="og:url" content="http://school.example/w/{token}">',
        f'src="/w/{token}.webp"',
        "三（1）班 小明",
        'href="/gallery"',
    ):
        assert part in page.text
    assert "王小明" not in page.text, "a page that is passed on holds no surname"
    assert "applause" not in page.text, "visitors have nothing to press"
    assert f'href="/sign-in?next=/w/{token}"' in page.text


def test_the_page_is_the_same_for_whoever_is_signed_in_but_for_applause(client_as: As, school: SmallSchool) -> None:
    token = living_link(school)
    guardian = client_as("guardian")
    page = guardian.get(f"/w/{token}")
    assert "王小明" not in page.text
    assert f'action="/w/{token}/applause"' in page.text
    back = guardian.post(f"/w/{token}/applause", follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, f"/w/{token}")
    guardian.post(f"/w/{token}/applause")
    assert "disabled" in guardian.get(f"/w/{token}").text
    with read() as db:
        assert len(list(db.execute(select(t.applause.c.account_id)))) == 1


def test_applause_of_somebody_whose_login_ended_leads_back_to_the_work(client_as: As, school: SmallSchool) -> None:
    """Signing in cannot send the form again: it leads to the page that holds it, never to the form's own address."""
    token, visitor = living_link(school), client_as("visitor")
    refused = visitor.post(f"/w/{token}/applause", headers={"Accept": "text/html"}, follow_redirects=False)
    assert refused.status_code == 401
    assert f'href="/sign-in?next=/w/{token}"' in refused.text
    assert "applause" not in refused.text
    opened = visitor.get(f"/w/{token}/applause", follow_redirects=False)
    assert (opened.status_code, opened.headers["location"]) == (303, f"/w/{token}")


@pytest.mark.parametrize(("who", "is_asked"), [("visitor", True), ("guardian", False), ("teacher", False)])
def test_only_visitors_are_asked_to_sign_in(client_as: As, school: SmallSchool, who: str, is_asked: bool) -> None:
    work_id = public_work(school)
    assert client_as(who).get(f"/api/gallery/works/{work_id}").json()["is_visitor"] is is_asked


def test_pictures_of_both_kinds(client_as: As, school: SmallSchool) -> None:
    token = living_link(school)
    for ending, kind in (("webp", "WEBP"), ("jpg", "JPEG")):
        answer = client_as("visitor").get(f"/w/{token}.{ending}")
        image = Image.open(io.BytesIO(answer.content))
        image.load()
        assert image.format == kind
        assert "no-cache" in answer.headers["cache-control"]


@pytest.mark.parametrize("ending", ["withdrawn", "taken down"])
def test_a_link_dies_at_once(client_as: As, school: SmallSchool, ending: str) -> None:
    work_id = public_work(school)
    token = living_link(school, work_id)
    visitor, office = client_as("visitor"), client_as("office")
    assert [visitor.get(path).status_code for path in paths(token)] == [200, 200, 200]
    if ending == "withdrawn":
        withdraw(school, school.students["third"][0])
    else:
        take_down(work_id)
    for client in (visitor, office, client_as("guardian")):
        assert [client.get(path).status_code for path in paths(token)] == [404, 404, 404]
    page = visitor.get(f"/w/{token}")
    assert "<h1" in page.text, "calm words, no code"
    assert page.headers["cache-control"] == "no-store"
    assert client_as("guardian").post(f"/w/{token}/applause").status_code == 404


def test_a_dead_link_does_not_come_back_with_the_consent(client_as: As, school: SmallSchool) -> None:
    """The family agreed to show the work again, not to whatever went around in chats before it took it back."""
    work_id, child = public_work(school), school.students["third"][0]
    teacher, visitor = client_as("teacher"), client_as("visitor")
    first = teacher.post(f"/api/gallery/works/{work_id}/link", json={}).json()["link"]
    withdraw(school, child)
    agree(school, child)
    assert visitor.get(f"/api/gallery/works/{work_id}").status_code == 200
    assert visitor.get(first).status_code == 404
    second = teacher.post(f"/api/gallery/works/{work_id}/link", json={}).json()["link"]
    assert second != first
    assert visitor.get(second).status_code == 200
    assert departures(work_id) == [("link", True), ("link", False)], "the next withdrawal asks for this copy too"


@pytest.mark.parametrize("token", ["x", "a" * 22, "..", "%00", "a" * 5000])
def test_a_made_up_link_leads_nowhere(client_as: As, school: SmallSchool, token: str) -> None:
    assert client_as("visitor").get(f"/w/{token}").status_code == 404


def test_a_link_is_made_once_for_each_person(client_as: As, school: SmallSchool) -> None:
    work_id = public_work(school)
    teacher, guardian = client_as("teacher"), client_as("guardian")
    first, again = (teacher.post(f"/api/gallery/works/{work_id}/link", json={}).json()["link"] for _ in range(2))
    assert first == again
    assert guardian.post(f"/api/gallery/works/{work_id}/link", json={}).json()["link"] != first
    assert departures(work_id) == [("link", False), ("link", False)]
    assert client_as("visitor").get(first).status_code == 200


def test_what_left_is_recalled_and_counts_anew_when_it_is_shared_again(client_as: As, school: SmallSchool) -> None:
    work_id = public_work(school)
    teacher = client_as("teacher")
    teacher.post(f"/api/gallery/works/{work_id}/link", json={})
    assert teacher.get(f"/api/gallery/works/{work_id}/poster.jpg").status_code == 200
    assert departures(work_id) == [("link", False), ("poster", False)]
    withdraw(school, school.students["third"][0])
    assert departures(work_id) == [("link", True), ("poster", True)]
    assert teacher.post(f"/api/gallery/works/{work_id}/link", json={}).json()["code"] == "not_public"
    assert teacher.get(f"/api/gallery/works/{work_id}/poster.jpg").status_code == 409


def test_what_is_not_public_cannot_be_shared(client_as: As, school: SmallSchool) -> None:
    work_id = school_work(school)
    answer = client_as("office").post(f"/api/gallery/works/{work_id}/link", json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_public")
    assert client_as("guardian").post(f"/api/gallery/works/{work_id}/link", json={}).status_code == 404
    assert departures(work_id) == []


@pytest.fixture
def no_font_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that has Python and nothing else."""
    lettering.forget()
    monkeypatch.setattr(lettering, "_PLACES", ())
    yield
    lettering.forget()


@pytest.mark.usefixtures("no_font_of_the_machine")
@pytest.mark.parametrize("title", ["永", "喆珺🌸", "𠮷祥"])
def test_a_poster_has_every_character_or_is_refused(client_as: As, school: SmallSchool, title: str) -> None:
    work_id = public_work(school)
    with write() as db:
        db.execute(update(t.work).where(t.work.c.id == work_id).values(title=title))
    answer = client_as("teacher").get(f"/api/gallery/works/{work_id}/poster.jpg")
    if title == "𠮷祥":
        assert (answer.status_code, answer.json()["code"]) == (422, "poster_letters")
        assert "𠮷" in answer.json()["message"]
        assert "祥" not in answer.json()["message"]
        assert departures(work_id) == [], "nothing left"
    else:
        assert answer.status_code == 200


@pytest.mark.usefixtures("no_font_of_the_machine")
def test_a_posters_code_leads_to_the_page(client_as: As, school: SmallSchool) -> None:
    work_id = public_work(school)
    answer = client_as("teacher").get(f"/api/gallery/works/{work_id}/poster.jpg", headers={"Host": "school.example"})
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.width) == ("JPEG", 1080)
    (code,) = read_barcodes(image)
    assert code.text.startswith("http://school.example/w/")
    page = client_as("visitor").get(code.text.removeprefix("http://school.example"))
    assert page.status_code == 200


def test_whoever_only_asks_whether_it_is_there_gets_the_same_answer(client_as: As, school: SmallSchool) -> None:
    """Previews ask by HEAD before they fetch; a dead link answers 404 to whatever a cache says that it has."""
    work_id = public_work(school)
    token, visitor = living_link(school, work_id), client_as("visitor")
    assert [visitor.head(path).status_code for path in paths(token)] == [200] * 3
    take_down(work_id)
    kept = {"If-None-Match": "*"}
    assert [visitor.head(path, headers=kept).status_code for path in paths(token)] == [404] * 3
    assert [visitor.get(path, headers=kept).status_code for path in paths(token)] == [404] * 3
