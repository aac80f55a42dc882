"""The one collection of tables. Each feature adds its own, in the module `tables` (or `…_tables`) of its package."""

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
    """Import the modules `tables` and `…_tables` of each package in bot/. Returns the collection, now complete.

    Only for comparing all tables with a database: a running bot imports those that it uses.
    """
    for package in pkgutil.iter_modules(bot.__path__, "bot."):
        if not package.ispkg or not (spec := importlib.util.find_spec(package.name)):
            continue
        for module in pkgutil.iter_modules(spec.submodule_search_locations, f"{package.name}."):
            if module.name.endswith((".tables", "_tables")):
                importlib.import_module(module.name)
    return metadata
