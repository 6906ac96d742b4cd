"""A frame holds the bass too: 11 bytes a channel, 10 before. Where it was never measured it is 0, always.

Frozen like the steps before it: the layouts are written out here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

CHANNEL_BYTES = 10

frames = sa.table(
    "frames",
    sa.column("call_id", sa.Text),
    sa.column("first_frame", sa.Integer),
    sa.column("frames", sa.LargeBinary),
)


def upgrade() -> None:
    """Widen every stored block, one at a time: a store may hold weeks of calls."""
    connection = op.get_bind()
    keys = connection.execute(sa.select(frames.c.call_id, frames.c.first_frame)).all()
    for call_id, first_frame in keys:
        here = (frames.c.call_id == call_id) & (frames.c.first_frame == first_frame)
        block = connection.execute(sa.select(frames.c.frames).where(here)).scalar_one()
        connection.execute(sa.update(frames).where(here).values(frames=widened(block)))


def widened(block: bytes) -> bytes:
    """A zero byte behind each channel's frame."""
    parts = (block[at : at + CHANNEL_BYTES] for at in range(0, len(block), CHANNEL_BYTES))
    return b"".join(part + b"\0" for part in parts)
