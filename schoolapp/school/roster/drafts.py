"""A preview between upload and apply: cleaned records in a file of the data folder, for two hours.

The uploaded file itself is never kept, nor what was only needed for checking (identity numbers, birthdays, addresses).
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from schoolapp import clock
from schoolapp.school.roster.columns import NOT_KEPT, Kind
from schoolapp.school.roster.issues import Issue, Level
from schoolapp.school.roster.records import Record
from schoolapp.settings import settings

_KEPT_FOR = timedelta(hours=2)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")
_HIDDEN_RAW = NOT_KEPT | {"national_student_no"}


@dataclass(frozen=True)
class Draft:
    """What was previewed: whose it is, and the digest of the plan that was shown."""

    account_id: int
    kind: Kind
    file_name: str
    digest: str
    records: list[Record]


def save(draft: Draft) -> str:
    """Keep the draft; returns its token. Older drafts are swept away."""
    folder = _folder()
    _sweep(folder)
    token = secrets.token_urlsafe(18)
    body = {
        "account_id": draft.account_id,
        "kind": draft.kind,
        "file_name": draft.file_name,
        "digest": draft.digest,
        "records": [_packed(record) for record in draft.records],
    }
    handle = os.open(folder / f"{token}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(body, ensure_ascii=False))
    return token


def load(token: str, account_id: int) -> Draft | None:
    """The draft, for its owner only; None when it is gone."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _folder() / f"{token}.json"
    try:
        if _age(path) > _KEPT_FOR:
            return None
        body = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    if body["account_id"] != account_id:
        return None
    kind = Kind(body["kind"])
    records = [_unpacked(kind, raw) for raw in body["records"]]
    return Draft(account_id, kind, body["file_name"], body["digest"], records)


def drop(token: str) -> None:
    """Forget the draft: it was applied."""
    if _TOKEN.fullmatch(token):
        (_folder() / f"{token}.json").unlink(missing_ok=True)


def _packed(record: Record) -> dict[str, Any]:
    issues = [asdict(issue) | ({"raw": ""} if issue.field in _HIDDEN_RAW else {}) for issue in record.issues]
    place = {"sheet": record.sheet, "row": record.row, "columns": record.columns, "start": record.start}
    return place | {"values": record.values, "issues": issues}


def _unpacked(kind: Kind, raw: dict[str, Any]) -> Record:
    issues = [Issue(**(issue | {"level": Level(issue["level"])})) for issue in raw["issues"]]
    columns = {name: (letter, title) for name, (letter, title) in raw["columns"].items()}
    values = {name: _tupled(value) for name, value in raw["values"].items()}
    return Record(kind, raw["sheet"], raw["row"], values, issues, columns, raw["start"])


def _tupled(value: Any) -> Any:
    """JSON knows only lists; values of records are tuples."""
    return tuple(_tupled(each) for each in value) if isinstance(value, list) else value


def _folder() -> Path:
    folder = settings().data.resolve() / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _age(path: Path) -> timedelta:
    written = datetime.fromtimestamp(path.stat().st_mtime, tz=clock.real_now().tzinfo)
    return clock.real_now() - written


def _sweep(folder: Path) -> None:
    for path in folder.glob("*.json"):
        try:
            if _age(path) > _KEPT_FOR:
                path.unlink()
        except FileNotFoundError:
            continue
