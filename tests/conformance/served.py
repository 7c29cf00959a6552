"""Serves a network of its own on a real socket, fetches a token, and runs the given command against it.

The command finds BASE_URL, TOKEN and PREPARED (see there) in its environment; its exit code is this program's.
"""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from app.adapters.postgres.embedded.passwords import Role as DatabaseRole
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.api.connections import Room, connections
from app.config import Settings
from app.serving import application, configured
from app.wiring import open_service
from app.worker import working_beside
from tests.conformance.prepared import prepared
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.limits import GENEROUS
from tests.support.postgres import a_migrated_server
from tests.support.scenes_referrals import Scene, a_scene

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A network that is served."""

    address: str
    app: FastAPI
    scene: Scene


@asynccontextmanager
async def serving(
    server: EmbeddedServer,
    within: Callable[[ASGIApp], ASGIApp] | None = None,
    *,
    works: bool = False,
    **more: Any,
) -> AsyncIterator[Served]:
    """Serve a new network until the block ends; the service knows the address at which it is reached.

    Whoever listens to what is answered names what the application is put `within`; `works` lets a worker work beside;
    `more` are further settings.
    """
    dsn = server.dsn(role=DatabaseRole.APP)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings(
            database_url=dsn,
            database_worker_url=dsn,
            secret_key="a secret for conformance",
            public_url=address,
            **GENEROUS,
            **more,
        )
        async with AsyncExitStack() as stack:
            service = await stack.enter_async_context(open_service(settings, dsn))
            if works:
                await stack.enter_async_context(working_beside(settings, server.dsn(role=DatabaseRole.WORKER)))
            app = application(service)
            whole = app if within is None else within(app)
            listener = uvicorn.Server(configured(whole, connections(Room(most=MOST))))
            task = asyncio.create_task(listener.serve(sockets=[listening]))
            try:
                yield Served(address=address, app=app, scene=await a_scene(await found_world(service.core)))
            finally:
                app.state.closing.set()
                listener.should_exit = True
                await task


async def run(command: list[str], server: EmbeddedServer) -> int:
    """Serve until the command ends."""
    async with serving(server) as served:
        environment = {
            "BASE_URL": served.address,
            "TOKEN": await _token(Doors(app=served.app, world=served.scene.world)),
            "PREPARED": await prepared(served.scene),
        }
        child = await asyncio.create_subprocess_exec(*command, env=os.environ | environment)
        return await child.wait()


async def _token(doors: Doors) -> str:
    async with doors.callers:
        caller: httpx.AsyncClient = await doors.administrator()
        return str(caller.headers["Authorization"]).removeprefix("Bearer ")


if __name__ == "__main__":
    with a_migrated_server() as database:
        sys.exit(asyncio.run(run(sys.argv[1:], database)))
