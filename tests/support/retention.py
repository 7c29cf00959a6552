"""What the worker does for exports and erasures, done at once, and whoever serves a client beside the first agency."""

from http import HTTPStatus
from typing import Any

import httpx

from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.roles import Role
from app.use_cases.core import Context, use_case
from app.use_cases.retention import client_exports
from app.use_cases.rounds import system_call
from app.wiring import Service
from tests.support.scenes_referrals import Scene


@use_case(action="test.serve", resource="Patient", permission="u", roles=frozenset({Role.SYSTEM}))
async def serve(context: Context, agency: AgencyId, client: ClientId) -> None:
    grant = AccessGrant(
        agency=agency, client=client, basis=Basis.CASELOAD, source=client, since=context.now, tier=Tier.FULL
    )
    await context.tx.access.grant(grant)


async def let_serve(scene: Scene, agency: AgencyId) -> None:
    """Put the client on another agency's caseload too."""
    await scene.core.run(scene.world.by(Role.SYSTEM), serve, agency, scene.client)


async def made(service: Service, scene: Scene) -> None:
    """Do what the worker does."""
    call = system_call(scene.world.network.id, "exports")
    while await service.core.run(call, client_exports.make_next, service.export_seal):
        pass


async def asked(caller: httpx.AsyncClient, scene: Scene, purpose: str = "own_use") -> httpx.Response:
    return await caller.post(f"/v1/clients/{scene.client}/exports", json={"purpose": purpose})


async def exported(service: Service, caller: httpx.AsyncClient, scene: Scene, purpose: str = "own_use") -> Any:
    answer = await asked(caller, scene, purpose)
    assert answer.status_code == HTTPStatus.ACCEPTED, answer.text
    await made(service, scene)
    content = await caller.get(f"{answer.headers['Location']}/content")
    assert content.status_code == HTTPStatus.OK, content.text
    return content.json()
