"""What `throughline import …` does: reads files, takes over what is in them in batches, and tells what became of it."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.adapters.archives import find_files, read_files
from app.adapters.hsds.package import read_package, system_of
from app.cli.reports import Report, batches
from app.config import read_settings
from app.domain.errors import DomainError, Invalid
from app.domain.identity import AgencyId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import Agency, Membership
from app.domain.networks.roles import Role
from app.ports.directory import AgencyFilter
from app.ports.imports import DirectoryPackage, Result
from app.use_cases.core import Call
from app.use_cases.imports import imports
from app.use_cases.networks import agencies, networks
from app.use_cases.rounds import system_call
from app.wiring import Service, bring_up_to_date, networks_of, open_database, open_service

BATCH = 200
SOMETHING_REJECTED = 3
ENDINGS = (".json", ".ndjson", ".jsonl")
T = TypeVar("T")
Finish = Callable[[Report], None]


def package_of(path: Path, source: str | None, time_zone: str) -> DirectoryPackage:
    """Read a data package."""
    with _explained():
        files = read_files(path)
        system = source or system_of(files, path.resolve().stem)
        return read_package(files, system=system, time_zone=time_zone)


async def directory(package: DirectoryPackage, network: str | None, *, dry_run: bool, finish: Finish) -> None:
    """Take over the agencies, locations and services of a package."""
    with _explained():
        async with _service() as service:
            call = await _system(service, network)
            told = Report(source=package.system, network=str(call.actor.network), dry_run=dry_run)
            told.remarks.extend(package.remarks)
            with _progress() as progress:
                async for results in _take_directory(service, call, package, progress, dry_run=dry_run):
                    told.results.extend(results)
    finish(told)


async def _take_directory(
    service: Service, call: Call, package: DirectoryPackage, progress: Progress, *, dry_run: bool
) -> AsyncIterator[Sequence[Result]]:
    core, system = service.core, package.system
    nouns: tuple[tuple[str, Sequence[Any], Any], ...] = (
        ("agencies", package.agencies, imports.take_agencies),
        ("locations", package.locations, imports.take_locations),
        ("services", package.services, imports.take_services),
    )
    for noun, drafts, use_case in nouns:
        task = progress.add_task(noun, total=len(drafts))
        for batch in batches(drafts, BATCH):
            yield await core.run(call, use_case, system, batch, dry_run=dry_run)
            progress.advance(task, len(batch))


async def fhir(
    paths: list[Path], network: str | None, agency: str | None, source: str, *, dry_run: bool, finish: Finish
) -> None:
    """Take over FHIR files for an agency."""
    from app.cli.fhir_files import FhirFiles  # noqa: PLC0415 - FHIR's door is slow to load, and no other command opens it

    with _explained():
        files = find_files(paths, ENDINGS)
        async with _service() as service:
            call = await _system(service, network)
            owner = await _agency(service, call, agency)
            actor = Actor(network=owner.network, agency=owner.id, roles=frozenset({Role.SYSTEM}))
            told = Report(source=", ".join(map(str, paths)), network=str(owner.network), dry_run=dry_run)
            run = FhirFiles(core=service.core, call=Call(actor=actor, request_id="import"), source=source, told=told)
            with _progress() as progress:
                await run.take(files, progress)
    finish(told)


@asynccontextmanager
async def _service() -> AsyncIterator[Service]:
    settings = read_settings()
    async with open_database(settings) as database:
        if settings.database_url is None:
            await bring_up_to_date(database)
        async with open_service(settings, database.worker) as service:
            yield service


async def _system(service: Service, chosen: str | None) -> Call:
    """Speak for the system in the chosen network, or in the only one."""
    named = {}
    for network in await networks_of(service):
        call = system_call(network, "import")
        named[network] = (await service.core.run(call, networks.read, network)).name
    matching = [id_ for id_, name in named.items() if chosen is None or chosen in (str(id_), name)]
    if len(matching) == 1:
        return system_call(matching[0], "import")
    known = "; ".join(f"{name} ({id_})" for id_, name in named.items())
    if not named:
        raise Invalid("import.no-network", "There is no network yet: found one with `throughline network found NAME`.")
    raise Invalid("import.which-network", f"Name one network with --network: {known}")


async def _agency(service: Service, call: Call, chosen: str | None) -> Agency:
    """Return the agency of an id or a name, or the only full member."""
    if chosen is not None and _is_id(chosen):
        return await service.core.run(call, agencies.read, AgencyId(UUID(chosen)))
    asked = AgencyFilter(name=chosen, membership=Membership.FULL if chosen is None else None)
    page = await service.core.run(call, agencies.browse, asked, BATCH, None)
    found = [agency for agency in page.items if agency.name == chosen] or list(page.items)
    if len(found) == 1:
        return found[0]
    known = "; ".join(f"{agency.name} ({agency.id})" for agency in found[:10])
    raise Invalid("import.which-agency", f"Name one agency with --agency: {known or 'none has such a name'}")


def _is_id(text: str) -> bool:
    """Whether a text is an id rather than a name."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DomainError as refusal:
        typer.echo(refusal.message, err=True)
        raise typer.Exit(1) from refusal


def _reserve(report: Path | None) -> None:
    """Find out before the work that its report could not be written after it."""
    try:
        if report is not None:
            report.touch()
    except OSError as error:
        raise Invalid("import.report", f"The report cannot be written to {report}: {error.strerror}.") from error


def _progress() -> Progress:
    """Show a bar on a terminal, and nothing elsewhere: what was done is told at the end."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


def finish(path: Path | None, *, strict: bool) -> Finish:
    """Return what shows a report and writes it, and exits with 3 where scripts ask for it."""
    with _explained():
        _reserve(path)

    def told_of(told: Report) -> None:
        told.show(Console())
        if path is not None:
            told.write(path)
        if strict and told.rejected:
            raise typer.Exit(SOMETHING_REJECTED)

    return told_of
