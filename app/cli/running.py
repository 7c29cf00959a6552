"""Runs what a command does, and explains in one line what an operator can mend."""

import asyncio
import contextlib
import sys
from collections.abc import Coroutine, Iterator
from typing import Any

import typer
import uvloop

from app.adapters.postgres import provisioning
from app.adapters.postgres.embedded.failures import EmbeddedServerFailed
from app.adapters.postgres.failures import FAILURES
from app.adapters.postgres.startup import NotFit

FAILURE = 1
INTERRUPTED = 130
EXPECTED = (EmbeddedServerFailed, NotFit, provisioning.RolesMissing, provisioning.NotProvisionable, *FAILURES)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end."""
    with _explained(), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except EXPECTED as error:
        typer.echo(str(error) or type(error).__name__, err=True)
        sys.exit(FAILURE)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
