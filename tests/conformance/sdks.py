"""Lets programs that are written with the SDKs run referrals between two agencies, on a network that is really served.

Each argument is a program, run with the interpreter for its kind. Its environment says BASE_URL, CLIENT and SERVICE (a
client who consents, a service that takes referrals), PORT_OF_PAGES (an origin that the service lets in), and the id and
secret of an API client of the SENDER, of the PROVIDER, and of the PROVIDER_ADMIN.
"""

import asyncio
import os
import socket
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from app.adapters.postgres.embedded.server import EmbeddedServer
from app.domain.networks.agency import Agency
from app.domain.networks.roles import Role
from tests.conformance.served import Served, serving
from tests.support.oauth import a_partner
from tests.support.postgres import a_migrated_server

SDK = Path(__file__).parents[2] / "sdk"
INTERPRETERS = {".js": "node", ".py": str(SDK / "python" / ".venv" / "bin" / "python")}
SCOPES = "system/*.cruds"


async def run(server: EmbeddedServer, programs: list[str]) -> int:
    """Run the programs, one after the other; return how many failed."""
    failed = 0
    with socket.create_server(("127.0.0.1", 0)) as pages:
        port = pages.getsockname()[1]
    async with AsyncExitStack() as stack:
        settings = {"cors_origins": (f"http://127.0.0.1:{port}",), "allow_private_targets": True}
        served = await stack.enter_async_context(serving(server, works=True, **settings))
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=served.address))
        environment = (
            os.environ
            | await _environment(served, http)
            | {
                "PORT_OF_PAGES": str(port),
                "PYTHONPATH": str(SDK / "python"),
            }
        )
        for program in programs:
            print(f"{program}:", flush=True)  # noqa: T201
            began = time.monotonic()
            child = await asyncio.create_subprocess_exec(INTERPRETERS[Path(program).suffix], program, env=environment)
            ended = await child.wait()
            print(f"  {'failed' if ended else 'works'}, {time.monotonic() - began:.1f} s.", flush=True)  # noqa: T201
            failed += ended != 0
    return failed


async def _environment(served: Served, http: httpx.AsyncClient) -> dict[str, str]:
    """Register the API clients of two agencies."""
    scene = served.scene
    told = {
        "BASE_URL": served.address,
        "CLIENT": str(scene.client),
        "SERVICE": str(scene.offered[0].id),
    }
    parties: dict[str, tuple[Agency, Role]] = {
        "SENDER": (scene.sender, Role.CASE_MANAGER),
        "PROVIDER": (scene.pantries[0], Role.INTAKE),
        "PROVIDER_ADMIN": (scene.pantries[0], Role.AGENCY_ADMIN),
    }
    for name, (agency, role) in parties.items():
        partner = await a_partner(scene.world, http, agency=agency, scopes=SCOPES, roles=frozenset({role}))
        told |= {f"{name}_ID": partner.client_id, f"{name}_SECRET": partner.secret}
    return told


if __name__ == "__main__":
    with a_migrated_server() as database:
        failures = asyncio.run(run(database, sys.argv[1:]))
    sys.exit(failures > 0)
