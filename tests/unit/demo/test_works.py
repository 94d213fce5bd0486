"""The demo's works: drawn by seed, spread over the school, never without the consent that shows them."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import Engine, func, select

from schoolapp.db import read, write
from schoolapp.demo.drawing.__main__ import ARTS, draw
from schoolapp.demo.drawing.film import film as film_of
from schoolapp.demo.seed import count_on, seed
from schoolapp.demo.works import hang_works, states_of_newest
from schoolapp.demo.works_catalogue import FILM_SECONDS, Piece, catalogue, filmed
from schoolapp.identity import notice_words
from schoolapp.models import tables as t
from schoolapp.works.audience import consents_of
from schoolapp.works.media.imaging import Made, make
from schoolapp.works.media.straighten import Edit
from schoolapp.works.rules import SUBJECT_OF_KIND, Purpose, audience
from tests.films import opened

FIRST = date(2026, 11, 23)


def one_of_each() -> list[Piece]:
    return list({(piece.art, piece.subject.split()[0]): piece for piece in catalogue()}.values())


def test_the_same_seed_draws_the_same_picture() -> None:
    for piece in list({piece.art: piece for piece in catalogue()}.values()):
        once, again = (draw(piece.seed, piece.art, piece.subject).tobytes() for _ in range(2))
        assert once == again, piece.art


def test_every_subject_can_be_drawn() -> None:
    for piece in one_of_each():
        image = draw(piece.seed, piece.art, piece.subject)
        assert image.mode == "RGB"
        assert min(image.size) >= 450
        assert max(image.size) <= 1000
        colours = image.resize((40, 40)).getcolors(1600)
        assert colours is None or len(colours) > 12, f"{piece} is nearly empty"


def test_some_are_filmed_while_they_are_written() -> None:
    pieces = catalogue()
    places = filmed(pieces)
    states = states_of_newest(len(pieces))
    assert len(places) == 4
    assert [states.get(place, "approved") for place in sorted(places)] == ["waiting", *["approved"] * 3]
    piece = pieces[min(places)]
    pictures = [draw(piece.seed, piece.art, piece.subject) for _ in range(2)]
    once, again = (film_of(picture, piece.seed) for picture in pictures)
    assert once == again
    assert len(once) < 400_000
    with opened(once) as look:
        assert [stream.type for stream in look.streams] == ["video", "audio"]
        assert all(abs(float(stream.duration * stream.time_base) - FILM_SECONDS) < 0.2 for stream in look.streams)


def test_there_are_many_different_ones() -> None:
    pieces = catalogue()
    assert 225 <= len(pieces) <= 255
    assert len({piece.seed for piece in pieces}) == len(pieces)
    assert set(ARTS) == {piece.art for piece in pieces}
    assert catalogue() == pieces


@pytest.fixture
def hung(all_databases: Engine) -> None:
    """The demo school with its works, all with the same small picture."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "#c23a26").save(file, "PNG")
    picture: Made = make(file.getvalue(), Edit())
    pieces = catalogue()
    waiting, approved = picture, replace(picture, original=b"")
    newest = states_of_newest(len(pieces))
    made = [waiting if newest.get(place) == "waiting" else approved for place in range(len(pieces))]
    with write() as db:
        seed(db, FIRST)
        hang_works(db, FIRST, pieces, made, dict.fromkeys(filmed(pieces), b"film"))
        count_on(db)


@pytest.mark.usefixtures("hung")
def test_the_demos_works() -> None:
    """One seeding, many looks."""
    spread_over_the_school()
    queues_are_alive()
    families_agreed_to_different_things()
    nothing_is_shown_without_consent()
    the_demo_family_has_something_to_see()
    people_were_told()


