"""The FHIR door of a running process: real tokens, real bytes on a real socket."""

import asyncio
import json
from base64 import b64encode

import httpx
import pytest

from app.domain.networks.api_client import NewApiClient
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.use_cases.networks import api_clients
from tests.support.builders_directory import World
from tests.support.fhir import SYSTEM, a_bundle, a_client, an_entry, an_observation, blamed
from tests.support.running import Running

SCOPES = "system/*.cruds"
SECRET = "a secret of some length for a program"


@pytest.fixture
async def token(server: Running, world: World) -> str:
    agency = await world.an_agency()
    new = NewApiClient(
        agency=agency.id, name="An EHR", roles=frozenset({Role.CASE_MANAGER}), scopes=Scopes.parse(SCOPES)
    )
    client = await world.core.run(world.by(Role.SYSTEM), api_clients.register, new, SECRET)
    basic = b64encode(f"{client.client_id}:{SECRET}".encode()).decode()
    async with httpx.AsyncClient(base_url=server.url) as caller:
        form = {"grant_type": "client_credentials", "scope": SCOPES}
        answer = await caller.post("/oauth/token", data=form, headers={"Authorization": f"Basic {basic}"})
    return str(answer.raise_for_status().json()["access_token"])


async def test_an_ehr_writes_reads_and_is_refused_on_one_connection(server: Running, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as ehr:
        patient = await a_client(ehr)
        observation = json.loads(an_observation(patient, "72"))
        bundle = a_bundle("transaction", *(an_entry("POST", "Observation", observation) for _ in range(20)))

        done = await ehr.post("/fhir", json=bundle, headers={"Accept": "application/fhir+json"})
        made = done.raise_for_status().json()["entry"][0]["response"]["location"]
        read = await ehr.get(made)
        found = await ehr.get(f"/fhir/Observation?patient={patient}&_count=15")
        links = {link["relation"]: link["url"] for link in found.json()["link"]}
        rest = await ehr.get(links["next"])
        refused = await ehr.post("/fhir/Observation", content=b"{", headers={"Content-Type": "application/fhir+json"})

    assert made.startswith(f"{server.url}/fhir/Observation/")
    assert [read.status_code, read.headers["etag"]] == [200, 'W/"1"']
    assert [len(found.json()["entry"]), len(rest.json()["entry"])] == [15, 5]
    assert blamed(refused) == (400, "structure", None)


async def test_thirty_at_once_make_one(server: Running, token: str) -> None:
    condition = {"If-None-Exist": f"identifier={SYSTEM}|socket", "Content-Type": "application/fhir+json"}
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as ehr:
        body = an_observation(await a_client(ehr), identifier="socket")
        answers = await asyncio.gather(
            *(ehr.post("/fhir/Observation", content=body, headers=condition) for _ in range(30))
        )

    assert sorted(answer.status_code for answer in answers) == [200] * 29 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
