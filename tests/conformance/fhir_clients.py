"""Lets FHIR clients that others published work on a network that is really served, one after the other.

Each is a program of its own in `clients/`, which prints what it does and fails on the first thing that is not as it
should be. Its environment says FHIR (the base), OAUTH_TOKEN_URL, CLIENT_ID, CLIENT_SECRET, TOKEN, SCOPES and ASSERTION:
what another client of the same agency signed to obtain a token (SMART Backend Services).
"""

import asyncio
import os
import sys
import time
from pathlib import Path

import httpx

from app.adapters.postgres.embedded.server import EmbeddedServer
from app.domain.networks.agency import Agency
from app.domain.networks.roles import Role
from tests.conformance.served import Served, serving
from tests.support.assertions import public_key_set
from tests.support.oauth import Partner, a_partner
from tests.support.postgres import a_migrated_server

HERE = Path(__file__).parent
PYTHON = str(HERE / "node_modules" / ".reader" / "bin" / "python")
PROGRAMS = {
    "fhir-kit-client": ("node", "by_fhir_kit_client.mjs"),
    "fhirclient (SMART JS)": ("node", "by_smart_js.mjs"),
    "MedplumClient": ("node", "by_medplum.mjs"),
    "fhirpy": (PYTHON, "by_fhirpy.py"),
    "fhirclient (Python)": (PYTHON, "by_fhirclient.py"),
}
SCOPES = "system/*.cruds"
ROLES = frozenset({Role.CASE_MANAGER, Role.COORDINATOR})


async def run(server: EmbeddedServer, names: list[str]) -> int:
    """Run the programs; return how many failed."""
    failed = 0
    async with serving(server) as served, httpx.AsyncClient(base_url=served.address) as http:
        agency = await served.scene.world.an_agency("Harbor Clinic")
        for name in names or PROGRAMS:
            environment = await _environment(served, http, agency)
            began = time.monotonic()
            program, file = PROGRAMS[name]
            child = await asyncio.create_subprocess_exec(
                program, str(HERE / "clients" / file), env=os.environ | environment
            )
            ended = await child.wait()
            print(f"{name}: {'failed' if ended else 'works'}, {time.monotonic() - began:.1f} s.", flush=True)  # noqa: T201
            failed += ended != 0
    return failed


async def _environment(served: Served, http: httpx.AsyncClient, agency: Agency) -> dict[str, str]:
    """Register a client with a secret and one with keys."""
    world = served.scene.world
    with_secret = await a_partner(world, http, agency=agency, scopes=SCOPES, roles=ROLES)
    with_keys = await a_partner(world, http, agency=agency, scopes=SCOPES, roles=ROLES, jwks=public_key_set())
    endpoint = f"{served.address}/oauth/token"
    return {
        "FHIR": f"{served.address}/fhir",
        "OAUTH_TOKEN_URL": endpoint,
        "CLIENT_ID": with_secret.client_id,
        "CLIENT_SECRET": with_secret.secret,
        "TOKEN": await with_secret.token(scope=SCOPES),
        "ASSERTION": _assertion(with_keys, endpoint),
        "SCOPES": SCOPES,
    }


def _assertion(partner: Partner, endpoint: str) -> str:
    return partner.signer(audience=endpoint).assertion()


if __name__ == "__main__":
    with a_migrated_server() as database:
        sys.exit(asyncio.run(run(database, sys.argv[1:])) > 0)
