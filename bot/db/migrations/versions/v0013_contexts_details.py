"""The grade and the places of the requisition that a conversation is about, for "search string" after it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column. The release before leaves it empty."""
    op.add_column("contexts", sa.Column("details", sa.JSON))
