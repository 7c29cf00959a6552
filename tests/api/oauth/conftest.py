"""The whole application over a real database, with one protected address to knock at."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import httpx
import pytest
from fastapi import FastAPI

from app.api.desks import AtDesk
from app.config import Settings
from app.serving import application
from app.wiring import Service
from tests.support.assertions import public_key_set
from tests.support.builders_directory import World
from tests.support.oauth import BASE_URL, Partner, a_partner
from tests.support.postgres import Database

NewPartner = Callable[..., Awaitable[Partner]]


@pytest.fixture
def settings(database: Database) -> Settings:
    return Settings(database_url=database.app, secret_key="secret", database_pool_size=6, public_url=BASE_URL)


async def whoami(desk: AtDesk) -> dict[str, object]:
    actor = desk.actor
    return {"network": actor.network, "agency": actor.agency, "roles": sorted(actor.roles), "scopes": str(actor.scopes)}


@pytest.fixture
def app(service: Service) -> FastAPI:
    app = application(service)
    app.add_api_route("/whoami", whoami)
    return app


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as http:
        yield http


@pytest.fixture
def new_partner(world: World, http: httpx.AsyncClient) -> NewPartner:
    return partial(a_partner, world, http)


@pytest.fixture
async def partner(new_partner: NewPartner) -> Partner:
    return await new_partner()


@pytest.fixture
async def signing_partner(new_partner: NewPartner) -> Partner:
    return await new_partner(jwks=public_key_set())
