"""`throughline import …`: takes over what other systems export, with progress, a report and exit codes for scripts.

0: done, and what was rejected is in the report; 3 instead with `--strict`. 1: nothing could be done. 2: wrong words.
"""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.loading import loading

FHIR_SOURCE = "urn:fhir"

Run = Callable[[Coroutine[Any, Any, None]], None]
NetworkOption = Annotated[
    str | None, typer.Option("--network", help="Its id or name; may be left out for the only one.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read and compare everything, write nothing.")]
ReportOption = Annotated[
    Path | None, typer.Option("--report", help="Write every row with its reason to this JSON file.")
]


Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 when something was rejected.")]


def import_commands(run: Run) -> typer.Typer:
    """Make the commands; `run` runs a coroutine and explains what fails."""
    commands = typer.Typer(help="Take over what other systems export.", no_args_is_help=True)

    @commands.command("directory")
    def import_directory(
        path: Annotated[Path, typer.Argument(help="A folder or zip archive: an HSDS 1.x data package.")],
        *,
        network: NetworkOption = None,
        source: Annotated[
            str | None, typer.Option(help="What its ids are names in; keep it the same every time.")
        ] = None,
        time_zone: Annotated[str, typer.Option(help="Where its agencies are, which the format does not say.")] = "UTC",
        dry_run: DryRun = False,
        strict: Strict = False,
        report: ReportOption = None,
    ) -> None:
        """Take over the agencies, locations and services of a directory; a second run changes only what has changed."""
        with loading():
            from app.cli import importing  # noqa: PLC0415 - few commands need it
            from app.domain.networks.calendar import is_time_zone  # noqa: PLC0415 - few commands need it

        if not is_time_zone(time_zone):
            raise typer.BadParameter("must be an IANA time zone such as America/New_York", param_hint="--time-zone")
        finish = importing.finish(report, strict=strict)
        package = importing.package_of(path, source, time_zone)
        run(importing.directory(package, network, dry_run=dry_run, finish=finish))

    @commands.command("fhir")
    def import_fhir(
        paths: Annotated[
            list[Path], typer.Argument(help="Bundles, single resources or NDJSON files, or folders of them.")
        ],
        *,
        agency: Annotated[
            str | None,
            typer.Option(help="Onto whose caseload: its id or name; may be left out for the only one."),
        ] = None,
        network: NetworkOption = None,
        source: Annotated[
            str, typer.Option(help="What its ids are names in: one for each system; keep it the same every time.")
        ] = FHIR_SOURCE,
        dry_run: DryRun = False,
        strict: Strict = False,
        report: ReportOption = None,
    ) -> None:
        """Take over FHIR R4 files for an agency: patients and their care, and every other resource as it came."""
        with loading():
            from app.cli import importing  # noqa: PLC0415 - few commands need it

        finish = importing.finish(report, strict=strict)
        run(importing.fhir(paths, network, agency, source, dry_run=dry_run, finish=finish))

    return commands
