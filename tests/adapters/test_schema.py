"""What must hold for every table there is, read from the schema itself."""

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, DateTime, Table, UniqueConstraint
from sqlalchemy.ext.asyncio import create_async_engine

from app.adapters.postgres import revisions, startup
from app.adapters.postgres.migrate import configuration, migrate
from app.adapters.postgres.schema import metadata, network_tables
from tests.support.postgres import Database

TABLES = [pytest.param(table, id=table.name) for table in metadata().sorted_tables]


@pytest.mark.parametrize("table", TABLES)
def test_the_network_leads_every_key(table: Table) -> None:
    keys = [list(table.primary_key.columns.keys())]
    keys += [constraint.columns.keys() for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    keys += [list(index.columns.keys()) for index in table.indexes if index.unique]
    keys += [list(constraint.column_keys) for constraint in table.foreign_key_constraints]
    assert {key[0] for key in keys} == {"network_id"}


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_set_to_null_behind_our_back(table: Table) -> None:
    assert {constraint.ondelete for constraint in table.foreign_key_constraints} <= {None}


@pytest.mark.parametrize("table", TABLES)
def test_every_moment_knows_its_zone(table: Table) -> None:
    naive = [c.name for c in table.columns if isinstance(c.type, DateTime) and not c.type.timezone]
    assert naive == []


def test_every_table_belongs_to_a_network() -> None:
    assert [table.name for table in network_tables()] == [table.name for table in metadata().sorted_tables]


async def test_migrations_go_up_and_down_and_up_again(empty_database: Database) -> None:
    await migrate(empty_database.owner, "base")
    await migrate(empty_database.owner)
    await migrate(empty_database.owner)
    connection = await asyncpg.connect(empty_database.app)
    await startup.check(connection)
    await connection.close()


async def test_migrations_make_exactly_the_tables_that_are_declared(database: Database) -> None:
    engine = create_async_engine(database.owner.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        drift = await connection.run_sync(_drift)
    await engine.dispose()
    assert drift == []


def _drift(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata()))


async def test_a_role_that_sees_past_the_walls_is_refused(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser)
    with pytest.raises(startup.NotFit, match="superuser"):
        await startup.check(connection)
    await connection.close()


async def test_a_missing_wall_is_refused(empty_database: Database) -> None:
    owner = await asyncpg.connect(empty_database.owner)
    await owner.execute("ALTER TABLE events NO FORCE ROW LEVEL SECURITY")
    await owner.close()
    connection = await asyncpg.connect(empty_database.app)
    with pytest.raises(startup.NotFit, match="events"):
        await startup.check(connection)
    await connection.close()


async def test_the_service_can_neither_change_nor_delete_an_audit_row(database: Database) -> None:
    connection = await asyncpg.connect(database.app)
    for statement in ("UPDATE audit_entries SET action = ''", "DELETE FROM audit_entries", "TRUNCATE audit_entries"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


async def test_the_service_cannot_change_the_schema(database: Database) -> None:
    connection = await asyncpg.connect(database.app)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("CREATE TABLE mine (id int)")
    await connection.close()


def test_the_last_migration_by_name_is_alembics_head() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == revisions.head()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE events DROP COLUMN stream_id", "events.stream_id"),
        ("ALTER TABLE events ADD COLUMN strayed text NOT NULL", "events.strayed"),
        ("DROP TABLE event_recipients", "event_recipients"),
    ],
)
async def test_a_database_that_an_earlier_commit_made_is_refused_by_what_differs(
    empty_database: Database, change: str, named: str
) -> None:
    owner = await asyncpg.connect(empty_database.owner)
    await owner.execute(change)
    await owner.close()
    connection = await asyncpg.connect(empty_database.app)
    with pytest.raises(startup.NotFit, match=rf"columns .*{named}.*begin with a new database"):
        await startup.check(connection)
    await connection.close()
