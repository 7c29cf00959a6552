"""Migrations run by the owner, one process at a time, safe to kill and to run again."""

from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.adapters.postgres.protection import APP_ROLE, WORKER_ROLE
from app.adapters.postgres.provisioning import RolesMissing
from app.adapters.postgres.revisions import DIRECTORY

_LOCK = 7_238_114_905_221
_LOCK_TIMEOUT = "10s"


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to a connection when there is one."""
    config = Config()
    config.set_main_option("script_location", str(DIRECTORY))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def migrate(dsn: str, revision: str = "head") -> None:
    """Bring the database of the owner's `dsn` to a revision; waits while another process migrates."""
    engine = create_async_engine(_for_sqlalchemy(dsn), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, revision)
            await connection.commit()
    finally:
        await engine.dispose()


def _migrate(connection: Connection, revision: str) -> None:
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
    connection.execute(text(f"SET lock_timeout = '{_LOCK_TIMEOUT}'"))
    _check_roles(connection)
    connection.commit()
    move: Any = command.downgrade if _is_behind(connection, revision) else command.upgrade
    move(configuration(connection), revision)


def _is_behind(_connection: Connection, revision: str) -> bool:
    return revision == "base" or revision.startswith("-")


def _check_roles(connection: Connection) -> None:
    wanted = {APP_ROLE, WORKER_ROLE}
    found = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    missing = ", ".join(sorted(wanted - found))
    if missing:
        raise RolesMissing(f"create these roles first (throughline provision): {missing}")


def _for_sqlalchemy(dsn: str) -> str:
    return dsn.replace("postgresql://", "postgresql+asyncpg://", 1).replace("postgres://", "postgresql+asyncpg://", 1)
