"""What the answer before the last one was about, for "the other one" and "go back"."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column. The release before leaves it empty."""
    op.add_column("contexts", sa.Column("before", sa.JSON))
