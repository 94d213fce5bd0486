"""Programme: a class may be cancelled because the plan has it no more."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0140"
down_revision = "2026_11_25_2130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("day_change") as change:
        change.add_column(sa.Column("is_by_plan", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("day_change") as change:
        change.drop_column("is_by_plan")
