"""Partial words say how many of them no longer change; of older ones nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A column more."""
    op.add_column("words", sa.Column("stable", sa.Integer))
