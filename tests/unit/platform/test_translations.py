"""The Chinese catalogue is complete: every msgid has its words, none is left over, placeholders agree."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from schoolapp.i18n import LOCALE_DIR
from tests.unit.platform.sources import dotted, python_files, template_words

PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")


def _msgids() -> dict[str, str]:
    """msgid → where it is said."""
    return template_words() | {
        node.args[0].value: f"{path}:{node.lineno}"
        for path, tree in python_files().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "_" and node.args
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def _messages() -> list[tuple[Path, Message]]:
    found = []
    for path in sorted((LOCALE_DIR / "zh_CN").glob("*.po")):
        with path.open("rb") as file:
            found += [(path, message) for message in read_po(file) if message.id]
    return found


def test_every_word_is_translated() -> None:
    known = {str(message.id) for _path, message in _messages() if message.string}
    missing = [f"{where} {msgid!r}" for msgid, where in _msgids().items() if msgid not in known]
    assert missing == []


def _constants() -> set[str]:
    """Every text in the code and the templates: a msgid may stand in a table and be looked up by `_(table[code])`."""
    trees = python_files().values()
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)} | template_words().keys()


def test_no_translation_is_left_over() -> None:
    said = _constants()
    assert [f"{path.name} {message.id!r}" for path, message in _messages() if message.id not in said] == []


def test_placeholders_agree() -> None:
    wrong = [
        f"{path.name} {message.id!r}"
        for path, message in _messages()
        if sorted(PLACEHOLDER.findall(str(message.id))) != sorted(PLACEHOLDER.findall(str(message.string)))
    ]
    assert wrong == []


def test_one_word_has_one_translation() -> None:
    words = defaultdict(set)
    for _path, message in _messages():
        words[message.id].add(message.string)
    assert {msgid: texts for msgid, texts in words.items() if len(texts) > 1} == {}


def test_nothing_is_marked_fuzzy() -> None:
    assert [message.id for _path, message in _messages() if message.fuzzy] == []


def test_who_works_here_is_called_ni_families_and_visitors_nin() -> None:
    of_families = {"consent.po", "family.po", "gallery.po"}
    assert [
        str(one.string) for path, one in _messages() if "您" in str(one.string) and path.name not in of_families
    ] == []
