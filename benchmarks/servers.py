"""Servers under measurement: real processes on real ports, stopped when the measurement ends."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil

START_SECONDS = 90
LOOK_SECONDS = 3.0  # longer than a service leaves between its start and the making of its graph
QUIET = 0.1  # of one processor; a worker looks for work all the time
# One caller asks for what hundreds of programs would; the limits stay in force, and what they cost is measured too.
GENEROUS = {f"THROUGHLINE_RATE_LIMIT_{whose}": "10000000" for whose in ("CLIENT", "AGENCY", "CEILING", "ADDRESS")}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return what the process has used of the processors so far, without its children."""
        times = psutil.Process(self.pid).cpu_times()  # type: ignore[no-untyped-call]
        return float(times.user + times.system)

    def megabytes(self) -> float:
        """Return the process's resident memory."""
        return float(psutil.Process(self.pid).memory_info().rss / 1e6)  # type: ignore[no-untyped-call]


@asynccontextmanager
async def a_server(arguments: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Server]:
    """Start a Python server that takes `--port`; yield it once it listens and rests, and stop it at the end."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, "--port", str(port), env={**os.environ, **GENEROUS, **environment}
    )
    try:
        server = Server(port, process.pid)
        async with asyncio.timeout(START_SECONDS):
            await _listening(port)
            await _resting(server)
        yield server
    finally:
        process.terminate()
        await process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


async def _listening(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


async def _resting(server: Server) -> None:
    """Wait until it has made whatever it makes after its start: what is measured meanwhile would be too slow."""
    used = -1.0
    while server.cpu_seconds() - used > QUIET * LOOK_SECONDS:
        used = server.cpu_seconds()
        await asyncio.sleep(LOOK_SECONDS)
