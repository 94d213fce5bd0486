"""A preview and its outcome as the page is told them: plain values, in the person's language."""

from __future__ import annotations

from typing import Any

from schoolapp.i18n import _
from schoolapp.school.roster.columns import NOT_KEPT, Kind
from schoolapp.school.roster.issues import Issue, Level
from schoolapp.school.roster.plan import ADD, CHANGE, SAME, Change, Plan, Question
from schoolapp.school.roster.reading import Reading
from schoolapp.school.roster.service import Applied, Preview
from schoolapp.school.roster.words import (
    CHOICES,
    FIELDS,
    ISSUES,
    KINDS,
    OPTIONS,
    QUESTIONS,
    THINGS,
    UNUSED_SHEETS,
    said,
)

_MANY = 5
"""So many unknown children are a missing list, not so many mistakes."""
_AT_MOST = 2000
"""Lines of one list that the page is given."""


def present(preview: Preview) -> dict[str, Any]:
    """The preview for the page: what was understood, then what would be added, changed, asked and refused."""
    plan = preview.plan
    return {
        "token": preview.token,
        "file": preview.file_name,
        "kind": preview.kind,
        "kind_name": KINDS[preview.kind],
        "understood": _understood(preview.reading),
        "first": _first(preview.kind, plan),
        "counts": counts(plan) | {"rows": len(preview.reading.records), "ignored": len(preview.reading.ignored)},
        "totals": _totals(plan),
        "options": [{"key": key, "label": OPTIONS[key], "value": value} for key, value in plan.options.items()],
        "adds": [_change(change) for change in plan.changes if change.action == ADD][:_AT_MOST],
        "changes": [_change(change) for change in plan.changes if change.action == CHANGE][:_AT_MOST],
        "questions": [_question(question) for question in plan.questions][:_AT_MOST],
        "refused": [_issue(issue) for issue in _at(plan, Level.REJECT)][:_AT_MOST],
        "emptied": [_issue(issue) for issue in _at(plan, Level.FIELD)][:_AT_MOST],
        "notes": [_issue(issue) for issue in _at(plan, Level.INFO)][:_AT_MOST],
    }


def present_applied(applied: Applied) -> dict[str, Any]:
    """What was done; `asked` counts what nobody answered."""
    return {
        "kind": applied.kind,
        "file": applied.file_name,
        "counts": counts(applied.plan) | {"asked": applied.waiting},
        "totals": _totals(applied.plan),
    }


def counts(plan: Plan) -> dict[str, int]:
    """How many rows would be added, changed, left as they are, asked about and refused.

    `added` counts what the rows need beside themselves too, such as a new homeroom; `added_rows` does not.
    """
    return {
        "added": plan.count(ADD),
        "added_rows": sum(1 for change in plan.changes if change.action == ADD and change.row),
        "changed": plan.count(CHANGE),
        "same": plan.count(SAME),
        "asked": len(plan.questions),
        "refused": len({(issue.sheet, issue.row) for issue in _at(plan, Level.REJECT)}),
        "emptied": len(_at(plan, Level.FIELD)),
    }


def _first(kind: Kind, plan: Plan) -> str:
    """What to import before, where most rows are about children whom the school does not have yet."""
    unknown = sum(question.code == "not_in_roster" for question in plan.questions)
    if kind is not Kind.ENROLMENTS or unknown < _MANY or 2 * unknown < len(plan.questions):
        return ""
    return _("{n} of these children are not among the students yet. Import the list of students first.").format(
        n=unknown
    )


def _totals(plan: Plan) -> list[dict[str, Any]]:
    """Per kind of thing: how many are added, changed, the same."""
    return [
        {
            "what": THINGS[what],
            **{
                action: sum(1 for change in plan.changes if (change.what, change.action) == (what, action))
                for action in (ADD, CHANGE, SAME)
            },
        }
        for what in dict.fromkeys(change.what for change in plan.changes)
    ]


def _understood(reading: Reading) -> dict[str, Any]:
    """Which sheets and headings were understood, which were not, and which values are only checked."""
    columns = [column for table in reading.tables for column in table.columns]
    known = dict.fromkeys(c.title for c in columns if c.field and c.field not in NOT_KEPT)
    checked = dict.fromkeys(c.title for c in columns if c.field in NOT_KEPT)
    strange = dict.fromkeys(c.title for c in columns if c.field is None)
    sheets = dict.fromkeys(table.sheet.name for table in reading.tables if table.sheet.name)
    return {
        "sheets": list(sheets),
        "unused": [{"name": name, "why": UNUSED_SHEETS[why]} for name, why in reading.unused_sheets],
        "columns": list(known),
        "not_kept": list(checked),
        "not_used": list(strange),
    }


def _at(plan: Plan, level: Level) -> list[Issue]:
    return [issue for issue in plan.issues if issue.level is level]


def _change(change: Change) -> dict[str, Any]:
    return {
        "sheet": change.sheet,
        "row": change.row,
        "what": THINGS[change.what],
        "label": change.label,
        "fields": [
            {"name": FIELDS.get(d.name, d.name), "before": d.before, "after": d.after} for d in change.differences
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "code": question.code,
        "sheet": question.sheet,
        "row": question.row,
        "column": question.column,
        "header": question.header,
        "value": question.raw,
        "label": question.label,
        "message": said(QUESTIONS, question.code, question.hint),
        "choices": [{"key": c.key, "label": said(CHOICES, c.code, c.hint)} for c in question.choices],
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "level": issue.level,
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "header": issue.header,
        "value": issue.raw,
        "message": said(ISSUES, issue.code, issue.hint),
    }
