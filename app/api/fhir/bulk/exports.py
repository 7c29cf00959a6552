"""$export of the system, of patients and of a group: https://hl7.org/fhir/uv/bulkdata/STU2/export.html.

Kick-off, status, files and deletion; what is put out is made by the worker.
"""

from email.utils import format_datetime
from http import HTTPStatus

import msgspec

from app.api.fhir.asking import Asked, Told
from app.api.fhir.bulk.asking import export_asked
from app.api.fhir.bulk.language import FhirLines
from app.api.fhir.media import JSON, NDJSON
from app.api.fhir.outcomes import Unfit, invalid, not_supported
from app.api.fhir.paths import Shape
from app.api.fhir.serving import instant
from app.api.fhir.targets import target_of
from app.api.operation_outcomes import Issue
from app.domain.bulk.export import BulkExport, ExportLevel, ExportStatus, FileKind
from app.domain.errors import NotFound
from app.domain.identity import ResourceExportId
from app.ports.bulk import FileHead
from app.ports.security import Seal
from app.use_cases import bulk_exports
from app.use_cases.bulk_exports import ExportView
from app.use_cases.core import Context, UseCase
from app.use_cases.resource_search import check_readable

AGAIN = "2"
BEGUN = Issue(code="informational", text="It is being made: see Content-Location.", severity="information")
GIVEN_UP = Issue(code="informational", text="It is given up.", severity="information")


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
        return begun_at(f"{asked.base}/$export/{begun.id}")

    return UseCase(verb, bulk_exports.begin.rule)


def export_status(asked: Asked) -> UseCase[[], Told]:
    """Tell how far an export has come, or, when it is made, which files there are."""
    id_ = _id(asked)

    async def verb(context: Context) -> Told:
        return _told(asked, await bulk_exports.read(context, id_))

    return UseCase(verb, bulk_exports.read.rule)


def export_file(asked: Asked) -> UseCase[[], Told]:
    """Hand out one file."""
    id_, number, seal = _id(asked), number_of(asked), seal_of(asked)

    async def verb(context: Context) -> Told:
        body = await bulk_exports.fetch(context, id_, number, seal)
        return Told(status=HTTPStatus.OK, body=body, headers={"Content-Type": NDJSON})

    return UseCase(verb, bulk_exports.fetch.rule)


def export_given_up(asked: Asked) -> UseCase[[], Told]:
    """Stop an export, or throw away what it holds."""
    id_ = _id(asked)

    async def verb(context: Context) -> Told:
        await bulk_exports.give_up(context, id_)
        return Told(status=HTTPStatus.ACCEPTED, issues=(GIVEN_UP,))

    return UseCase(verb, bulk_exports.give_up.rule)


def _level(asked: Asked) -> ExportLevel:
    place = asked.place
    if place.shape is Shape.SYSTEM_OPERATION:
        return ExportLevel.SYSTEM
    if place.shape is Shape.TYPE_OPERATION and place.type == "Patient":
        return ExportLevel.PATIENT
    if place.shape is Shape.INSTANCE_OPERATION and place.type == "Group":
        return ExportLevel.GROUP
    raise not_supported("$export is of the system, of Patient, or of one Group.", HTTPStatus.NOT_FOUND)


def check_async(asked: Asked) -> None:
    """Refuse who does not say that it will come back for the answer (RFC 7240, section 4.1)."""
    if not asked.prefer.respond_async:
        raise invalid("This takes longer than a request: send Prefer: respond-async.", "http.prefer")


def seal_of(asked: Asked) -> Seal:
    """Return what seals that which is kept."""
    if asked.seal is None:
        raise not_supported("A bundle cannot ask for this.", HTTPStatus.BAD_REQUEST)
    return asked.seal


def begun_at(address: str) -> Told:
    """Say that work has begun, and where to ask for it."""
    return Told(status=HTTPStatus.ACCEPTED, issues=(BEGUN,), headers={"Content-Location": address})


def under_way(address: str, progress: str) -> Told:
    """Say that work goes on; in a body, some clients look for the address at which to ask."""
    headers = {"Content-Location": address, "X-Progress": progress, "Retry-After": AGAIN}
    return Told(status=HTTPStatus.ACCEPTED, body=b"", headers=headers)


def _id(asked: Asked) -> ResourceExportId:
    return ResourceExportId(target_of(asked.place).id)


def number_of(asked: Asked) -> int:
    """Return the number with which the name of a file begins; 404 for what is no name of a file."""
    number = asked.place.member.partition(".")[0]
    if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - more than there can be
        raise NotFound("file")
    return int(number)


def _told(asked: Asked, view: ExportView) -> Told:
    export = view.export
    if export.status is ExportStatus.RUNNING:
        return under_way(f"{asked.base}/$export/{export.id}", f"{export.percent} %, {export.lines} resources")
    if export.status is ExportStatus.FAILED:
        text = export.failure or "It failed."
        raise Unfit(HTTPStatus.INTERNAL_SERVER_ERROR, Issue(code="exception", text=text, name="bulk-export.failed"))
    headers = {"Content-Type": JSON, "Expires": format_datetime(export.expires_at, usegmt=True)}
    return Told(status=HTTPStatus.OK, body=_manifest(asked.base, export, view), headers=headers)


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
    url = f"{base}/$export/{export.id}/{file.number}.{file.type}.ndjson"
    return {"type": file.type, "url": url, "count": file.lines}
