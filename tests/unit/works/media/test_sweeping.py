"""Files without a row are swept, an hour after they were written and never while a picture is being accepted."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, update

from schoolapp import clock
from schoolapp.db import read as unit
from schoolapp.db import write
from schoolapp.models import Photo
from schoolapp.models import tables as t
from schoolapp.settings import settings
from schoolapp.works.media import service, store, sweeping
from schoolapp.works.media.sweeping import sweep
from tests.factory import SmallSchool, add_work
from tests.photos import put_files, scene, written


def folder() -> Path:
    return Path(settings().data) / "media"


def files() -> set[str]:
    return {path.relative_to(folder()).as_posix() for path in folder().rglob("*") if path.is_file()}


def grow_old(hours: float = 2) -> None:
    """Let every file have been written that long ago."""
    then = (clock.real_now() - timedelta(hours=hours)).timestamp()
    for name in files():
        os.utime(folder() / name, (then, then))


def accepted(school: SmallSchool, size: tuple[int, int] = (640, 480)) -> Photo:
    return service.accept(str(uuid4()), written(scene(size)), school.accounts["teacher"])


def test_a_photos_files_stay(school: SmallSchool) -> None:
    accepted(school)
    before = files()
    grow_old()
    assert sweep() == 0
    assert files() == before != set()


def test_files_of_no_row_go_when_they_are_old(school: SmallSchool) -> None:
    store.save({store.rendition("ab" * 32, 480): b"x", store.original("cd" * 32): b"y"})
    assert sweep() == 0
    grow_old(0.9)
    assert sweep() == 0
    grow_old(1.1)
    assert sweep() == 2
    assert files() == set()


def test_what_a_killed_server_was_writing_goes_too(school: SmallSchool) -> None:
    store.save({store.rendition("ab" * 32, 480): b"x"})
    left = folder() / "photos" / "ab" / f"{'ab' * 32}-960.webp#1"
    left.write_bytes(b"half of it")
    assert sweep() == 0
    grow_old()
    assert sweep() == 2
    assert files() == set()


def test_two_photos_may_share_their_files(school: SmallSchool) -> None:
    first, second = accepted(school), accepted(school)
    assert (first.digest, first.id == second.id) == (second.digest, False)
    with write() as db:
        db.execute(t.photo.delete().where(t.photo.c.id == first.id))
    before = files()
    grow_old()
    assert sweep() == 0
    assert files() == before


def test_an_original_goes_after_the_approval(school: SmallSchool) -> None:
    photo = accepted(school)
    with write() as db:
        service.forget_original(db, photo.id)
    grow_old()
    assert sweep() == 1
    assert not any(name.startswith("originals/") for name in files())


def test_a_changed_pictures_earlier_renditions_go(school: SmallSchool) -> None:
    photo = accepted(school)
    changed = service.change(photo.id, {"turn": 90}, school.accounts["teacher"])
    grow_old()
    assert sweep() == 2
    assert {name.split("/")[-1].split("-")[0] for name in files() if "photos/" in name} == {changed.digest}


def test_a_photo_that_was_never_used_goes_after_a_month(school: SmallSchool) -> None:
    unused, used = accepted(school), accepted(school, (320, 240))
    with write() as db:
        work_id = add_work(db, school, school.students["third"][:1])
        db.execute(update(t.work).where(t.work.c.id == work_id).values(photo_id=used.id))
        put_files(db, used.id)
        db.execute(update(t.photo).values(received_at=clock.now() - timedelta(days=29)))
    grow_old()
    assert sweep() == 0
    with write() as db:
        db.execute(update(t.photo).values(received_at=clock.now() - timedelta(days=31)))
    assert sweep() == 3
    with unit() as db:
        assert db.get(Photo, unused.id) is None
        assert db.get(Photo, used.id) is not None


def test_a_picture_accepted_while_its_old_files_are_swept_has_them(
    all_databases: Engine, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files lie there from a picture that is gone; the sweeper has looked and is about to remove them."""
    data, account = written(scene()), school.accounts["teacher"]
    first = service.accept(str(uuid4()), data, account)
    with write() as db:
        db.execute(t.photo.delete().where(t.photo.c.id == first.id))
    grow_old()
    may_go_on, removing, remove = threading.Event(), threading.Event(), store.remove

    def slowly(name: str) -> None:
        removing.set()
        may_go_on.wait(5)
        remove(name)

    monkeypatch.setattr(sweeping.store, "remove", slowly)
    sweeping_now = threading.Thread(target=sweep)
    sweeping_now.start()
    assert removing.wait(10)
    found: list[Any] = []
    accepting = threading.Thread(target=lambda: found.append(service.accept(str(uuid4()), data, account)))
    accepting.start()
    accepting.join(2)
    assert found == [], "its row waits for the sweeper"
    may_go_on.set()
    sweeping_now.join(10)
    accepting.join(10)
    (photo,) = found
    assert store.load(store.rendition(photo.digest, 1920))
    assert store.load(store.original(photo.original_digest))


def test_an_original_is_forgotten_when_the_approval_can_no_longer_be_undone(
    school: SmallSchool, freeze: Callable[[str], None]
) -> None:
    with write() as db:
        waiting, approved = (add_work(db, school, school.students["third"][:1], original="a" * 64) for _ in range(2))
        db.execute(t.work.update().where(t.work.c.id == approved).values(state="approved", shown_at=clock.now()))

    def originals() -> list[str]:
        sweep()
        with unit() as db:
            joined = select(t.photo.c.original_digest).join(t.work, t.work.c.photo_id == t.photo.c.id)
            return [db.scalars(joined.where(t.work.c.id == one)).one() for one in (waiting, approved)]

    assert originals() == ["a" * 64] * 2
    freeze("2026-11-23T16:39:00")
    assert originals() == ["a" * 64, ""]
