"""`throughline network …`: founds a network and hands out the first credentials, from which all others are made."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer

from app.cli.loading import loading

Run = Callable[[Coroutine[Any, Any, None]], None]


def network_commands(run: Run) -> typer.Typer:
    """Make the commands; `run` runs a coroutine and explains what fails."""
    commands = typer.Typer(help="Found and list networks.", no_args_is_help=True)

    @commands.command("found")
    def found_network(
        name: Annotated[str, typer.Argument(help="What people call the network.")],
        agency: Annotated[str | None, typer.Option(help="The agency that runs it; named like it, if left out.")] = None,
        time_zone: Annotated[str, typer.Option(help="Where that agency is.")] = "UTC",
    ) -> None:
        """Found a network with the agency that runs it, and print its first API client, with the secret, this once."""
        with loading():
            from app.cli import founding  # noqa: PLC0415 - few commands need it
            from app.domain.networks.calendar import is_time_zone  # noqa: PLC0415 - few commands need it

        if not is_time_zone(time_zone):
            raise typer.BadParameter("must be an IANA time zone such as America/New_York", param_hint="--time-zone")
        run(founding.found(name, agency or name, time_zone))

    @commands.command("list")
    def list_networks() -> None:
        """List the networks of this service."""
        with loading():
            from app.cli import founding  # noqa: PLC0415 - few commands need it

        run(founding.show())

    return commands
