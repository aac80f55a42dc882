"""The one collection of tables that the migrations know of; each feature adds its own."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData(
    # Names that both engines agree on, so that a later migration can drop what an earlier one has made.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
