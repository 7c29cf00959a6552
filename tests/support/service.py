"""The service as it is wired, on the worker's database."""

from collections.abc import AsyncIterator

import pytest

from app.adapters.postgres.transactions import PostgresTransactions
from app.config import Settings
from app.use_cases.core import Core
from app.wiring import Service, open_service
from tests.support.limits import GENEROUS
from tests.support.postgres import Database

SECRET = "a secret for tests"


@pytest.fixture
def settings(database: Database) -> Settings:
    return settings_for(database)


def settings_for(database: Database) -> Settings:
    return Settings(
        database_url=database.app,
        database_worker_url=database.worker,
        database_pool_size=4,
        secret_key=SECRET,
        **GENEROUS,
    )


@pytest.fixture
async def service(settings: Settings, database: Database) -> AsyncIterator[Service]:
    async with open_service(settings, database.app) as service:
        yield service


@pytest.fixture
def core(service: Service) -> Core:
    return service.core


@pytest.fixture
def transactions(service: Service) -> PostgresTransactions:
    return service.transactions
