"""Pictures are lettered with the project's own fonts, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schoolapp.ui import lettering


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without a Chinese font."""
    lettering.forget()
    monkeypatch.setattr(lettering, "_PLACES", ())
    yield
    lettering.forget()


@pytest.mark.usefixtures("bare")
def test_names_are_written_without_a_font_of_the_machine() -> None:
    gb2312 = bytes(byte for lead in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (lead, low))
    assert lettering.unwritable(gb2312.decode("gb2312", "ignore") + "喆珺昇堃镕玥·“”，。（）Ab1é") == ""
    assert lettering.unwritable("小𠮷ᠠ明") == "𠮷ᠠ"


@pytest.mark.usefixtures("bare")
def test_symbols_are_left_out_and_letters_are_not() -> None:
    assert lettering.without_symbols("一朵花🌸，𠮷") == "一朵花，𠮷"


def test_ours_come_first() -> None:
    assert [str(lettering.font(20, is_sans).path).rsplit("/", 1)[1] for is_sans in (False, True)] == [
        "serif.otf",
        "sans.otf",
    ]
