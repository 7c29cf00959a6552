"""$import: lines of resources, or a Bundle of them, taken by the worker: after the proposal of HL7's Bulk Data group.

What is to be taken is sent with the request. Nothing is fetched from addresses that a request names.
"""

from collections import Counter
from http import HTTPStatus
from typing import Any

import msgspec

from app.api.fhir.asking import Asked, Told
from app.api.fhir.bulk.errands import address_of, begun_at, check_async, errand_of, given_up, number_of, seal_of, told
from app.api.fhir.bulk.order import rank_of
from app.api.fhir.drafting import encoded
from app.api.fhir.media import LINES, NDJSON
from app.api.fhir.outcomes import invalid, not_supported
from app.api.fhir.serving import instant
from app.api.json_reader import read_json
from app.domain.errands.bulk_import import Fate, ImportPart, ReportKind
from app.domain.errors import NotFound
from app.use_cases.bulk import bulk_imports
from app.use_cases.bulk.bulk_imports import ImportView
from app.use_cases.core import Context, UseCase

PART_LINES, PART_BYTES = 500, 1_000_000
MOST_LINES = 200_000
UNREADABLE = 100
"""The rank of what is no resource: it is told of at the end."""


class _Head(msgspec.Struct):
    type: str = msgspec.field(name="resourceType", default="")


_HEAD = msgspec.json.Decoder(_Head)


def take(asked: Asked) -> UseCase[[], Told]:
    """Leave resources to be taken."""
    check_async(asked)
    lines = _lines(asked)
    if not lines:
        raise invalid("There is nothing to be taken: send resources, one on each line.")
    parts, seal = _parts(lines), seal_of(asked)

    async def verb(context: Context) -> Told:
        sent = await bulk_imports.send(context, f"{asked.base}/$import", parts, seal)
        return begun_at(asked, sent)

    return UseCase(verb, bulk_imports.send.rule)


def import_status(asked: Asked) -> UseCase[[], Told]:
    """Tell how far an import has come, or, when it is done, what became of what was sent."""
    id_ = errand_of(asked)

    async def verb(context: Context) -> Told:
        return _told(asked, await bulk_imports.read(context, id_))

    return UseCase(verb, bulk_imports.read.rule)


def import_report(asked: Asked) -> UseCase[[], Told]:
    """Hand out what is told of one part."""
    id_, number = errand_of(asked), number_of(asked)
    kind = asked.place.member.split(".")[1:2]
    if kind not in ([ReportKind.OUTPUT], [ReportKind.ERROR]):
        raise NotFound("file")

    async def verb(context: Context) -> Told:
        body = await bulk_imports.report(context, id_, number, ReportKind(kind[0]))
        return Told(status=HTTPStatus.OK, body=body, headers={"Content-Type": NDJSON})

    return UseCase(verb, bulk_imports.report.rule)


def import_given_up(asked: Asked) -> UseCase[[], Told]:
    """Stop an import, or throw away what is told of it."""
    return given_up(asked, bulk_imports.give_up)


def _lines(asked: Asked) -> list[tuple[int, bytes]]:
    """Return what was sent, line by line, with the numbers of the lines, or of the entries of a Bundle."""
    if asked.media_type in LINES:
        lines = asked.resource.split(b"\n", MOST_LINES)
        numbered = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    else:
        entries = _entries(read_json(asked.resource, exact_decimals=True))
        numbered = [(number, encoded(_resource(each))) for number, each in enumerate(entries, 1)]
    if len(numbered) > MOST_LINES:
        raise invalid(f"At most {MOST_LINES} resources are taken at a time.")
    return numbered


def _entries(sent: Any) -> list[Any]:
    type_ = sent.get("resourceType") if isinstance(sent, dict) else None
    if type_ == "Parameters":
        text = "Nothing is fetched from addresses: send the resources themselves, as application/fhir+ndjson."
        raise not_supported(text, HTTPStatus.BAD_REQUEST)
    entries = sent.get("entry", []) if type_ == "Bundle" and sent.get("type") == "collection" else None
    if not isinstance(entries, list):
        raise invalid("Send lines of resources, or a Bundle that is a collection.", "Bundle.type")
    return entries


def _resource(entry: Any) -> Any:
    return entry.get("resource") if isinstance(entry, dict) else None


def _parts(lines: list[tuple[int, bytes]]) -> list[list[bytes]]:
    """Put lines in the order in which they are taken, and into parts; each begins with its number."""
    parts: list[list[bytes]] = [[]]
    size = 0
    for number, line in sorted(lines, key=lambda each: (_rank(each[1]), each[0])):
        if parts[-1] and (len(parts[-1]) == PART_LINES or size + len(line) > PART_BYTES):
            parts.append([])
            size = 0
        parts[-1].append(b"%d %b" % (number, line))
        size += len(line)
    return parts


def _rank(line: bytes) -> int:
    try:
        return rank_of(_HEAD.decode(line).type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return UNREADABLE


def _told(asked: Asked, view: ImportView) -> Told:
    taken = view.taken
    progress = f"{taken.percent} %, {sum(taken.fates.values())} resources"
    return told(asked, taken, progress, lambda: _manifest(asked.base, view))


def _manifest(base: str, view: ImportView) -> bytes:
    taken = view.taken
    address = address_of(base, taken)
    fates = Counter(taken.fates)
    return msgspec.json.encode(
        {
            "transactionTime": instant(taken.created_at),
            "request": taken.request,
            "requiresAccessToken": True,
            "output": [_file(address, each, ReportKind.OUTPUT, each.taken) for each in view.parts if each.taken],
            "error": [_file(address, each, ReportKind.ERROR, each.refused) for each in view.parts if each.refused],
            "extension": {"outcomes": {fate.value: fates[fate.value] for fate in Fate}},
        }
    )


def _file(address: str, part: ImportPart, kind: ReportKind, count: int) -> dict[str, object]:
    return {"type": "OperationOutcome", "url": f"{address}/{part.number}.{kind}.ndjson", "count": count}
