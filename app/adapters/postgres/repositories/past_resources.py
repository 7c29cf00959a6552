"""What an earlier version of a resource tells today: nothing that the resource itself does not tell any more.

A tier that fell, a consent that ended: what was shown then stands in the versions, and who reads them reads them now.
"""

from dataclasses import replace
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import ColumnElement, FromClause, LargeBinary, cast, null

from app.adapters.postgres.queries.resource_access import shown
from app.ports.resources import StoredResource

REDACTED = b'"REDACTED"'
MASKED = b'"masked"'
INNER = "contained"
WHO = frozenset({INNER, "subject", "for"})
"""What names the client, or stands for one who is not named."""


def told_now(resource: FromClause) -> tuple[ColumnElement[Any], ...]:
    """Name, beside an earlier version, what the asker is shown of the resource now."""
    content, meta = shown(resource)
    return content.label("now_content"), meta.label("now_meta")


def nothing_later() -> tuple[ColumnElement[Any], ...]:
    """Name the same where the version is the resource as it is now."""
    return cast(null(), LargeBinary).label("now_content"), cast(null(), LargeBinary).label("now_meta")


def as_told_now(past: StoredResource, row: asyncpg.Record) -> StoredResource:
    """Return a version without what is withheld now; of what is told whole now, the past is told whole too."""
    now, meta = row["now_content"], row["now_meta"]
    if meta is None or past.deleted or REDACTED not in meta:
        return past
    return replace(past, content=_narrowed(past.content, now), meta=meta)


def _narrowed(past: bytes, now: bytes) -> bytes:
    said, current = _members(past), _members(now)
    kept = {name: value for name, value in said.items() if name in current and not _hides(name, current[name])}
    hidden = {name: value for name, value in current.items() if _hides(name, value) and (name in said or name == INNER)}
    return msgspec.json.encode(kept | hidden)


def _hides(name: str, value: msgspec.Raw) -> bool:
    return name in WHO or MASKED in bytes(value)


def _members(content: bytes) -> dict[str, msgspec.Raw]:
    return msgspec.json.decode(content, type=dict[str, msgspec.Raw])
