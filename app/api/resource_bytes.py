"""FHIR resources as bytes, put together from what is stored without decoding: http://hl7.org/fhir/R4/resource.html."""

from collections.abc import Iterable

import msgspec

EMPTY = b"{}"


def written(type_: str, id_: str, *, version: int, instant: str, meta: bytes, content: bytes) -> bytes:
    """Put a resource together: resourceType, id, meta, and what it says."""
    told = f'{{"versionId":"{version}","lastUpdated":"{instant}"'.encode()
    head = f'{{"resourceType":"{type_}","id":"{id_}","meta":'.encode()
    return _joined(head + _joined(told, meta), content)


def array(members: Iterable[bytes]) -> bytes:
    """Write an array of values that are JSON already."""
    return b"[%b]" % b",".join(members)


class _Head(msgspec.Struct):
    id: str
    made_at: str


class _Resource(msgspec.Struct):
    type: str
    id: str
    version: int
    updated_at: str
    deleted: bool
    content: msgspec.Raw
    meta: msgspec.Raw


class _Export(msgspec.Struct):
    export: _Head
    resources: list[_Resource]


_EXPORT = msgspec.json.Decoder(_Export)


def bundle_of_export(body: bytes, base: str) -> bytes:
    """Return the resources of a client's export as a Bundle of type `collection`; `base` is where they are served."""
    export = _EXPORT.decode(body)
    entries = [_entry(each, base) for each in export.resources if not each.deleted]
    head = b'{"resourceType":"Bundle","id":"%b","type":"collection","timestamp":"%b"' % (
        export.export.id.encode(),
        export.export.made_at.encode(),
    )
    return _joined(head, b'{"entry":%b}' % array(entries) if entries else EMPTY)


def _entry(resource: _Resource, base: str) -> bytes:
    url = f"{base}/{resource.type}/{resource.id}".encode()
    body = written(
        resource.type,
        resource.id,
        version=resource.version,
        instant=resource.updated_at,
        meta=bytes(resource.meta),
        content=bytes(resource.content),
    )
    return b'{"fullUrl":"%b","resource":%b}' % (url, body)


def _joined(head: bytes, rest: bytes) -> bytes:
    """Continue an object that is not closed with the members of another."""
    return head + b"}" if rest == EMPTY else b"%b,%b" % (head, rest[1:])
