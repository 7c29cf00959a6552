"""Resources as bytes, put together from what is stored without decoding: http://hl7.org/fhir/R4/resource.html#Meta."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from app.ports.resources import StoredResource

EMPTY = b"{}"


def resource_bytes(stored: StoredResource) -> bytes:
    """Put a resource together: resourceType, id, meta, and what it says."""
    meta = b'{"versionId":"%d","lastUpdated":"%b"' % (stored.version, instant(stored.updated_at).encode())
    head = b'{"resourceType":"%b","id":"%b","meta":%b' % (
        stored.type.encode(),
        str(stored.id).encode(),
        _joined(meta, stored.meta),
    )
    return _joined(head, stored.content)


def instant(moment: datetime) -> str:
    """Write a moment as FHIR's instant, in UTC."""
    return moment.isoformat().replace("+00:00", "Z")


def tag_of(version: int) -> str:
    """Return the entity tag of a version: weak, since its bytes may be told in two media types."""
    return f'W/"{version}"'


def http_date(moment: datetime) -> str:
    """Write a moment as HTTP does, to the second."""
    return format_datetime(moment, usegmt=True)


def address(base: str, stored: StoredResource) -> str:
    """Return where this version of a resource is found."""
    return f"{base}/{stored.type}/{stored.id}/_history/{stored.version}"


def joined(members: Iterable[bytes]) -> bytes:
    """Write an array of values that are JSON already."""
    return b"[%b]" % b",".join(members)


def _joined(head: bytes, rest: bytes) -> bytes:
    """Continue an object that is not closed with the members of another."""
    return head + b"}" if rest == EMPTY else b"%b,%b" % (head, rest[1:])
