"""Processes of the service that are forked from one which has loaded it, since loading takes longer than most do.

They are processes of their own with arguments, environment, output, signals and exit codes of their own; only how they
come to be differs from `python -m app`, which some tests start as it is.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import IO, Self

REPOSITORY = Path(__file__).parents[2]
FORKED = "tests.support.preloaded"


@cache
def _forking() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([FORKED])
    return context


def _begin(arguments: tuple[str, ...], environment: dict[str, str], directory: str, out: str, err: str) -> None:
    """Become what a shell would have started, and run the command line."""
    from app.cli.commands import main  # noqa: PLC0415 - loaded before the fork

    for number, path in enumerate((out, err), start=1):
        said = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.dup2(said, number)
        os.close(said)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(directory)
    sys.argv = ["throughline", *arguments]
    main()


class Forked:
    """A process of the service, used like `subprocess.Popen`; it says what it says into files."""

    def __init__(
        self,
        *arguments: str,
        environment: dict[str, str],
        directory: str = str(REPOSITORY),
        out: IO[str] | None = None,
    ) -> None:
        self._out = out or _file()
        self._err = out or _file()
        given = (arguments, environment, directory, self._out.name, self._err.name)
        self._process: BaseProcess = _forking().Process(target=_begin, args=given, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("throughline", timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for its end, and return what it said."""
        self.wait(timeout)
        self._out.seek(0)
        self._err.seek(0)
        return self._out.read(), self._err.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.wait()
        self._out.close()
        self._err.close()


def _file() -> IO[str]:
    return tempfile.NamedTemporaryFile("w+", prefix="said-", encoding="utf-8", errors="replace")
