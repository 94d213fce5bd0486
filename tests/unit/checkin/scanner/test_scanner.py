"""The scanner's seams between Python and its JavaScript: words, files, package versions."""

import json
import re
from pathlib import Path

from schoolapp.checkin.scanner.component import PACKAGES
from schoolapp.checkin.scanner.words import offline_today_words, words

ROOT = Path(__file__).parents[4]
CLIENT = ROOT / "schoolapp" / "checkin" / "scanner" / "client"
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in CLIENT.iterdir() if path.suffix in (".js", ".jsx")}
TABLE = words() | offline_today_words()


def _asked_for() -> set[str]:
    """Keys that the JavaScript names as plain text, directly or in a list of choices."""
    text = "\n".join(SOURCES.values())
    named = set(re.findall(r'words\("(\w+)"', text)) | set(re.findall(r'words\([^()]*? \? "(\w+)" : "\w+"', text))
    named |= set(re.findall(r'words\([^()]*? \? "\w+" : "(\w+)"', text))
    return named | set(re.findall(r'"((?:reason|keep|help|camera)_\w+)"', text)) - {"keep_end"}


def test_every_word_that_is_asked_for_is_in_the_table() -> None:
    assert _asked_for() - set(TABLE) == set()


def test_every_verdict_and_state_has_its_word() -> None:
    table = json.loads((ROOT / "tests/cases/verdicts.json").read_text(encoding="utf-8"))
    verdicts = {row["verdict"] for row in table["verdicts"]}
    assert {f"verdict_{verdict}" for verdict in verdicts} <= set(TABLE)
    states = set(re.findall(r'return "(\w+)";', SOURCES["care_view.jsx"])) | {"left", "other"}
    assert {f"state_{state}" for state in states} <= set(TABLE)


def test_no_word_lies_unused() -> None:
    text = "\n".join(SOURCES.values())
    stems = tuple(re.findall(r"`(\w+_)\$\{", text))
    endings = ("_title", "_hint")
    unused = [
        key for key in TABLE if f'"{key}"' not in text and not key.startswith(stems) and not key.endswith(endings)
    ]
    assert unused == []


def test_the_browser_gets_the_versions_that_the_tests_ran() -> None:
    tested = json.loads((ROOT / "tests/js/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {f"{name}@{version}" for name, version in tested.items()} == set(PACKAGES)


def test_nothing_in_the_client_evaluates_text_or_asks_elsewhere() -> None:
    for name, text in SOURCES.items():
        assert not re.search(r"\beval\(|new Function|dangerouslySetInnerHTML|https?://", text), name
