"""The service answering on a real socket: started, asked and stopped as an operator would."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import pytest

from tests.support.canaries import LISTENING
from tests.support.forking import REPOSITORY, Forked
from tests.support.postgres import Database
from tests.support.processes import ending, environment

PATIENCE = 60
OURS = ("THROUGHLINE_", "DATABASE_", "PORT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A service that answers, and its process."""

    url: str
    process: "subprocess.Popen[str] | Forked"
    said: IO[str]

    def words(self) -> str:
        self.said.seek(0)
        return self.said.read()

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def command(*arguments: str, output: IO[str] | None = None, **environment: str) -> Forked:
    """Run the command line in a process of its own."""
    return Forked(*arguments, environment=_inherited() | environment, out=output)


def typed(*arguments: str, output: int | IO[str] = subprocess.PIPE, **environment: str) -> "subprocess.Popen[str]":
    """Run `python -m app`, to the letter; it takes seconds to load."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "app", *arguments],
        cwd=REPOSITORY,
        env=_inherited() | environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
    )


def finish(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run a command to its end, and return its exit code and what it said."""
    with ending(command(*arguments, **environment)) as process:
        said = "".join(process.communicate(timeout=PATIENCE))
    return process.wait(), said


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def a_running(*arguments: str, to_the_letter: bool = False, **environment: str) -> Iterator[Running]:
    """Start the service and wait until it is ready; it is gone at the end, however it ends."""
    port, start = free_port(), typed if to_the_letter else command
    with (
        tempfile.NamedTemporaryFile("w+") as said,
        ending(start(*arguments, output=said, PORT=str(port), **environment)) as process,
    ):
        running = Running(url=f"http://127.0.0.1:{port}", process=process, said=said)
        try:
            _wait(running)
            yield running
        finally:
            _end(running)
            LISTENING.check("the log of a process", running.words())


def _end(running: Running) -> None:
    """Let the process stop by itself, and kill it when it does not: what hangs must fail a test, not the whole run."""
    if running.process.poll() is not None:
        return
    try:
        running.stop()
    except BaseException:
        running.process.kill()
        raise


def eventually_ready(url: str) -> None:
    """Wait for a service that lost its database to be ready again."""
    deadline = time.monotonic() + PATIENCE
    while not _is_ready(url):
        assert time.monotonic() < deadline, "the service did not become ready again"
        time.sleep(0.1)


def _wait(running: Running) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _is_ready(running.url):
        if running.process.poll() is not None or time.monotonic() > deadline:
            running.process.kill()
            pytest.fail(f"the service did not start:\n{running.words()}")
        time.sleep(0.05)


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 - our own address
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture(scope="session")
def server(database: Database) -> Iterator[Running]:
    """The API as a process on the worker's database; shared, so its network is each test's own."""
    with a_running("serve", **environment(database)) as running:
        yield running
