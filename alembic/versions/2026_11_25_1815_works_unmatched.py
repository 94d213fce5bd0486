"""Works: how many cards held up for a work named nobody."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1815"
down_revision = "2026_11_25_1745"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("work") as work:
        work.add_column(sa.Column("unmatched", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("work") as work:
        work.drop_column("unmatched")
