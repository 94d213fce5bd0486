"""A work as phones send it. Texts are cleaned of what no screen shows; anything else that is wrong is refused whole."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from schoolapp.works.capture.rules import LONGEST_MEDIUM, LONGEST_REMARK, LONGEST_TITLE, MOST_CHILDREN
from schoolapp.works.typed import one_line, some_lines

_LONGEST_CODE = 64
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Children = Annotated[list[Id], Field(max_length=MOST_CHILDREN)]
Codes = Annotated[list[Annotated[str, Field(max_length=_LONGEST_CODE)]], Field(max_length=MOST_CHILDREN)]
Title = Annotated[str, Field(max_length=LONGEST_TITLE), AfterValidator(one_line)]
Medium = Annotated[str, Field(max_length=LONGEST_MEDIUM), AfterValidator(one_line)]
Remark = Annotated[str, Field(max_length=LONGEST_REMARK), AfterValidator(some_lines)]
Kind = Literal["work", "people"]


class NewWork(BaseModel):
    """One work: who made it, in which lesson, with which picture."""

    id: UUID
    """Given by the phone; the same id twice is the same work."""
    photo_id: UUID
    kind: Kind = "work"
    student_ids: Children = []
    """Children chosen by name or seat."""
    codes: Codes = []
    """Cards that were held up: the phone knows only their tags, whose they are is looked up here."""
    session_id: Id | None = None
    section_id: Id | None = None
    """Counts where there is no session, or it is gone from the plan."""
    day: date | None = None
    """As `section_id`; absent: today."""
    title: Title = ""
    medium: Medium = ""
    remark: Remark = ""


class WorkChange(BaseModel):
    """What is to be different; an absent field stays."""

    student_ids: Children | None = None
    """All makers as they should be; settles cards that named nobody."""
    codes: Codes = []
    """Makers to add by their cards."""
    kind: Kind | None = None
    title: Title | None = None
    medium: Medium | None = None
    remark: Remark | None = None
    edit: Annotated[dict[str, Any], Field(max_length=8)] | None = None
    """How the picture is straightened; `works.media` reads it."""

    @property
    def touches_makers(self) -> bool:
        return self.student_ids is not None or bool(self.codes)

    def words(self) -> dict[str, str]:
        """Kind, title, medium and remark, those that were given."""
        given = {"kind": self.kind, "title": self.title, "medium": self.medium, "remark": self.remark}
        return {name: text for name, text in given.items() if text is not None}
