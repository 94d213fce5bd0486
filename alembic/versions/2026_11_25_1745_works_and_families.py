"""Works, consents, letters to families: the tables of the second version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from schoolapp.models.base import UtcDateTime

revision = "2026_11_25_1745"
down_revision = "2026_11_23_1900"
branch_labels = None
depends_on = None

_UUID = sa.Uuid(as_uuid=False)


def upgrade() -> None:
    for create in _TABLES:
        create()
    with op.batch_alter_table("guardianship") as guardianship:
        guardianship.add_column(sa.Column("letter_id", sa.Integer(), nullable=True))
        guardianship.add_column(sa.Column("joined_at", UtcDateTime(), nullable=True))
        guardianship.create_foreign_key("fk_guardianship_letter", "letter", ["letter_id"], ["id"])
        guardianship.create_index("ix_guardianship_letter_id", ["letter_id"])


def downgrade() -> None:
    with op.batch_alter_table("guardianship") as guardianship:
        guardianship.drop_index("ix_guardianship_letter_id")
        guardianship.drop_constraint("fk_guardianship_letter", type_="foreignkey")
        guardianship.drop_column("joined_at")
        guardianship.drop_column("letter_id")
    for create in reversed(_TABLES):
        op.drop_table(create.__name__.removeprefix("_"))


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["issued_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_letter_code_digest", "letter", ["code_digest"], unique=True)
    op.create_index("ix_letter_student_id", "letter", ["student_id"])


def _photo() -> None:
    op.create_table(
        "photo",
        sa.Column("id", _UUID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("original_digest", sa.String(), nullable=False),
        sa.Column("edit", sa.JSON(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("placeholder", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_photo_digest", "photo", ["digest"])
    op.create_index("ix_photo_received_at", "photo", ["received_at"])
    op.create_index("ix_photo_uploaded_by", "photo", ["uploaded_by"])


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("purpose", sa.Integer(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("guardian_id", sa.Integer(), nullable=True),
        sa.Column("is_legal", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("sheet_photo_id", _UUID, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"],
            ["guardian.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sheet_photo_id"],
            ["photo.id"],
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_consent_guardian_id", "consent", ["guardian_id"])
    op.create_index("ix_consent_student", "consent", ["student_id", "subject", "purpose"])


def _work() -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", _UUID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("photo_id", _UUID, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("homeroom_id", sa.Integer(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("approved_for", sa.Integer(), nullable=False),
        sa.Column("audience", sa.Integer(), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["homeroom_id"],
            ["homeroom.id"],
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"],
            ["photo.id"],
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["section.id"],
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
        ),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["term.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uuid"),
    )
    op.create_index("ix_work_course_shown", "work", ["course_id", "shown_at"])
    op.create_index("ix_work_created_by", "work", ["created_by"])
    op.create_index("ix_work_grade_shown", "work", ["grade", "shown_at"])
    op.create_index("ix_work_homeroom_shown", "work", ["homeroom_id", "shown_at"])
    op.create_index("ix_work_photo_id", "work", ["photo_id"])
    op.create_index("ix_work_section_shown", "work", ["section_id", "shown_at"])
    op.create_index("ix_work_shown", "work", ["shown_at", "id"])
    op.create_index("ix_work_state_created", "work", ["state", "created_at"])
    op.create_index("ix_work_term_day", "work", ["term_id", "day"])


def _applause() -> None:
    op.create_table(
        "applause",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("work_id", "account_id"),
    )
    op.create_index("ix_applause_account_id", "applause", ["account_id"])


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("purposes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_decision_work_id", "decision", ["work_id"])


def _departure() -> None:
    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("purpose", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("recalled_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_departure_account_id", "departure", ["account_id"])
    op.create_index("ix_departure_work_id", "departure", ["work_id"])


def _kind_word() -> None:
    op.create_table(
        "kind_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", _UUID, nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uuid"),
    )
    op.create_index("ix_kind_word_account_id", "kind_word", ["account_id"])
    op.create_index("ix_kind_word_work_id", "kind_word", ["work_id"])


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("work_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notice_account_id", "notice", ["account_id"])
    op.create_index("ix_notice_at", "notice", ["at"])


def _share_link() -> None:
    op.create_table(
        "share_link",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("ix_share_link_work_id", "share_link", ["work_id"])


def _work_maker() -> None:
    op.create_table(
        "work_maker",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("homeroom_id", sa.Integer(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["homeroom_id"],
            ["homeroom.id"],
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("work_id", "student_id"),
    )
    op.create_index("ix_work_maker_homeroom_id", "work_maker", ["homeroom_id"])
    op.create_index("ix_work_maker_student_id", "work_maker", ["student_id"])


def _work_report() -> None:
    op.create_table(
        "work_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_work_report_work_id", "work_report", ["work_id"])


_TABLES = (
    _letter,
    _photo,
    _consent,
    _work,
    _applause,
    _decision,
    _departure,
    _kind_word,
    _notice,
    _share_link,
    _work_maker,
    _work_report,
)
