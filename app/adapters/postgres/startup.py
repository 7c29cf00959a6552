"""What must be true of the database before the service serves: the right role, the walls up, the migrations run."""

from typing import Any

from app.adapters.postgres import engine, failures, revisions
from app.adapters.postgres.protection import WORKER_ROLE
from app.adapters.postgres.schema import network_tables

_ROLE = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_IS_WORKER = "SELECT pg_has_role(current_user, oid, 'USAGE') FROM pg_roles WHERE rolname = $1"
_WALLED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity AND relforcerowsecurity
"""


class NotFit(Exception):
    """The database may not be used as it is; the message says why."""


async def check(connection: Any) -> None:
    """Raise `NotFit` when the role could see past the walls, a wall is missing, or the schema is another revision's."""
    if await connection.fetchval(_ROLE):
        raise NotFit("the service must not run as a superuser or a role that bypasses row-level security")
    await check_revision(connection)
    walled = {row["relname"] for row in await connection.fetch(_WALLED)}
    bare = sorted({table.name for table in network_tables()} - walled)
    if bare:
        raise NotFit(f"row-level security is not forced on: {', '.join(bare)}")


async def check_worker(connection: Any) -> None:
    """Raise `NotFit` when the role could not see in which networks there is work: nothing would ever be delivered."""
    if not await connection.fetchval(_IS_WORKER, WORKER_ROLE):
        raise NotFit(f"the worker must connect as {WORKER_ROLE}: set DATABASE_WORKER_URL")


async def check_revision(connection: Any) -> None:
    """Raise `NotFit` when the database is not at the revision that this code needs."""
    found, needed = await revisions.current(connection), revisions.head()
    if found != needed:
        raise NotFit(f"the database is at revision {found}, this code needs {needed}: run throughline migrate")


async def readiness(pool: Any) -> dict[str, str]:
    """Tell, in words without secrets, whether the database answers and is at the revision that this code needs."""
    try:
        async with pool.acquire(timeout=engine.ACQUIRE_SECONDS) as connection:
            await check_revision(connection)
    except NotFit:
        return {"database": "ok", "migrations": "at another revision than this code needs"}
    except failures.FAILURES:
        return {"database": "does not answer"}
    return {"database": "ok", "migrations": "ok"}
