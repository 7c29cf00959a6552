"""Resources as bytes, put together from what is stored without decoding: http://hl7.org/fhir/R4/resource.html#Meta."""

from datetime import datetime
from email.utils import format_datetime

import msgspec

from app.api.resource_bytes import written
from app.ports.resources import StoredResource


def resource_bytes(stored: StoredResource) -> bytes:
    """Put a resource together: resourceType, id, meta, and what it says."""
    return written(
        stored.type,
        str(stored.id),
        version=stored.version,
        instant=instant(stored.updated_at),
        meta=stored.meta,
        content=stored.content,
    )


def instant(moment: datetime) -> str:
    """Write a moment as FHIR's instant, in UTC."""
    return msgspec.json.encode(moment)[1:-1].decode()


def tag_of(version: int) -> str:
    """Return the entity tag of a version: weak, since its bytes may be told in two media types."""
    return f'W/"{version}"'


def http_date(moment: datetime) -> str:
    """Write a moment as HTTP does, to the second."""
    return format_datetime(moment, usegmt=True)


def address(base: str, stored: StoredResource) -> str:
    """Return where this version of a resource is found."""
    return f"{base}/{stored.type}/{stored.id}/_history/{stored.version}"
