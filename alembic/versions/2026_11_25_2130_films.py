"""Works: a picture may be the poster of a short film."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2130"
down_revision = "2026_11_25_2125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("photo") as photo:
        photo.add_column(sa.Column("film_digest", sa.String(), nullable=False, server_default=""))
        photo.add_column(sa.Column("film_seconds", sa.Integer(), nullable=False, server_default="0"))
        photo.create_index("ix_photo_film_digest", ["film_digest"])


def downgrade() -> None:
    with op.batch_alter_table("photo") as photo:
        photo.drop_index("ix_photo_film_digest")
        photo.drop_column("film_seconds")
        photo.drop_column("film_digest")
