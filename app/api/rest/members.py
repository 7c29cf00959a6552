"""Shows a description's fields beside an entity's own, because callers should not have to know that we keep both."""

from dataclasses import fields
from typing import Any


def members(described: Any) -> dict[str, object]:
    """Return the fields of a dataclass by name."""
    return {each.name: getattr(described, each.name) for each in fields(described)}
