"""Files survive a power cut once `save` returns, and a bucket serves as well as a folder."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from schoolapp.refusals import Refused
from schoolapp.settings import Settings, settings
from schoolapp.works.media import service, store
from schoolapp.works.media.places import Bucket
from tests.factory import SmallSchool
from tests.photos import scene, written


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be opened there")
def test_files_and_all_folders_above_are_written_out(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def seen(handle: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", seen)
    name = store.rendition("ab" * 32, 480)
    store.save({name: b"x"})
    data = Path(settings().data).resolve()
    media = data / "media"
    assert synced[0].startswith(f"{media / name}#"), "before it gets its name"
    assert synced[1:] == [str(part) for part in ((media / name).parent, media / "photos", media, data)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked there")
def test_a_forked_worker_reads_what_its_parent_wrote(database: Engine) -> None:
    """The demo school's pictures are there before the server forks its workers."""
    name = store.rendition("ab" * 32, 480)
    store.save({name: b"x"})
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        store.save({store.original("cd" * 32): store.load(name)})
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert store.load(store.original("cd" * 32)) == b"x"


def test_no_row_stands_when_its_files_could_not_be_written(
    school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_files: object) -> None:
        raise OSError(28, "No space left on device")

    photo_id, account = str(uuid4()), school.accounts["teacher"]
    with monkeypatch.context() as patched:
        patched.setattr(service.store, "save", full)
        with pytest.raises(Refused, match="photo_no_room"):
            service.accept(photo_id, written(scene()), account)
    assert service.already_accepted(photo_id, account) is None
    assert service.accept(photo_id, written(scene()), account).id == photo_id


@pytest.fixture
def bucket(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pictures lie in a bucket, here in memory."""
    memory = Bucket("memory:///")
    monkeypatch.setenv("SCHOOLAPP_MEDIA_URL", "s3://pictures/school")
    settings.cache_clear()
    monkeypatch.setattr(store, "_bucket", lambda _url: memory)
    yield
    settings.cache_clear()


def test_a_bucket_holds_pictures_too(bucket: None) -> None:
    name = store.original("cd" * 32)
    store.save({name: b"picture"})
    assert (store.load(name), store.size_of(name)) == (b"picture", 7)
    assert (store.load_part(name, 2, 5), store.load_part(name, 0, 7)) == (b"ctu", b"picture")
    assert [(found.name, found.digest) for found in store.everything()] == [(name, "cd" * 32)]
    store.remove(name)
    store.remove(name)
    assert store.size_of(name) is None
    with pytest.raises(FileNotFoundError):
        store.load(name)
    assert not (Path(settings().data) / "media").exists()


def test_a_bucket_is_opened_with_the_usual_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.setenv(name, "any")
    assert "pictures" in repr(Bucket("s3://pictures/school")._store)
    with pytest.raises(ValidationError, match="s3://bucket"):
        Settings(media_url="ftp://pictures")
