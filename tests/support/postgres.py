"""One PostgreSQL for a whole test run, and in it one database for each worker, copied from a migrated template.

Tests share their worker's database and clean nothing: each makes its own network, which row-level security walls off.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.provision import provision
from app.adapters.postgres.embedded.server import DATABASE, EmbeddedServer
from app.adapters.postgres.migrate import migrate
from app.adapters.postgres.provisioning import create_database
from tests.support.canaries import LISTENING, heard_in

SHARED_HOME = "THROUGHLINE_TEST_HOME"  # set by the process that starts the workers, which find the server there
RUNNING = pytest.StashKey[object]()
COPY_SECONDS, DROP_SECONDS = 120, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One migrated database, and its address for each role."""

    server: EmbeddedServer
    name: str

    def dsn(self, role: Role) -> str:
        return self.server.dsn(role=role, database=self.name)

    @property
    def app(self) -> str:
        return self.dsn(Role.APP)

    @property
    def worker(self) -> str:
        return self.dsn(Role.WORKER)

    @property
    def owner(self) -> str:
        return self.dsn(Role.OWNER)

    @property
    def superuser(self) -> str:
        return self.dsn(Role.SUPERUSER)


@contextmanager
def a_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="throughline-test-"))
    try:
        yield home
    finally:
        shutil.rmtree(home)


@contextmanager
def a_migrated_server() -> Iterator[EmbeddedServer]:
    with a_home() as home, EmbeddedServer(home, fsync=False) as server:
        asyncio.run(_make_template(server))
        yield server


async def _make_template(server: EmbeddedServer) -> None:
    await provision(server)
    await migrate(server.dsn(role=Role.OWNER))


async def _copy_template(server: EmbeddedServer, name: str) -> None:
    connection = await asyncpg.connect(
        server.dsn(role=Role.SUPERUSER, database="postgres"), command_timeout=COPY_SECONDS
    )
    try:
        await create_database(connection, name, template=DATABASE)
    finally:
        await connection.close(timeout=10)


async def _drop(server: EmbeddedServer, name: str) -> None:
    """Drop a database if that is quick: it waits for every backend of the server, and all goes with the home anyway."""
    connection = await asyncpg.connect(
        server.dsn(role=Role.SUPERUSER, database="postgres"), command_timeout=DROP_SECONDS
    )
    try:
        with suppress(TimeoutError):
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close(timeout=10)


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the workers, so that it lives as long as the last of them."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        running = a_migrated_server()
        os.environ[SHARED_HOME] = str(running.__enter__().home.root)
        config.stash[RUNNING] = running


def pytest_unconfigure(config: pytest.Config) -> None:
    running = config.stash.get(RUNNING, None)
    if running is not None:
        del os.environ[SHARED_HOME]
        running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedServer]:
    """The run's server, with a migrated template: started here, or shared among the workers."""
    if shared := os.environ.get(SHARED_HOME):
        with EmbeddedServer(Path(shared), fsync=False) as server:
            yield server
    else:
        with a_migrated_server() as server:
            yield server


@pytest.fixture(scope="session")
def database(postgres: EmbeddedServer) -> Iterator[Database]:
    """The worker's own database."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    asyncio.run(_copy_template(postgres, name))
    yield Database(server=postgres, name=name)
    asyncio.run(_drop(postgres, name))
    heard_in(postgres.home.log)
    assert LISTENING.heard == []


@contextmanager
def a_copy(server: EmbeddedServer) -> Iterator[Database]:
    """A migrated database that nobody else uses."""
    name = f"test_{os.urandom(6).hex()}"
    asyncio.run(_copy_template(server, name))
    try:
        yield Database(server=server, name=name)
    finally:
        asyncio.run(_drop(server, name))


@pytest.fixture
def empty_database(postgres: EmbeddedServer) -> Iterator[Database]:
    """A migrated database for one test alone, for what counts or breaks everything."""
    with a_copy(postgres) as database:
        yield database


@pytest.fixture(scope="module")
def own_database(postgres: EmbeddedServer) -> Iterator[Database]:
    """A migrated database for the tests of one file, for what fills it, or asks how it is read."""
    with a_copy(postgres) as database:
        yield database
