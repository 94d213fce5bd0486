"""The camera's seams between Python and its JavaScript: words, numbers that both sides hold."""

import re
from pathlib import Path

from schoolapp.works.capture import rules
from schoolapp.works.capture.words import own_words, words

ROOT = Path(__file__).parents[4]
CLIENT = ROOT / "schoolapp" / "works" / "capture" / "client"
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in CLIENT.iterdir() if path.suffix in (".js", ".jsx")}
TEXT = "\n".join(SOURCES.values())


def _asked_for() -> set[str]:
    """Keys that the JavaScript names as plain text, directly, in a choice of two, or in a list."""
    named = set(re.findall(r'words\("(\w+)"', TEXT)) | set(re.findall(r'words\([^()]*? \? "(\w+)" : "\w+"', TEXT))
    named |= set(re.findall(r'words\([^()]*? \? "\w+" : "(\w+)"', TEXT))
    named |= set(re.findall(r'(?:refused|key): "(\w+)"', TEXT)) | set(re.findall(r'"(corner_\w+)"', TEXT))
    return named | set(re.findall(r'[?:] "((?:card|store|file)_\w+)"', TEXT))


def test_every_word_that_is_asked_for_is_in_the_table() -> None:
    assert len(_asked_for()) > 60
    assert _asked_for() - set(words()) == set()


def test_no_word_of_its_own_lies_unused() -> None:
    stems = tuple(re.findall(r"`(\w+_)\$\{", TEXT))
    from_the_scanner = {"not_allowed_title", "broken_hint", "badge_full"}
    unused = [
        key
        for key in own_words()
        if f'"{key}"' not in TEXT and f"table.{key}" not in TEXT and not key.startswith(stems)
    ]
    assert set(unused) - from_the_scanner == set()
    assert all(f"field_{name}_example" in words() for name in ("title", "medium", "remark"))


def test_nothing_longer_can_be_typed_than_is_taken() -> None:
    lengths = dict(re.findall(r"(title|medium|remark): (\d+)", SOURCES["details_view.jsx"]))
    assert {name: int(number) for name, number in lengths.items()} == {
        "title": rules.LONGEST_TITLE,
        "medium": rules.LONGEST_MEDIUM,
        "remark": rules.LONGEST_REMARK,
    }
    assert f"MOST = {rules.MOST_CHILDREN};" in SOURCES["children_view.jsx"]


def test_every_file_is_small() -> None:
    assert [name for name, text in SOURCES.items() if text.count("\n") > 250] == []
