"""The doors as callers meet them: the whole application over ASGI, with real tokens."""

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from secrets import token_urlsafe

import httpx
import pytest
from fastapi import FastAPI

from app.domain.identity import AgencyId
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.serving import application
from app.use_cases.networks import api_clients
from app.wiring import Service
from tests.support.builders_directory import World

BASE_URL = "http://service.example"


@dataclass(slots=True, kw_only=True)
class Doors:
    """The application over one network, and whoever calls it."""

    app: FastAPI
    world: World
    callers: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def nobody(self) -> httpx.AsyncClient:
        """A caller without a token."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return await self.callers.enter_async_context(httpx.AsyncClient(transport=transport, base_url=BASE_URL))

    async def caller(self, agency: AgencyId, *roles: Role, scopes: str = "system/*.cruds") -> httpx.AsyncClient:
        """A registered program of an agency, with a token that it has fetched."""
        secret = token_urlsafe(32)
        new = NewApiClient(agency=agency, name="A program", roles=frozenset(roles), scopes=Scopes.parse(scopes))
        client = await self.world.core.run(self.world.by(Role.SYSTEM), api_clients.register, new, secret)
        caller = await self.nobody()
        basic = b64encode(f"{client.client_id}:{secret}".encode()).decode()
        form = {"grant_type": "client_credentials", "scope": scopes}
        answer = await caller.post("/oauth/token", data=form, headers={"Authorization": f"Basic {basic}"})
        caller.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
        return caller

    async def case_manager(self, agency_name: str = "Harbor Food Bank") -> httpx.AsyncClient:
        """A program of an agency that does care work."""
        agency = self.world.joined.get(agency_name) or await self.world.an_agency(agency_name)
        return await self.caller(agency.id, Role.CASE_MANAGER)

    async def administrator(self) -> httpx.AsyncClient:
        """A program that may do everything in the network that any program may."""
        agency = self.world.joined.get("Network office") or await self.world.an_agency("Network office")
        return await self.caller(agency.id, Role.NETWORK_ADMIN, Role.COORDINATOR, Role.CASE_MANAGER, Role.AGENCY_ADMIN)


@pytest.fixture
async def doors(service: Service, world: World) -> AsyncIterator[Doors]:
    """The doors of a network that was just founded."""
    opened = Doors(app=application(service), world=world)
    async with opened.callers:
        yield opened
