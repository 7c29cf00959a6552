"""Lets the clients of graphql-ws and graphql-sse follow the log of a network that is really served."""

import asyncio
import os
import sys
from pathlib import Path

import httpx

from app.adapters.postgres.embedded.server import EmbeddedServer
from app.domain.networks.roles import Role
from tests.conformance.served import serving
from tests.support.oauth import a_partner
from tests.support.postgres import a_migrated_server

PROGRAM = Path(__file__).parent / "clients" / "by_graphql_live.mjs"
SCOPES = "system/*.cruds"
SECONDS = 60


async def run(server: EmbeddedServer, program: Path) -> int:
    """Serve until the program ends; return its exit code."""
    async with serving(server, works=True) as served, httpx.AsyncClient(base_url=served.address) as http:
        agency = await served.scene.world.an_agency("Harbor Clinic")
        roles = frozenset({Role.AGENCY_ADMIN})
        partner = await a_partner(served.scene.world, http, agency=agency, scopes=SCOPES, roles=roles)
        environment = {"BASE_URL": served.address, "TOKEN": await partner.token(scope=SCOPES)}
        child = await asyncio.create_subprocess_exec("node", str(program), env=os.environ | environment)
        async with asyncio.timeout(SECONDS):
            return await child.wait()


if __name__ == "__main__":
    with a_migrated_server() as database:
        sys.exit(asyncio.run(run(database, Path(sys.argv[1]) if sys.argv[1:] else PROGRAM)))
