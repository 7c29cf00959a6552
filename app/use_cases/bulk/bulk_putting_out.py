"""Makes bulk exports, step by step: what a step put out, who was told of whom, and where to go on are one write."""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.errands.bulk_export import BulkExport, ExportFile, ExportLevel, FileKind, Stretch
from app.domain.identity import ClientId, ErrandId
from app.ports.access import Access
from app.ports.bulk import ExportLanguage, Shown, Walk
from app.ports.resource_search import Criterion
from app.ports.resources import Target
from app.ports.security import Seal
from app.use_cases.bulk.bulk_exports import EXPORTS
from app.use_cases.core import Context, UseCase
from app.use_cases.resources.resource_search import check_readable, readable_types
from app.use_cases.resources.value_sets import with_codes

FILE_BYTES = 1_000_000
MOST_PIECES, MOST_LOOKS = 8, 60
"""How many pieces a step reads, and how often it looks for one where there may be none."""
BUNDLE = "Bundle"


@dataclass(slots=True)
class _Batch:
    """What one step puts out: of one stretch, so that it fits into one file."""

    stretch: Stretch | None = None
    items: list[Shown] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))


async def _go_on(context: Context, export_id: ErrandId, language: ExportLanguage, seal: Seal) -> bool:
    """Take an export one step on, as its asker, who may have lost rights meanwhile; False when somebody else does."""
    export = await EXPORTS.taken_up(context, export_id)
    if export is None:
        return False
    batch = await _read(context, export, language)
    if batch.items:
        await _put(context, export, batch, seal)
    export.updated_at = context.now
    if export.stretch is None:
        export.complete(context.now)
    await context.tx.resource_exports.save(export)
    return True


async def _read(context: Context, export: BulkExport, language: ExportLanguage) -> _Batch:
    """Read on until a file is full, a stretch that told something is over, or enough was looked at."""
    access, readable, batch = Access.of(context.actor, context.now), readable_types(context.actor), _Batch()
    pieces = 0
    for _ in range(MOST_LOOKS):
        stretch = export.stretch
        if stretch is None or (batch.items and stretch != batch.stretch) or pieces == MOST_PIECES:
            break
        if readable is not None and stretch.type not in readable:
            export.skip()
            continue
        walk = await _walk(context, export, stretch, language)
        window = await context.tx.resource_walk.window(access, walk)
        pieces += window.last is not None
        batch.stretch = stretch
        batch.items += window.items
        batch.lines += _written(export, stretch, window.items, language)
        export.passed(window.last)
        if batch.size >= FILE_BYTES:
            break
    return batch


async def _walk(context: Context, export: BulkExport, stretch: Stretch, language: ExportLanguage) -> Walk:
    gone = stretch.kind is FileKind.DELETED
    return Walk(
        type=stretch.type,
        before=export.created_at,
        after=export.place.after,
        since=export.question.since,
        clients=export.clients,
        of_clients=export.question.level is not ExportLevel.SYSTEM,
        gone=gone,
        criteria=() if gone else await _criteria(context, export, stretch.type, language),
    )


async def _criteria(
    context: Context, export: BulkExport, type_: str, language: ExportLanguage
) -> tuple[Criterion, ...]:
    """Return what narrows a type; by what may be searched for is asked anew, as the asker may."""
    queries = [query for of, query in export.question.filters if of == type_]
    if not queries:
        return ()
    found = language.criteria(type_, queries, context.now)
    check_readable(context.actor, found)
    return await with_codes(context, Access.of(context.actor, context.now), found)


def _written(export: BulkExport, stretch: Stretch, items: Sequence[Shown], language: ExportLanguage) -> list[bytes]:
    if not items:
        return []
    if stretch.kind is FileKind.DELETED:
        return [language.removal([Target(type=each.resource.type, id=each.resource.id) for each in items])]
    elements = _elements(export.question.elements, stretch.type)
    return [language.line(each.resource, elements) for each in items]


def _elements(named: Sequence[str], type_: str) -> tuple[str, ...]:
    """Return the elements that are wanted of a type: those that are named for it or for all."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for each in named:
        of, dot, element = each.rpartition(".")
        by_type[of if dot else ""].append(element)
    return (*by_type[""], *by_type[type_])


async def _put(context: Context, export: BulkExport, batch: _Batch, seal: Seal) -> None:
    """Put lines into the last file where they belong there and it is not full, else into a new one."""
    stretch = batch.stretch
    if stretch is None:
        return
    type_ = BUNDLE if stretch.kind is FileKind.DELETED else stretch.type
    clients = {each.resource.client for each in batch.items if each.resource.client is not None}
    file = await _open_file(context, export, stretch.kind, type_)
    body = b"".join(line + b"\n" for line in batch.lines)
    before = _opened(file, seal)
    file.lines += len(batch.lines)
    file.ids += tuple(each.resource.id for each in batch.items)
    file.faces += tuple(each.face for each in batch.items)
    file.clients |= clients
    told = (each.resource for each in batch.items if each.resource.agency != context.actor.agency)
    file.labels |= {label for each in told if each.client is not None for label in each.sensitivities}
    file.size += len(body)
    file.content = seal.close(zlib.compress(before + body))
    export.lines += len(batch.lines)
    context.saw(*(each.resource.id for each in batch.items), clients=frozenset[ClientId](clients))
    await context.tx.resource_exports.put(file, export.expires_at)


async def _open_file(context: Context, export: BulkExport, kind: FileKind, type_: str) -> ExportFile:
    last = await context.tx.resource_exports.file(export.id, export.files) if export.files else None
    if last is not None and (last.kind, last.type) == (kind, type_) and last.size < FILE_BYTES:
        return last
    export.files += 1
    return ExportFile(
        export=export.id,
        number=export.files,
        kind=kind,
        type=type_,
        lines=0,
        size=0,
        ids=(),
        faces=(),
        clients=frozenset(),
        labels=frozenset(),
        content=b"",
    )


def _opened(file: ExportFile, seal: Seal) -> bytes:
    if not file.lines:
        return b""
    content = seal.open(file.content)
    if content is None:
        raise RuntimeError("The file was sealed under another service key.")
    return zlib.decompress(content)


go_on = UseCase(_go_on, EXPORTS.rule("put_out", "r"))
