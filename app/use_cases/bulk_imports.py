"""What can be done with bulk imports: sent, looked at, reported of and given up by the API client that sent them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.bulk.taking import MOST_RUNNING, BulkImport, ImportPart, ImportStatus, ReportKind, sent
from app.domain.errors import NotFound, Throttled
from app.domain.identity import ResourceImportId
from app.ports.security import Seal
from app.use_cases.bulk_standing import rule
from app.use_cases.core import Context, UseCase

AGAIN_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """An import and its parts, without what was sent."""

    taken: BulkImport
    parts: Sequence[ImportPart]


async def _send(context: Context, request: str, parts: Sequence[Sequence[bytes]], seal: Seal) -> BulkImport:
    """Leave resources to be taken, each part of lines in its turn; only a few imports at a time."""
    await context.tx.holds.hold(f"bulk-import {context.actor.id}")
    if await context.tx.resource_imports.running(context.actor.id) >= MOST_RUNNING:
        text = f"At most {MOST_RUNNING} imports of one client are taken at a time."
        raise Throttled("bulk-import.too-many", text, retry_after=AGAIN_SECONDS, most=MOST_RUNNING)
    taken = sent(
        id=ResourceImportId(context.new_id()),
        network=context.actor.network,
        agency=context.actor.agency,
        asker=context.actor.id,
        roles=context.actor.roles,
        scopes=context.actor.scopes,
        request=request,
        parts=len(parts),
        at=context.now,
    )
    kept = [
        ImportPart(number=number, lines=len(lines), content=seal.close(zlib.compress(b"\n".join(lines))))
        for number, lines in enumerate(parts, 1)
    ]
    await context.tx.resource_imports.add(taken, kept)
    context.saw(taken.id)
    return taken


async def _read(context: Context, import_id: ResourceImportId) -> ImportView:
    """Show how far an import has come, to the API client that sent it."""
    taken = await _own(context, await context.tx.resource_imports.get(import_id))
    done = taken.status is ImportStatus.READY
    return ImportView(taken=taken, parts=await context.tx.resource_imports.parts(import_id) if done else ())


async def _report(context: Context, import_id: ResourceImportId, number: int, kind: ReportKind) -> bytes:
    """Hand out what is told of one part."""
    await _own(context, await context.tx.resource_imports.get(import_id))
    told = await context.tx.resource_imports.told(import_id, number, kind)
    if not told:
        raise NotFound("bulk-import-report")
    return told


async def _give_up(context: Context, import_id: ResourceImportId) -> None:
    """Stop an import, or throw away what is told of it; what was taken stays."""
    taken = await _own(context, await context.tx.resource_imports.lock(import_id))
    taken.cancel(context.now)
    await context.tx.resource_imports.drop_parts(import_id)
    await context.tx.resource_imports.save(taken)


async def _own(context: Context, taken: BulkImport | None) -> BulkImport:
    if taken is None:
        raise NotFound("bulk-import")
    taken.check_there(context.actor.id, context.now)
    context.saw(taken.id)
    return taken


send = UseCase(_send, rule("bulk-import.send", "c"))
read = UseCase(_read, rule("bulk-import.read", "r"))
report = UseCase(_report, rule("bulk-import.report", "r"))
give_up = UseCase(_give_up, rule("bulk-import.give_up", "d"))
