"""The embedded server's own provisioning: roles with the passwords that its home keeps."""

from typing import Any

import asyncpg

from app.adapters.postgres import provisioning
from app.adapters.postgres.embedded.passwords import Passwords, Role
from app.adapters.postgres.embedded.server import DATABASE, EmbeddedServer


async def provision(server: EmbeddedServer) -> None:
    """Create the roles and the database that are not there yet."""
    passwords = Passwords.read(server.home.passwords) or Passwords.new()
    admin = server.dsn(role=Role.SUPERUSER, database="postgres")
    missing = await _missing(admin)
    await provisioning.provision(admin, DATABASE, {role: passwords.of(Role(role)) for role in missing})


async def _missing(admin: str) -> list[str]:
    connection: Any = await asyncpg.connect(admin, statement_cache_size=0)
    try:
        existing = await provisioning.roles(connection)
    finally:
        await connection.close()
    return [role for role in provisioning.ROLES if role not in existing]
