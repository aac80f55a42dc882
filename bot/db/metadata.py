"""The one collection of tables. Each feature adds its own, in the module `tables` of its package."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil

from sqlalchemy import MetaData

import bot

metadata = MetaData(
    # Both engines use these names, so that a later migration can drop what an earlier one created.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def load_tables() -> MetaData:
    """Import the module `tables` of each package in bot/ that has one. Returns the collection, now complete.

    Only for comparing all tables with a database: a running bot imports those that it uses.
    """
    for package in pkgutil.iter_modules(bot.__path__, "bot."):
        if package.ispkg and importlib.util.find_spec(f"{package.name}.tables"):
            importlib.import_module(f"{package.name}.tables")
    return metadata
