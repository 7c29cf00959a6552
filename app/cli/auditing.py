"""What `throughline verify` and `throughline audit …` do with a log, or with a file that holds one."""

import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import typer

from app.adapters.audit_keys import AuditKeys, Signatures
from app.adapters.postgres.audit_files import Unreadable, network_in, read_lines
from app.adapters.postgres.audit_reading import PostgresLogReader
from app.adapters.postgres.engine import PoolSettings, close_pool, open_pool
from app.adapters.postgres.transactions import PostgresTransactions
from app.config import Settings, read_settings
from app.domain.audit.checkpoint import VerifierKey, origin_of
from app.domain.identity import NetworkId
from app.ports.audit import KeptCheckpoint
from app.use_cases.audit.audit_verification import Report, Trust, examine, examine_lines
from app.wiring import anchors_of, open_database, secret_of

MOST_TOLD = 20


def checkpoints(paths: Iterable[Path]) -> list[KeptCheckpoint]:
    """Read checkpoints that were kept elsewhere."""
    return [KeptCheckpoint(note=_text(path), source=str(path)) for path in paths]


def keys(texts: Iterable[str]) -> frozenset[VerifierKey]:
    """Read public keys of logs."""
    return frozenset(_key(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Desk:
    """The logs of a database, and the secret as far as it is at hand."""

    settings: Settings
    reader: PostgresLogReader
    keys: AuditKeys | None

    def trust(self, network: NetworkId, given: frozenset[VerifierKey]) -> Trust:
        """Say whose signatures count for a network."""
        former = {VerifierKey.parse(text) for text in self.settings.audit_former_keys}
        mine = frozenset(key for key in (*former, *given) if key.name == origin_of(network))
        current = None if self.keys is None else self.keys.public(network)
        return Trust(verifies=Signatures(), current=current, others=mine)


@asynccontextmanager
async def _desk() -> AsyncIterator[Desk]:
    settings = read_settings()
    secret = secret_of(settings)
    keys = None if secret is None else AuditKeys(secret)
    async with open_database(settings) as database:
        pool = await open_pool(PoolSettings(dsn=database.worker, size=2))
        try:
            yield Desk(settings, PostgresLogReader(PostgresTransactions(pool), keys), keys)
        finally:
            await close_pool(pool)


async def verify(only: UUID | None, given: Sequence[KeptCheckpoint], trusted: frozenset[VerifierKey]) -> None:
    """Examine the logs of a database, and exit with 1 when anything is wrong."""
    async with _desk() as desk:
        networks = await desk.reader.networks() if only is None else [NetworkId(only)]
        intact = True
        for network in networks:
            trust, anchors = desk.trust(network, trusted), anchors_of(desk.settings)
            if trust.current is None and not trust.others:
                _refuse("Neither the service's secret nor a key to --trust is there: nothing could be believed.")
            notes = [note for note in given if only is not None or origin_of(network) in note.note]
            intact = _tell(await examine(desk.reader, network, trust, anchors, notes)) and intact
    if not intact:
        raise typer.Exit(1)


def verify_file(path: Path, given: Sequence[KeptCheckpoint], trusted: frozenset[VerifierKey]) -> None:
    """Examine an exported log, and exit with 1 when anything is wrong."""
    settings = read_settings()
    secret = None if trusted else secret_of(settings)
    keys = None if secret is None else AuditKeys(secret)
    beside = path.with_name(f"{path.name}.checkpoint")
    notes = [*given, *([KeptCheckpoint(note=_text(beside), source=str(beside))] if beside.exists() else [])]
    try:
        with path.open("rb") as file:
            network = network_in(file.readline())
            file.seek(0)
            current = None if keys is None else keys.public(network)
            trust = Trust(verifies=Signatures(), current=current, others=trusted)
            intact = _tell(examine_lines(network, read_lines(network, file, keys), trust, notes))
    except (OSError, Unreadable) as error:
        _refuse(str(error))
    if not intact:
        raise typer.Exit(1)


def _tell(report: Report) -> bool:
    root = b64encode(report.root).decode()
    typer.echo(f"{report.network}  {report.size} entries, root {root}")
    typer.echo(f"  proved by {report.witnesses} checkpoints up to entry {report.proved}; {report.waiting} wait.")
    if report.first is None:
        typer.echo("  Intact.")
        return True
    typer.echo(f"  NOT INTACT. First: {report.first}")
    for defect in report.defects[:MOST_TOLD]:
        typer.echo(f"    {defect}")
    return False


async def export(network: UUID, output: Path) -> None:
    """Write a log as lines of JSON, and its newest checkpoint beside it."""
    async with _desk() as desk, desk.reader.snapshot(NetworkId(network)) as snapshot:
        notes = await snapshot.checkpoints()
        if not notes:
            _refuse("Nothing of this network is sealed.")
        with output.open("wb") as file:
            async for line in snapshot.written():
                file.write(line)
    _write(output.with_name(f"{output.name}.checkpoint"), notes[-1].note)


async def anchor(network: UUID, output: Path | None) -> None:
    """Write the newest checkpoint of a log, to the terminal if there is no file."""
    async with _desk() as desk, desk.reader.snapshot(NetworkId(network)) as snapshot:
        notes = await snapshot.checkpoints()
    if not notes:
        _refuse("Nothing of this network is sealed.")
    _write(output, notes[-1].note)


def _write(path: Path | None, note: str) -> None:
    if path is None:
        typer.echo(note, nl=False)
    else:
        path.write_text(note, encoding="utf-8")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _refuse(str(error))


def _key(text: str) -> VerifierKey:
    try:
        return VerifierKey.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--trust") from None


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(1)
