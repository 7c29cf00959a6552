"""What can be done with bulk exports: asked for, looked at, fetched and given up by the API client that asked."""

import json
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.errands.bulk_export import BulkExport, ExportFile, ExportLevel, ExportQuestion, FileKind
from app.domain.errands.errand import MOST_RUNNING, ErrandStatus
from app.domain.errors import Fault, Forbidden, Gone, Invalid, NotFound
from app.domain.identity import ClientId, ErrandId, HouseholdId
from app.ports.access import Access
from app.ports.bulk import FileHead
from app.ports.resources import Target
from app.ports.security import Seal
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, UseCase
from app.use_cases.errands import Kind
from app.use_cases.resources import resources
from app.use_cases.resources.resource_search import PATIENT, readable_types

MOST_CLIENTS = 10_000
EXPORTS = Kind(
    BulkExport,
    lambda tx: tx.resource_exports,
    crowded=f"At most {MOST_RUNNING} exports of one client are made at a time.",
    spoils=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """What a door was asked for: `offered` are the types that there are at this level, `types` those that were named.

    `remarks` are lines that say what of the question is left out of account.
    """

    level: ExportLevel
    offered: frozenset[str]
    types: frozenset[str] | None
    request: str
    since: datetime | None = None
    elements: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    group: UUID | None = None
    patients: frozenset[UUID] | None = None
    remarks: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """An export and the files that it has."""

    export: BulkExport
    files: Sequence[FileHead]


async def _begin(context: Context, asked: ExportAsked, seal: Seal) -> BulkExport:
    """Ask for an export, as far as the asker's scopes reach; only a few at a time."""
    types = _types(context, asked)
    await EXPORTS.check_few(context)
    clients = await _clients(context, asked)
    question = ExportQuestion(
        level=asked.level,
        types=types,
        request=asked.request,
        since=asked.since,
        elements=asked.elements,
        filters=asked.filters,
        clients=None if clients is None else tuple(sorted(clients)),
    )
    export = BulkExport(id=ErrandId(context.new_id()), question=question, **BulkExport.left(context.actor, context.now))
    export.files = 1 if asked.remarks else 0
    await context.tx.resource_exports.add(export)
    if asked.remarks:
        await context.tx.resource_exports.put(_remarks(export, asked.remarks, seal), export.expires_at)
    context.saw(export.id)
    return export


def _types(context: Context, asked: ExportAsked) -> tuple[str, ...]:
    """Return the types that are walked through, in one order; 403 for one that was named and may not be read."""
    readable = readable_types(context.actor)
    wanted = asked.offered if asked.types is None else asked.types
    seen = wanted if readable is None else wanted & readable
    refused = sorted(wanted - seen) if asked.types is not None else []
    if refused or not seen:
        scope = f"system/{refused[0] if refused else '*'}.rs"
        raise Forbidden("scope.insufficient", f"This needs the scope {scope}.", scope=scope)
    return tuple(sorted(seen))


async def _clients(context: Context, asked: ExportAsked) -> Collection[ClientId] | None:
    """Return the clients that are named, by a group or one by one; None where nobody is."""
    named = None if asked.patients is None else frozenset(map(ClientId, asked.patients))
    if named is not None:
        await _check_seen(context, named)
    if asked.group is not None:
        members = await _members(context, asked.group)
        named = members if named is None else members & named
    if named is not None and len(named) > MOST_CLIENTS:
        raise Invalid("bulk-export.too-many-clients", f"An export names at most {MOST_CLIENTS} clients.")
    return named


async def _check_seen(context: Context, named: Collection[ClientId]) -> None:
    """Refuse clients who are not here and those who may not be seen, in the same words."""
    targets = {Target(type=PATIENT, id=each) for each in named}
    found = await context.tx.resources.standing(Access.of(context.actor, context.now), targets)
    if targets - found.keys():
        fault = Fault(pointer="Parameters.parameter", message="names nobody who is here")
        raise Invalid("resource.reference-not-found", "It names what cannot be named there.", faults=(fault,))


async def _members(context: Context, group: UUID) -> frozenset[ClientId]:
    """Return the clients of a group that the asker may read: those whom it names, and those of a household."""
    stored = await ask(context, resources.reading("Group"), group)
    access = Access.of(context.actor, context.now)
    lived = await context.tx.households.members_seen(access, HouseholdId(group))
    said = (each.get("entity", {}).get("reference", "") for each in json.loads(stored.content).get("member", ()))
    return frozenset(lived) | {ClientId(UUID(name[len(PATIENT) + 1 :])) for name in said if _is_patient(name)}


def _is_patient(name: str) -> bool:
    type_, _, id_ = name.partition("/")
    try:
        return type_ == PATIENT and str(UUID(id_)) == id_
    except ValueError:
        return False


def _remarks(export: BulkExport, remarks: bytes, seal: Seal) -> ExportFile:
    return ExportFile(
        export=export.id,
        number=1,
        kind=FileKind.ERROR,
        type="OperationOutcome",
        lines=remarks.count(b"\n"),
        size=len(remarks),
        ids=(),
        faces=(),
        clients=frozenset(),
        labels=frozenset(),
        content=seal.close(zlib.compress(remarks)),
    )


async def _read(context: Context, export_id: ErrandId) -> ExportView:
    """Show how far an export has come, to the API client that asked for it."""
    export = await EXPORTS.own(context, export_id)
    done = export.status is ErrandStatus.READY
    return ExportView(export=export, files=await context.tx.resource_exports.files(export_id) if done else ())


async def _fetch(context: Context, export_id: ErrandId, number: int, seal: Seal) -> bytes:
    """Hand a file out: to the API client that asked for it, as long as it may read everything of which it tells."""
    export = await EXPORTS.own(context, export_id)
    if export.status is not ErrandStatus.READY or not 1 <= number <= export.files:
        raise NotFound("bulk-export-file")
    file = await context.tx.resource_exports.file(export_id, number)
    if file is None:
        raise _changed()
    if file.kind is FileKind.OUTPUT:
        await _check_still_read(context, file)
    content = seal.open(file.content)
    if content is None:
        raise Gone("bulk-export.unreadable", "The file was sealed under another service key; ask for another export.")
    context.saw(clients=file.clients)
    context.labels |= file.labels
    return zlib.decompress(content)


async def _check_still_read(context: Context, file: ExportFile) -> None:
    readable = readable_types(context.actor)
    if readable is not None and file.type not in readable:
        scope = f"system/{file.type}.rs"
        raise Forbidden("scope.insufficient", f"This needs the scope {scope}.", scope=scope)
    if not await context.tx.resource_walk.still_shown(Access.of(context.actor, context.now), file):
        raise _changed()


def _changed() -> Gone:
    text = "What you may read of it has become less since it was put out; ask for another export."
    return Gone("bulk-export.withdrawn", text)


begin = UseCase(_begin, EXPORTS.rule("request", "r"))
read = UseCase(_read, EXPORTS.rule("read", "r"))
fetch = UseCase(_fetch, EXPORTS.rule("fetch", "r"))
give_up = EXPORTS.give_up
