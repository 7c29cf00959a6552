"""What a fresh server needs before migrations can run: the database, and roles with as few rights as will do."""

import asyncpg

from app.adapters.postgres.embedded.passwords import Passwords, Role
from app.adapters.postgres.embedded.server import DATABASE, EmbeddedServer

LOCK = 7_468_726_774  # one process at a time provisions; any number that nobody else uses
RIGHTS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


async def provision(server: EmbeddedServer) -> None:
    """Create the roles and the database that are not there yet."""
    connection = await asyncpg.connect(server.dsn(role=Role.SUPERUSER, database="postgres"), statement_cache_size=0)
    try:
        await connection.execute("SELECT pg_advisory_lock($1::bigint)", LOCK)
        await _create_roles(connection, server)
        exists = await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", DATABASE)
        if not exists:
            await create_database(connection, DATABASE)
    finally:
        await connection.close()


async def create_database(
    connection: "asyncpg.Connection[asyncpg.Record]", name: str, *, template: str | None = None
) -> None:
    """Create a database of the owner that the service's roles may connect to, and nobody else."""
    source = f' TEMPLATE "{template}"' if template else ""
    await connection.execute(f'CREATE DATABASE "{name}" OWNER {Role.OWNER}{source}')
    await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {Role.APP}, {Role.WORKER}')


async def _create_roles(connection: "asyncpg.Connection[asyncpg.Record]", server: EmbeddedServer) -> None:
    existing = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
    passwords = Passwords.read(server.home.passwords) or Passwords.new()
    for role in (Role.OWNER, Role.APP, Role.WORKER):
        if role.value not in existing:
            await connection.execute(f"CREATE ROLE {role} {RIGHTS} PASSWORD '{passwords.of(role)}'")
