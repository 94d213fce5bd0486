"""Check-in: A device no longer says whether it is a kiosk; nothing ever asked."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0900"
down_revision = "2026_11_26_0830"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("device") as device:
        device.drop_column("is_kiosk")


def downgrade() -> None:
    with op.batch_alter_table("device") as device:
        device.add_column(sa.Column("is_kiosk", sa.Boolean(), nullable=False, server_default=sa.false()))
