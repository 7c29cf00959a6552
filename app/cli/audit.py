"""`throughline verify` and `throughline audit …`: is the log what it was, and what of it is kept elsewhere."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from app.cli.loading import loading

Run = Callable[[Coroutine[Any, Any, None]], None]
NetworkOption = Annotated[UUID | None, typer.Option(help="The network; every one, if left out.")]
CheckpointOption = Annotated[
    list[Path] | None, typer.Option(help="A file with a checkpoint that was kept elsewhere; repeat it for several.")
]
TrustOption = Annotated[
    list[str] | None,
    typer.Option(help="A public key of the log, as `GET /v1/audit/keys` shows it; not needed where the secret is."),
]
ExportOption = Annotated[Path | None, typer.Option(help="Examine this exported log; no database is asked.")]
OutputOption = Annotated[Path | None, typer.Option(help="The file to write; to the terminal, if left out.")]


def add_verify(commands: typer.Typer, run: Run) -> None:
    """Add `verify`; `run` runs a coroutine and explains what fails."""

    @commands.command()
    def verify(
        network: NetworkOption = None,
        checkpoint: CheckpointOption = None,
        trust: TrustOption = None,
        export: ExportOption = None,
    ) -> None:
        """Examine the audit log from its first entry to its last; 1 when anything is wrong, naming the first."""
        with loading():
            from app.cli import auditing  # noqa: PLC0415 - few commands need it

        given, keys = auditing.checkpoints(checkpoint or ()), auditing.keys(trust or ())
        if export is not None:
            auditing.verify_file(export, given, keys)
        else:
            run(auditing.verify(network, given, keys))


def audit_commands(run: Run) -> typer.Typer:
    """Make the commands; `run` runs a coroutine and explains what fails."""
    commands = typer.Typer(help="Take the audit log, or what proves it, elsewhere.", no_args_is_help=True)

    @commands.command("export")
    def export_log(
        network: Annotated[UUID, typer.Option(help="The network.")],
        output: Annotated[Path, typer.Option(help="The file to write; FILE.checkpoint stands beside it.")],
    ) -> None:
        """Write a log as lines of JSON, and its newest checkpoint beside it."""
        with loading():
            from app.cli import auditing  # noqa: PLC0415 - few commands need it

        run(auditing.export(network, output))

    @commands.command("anchor")
    def anchor(network: Annotated[UUID, typer.Option(help="The network.")], output: OutputOption = None) -> None:
        """Write the newest checkpoint of a log, to be kept where nobody who has the database can reach it."""
        with loading():
            from app.cli import auditing  # noqa: PLC0415 - few commands need it

        run(auditing.anchor(network, output))

    return commands
