"""`throughline project`: writes the resources of what is on record, as an upgrade or an operator asks for it."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

import typer

from app.cli.loading import loading

Run = Callable[[Coroutine[Any, Any, None]], None]
NetworkOption = Annotated[UUID | None, typer.Option(help="The network; every one, if left out.")]
FromOption = Annotated[
    str | None, typer.Option("--from", help="Where to go on, as an interrupted run has told: NOUN or NOUN/ID.")
]


def add_project(commands: typer.Typer, run: Run) -> None:
    """Add `project`; `run` runs a coroutine and explains what fails."""

    @commands.command()
    def project(
        network: NetworkOption = None,
        start: FromOption = None,
        *,
        terms: Annotated[bool, typer.Option("--terms", help="Write all search terms anew.")] = False,
    ) -> None:
        """Write the FHIR resources of everything on record; safe to break off, to repeat, beside a running service."""
        with loading():
            from app.cli import projecting  # noqa: PLC0415 - few commands need it

        noun, after = projecting.beginning(start)
        run(projecting.project(network, noun, after, anew=terms))
