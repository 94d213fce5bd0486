"""Programme: since when a child stands on the list of a session."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0830"
down_revision = "2026_11_26_0620"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session_student") as listed:
        listed.add_column(sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("session_student") as listed:
        listed.drop_column("listed_at")
