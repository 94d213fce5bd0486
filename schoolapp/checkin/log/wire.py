"""The shapes in which phones send events. The envelope is checked first, then each item alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

MOST_EVENTS = 500
MOST_BYTES = 1_000_000
"""500 events with the longest notes stay below this."""

_LATEST = 4_102_444_800_000  # the year 2100: later instants are nonsense and would not fit everywhere
_TEN_YEARS = 315_360_000_000


_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _clean(value: Any) -> Any:
    """Text without control characters (PostgreSQL refuses NUL), stripped; null as empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    return (value if value.isprintable() else "".join(mark for mark in whole(value) if mark >= " ")).strip()


def whole(value: Any) -> Any:
    """JSON's values without the halves of characters that a cut text leaves behind: no database takes them."""
    if isinstance(value, str):
        return "".join(mark for mark in value if not "\ud800" <= mark <= "\udfff")
    if isinstance(value, list):
        return [whole(one) for one in value]
    if isinstance(value, dict):
        return {whole(key): whole(one) for key, one in value.items()}
    return value


def _canonical(value: Any) -> Any:
    """In small letters. Python's own UUID would take the digits of every script, and hyphens anywhere."""
    if isinstance(value, str) and not _UUID.fullmatch(value):
        raise ValueError("not a UUID")
    return value.lower() if isinstance(value, str) else value


Word = Annotated[str, BeforeValidator(_clean), Field(max_length=32)]
Version = Annotated[str, BeforeValidator(_clean), Field(max_length=80)]
Note = Annotated[str, BeforeValidator(_clean), Field(max_length=500)]
Uuid = Annotated[str, BeforeValidator(_canonical)]
RowId = Annotated[int, Field(ge=1, le=2_147_483_647)]
Millis = Annotated[int, Field(ge=0, le=_LATEST)]
Kind = Literal["scan", "undo", "mark", "opened", "head_count", "submit", "keep", "keep_end", "found"]


class Item(BaseModel):
    """One event as a phone sends it. Unknown fields are ignored: an older server must take a newer phone's facts."""

    model_config = ConfigDict(extra="ignore")

    id: Uuid
    kind: Kind
    actor_id: RowId
    scanned_at: Millis
    code: Annotated[str | None, Field(max_length=8000)] = None
    student_id: RowId | None = None
    session_id: RowId | None = None
    clock_offset_ms: Annotated[int, Field(ge=-_TEN_YEARS, le=_TEN_YEARS)] = 0
    pack_version: Version = ""
    phone_verdict: Word = ""
    method: Word = ""
    choice: Annotated[Literal["", "send", "keep", "present", "absent", "home"], BeforeValidator(_clean)] = ""
    target_id: Uuid | None = None
    number: Annotated[int | None, Field(ge=0, le=5000)] = None
    note: Note = ""
    until: Millis | None = None
    list_at: Millis | None = None
    length: Annotated[int | None, Field(ge=0, le=100_000)] = None
    format: Word = ""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Item:
        if not _NEEDS[self.kind](self) or (self.choice == "home" and self.kind != "found"):
            raise ValueError(f"{self.kind} lacks what it is about")
        return self


_NEEDS = {
    "scan": lambda item: item.session_id and (item.code is not None or item.phone_verdict == "not_a_card"),
    "mark": lambda item: item.session_id and item.choice and (item.student_id or item.target_id or item.code),
    "undo": lambda item: item.target_id,
    "opened": lambda item: item.session_id,
    "head_count": lambda item: item.session_id and item.number is not None,
    "submit": lambda item: item.session_id and item.number is not None,
    "keep": lambda item: (item.student_id or item.code) and item.until,
    "keep_end": lambda item: item.student_id or item.code,
    "found": lambda item: item.student_id,
}


class Envelope(BaseModel):
    """What surrounds the events of one request."""

    device_id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
    sent_at: Millis = 0
    unsent: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    events: list[Any] = []


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that is not stored. `id` as it was sent, if it was text at all."""

    id: str
    code: str


_ENVELOPE = TypeAdapter(Envelope)
_ITEM = TypeAdapter(Item)


def parse_envelope(body: bytes) -> Envelope:
    """The envelope of a request. Half a character in one note must not stop the others. Raises ValueError."""
    try:
        return _ENVELOPE.validate_json(body)
    except ValidationError:
        if not _HALF.search(body):
            raise
    try:
        return _ENVELOPE.validate_python(whole(json.loads(body)))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def parse_item(raw: Any) -> Item | Rejected:
    """The item, or why it cannot be taken; never raises."""
    try:
        return _ITEM.validate_python(raw)
    except (ValidationError, ValueError, TypeError):
        given = raw.get("id") if isinstance(raw, dict) else None
        return Rejected(_clean(given)[:64] if isinstance(given, str) else "", "malformed")
