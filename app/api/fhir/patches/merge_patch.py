"""JSON Merge Patch (RFC 7396): a resource in which null stands for what shall go."""

from typing import Any

from app.api.fhir.outcomes import invalid


def apply(resource: dict[str, Any], patch: Any) -> dict[str, Any]:
    """Return the resource with the patch merged into it."""
    if not isinstance(patch, dict):
        raise invalid("A merge patch is an object.")
    return _merged(resource, patch)


def _merged(target: Any, patch: dict[str, Any]) -> dict[str, Any]:
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value) if isinstance(value, dict) else value
    return merged