def spread_over_the_school() -> None:
    w = t.work.c
    with read() as db:
        assert db.scalar(select(func.count(func.distinct(w.section_id)))) >= 20
        assert db.scalar(select(func.count(func.distinct(t.maker.c.student_id)))) >= 180
        assert db.scalar(select(func.count(func.distinct(w.day)))) >= 30
        assert db.scalar(select(func.max(w.day))) < FIRST
        outsiders = select(func.count()).where(
            t.maker.c.work_id == w.id,
            w.section_id.is_not(None),
            ~select(t.enrolment.c.id)
            .where(t.enrolment.c.section_id == w.section_id, t.enrolment.c.student_id == t.maker.c.student_id)
            .exists(),
        )
        assert db.scalar(outsiders) == 0, "a child's work is from a class that it attends"


def queues_are_alive() -> None:
    with read() as db:
        states = Counter(db.scalars(select(t.work.c.state)))
        words = Counter(db.scalars(select(t.kind_word.c.state)))
        decided = set(db.scalars(select(t.decision.c.work_id)))
        originals = set(db.scalars(select(t.work.c.state).join(t.photo).where(t.photo.c.original_digest != "")))
        waiting = set(db.scalars(select(t.work.c.id).where(t.work.c.state == "waiting")))
    assert {"waiting", "approved", "returned", "taken_down"} == set(states)
    assert states["approved"] > 0.8 * sum(states.values())
    assert words["waiting"] >= 1
    assert words["shown"] > words["waiting"]
    assert not waiting & decided
    assert originals == {"waiting"}
    assert len(states_of_newest(10)) == 10


def families_agreed_to_different_things() -> None:
    with read() as db:
        children = list(db.scalars(select(t.student.c.id)))
        agreed = consents_of(db, children)
    work = Counter(agreed.get((child, "work"), Purpose.NOBODY) for child in children)
    person = Counter(agreed.get((child, "person"), Purpose.NOBODY) for child in children)
    assert 0.80 <= 1 - work[Purpose.NOBODY] / len(children) <= 0.90
    assert len(work) == 3
    assert 0.08 <= (person[Purpose.NOBODY] - work[Purpose.NOBODY]) / len(children) <= 0.12


def nothing_is_shown_without_consent() -> None:
    with read() as db:
        makers: dict[int, list[int]] = {}
        for work_id, child in db.execute(select(t.maker.c.work_id, t.maker.c.student_id)):
            makers.setdefault(work_id, []).append(child)
        agreed = consents_of(db, {child for children in makers.values() for child in children})
        public = 0
        for row in db.execute(
            select(t.work.c.id, t.work.c.kind, t.work.c.state, t.work.c.approved_for, t.work.c.audience)
        ):
            subject = SUBJECT_OF_KIND[row.kind]
            masks = [agreed.get((child, subject), Purpose.NOBODY) for child in makers[row.id]]
            assert row.audience == audience(row.state, row.approved_for, masks)
            public += bool(row.audience & Purpose.PUBLIC)
    assert public >= 60


def the_demo_family_has_something_to_see() -> None:
    with read() as db:
        works = (
            select(t.student.c.name, func.count())
            .join(t.maker, t.maker.c.student_id == t.student.c.id)
            .join(t.work, t.work.c.id == t.maker.c.work_id)
            .where(t.student.c.name.in_(("陈小禾", "陈小苗")), t.work.c.state == "approved")
            .group_by(t.student.c.name)
        )
        counts = dict(tuple(row) for row in db.execute(works))
    assert counts["陈小禾"] >= 4
    assert counts["陈小苗"] >= 3


def people_were_told() -> None:
    """The guardian's notices and the teachers' are believable: of the days behind, old ones read, every link opens."""
    n, a = t.notice.c, t.account.c
    with read() as db:
        told = list(
            db.execute(select(n.kind, n.at, n.read_at).join(t.account).where(a.login == "guardian").order_by(n.id))
        )
        kinds = set(db.scalars(select(n.kind)))
    assert 5 <= len(told) <= 14
    assert {"guardian_confirmed", "work_approved"} <= {row.kind for row in told}
    assert [row.at for row in told] == sorted(row.at for row in told)
    assert all(row.at.date() <= FIRST for row in told)
    assert {row.read_at is None for row in told} == {True, False}
    assert {"work_returned", "work_taken_down"} <= kinds <= set(notice_words.KINDS)
