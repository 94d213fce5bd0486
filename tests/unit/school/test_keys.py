"""Key files: made once, kept, private, and never replaced."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from schoolapp.school import keys
from schoolapp.settings import settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SCHOOLAPP_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    keys._load.cache_clear()
    yield tmp_path / "data" / "keys"
    settings.cache_clear()
    keys._load.cache_clear()


def test_keys_are_made_once_and_differ(folder: Path) -> None:
    first = keys.card_key()
    keys._load.cache_clear()
    assert keys.card_key() == first == (folder / "card.key").read_bytes()
    assert len(first) == 32
    assert keys.national_key() != first


def test_only_the_owner_reads_them(folder: Path) -> None:
    keys.card_key()
    assert (folder / "card.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == ["card.key"]


def test_many_first_uses_at_once_agree(folder: Path) -> None:
    path = folder / "card.key"
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: keys._load.__wrapped__(path), range(64)))
    assert found == {path.read_bytes()}


def test_a_damaged_key_is_refused_and_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "card.key").write_bytes(b"short")
    with pytest.raises(keys.BrokenKeyError):
        keys.card_key()
    assert (folder / "card.key").read_bytes() == b"short"
