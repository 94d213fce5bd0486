"""The promise as a property: whatever families and teachers do, no path of the gallery shows what the rule forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from starlette.testclient import TestClient

from schoolapp import clock
from schoolapp.db import read, write
from schoolapp.identity.guards import viewer_of
from schoolapp.models import tables as t
from schoolapp.works import queries
from schoolapp.works.audience import refresh_children, refresh_works
from schoolapp.works.rules import Purpose, WorkState
from schoolapp.works.visibility import Eyes, may_see
from tests.factory import SmallSchool, add_consent, add_work
from tests.shown_works import living_link

ROLES = ("visitor", "guardian", "coach", "teacher", "homeroom", "homeroom7", "office")
MASKS = st.sampled_from([0, 1, 3, 7, 8, 15])
UUID = "0190a0a0-0000-4000-8000-{:012d}"

drawn_works = st.lists(
    st.tuples(
        st.sets(st.integers(0, 2), min_size=1, max_size=2),
        st.sampled_from(["work", "people"]),
        st.sampled_from(list(WorkState)),
        MASKS,
        st.sampled_from(["calligraphy", "chess", ""]),
    ),
    min_size=1,
    max_size=5,
)
consents = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["work", "person"]), MASKS), max_size=8)


@pytest.mark.usefixtures("all_databases")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn_works, consents, consents)
def test_no_path_shows_what_the_rule_forbids(
    client_as: Callable[[str], TestClient], school: SmallSchool, made: list[Any], said: list[Any], later: list[Any]
) -> None:
    """Works are hung and linked, then families change their minds, then everybody looks everywhere."""
    children = [school.students["third"][0], school.students["third"][1], school.students["seventh"][0]]
    _empty()
    _say(school, children, said)
    links = {work_id: living_link(school, work_id) for work_id in _hang(school, children, made)}
    _say(school, children, later)
    for role in ROLES:
        _look_everywhere(client_as(role), role, links, children)


def _empty() -> None:
    with write() as db:
        for table in (
            t.applause,
            t.kind_word,
            t.report,
            t.departure,
            t.share_link,
            t.maker,
            t.decision,
            t.work,
            t.consent,
        ):
            db.execute(table.delete())


def _say(school: SmallSchool, children: list[int], said: list[Any]) -> None:
    with write() as db:
        for child, subject, purposes in said:
            add_consent(db, school, children[child], purposes, subject=subject)
        refresh_children(db, children)


def _hang(school: SmallSchool, children: list[int], made: list[Any]) -> list[int]:
    with write() as db:
        ids = []
        for makers, kind, state, approved_for, section in made:
            on_it = [children[maker] for maker in sorted(makers)]
            work_id = add_work(db, school, on_it, kind=kind, state=state, approved_for=approved_for, section=section)
            db.execute(update(t.work).where(t.work.c.id == work_id).values(title=f"<{work_id}>"))
            ids.append(work_id)
        refresh_works(db, ids)
        return ids


def _look_everywhere(client: TestClient, role: str, links: dict[int, str], children: list[int]) -> None:
    with read() as db:
        eyes = queries.eyes_of(db, viewer_of(client.headers.get("cookie")), clock.today())
        seen = queries.seen_works(db, list(links))
    visible = {work_id for work_id, work in seen.items() if may_see(eyes, work)}
    public = {work_id for work_id, work in seen.items() if may_see(Eyes(), work)}
    listed = {work["id"] for work in client.get("/api/gallery").json()["works"]}
    agreed = {work_id for work_id, work in seen.items() if work.audience and work.state == WorkState.APPROVED}
    assert listed == (public if role == "visitor" else visible & agreed), role
    for work_id, token in links.items():
        _ask_about_one(client, role, work_id, token, work_id in visible, work_id in public)
    for child in children:
        _open_portfolio(client, child, visible)


def _ask_about_one(client: TestClient, role: str, work_id: int, token: str, is_seen: bool, is_public: bool) -> None:
    at = f"/api/gallery/works/{work_id}"
    allowed = 200 if is_seen else 404
    assert client.get(at).status_code == allowed
    assert client.get(f"/w/{token}").status_code == (200 if is_public else 404)
    if not is_public:
        assert {client.get(f"/w/{token}.{kind}").status_code for kind in ("webp", "jpg")} == {404}
    if role == "visitor":
        return
    assert client.post(f"{at}/applause", json={"on": True}).status_code == allowed
    words = {"id": UUID.format(work_id * 10 + ROLES.index(role)), "text": "好"}
    assert client.post(f"{at}/words", json=words).status_code == allowed
    assert client.post(f"{at}/report", json={"reason": "不合适"}).status_code == allowed
    shared = client.post(f"{at}/link", json={}).status_code
    assert shared == (404 if not is_seen else 200 if is_public else 409)
    if not is_public:
        assert client.get(f"{at}/poster.jpg").status_code in (404, 409)
        assert client.post(f"/w/{token}/applause").status_code == 404


def _open_portfolio(client: TestClient, child: int, visible: set[int]) -> None:
    with read() as db:
        approved = t.work.c.state == WorkState.APPROVED
        own = set(db.scalars(select(t.work.c.id).where(queries.made_by([child]), approved)))
    answer = client.get(f"/api/gallery/portfolio/{child}")
    booklet = client.get(f"/print/booklet/{child}")
    assert answer.status_code == booklet.status_code
    if answer.status_code != 200:
        assert answer.status_code in (401, 403)
        return
    shown = {work["id"] for term in answer.json()["terms"] for work in term["works"]}
    assert shown == own & visible
    for work_id in own:
        assert (f"&lt;{work_id}&gt;" in booklet.text) == (work_id in visible)


def test_purposes_are_what_the_partial_index_says() -> None:
    """`gallery.queries.PUBLIC_ONLY` and the index hold the number in words of SQL."""
    assert int(Purpose.PUBLIC) == 8
