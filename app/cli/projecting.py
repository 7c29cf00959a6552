"""`throughline project`: resources for what was there before they were, or looks otherwise in a new version."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.adapters.postgres.backfilling import FIRST, TABLES, PostgresBackfill
from app.config import read_settings
from app.domain.identity import NetworkId
from app.ports.transactions import TransactionConflict
from app.wiring import bring_up_to_date, networks_of, open_database, open_service

BITE = 200
PAUSE_SECONDS = 0.2


def beginning(text: str | None) -> tuple[str, UUID]:
    """Read where to go on: NOUN or NOUN/ID."""
    noun, _, after = (text or "").partition("/")
    if noun and noun not in TABLES:
        raise typer.BadParameter(f"must be one of {', '.join(TABLES)}", param_hint="--from")
    return noun or next(iter(TABLES)), _id(after)


def _id(text: str) -> UUID:
    try:
        return UUID(text) if text else FIRST
    except ValueError:
        raise typer.BadParameter("must be NOUN or NOUN/ID", param_hint="--from") from None


async def project(network: UUID | None, noun: str, after: UUID, *, anew: bool) -> None:
    """Write the resources of a network, or of all, going on where an interrupted run has stopped."""
    settings = read_settings()
    async with open_database(settings) as database:
        if settings.database_url is None:
            await bring_up_to_date(database)
        async with open_service(settings, database.worker) as service:
            backfill = PostgresBackfill(service.transactions)
            networks = [NetworkId(network)] if network is not None else await networks_of(service)
            for each in networks:
                await _network(backfill, each, noun, after, anew=anew)


async def _network(backfill: PostgresBackfill, network: NetworkId, first: str, after: UUID, *, anew: bool) -> None:
    nouns = list(TABLES)
    counts = await backfill.counts(network)
    with _progress() as progress:
        for noun in nouns[nouns.index(first) :]:
            done = await _noun(backfill, network, noun, after, progress, counts[noun], anew=anew)
            after = FIRST
            typer.echo(f"{network} {noun}: {done}")


async def _noun(
    backfill: PostgresBackfill,
    network: NetworkId,
    noun: str,
    after: UUID,
    progress: Progress,
    count: int,
    *,
    anew: bool,
) -> int:
    bar, done = progress.add_task(noun, total=count), 0
    try:
        while ids := await _bite(backfill, network, noun, after, anew=anew):
            after, done = ids[-1], done + len(ids)
            progress.update(bar, completed=done)
    except BaseException:
        typer.echo(f"Go on with: --network {network} --from {noun}/{after}", err=True)
        raise
    progress.remove_task(bar)
    return done


async def _bite(
    backfill: PostgresBackfill, network: NetworkId, noun: str, after: UUID, *, anew: bool
) -> tuple[UUID, ...]:
    while True:
        try:
            return await backfill.bite(network, noun, after, BITE, datetime.now(UTC), anew=anew)
        except TransactionConflict:  # the service and we were in each other's way
            await asyncio.sleep(PAUSE_SECONDS)


def _progress() -> Progress:
    """Show a bar on a terminal, and nothing elsewhere: what was done is told line by line."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
