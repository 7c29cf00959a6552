"""The embedded server's own provisioning: roles with the passwords that its home keeps."""

from typing import Any

import asyncpg

from app.adapters.postgres import provisioning
from app.adapters.postgres.embedded.passwords import Passwords, Role
from app.adapters.postgres.embedded.server import DATABASE, EmbeddedServer

_DONE = """
    SELECT count(*) = 3 AND EXISTS (SELECT FROM pg_database WHERE datname = $2)
    FROM pg_roles WHERE rolname = ANY($1)
"""


async def provision(server: EmbeddedServer) -> None:
    """Create the roles and the database that are not there yet."""
    admin = server.dsn(role=Role.SUPERUSER, database="postgres")
    if await _is_done(admin):
        return
    passwords = Passwords.read(server.home.passwords) or Passwords.new()
    await provisioning.provision(admin, DATABASE, {role: passwords.of(Role(role)) for role in provisioning.ROLES})


async def _is_done(admin: str) -> bool:
    connection: Any = await asyncpg.connect(admin, statement_cache_size=0)
    try:
        return bool(await connection.fetchval(_DONE, list(provisioning.ROLES), DATABASE))
    finally:
        await connection.close()
