"""Works: titles are found by pinyin; those that are there already are spelled once."""

import sqlalchemy as sa
from alembic import op

from schoolapp.school.pinyin import title_sounds

revision = "2026_11_25_2125"
down_revision = "2026_11_25_1820"
branch_labels = None
depends_on = None

_WORK = sa.table(
    "work", sa.column("id", sa.Integer), sa.column("title", sa.String), sa.column("title_sounds", sa.String)
)


def upgrade() -> None:
    op.add_column("work", sa.Column("title_sounds", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    rows = connection.execute(sa.select(_WORK.c.id, _WORK.c.title).where(_WORK.c.title != "")).all()
    spelled = {title: title_sounds(title) for title in {row.title for row in rows}}
    change = sa.update(_WORK).where(_WORK.c.id == sa.bindparam("work")).values(title_sounds=sa.bindparam("sounds"))
    if rows:
        connection.execute(change, [{"work": row.id, "sounds": spelled[row.title]} for row in rows])


def downgrade() -> None:
    with op.batch_alter_table("work") as work:
        work.drop_column("title_sounds")
