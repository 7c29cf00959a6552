"""SMART App Launch 2.2 scopes, section 'Scopes for requesting FHIR Resources', because every door asks for them."""

import re
from dataclasses import dataclass, field

from app.domain.errors import Invalid

_SCOPE = re.compile(r"(?P<context>system|user)/(?P<resource>[A-Z][A-Za-z]+|\*)\.(?P<permissions>[a-z*]+)")
_V1 = {"read": "rs", "write": "cud", "*": "cruds"}
_ORDER = "cruds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One granted scope: `permissions` is a subset of `cruds` (create, read, update, delete, search)."""

    context: str
    resource: str
    permissions: frozenset[str]

    def __str__(self) -> str:
        letters = "".join(letter for letter in _ORDER if letter in self.permissions)
        return f"{self.context}/{self.resource}.{letters}"

    def covers(self, resource: str, permission: str) -> bool:
        """Whether this scope allows `permission` (one letter of `cruds`) on `resource`."""
        return self.resource in ("*", resource) and permission in self.permissions


def parse_scope(text: str) -> Scope:
    """Read one scope in the v2 or the v1 spelling; `Invalid` when it is neither."""
    match = _SCOPE.fullmatch(text)
    letters = _V1.get(match["permissions"], match["permissions"]) if match else ""
    if match is None or not letters or not _in_order(letters):
        raise Invalid("scope.malformed", "A scope reads like system/ServiceRequest.rs.", scope=text[:100])
    return Scope(context=match["context"], resource=match["resource"], permissions=frozenset(letters))


def _in_order(letters: str) -> bool:
    places = [_ORDER.find(letter) for letter in letters]
    return -1 not in places and places == sorted(set(places))


@dataclass(frozen=True, slots=True)
class Scopes:
    """A set of scopes, asked as one."""

    granted: frozenset[Scope] = field(default_factory=frozenset)

    @classmethod
    def parse(cls, text: str) -> "Scopes":
        """Read a space-separated list (RFC 6749, section 3.3)."""
        return cls(frozenset(parse_scope(word) for word in text.split()))

    def __str__(self) -> str:
        return " ".join(sorted(str(scope) for scope in self.granted))

    def allow(self, resource: str, permission: str) -> bool:
        """Whether any granted scope allows `permission` on `resource`."""
        return any(scope.covers(resource, permission) for scope in self.granted)

    def both(self, other: "Scopes") -> "Scopes":
        """Return what is granted here and by `other` too."""
        shared = (
            Scope(
                context=mine.context,
                resource=mine.resource if theirs.resource == "*" else theirs.resource,
                permissions=mine.permissions & theirs.permissions,
            )
            for mine in self.granted
            for theirs in other.granted
            if "*" in (mine.resource, theirs.resource) or mine.resource == theirs.resource
        )
        return Scopes(frozenset(scope for scope in shared if scope.permissions))

    def within(self, wider: "Scopes") -> bool:
        """Whether everything granted here is granted by `wider` too."""
        return all(
            wider.allow(scope.resource, permission) for scope in self.granted for permission in scope.permissions
        )
