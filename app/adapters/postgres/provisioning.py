"""What a fresh server needs before migrations can run: the database, and roles with as few rights as will do."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncpg

from app.adapters.postgres.protection import APP_ROLE, WORKER_ROLE

OWNER_ROLE = "throughline_owner"
ROLES = (OWNER_ROLE, APP_ROLE, WORKER_ROLE)
_LOCK = 7_468_726_774  # one process at a time provisions; any number that nobody else uses
_RIGHTS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


class RolesMissing(Exception):
    """The database lacks the roles that the service runs under."""


class NotProvisionable(Exception):
    """The addresses do not name the roles that the service runs under."""


def passwords_in(*addresses: str) -> dict[str, str]:
    """Take the roles' passwords from the addresses under which the service will connect."""
    parts = [urlsplit(address) for address in addresses]
    found = {unquote(part.username or ""): unquote(part.password or "") for part in parts}
    if wrong := sorted(set(found) ^ set(ROLES)):
        raise NotProvisionable(f"the addresses must name the roles {', '.join(ROLES)}; look at: {', '.join(wrong)}")
    return found


async def provision(admin: str, database: str, passwords: Mapping[str, str]) -> None:
    """Create the database and the roles that are not there yet; `passwords` replace those of roles that are."""
    connection: Any = await asyncpg.connect(admin, statement_cache_size=0)
    try:
        await connection.execute("SELECT pg_advisory_lock($1::bigint)", _LOCK)
        existing = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
        for role, password in passwords.items():
            await _set_up(connection, role, password, exists=role in existing)
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", database):
            await create_database(connection, database)
    finally:
        await connection.close()


async def create_database(connection: Any, name: str, *, template: str | None = None) -> None:
    """Create a database of the owner that the service's roles may connect to, and nobody else."""
    source = f' TEMPLATE "{template}"' if template else ""
    await connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER_ROLE}{source}')
    await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {APP_ROLE}, {WORKER_ROLE}')


async def _set_up(connection: Any, role: str, password: str, *, exists: bool) -> None:
    verb = "ALTER" if exists else "CREATE"
    statement = f"SELECT format('{verb} ROLE %I {_RIGHTS} PASSWORD %L', $1::text, $2::text)"
    await connection.execute(await connection.fetchval(statement, role, password))
