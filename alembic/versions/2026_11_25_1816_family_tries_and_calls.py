"""Wrong tries at the families' door, and the calls after which a family is told that its child is not there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from schoolapp.models.base import UtcDateTime

revision = "2026_11_25_1816"
down_revision = "2026_11_25_1815"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wrong_try",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_wrong_try_since", "wrong_try", ["since"])
    op.create_table(
        "family_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot_number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_family_call_student_id", "family_call", ["student_id"])


def downgrade() -> None:
    op.drop_table("family_call")
    op.drop_table("wrong_try")
