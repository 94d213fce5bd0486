"""Check-in: a submitted roll tells when its list was made."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0620"
down_revision = "2026_11_26_0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("checkin_event") as event:
        event.add_column(sa.Column("list_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("checkin_event") as event:
        event.drop_column("list_at")
