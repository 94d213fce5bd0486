"""Gallery: a page costs the same at any depth, with a filter by term or by course and grade, and for visitors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1820"
down_revision = "2026_11_25_1816"
branch_labels = None
depends_on = None

_PUBLIC = sa.text("audience & 8 <> 0")


def upgrade() -> None:
    op.create_index("ix_work_term_shown", "work", ["term_id", "shown_at"])
    op.create_index("ix_work_course_grade_shown", "work", ["course_id", "grade", "shown_at"])
    op.create_index("ix_work_public_shown", "work", ["shown_at", "id"], sqlite_where=_PUBLIC, postgresql_where=_PUBLIC)


def downgrade() -> None:
    for name in ("ix_work_public_shown", "ix_work_course_grade_shown", "ix_work_term_shown"):
        op.drop_index(name, "work")
