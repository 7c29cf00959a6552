"""Serves a network of its own on a real socket, fetches a token, and runs the given command against it.

The command finds BASE_URL, TOKEN and PREPARED (see there) in its environment; its exit code is this program's.
"""

import asyncio
import os
import socket
import sys

import httpx
import uvicorn

from app.adapters.postgres.embedded.passwords import Role as DatabaseRole
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.api.connections import Room, connections
from app.config import Settings
from app.serving import application
from app.wiring import Service, open_service
from tests.conformance.prepared import prepared
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.limits import GENEROUS
from tests.support.postgres import a_migrated_server
from tests.support.scenes_referrals import a_scene

MOST = 200


async def run(command: list[str], server: EmbeddedServer) -> int:
    """Serve until the command ends."""
    dsn = server.dsn(role=DatabaseRole.APP)
    secret = "a secret for conformance"
    settings = Settings(database_url=dsn, database_worker_url=dsn, secret_key=secret, **GENEROUS)
    async with open_service(settings, dsn) as service:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            return await _beside(command, service, listening)


async def _beside(command: list[str], service: Service, listening: socket.socket) -> int:
    app = application(service)
    listener = uvicorn.Server(uvicorn.Config(app, http=connections(Room(most=MOST)), lifespan="off", log_config=None))
    serving = asyncio.create_task(listener.serve(sockets=[listening]))
    scene = await a_scene(await found_world(service.core))
    environment = {
        "BASE_URL": f"http://127.0.0.1:{listening.getsockname()[1]}",
        "TOKEN": await _token(Doors(app=app, world=scene.world)),
        "PREPARED": await prepared(scene),
    }
    try:
        child = await asyncio.create_subprocess_exec(*command, env=os.environ | environment)
        return await child.wait()
    finally:
        app.state.closing.set()
        listener.should_exit = True
        await serving


async def _token(doors: Doors) -> str:
    async with doors.callers:
        caller: httpx.AsyncClient = await doors.administrator()
        return str(caller.headers["Authorization"]).removeprefix("Bearer ")


if __name__ == "__main__":
    with a_migrated_server() as database:
        sys.exit(asyncio.run(run(sys.argv[1:], database)))
