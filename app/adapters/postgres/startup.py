"""What must be true of the database before the service serves: the right role, the walls up, the migrations run."""

from typing import Any

from app.adapters.postgres import engine, failures, revisions
from app.adapters.postgres.protection import WORKER_ROLE
from app.adapters.postgres.schema import network_tables

_ROLE = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_IS_WORKER = "SELECT pg_has_role(current_user, oid, 'USAGE') FROM pg_roles WHERE rolname = $1"
_TABLES = """
    SELECT relname, relrowsecurity AND relforcerowsecurity AS walled,
        ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns
    FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""
_EARLIER = "an earlier commit made it, and until the first release none is upgraded: begin with a new database"


class NotFit(Exception):
    """The database may not be used as it is; the message says why."""


async def check(connection: Any) -> None:
    """Raise `NotFit` when the role could see past the walls, a wall is missing, or the schema is another than ours."""
    if await connection.fetchval(_ROLE):
        raise NotFit("the service must not run as a superuser or a role that bypasses row-level security")
    await check_revision(connection)
    found = {row["relname"]: row for row in await connection.fetch(_TABLES)}
    tables = network_tables()
    wanted = {f"{table.name}.{column.name}" for table in tables for column in table.c}
    standing = [table.name for table in tables if table.name in found]
    there = {f"{name}.{column}" for name in standing for column in found[name]["columns"]}
    if differing := sorted(wanted ^ there):
        raise NotFit(f"{len(differing)} columns are not those that this code needs ({differing[0]} …): {_EARLIER}")
    bare = sorted(name for name in standing if not found[name]["walled"])
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
