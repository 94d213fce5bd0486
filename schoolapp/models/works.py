"""Works of children: pictures, who made them, who agreed to what, what was decided, what has left the school."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlmodel import Field, SQLModel

from schoolapp.models.base import instant


def _uuid(*, primary_key: bool = False, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Uuid(as_uuid=False), primary_key=primary_key, nullable=nullable))


_IS_PUBLIC = text("audience & 8 <> 0")
"""works.rules.Purpose.PUBLIC is in the audience: visitors' gallery reads nothing else."""


class Photo(SQLModel, table=True):
    """A picture that was accepted: its row stands only when all its files are on disk.

    Files are named by content. `original_digest` is the picture as it was sent (made clean, not straightened), kept
    for undo until the work is approved; `digest` names the renditions made from it by `edit`. A short film is
    kept beside its poster: whoever may see the one may see the other.
    """

    id: str = _uuid(primary_key=True)
    """UUID given by the phone; the same id twice is the same picture."""
    digest: str = Field(index=True)
    """Hex SHA-256 of the largest rendition; names all of them."""
    original_digest: str = ""
    """Hex SHA-256 of the kept original; empty when it was swept."""
    edit: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What was done to the original: {corners: [[x, y] × 4, 0–1], turn: 0 | 90 | 180 | 270, white: bool}."""
    width: int
    """Pixels of the largest rendition."""
    height: int
    placeholder: str = ""
    """A data: URI of a few dozen bytes, shown until the picture has come."""
    film_digest: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})
    """Hex SHA-256 of the film of which this is the poster; empty for a picture that is one."""
    film_seconds: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How long the film lasts, rounded, at least 1; 0 without a film."""
    size: int = 0
    """Bytes of all files together."""
    uploaded_by: int = Field(foreign_key="account.id", index=True)
    received_at: datetime = instant(index=True)


