"""Who asks while growth is looked at: those who see much of the network, and an agency that sees the same little."""

import random
import secrets
from collections.abc import Mapping
from dataclasses import replace

import httpx

from app.domain.codes import Category
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.credentials import client_secret, compound_id
from app.domain.networks.roles import Role
from app.domain.partial_date import PartialDate
from app.use_cases.core import Core
from app.use_cases.networks import api_clients
from app.use_cases.rounds import system_call
from benchmarks import walks
from benchmarks.generate import Generated
from benchmarks.operations import basic
from benchmarks.partners import SCOPES, Partner, another
from benchmarks.people import Ids, people

ROLES: Mapping[str, frozenset[Role]] = {
    "agency": frozenset({Role.AGENCY_ADMIN, Role.SUPERVISOR, Role.CASE_MANAGER, Role.INTAKE}),
    "network": frozenset({Role.NETWORK_ADMIN, Role.COORDINATOR}),
    "privacy": frozenset({Role.PRIVACY_OFFICER}),
    "small": frozenset({Role.AGENCY_ADMIN, Role.SUPERVISOR, Role.CASE_MANAGER, Role.INTAKE}),
}
OF_THE_SMALL = 3
GROWN = PartialDate.parse("1970-05-05")
WAY = walks.Way("sent", Category.FOOD)


async def credentials(core: Core, generated: Generated) -> dict[str, tuple[str, str]]:
    """Register a caller for each of `ROLES`; the small agency serves a few clients and was sent as many."""
    large = generated.partners[0]
    small = await another(core, large.network, f"small {secrets.token_hex(4)}")
    await _lead_a_small_life(core, small, large)
    made = {}
    call = system_call(large.network, "benchmark")
    for name, roles in ROLES.items():
        agency = small.agency if name == "small" else large.agency
        secret = client_secret(secrets.token_bytes(32))
        new = NewApiClient(agency=agency, name=f"growth {name}", roles=roles, scopes=SCOPES)
        registered = await core.run(call, api_clients.register, new, secret)
        made[name] = (compound_id(large.network, registered.id), secret)
    return made


async def tokens(client: httpx.AsyncClient, known: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Sign everybody in."""
    found = {}
    for name, pair in known.items():
        asked = {"grant_type": "client_credentials"}
        answer = await client.post("/oauth/token", headers=basic(*pair), data=asked)
        answer.raise_for_status()
        found[name] = answer.json()["access_token"]
    return found


async def _lead_a_small_life(core: Core, small: Partner, large: Partner) -> None:
    ids = Ids(random.Random(secrets.randbits(32)))
    for number, person in enumerate(people(small.network, 2 * OF_THE_SMALL, ids)):
        owner, other = (small, large) if number % 2 else (large, small)
        client = await walks.begun(core, owner, replace(person.profile, birth_date=GROWN))
        await walks.care(core, owner, other, client)
        await walks.referral(core, owner, other, client, WAY)
