"""Every table there is, gathered from the modules that declare them, for migrations and for tests of the schema."""

import importlib
import pkgutil

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

from app.adapters.postgres import tables


def metadata() -> MetaData:
    """Import every module of tables and return their metadata."""
    for module in pkgutil.iter_modules(tables.__path__, f"{tables.__name__}."):
        importlib.import_module(module.name)
    return SQLModel.metadata


def network_tables() -> tuple[Table, ...]:
    """Return the tables that hold rows of networks: all of them."""
    return tuple(table for table in metadata().sorted_tables if "network_id" in table.c)