class Work(SQLModel, table=True):
    """作品, or a class moment (`kind` people). Who may see it stands in `audience`, kept in step with the rule."""

    __table_args__ = (
        Index("ix_work_shown", "shown_at", "id"),
        Index("ix_work_public_shown", "shown_at", "id", sqlite_where=_IS_PUBLIC, postgresql_where=_IS_PUBLIC),
        Index("ix_work_term_shown", "term_id", "shown_at"),
        Index("ix_work_course_grade_shown", "course_id", "grade", "shown_at"),
        Index("ix_work_section_shown", "section_id", "shown_at"),
        Index("ix_work_course_shown", "course_id", "shown_at"),
        Index("ix_work_homeroom_shown", "homeroom_id", "shown_at"),
        Index("ix_work_grade_shown", "grade", "shown_at"),
        Index("ix_work_term_day", "term_id", "day"),
        Index("ix_work_state_created", "state", "created_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = Field(sa_column=Column(Uuid(as_uuid=False), unique=True, nullable=False))
    """Given by the phone; the same id twice is the same work."""
    kind: str = "work"
    """work: a picture of what was made; people: a picture of children (class moment)."""
    photo_id: str = Field(sa_column=Column(Uuid(as_uuid=False), ForeignKey("photo.id"), nullable=False, index=True))
    title: str = ""
    title_sounds: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """How the title is typed in Latin letters (school.pinyin.title_sounds); whoever writes the one writes the other."""
    medium: str = ""
    remark: str = ""
    """The teacher's word for the child and the family."""
    term_id: int = Field(foreign_key="term.id")
    day: date
    """The school day on which it was made."""
    section_id: int | None = Field(default=None, foreign_key="section.id")
    course_id: int | None = Field(default=None, foreign_key="course.id")
    session_id: int | None = Field(default=None, foreign_key="session.id")
    homeroom_id: int | None = Field(default=None, foreign_key="homeroom.id")
    """The makers' homeroom when all sit in one on that day; None for a joint work of several."""
    grade: int | None = None
    """The makers' grade when it is one."""
    unmatched: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Cards held up for it that named nobody. Until a person has said who that is, nobody can have agreed."""
    created_by: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = instant()
    state: str = "waiting"
    """waiting, approved, returned or taken_down: what the decisions made so far lead to."""
    approved_for: int = 0
    """Purposes (works.rules.Purpose) for which it was approved."""
    audience: int = 0
    """Purposes for which it may be shown now: approved_for and every child's consent; 0 unless approved."""
    shown_at: datetime | None = instant(nullable=True)
    """When it was approved; None while it is not. The order of galleries."""


class WorkMaker(SQLModel, table=True):
    """A child on a work: who made it, or who is in the picture."""

    __tablename__ = "work_maker"  # pyright: ignore[reportAssignmentType]
    work_id: int = Field(foreign_key="work.id", primary_key=True)
    student_id: int = Field(foreign_key="student.id", primary_key=True, index=True)
    homeroom_id: int | None = Field(default=None, foreign_key="homeroom.id", index=True)
    """Of that day."""
    added_at: datetime = instant()


class Consent(SQLModel, table=True):
    """Append-only: one voice's yes or no for one child, one subject and one purpose. The newest of a voice counts."""

    __table_args__ = (Index("ix_consent_student", "student_id", "subject", "purpose"),)
    id: int | None = Field(default=None, primary_key=True)
    student_id: int = Field(foreign_key="student.id")
    subject: str
    """work: what the child made; person: pictures of the child."""
    purpose: int
    """One of works.rules.Purpose."""
    is_given: bool
    guardian_id: int | None = Field(default=None, foreign_key="guardian.id", index=True)
    """Whose voice; None: a signed sheet of somebody who has no account."""
    is_legal: bool = False
    """The voice was a legal guardian's when it spoke."""
    account_id: int = Field(foreign_key="account.id")
    """Who entered it: the guardian, or the office from paper."""
    at: datetime = instant()
    signed_on: date | None = None
    """Paper: the day on the sheet."""
    signed_by: str = ""
    """Paper: who signed, as a relation (mother, grandfather), never a name."""
    sheet_photo_id: str | None = Field(
        default=None, sa_column=Column(Uuid(as_uuid=False), ForeignKey("photo.id"), nullable=True)
    )
    """Paper: the picture of the signed sheet."""


class Decision(SQLModel, table=True):
    """Append-only: what was decided about a work, by whom, and why."""

    id: int | None = Field(default=None, primary_key=True)
    work_id: int = Field(foreign_key="work.id", index=True)
    kind: str
    """approved, returned, taken_down, handed_in (mended after a return), undone (the one before it counts again)."""
    purposes: int = 0
    reason: str = ""
    account_id: int = Field(foreign_key="account.id")
    at: datetime = instant()


class WorkReport(SQLModel, table=True):
    """Somebody who looked finds that a work should not be shown."""

    __tablename__ = "work_report"  # pyright: ignore[reportAssignmentType]
    id: int | None = Field(default=None, primary_key=True)
    work_id: int = Field(foreign_key="work.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    reason: str
    at: datetime = instant()
    settled_by: int | None = Field(default=None, foreign_key="account.id")
    settled_at: datetime | None = instant(nullable=True)


class Departure(SQLModel, table=True):
    """A copy that left the school's hands: poster, exported file, link. A withdrawal makes a recall task of it."""

    id: int | None = Field(default=None, primary_key=True)
    work_id: int = Field(foreign_key="work.id", index=True)
    kind: str
    """poster, link or export."""
    purpose: int
    """The purpose under which it left; when the work's audience loses it, the copy is to be recalled."""
    account_id: int = Field(foreign_key="account.id", index=True)
    """Who sent it, and has to take it back."""
    at: datetime = instant()
    recalled_at: datetime | None = instant(nullable=True)
    """When the recall task opened; None again once the copy may be out after all."""
    done_at: datetime | None = instant(nullable=True)
    """When the sender said that the copy is gone, or a link's ended page made it so."""


class ShareLink(SQLModel, table=True):
    """A public address of one work.

    The page asks the rule each time; what takes the work away from everybody ends the link for good.
    """

    __tablename__ = "share_link"  # pyright: ignore[reportAssignmentType]
    token: str = Field(primary_key=True)
    """22 random URL-safe characters."""
    work_id: int = Field(foreign_key="work.id", index=True)
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)


class Applause(SQLModel, table=True):
    """One person's applause for one work; shown as warmth, never as a rank."""

    work_id: int = Field(foreign_key="work.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id", primary_key=True, index=True)
    at: datetime = instant()


class KindWord(SQLModel, table=True):
    """A few kind words under a work; shown after somebody of the school has read them."""

    __tablename__ = "kind_word"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("uuid"),)
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = Field(sa_column=Column(Uuid(as_uuid=False), nullable=False))
    work_id: int = Field(foreign_key="work.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    text: str
    at: datetime = instant()
    state: str = "waiting"
    """waiting, shown or hidden."""
    settled_by: int | None = Field(default=None, foreign_key="account.id")
    settled_at: datetime | None = instant(nullable=True)
