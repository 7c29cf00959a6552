"""Lets FHIR clients that others published work on a network that is really served, one after the other.

Each is a program of its own in `clients/`, which prints what it does and fails on the first thing that is not as it
should be. Its environment says FHIR (the base), OAUTH_TOKEN_URL, CLIENT_ID, CLIENT_SECRET, TOKEN, SCOPES and ASSERTION:
what another client of the same agency signed to obtain a token (SMART Backend Services). Whatever the door answered is
written to the file that is named, one answer on a line, for other people's judges.
"""

import asyncio
import os
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
RESOURCE = b'{"resourceType":'
SCOPES = "system/*.cruds"
ROLES = frozenset({Role.CASE_MANAGER, Role.COORDINATOR})


class Listening:
    """The application, and the resources that it answers with."""

    def __init__(self, app: ASGIApp, answers: dict[bytes, None]) -> None:
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and keep what was answered when it is a resource."""
        body = bytearray()

        async def heard(message: Message) -> None:
            body.extend(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, heard)
        if body.startswith(RESOURCE):
            self.answers |= dict.fromkeys(bytes(body).splitlines())  # a file of an export has one on each line


async def run(server: EmbeddedServer, answers: dict[bytes, None], names: list[str]) -> int:
    """Run the programs; return how many failed."""
    failed = 0
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(serving(server, lambda app: Listening(app, answers), works=True))
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=served.address))
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
    heard: dict[bytes, None] = {}
    with a_migrated_server() as database:
        failures = asyncio.run(run(database, heard, sys.argv[2:]))
    Path(sys.argv[1]).write_bytes(b"\n".join(heard) + b"\n")
    sys.exit(failures > 0)
