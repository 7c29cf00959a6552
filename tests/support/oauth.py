"""API clients of a network of their own, who ask for tokens over HTTP."""

import base64
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import httpx

from app.domain.networks.agency import Agency
from app.domain.networks.api_client import ApiClient, AuthMethod, NewApiClient
from app.domain.networks.credentials import client_secret
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.use_cases.networks import api_clients
from tests.support import assertions
from tests.support.builders_directory import World

BASE_URL = "https://care.example"
SCOPES = "system/Patient.rs system/ServiceRequest.cruds system/Task.rs"


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A registered client with what it keeps secret."""

    http: httpx.AsyncClient
    registered: ApiClient
    secret: str
    agency: Agency

    @property
    def client_id(self) -> str:
        return self.registered.client_id

    @property
    def basic(self) -> dict[str, str]:
        return basic(self.client_id, self.secret)

    def signer(self, **changes: Any) -> assertions.Client:
        return assertions.Client(client_id=self.client_id, **changes)

    async def post(self, path: str, form: dict[str, str], **more: Any) -> httpx.Response:
        return await self.http.post(f"/oauth/{path}", data=form, headers=self.basic, **more)

    async def ask(self, **form: str) -> httpx.Response:
        return await self.post("token", {"grant_type": "client_credentials", **form})

    async def token(self, **form: str) -> str:
        answer = await self.ask(**form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def prove(self, assertion: str, **form: str) -> httpx.Response:
        return await prove(self.http, assertion, **form)


def basic(client_id: str, secret: str) -> dict[str, str]:
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()
    return {"Authorization": "Basic " + base64.b64encode(pair).decode()}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def prove(http: httpx.AsyncClient, assertion: str, **form: str) -> httpx.Response:
    usual = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    return await http.post("/oauth/token", data=usual | form)


async def a_partner(
    world: World,
    http: httpx.AsyncClient,
    *,
    agency: Agency | None = None,
    scopes: str = SCOPES,
    roles: frozenset[Role] = frozenset({Role.CASE_MANAGER}),
    **keys: Any,
) -> Partner:
    agency = agency or await world.an_agency(f"Agency {secrets.token_hex(4)}")
    secret = client_secret(secrets.token_bytes(32))
    new = NewApiClient(
        agency=agency.id,
        name="Intake system",
        roles=roles,
        scopes=Scopes.parse(scopes),
        auth_method=AuthMethod.PRIVATE_KEY_JWT if keys else AuthMethod.CLIENT_SECRET_BASIC,
        **keys,
    )
    registered = await world.core.run(world.by(Role.SYSTEM), api_clients.register, new, secret)
    return Partner(http=http, registered=registered, secret=secret, agency=agency)
