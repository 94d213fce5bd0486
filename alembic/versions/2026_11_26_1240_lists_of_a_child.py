"""Programme: The lists that name a child are found by child and session, however many terms it has been here."""

from alembic import op

revision = "2026_11_26_1240"
down_revision = "2026_11_26_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_session_student_student_session", "session_student", ["student_id", "session_id"])
    op.drop_index("ix_session_student_student_id", "session_student")


def downgrade() -> None:
    op.create_index("ix_session_student_student_id", "session_student", ["student_id"])
    op.drop_index("ix_session_student_student_session", "session_student")
