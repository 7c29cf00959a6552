"""$export of the system, of patients and of a group: https://hl7.org/fhir/uv/bulkdata/STU2/export.html.

Kick-off, status, files and deletion; what is put out is made by the worker.
"""

from http import HTTPStatus

import msgspec

from app.api.fhir.asking import Asked, Told
from app.api.fhir.bulk.asking import export_asked
from app.api.fhir.bulk.errands import address_of, begun_at, check_async, errand_of, given_up, number_of, seal_of, told
from app.api.fhir.bulk.language import FhirLines
from app.api.fhir.media import NDJSON
from app.api.fhir.outcomes import not_supported
from app.api.fhir.paths import Shape
from app.api.fhir.serving import instant
from app.api.fhir.targets import target_of
from app.domain.errands.bulk_export import BulkExport, ExportLevel, FileKind
from app.ports.bulk import FileHead
from app.use_cases.bulk import bulk_exports
from app.use_cases.bulk.bulk_exports import ExportView
from app.use_cases.core import Context, UseCase
from app.use_cases.resources.resource_search import check_readable


def export(asked: Asked) -> UseCase[[], Told]:
    """Begin an export."""
    level = _level(asked)
    check_async(asked)
    group = target_of(asked.place).id if level is ExportLevel.GROUP else None
    wanted = export_asked(asked, level, group)
    seal, lines = seal_of(asked), FhirLines(asked.base)

    async def verb(context: Context) -> Told:
        for type_, query in wanted.filters:
            check_readable(context.actor, lines.criteria(type_, (query,), context.now))
        begun = await bulk_exports.begin(context, wanted, seal)
        return begun_at(asked, begun)

    return UseCase(verb, bulk_exports.begin.rule)


def export_status(asked: Asked) -> UseCase[[], Told]:
    """Tell how far an export has come, or, when it is made, which files there are."""
    id_ = errand_of(asked)

    async def verb(context: Context) -> Told:
        return _told(asked, await bulk_exports.read(context, id_))

    return UseCase(verb, bulk_exports.read.rule)


def export_file(asked: Asked) -> UseCase[[], Told]:
    """Hand out one file."""
    id_, number, seal = errand_of(asked), number_of(asked), seal_of(asked)

    async def verb(context: Context) -> Told:
        body = await bulk_exports.fetch(context, id_, number, seal)
        return Told(status=HTTPStatus.OK, body=body, headers={"Content-Type": NDJSON})

    return UseCase(verb, bulk_exports.fetch.rule)


def export_given_up(asked: Asked) -> UseCase[[], Told]:
    """Stop an export, or throw away what it holds."""
    return given_up(asked, bulk_exports.give_up)


def _level(asked: Asked) -> ExportLevel:
    place = asked.place
    if place.shape is Shape.SYSTEM_OPERATION:
        return ExportLevel.SYSTEM
    if place.shape is Shape.TYPE_OPERATION and place.type == "Patient":
        return ExportLevel.PATIENT
    if place.shape is Shape.INSTANCE_OPERATION and place.type == "Group":
        return ExportLevel.GROUP
    raise not_supported("$export is of the system, of Patient, or of one Group.", HTTPStatus.NOT_FOUND)


def _told(asked: Asked, view: ExportView) -> Told:
    export = view.export
    progress = f"{export.percent} %, {export.lines} resources"
    return told(asked, export, progress, lambda: _manifest(asked.base, export, view))


def _manifest(base: str, export: BulkExport, view: ExportView) -> bytes:
    named = {kind: [_file(base, export, each) for each in view.files if each.kind is kind] for kind in FileKind}
    return msgspec.json.encode(
        {
            "transactionTime": instant(export.transaction_time),
            "request": export.question.request,
            "requiresAccessToken": True,
            "output": named[FileKind.OUTPUT],
            "deleted": named[FileKind.DELETED],
            "error": named[FileKind.ERROR],
        }
    )


def _file(base: str, export: BulkExport, file: FileHead) -> dict[str, object]:
    url = f"{address_of(base, export)}/{file.number}.{file.type}.ndjson"
    return {"type": file.type, "url": url, "count": file.lines}
