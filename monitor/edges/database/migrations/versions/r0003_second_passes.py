"""A call's second hearing has a place beside its live words."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One row a call that was heard again, or tried to be."""
    op.create_table(
        "second_passes",
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("words_from", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("turns", sa.LargeBinary),
        sa.PrimaryKeyConstraint("call_id", name="pk_second_passes"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.call_id"], name="fk_second_passes_call_id_calls", ondelete="CASCADE"
        ),
    )
