"""The set id of the interview kit that a conversation was about, so that "make it 30 minutes" changes that kit."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column. The release before leaves it empty."""
    op.add_column("contexts", sa.Column("kit", sa.Text))
