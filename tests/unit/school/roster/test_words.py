"""Every code that the roster code can give has its wording, and no wording is left over."""

from __future__ import annotations

import ast
from pathlib import Path

import schoolapp.school.roster as roster
from schoolapp.school.roster.unpacking import RefusedError
from schoolapp.school.roster.words import CHOICES, FILE_REFUSALS, ISSUES, QUESTIONS

FOLDER = Path(roster.__file__).parent
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.py") if path.name != "words.py"]
TEXTS = {n.value for tree in TREES for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _first_texts(*functions: str, place: int = 0) -> set[str]:
    found = set()
    for tree in TREES:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or len(node.args) <= place:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            argument = node.args[place]
            if name in functions and isinstance(argument, ast.Constant):
                found.add(argument.value)
    return found


def test_problems_have_their_words():
    codes = _first_texts("emptied", "noted", "rejected") - {"guardian_"}
    assert codes - ISSUES.keys() == set()
    of_guardians = {f"guardian_{code}" for code in ISSUES if f"guardian_{code}" in ISSUES}
    assert ISSUES.keys() - codes - of_guardians - TEXTS == set()
    for refused in ("missing_name", "name_is_number", "name_unreadable", "name_odd", "name_too_long"):
        assert f"guardian_{refused}" in ISSUES


def test_questions_and_answers_have_their_words():
    questions = _first_texts("ask", place=1) | _first_texts("asked")
    assert questions - QUESTIONS.keys() == set()
    assert QUESTIONS.keys() - TEXTS == set()
    choices = _first_texts("Choice", place=1)
    assert choices - CHOICES.keys() == set()
    assert CHOICES.keys() - TEXTS - {"keep_transferred_out", "keep_name_one_character"} == set()


def test_refusals_have_their_words():
    codes = _first_texts("UnreadableError", "RefusedError", "refusal") | {"damaged", "too_big"}
    assert codes - FILE_REFUSALS.keys() == set()
    assert FILE_REFUSALS.keys() - TEXTS == set()
    assert issubclass(RefusedError, Exception)
