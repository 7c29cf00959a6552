"""What can be done with bulk imports: sent, looked at, reported of and given up by the API client that sent them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errands.bulk_import import BulkImport, ImportPart, ReportKind
from app.domain.errands.errand import MOST_RUNNING, ErrandStatus
from app.domain.errors import NotFound
from app.domain.identity import ErrandId
from app.ports.security import Seal
from app.use_cases.core import Context, UseCase
from app.use_cases.errands import Kind

IMPORTS = Kind(
    BulkImport,
    lambda tx: tx.resource_imports,
    crowded=f"At most {MOST_RUNNING} imports of one client are taken at a time.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """An import and its parts, without what was sent."""

    taken: BulkImport
    parts: Sequence[ImportPart]


async def _send(context: Context, request: str, parts: Sequence[Sequence[bytes]], seal: Seal) -> BulkImport:
    """Leave resources to be taken, each part of lines in its turn; only a few imports at a time."""
    await IMPORTS.check_few(context)
    left = BulkImport.left(context.actor, context.now)
    taken = BulkImport(id=ErrandId(context.new_id()), request=request, parts=len(parts), **left)
    kept = [
        ImportPart(number=number, lines=len(lines), content=seal.close(zlib.compress(b"\n".join(lines))))
        for number, lines in enumerate(parts, 1)
    ]
    await context.tx.resource_imports.add(taken)
    await context.tx.resource_imports.put(taken, kept)
    context.saw(taken.id)
    return taken


async def _read(context: Context, import_id: ErrandId) -> ImportView:
    """Show how far an import has come, to the API client that sent it."""
    taken = await IMPORTS.own(context, import_id)
    done = taken.status is ErrandStatus.READY
    return ImportView(taken=taken, parts=await context.tx.resource_imports.parts(import_id) if done else ())


async def _report(context: Context, import_id: ErrandId, number: int, kind: ReportKind) -> bytes:
    """Hand out what is told of one part."""
    await IMPORTS.own(context, import_id)
    told = await context.tx.resource_imports.told(import_id, number, kind)
    if not told:
        raise NotFound("bulk-import-report")
    return told


send = UseCase(_send, IMPORTS.rule("send", "c"))
read = UseCase(_read, IMPORTS.rule("read", "r"))
report = UseCase(_report, IMPORTS.rule("report", "r"))
give_up = IMPORTS.give_up
