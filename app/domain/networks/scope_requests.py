"""What a client gets of the scopes that it asks for (RFC 6749, section 3.3), decided in one place."""

import re
from dataclasses import dataclass

from app.domain.errors import Invalid
from app.domain.networks.scopes import Scope, Scopes, parse_scope

MOST_CHARACTERS = 4_096
MOST_WORDS = 100
_TOKENS = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """The scopes of a new token, and how to say them: a word granted whole keeps the asker's spelling."""

    scopes: Scopes
    spelled: str


def grant(requested: str | None, registered: Scopes) -> Granted:
    """Grant what is both requested and registered; asking for nothing asks for all that is registered.

    What is wider than the registration is narrowed to it, and words that are no scopes of ours are left out, so that
    a client written for many servers works here; the answer says what was granted. Nothing left is `Invalid`.
    """
    if not requested:
        return Granted(scopes=registered, spelled=str(registered))
    if len(requested) > MOST_CHARACTERS or not _TOKENS.fullmatch(requested):
        raise Invalid("scope.malformed", "The scope is not a list of words separated by single spaces.")
    words = dict.fromkeys(requested.split(" "))
    if len(words) > MOST_WORDS:
        raise Invalid("scope.malformed", f"At most {MOST_WORDS} scopes can be asked for at once.")
    shares = {word: meet(parsed, registered) for word in words if (parsed := _read(word)) is not None}
    scopes = Scopes(frozenset(scope for share in shares.values() for scope in share))
    if not scopes.granted:
        raise Invalid("scope.not-granted", "None of the requested scopes is registered for this client.")
    spelled = dict.fromkeys(text for word, share in shares.items() for text in _spell(word, share))
    return Granted(scopes=scopes, spelled=" ".join(spelled))


def meet(asked: Scope, registered: Scopes) -> frozenset[Scope]:
    """Return what both sides allow."""
    pairs = ((asked, held) for held in registered.granted if held.context == asked.context)
    return frozenset(common for one, other in pairs if (common := _common(one, other)) is not None)


def _common(one: Scope, other: Scope) -> Scope | None:
    if "*" not in (one.resource, other.resource) and one.resource != other.resource:
        return None
    permissions = one.permissions & other.permissions
    resource = other.resource if one.resource == "*" else one.resource
    return Scope(context=one.context, resource=resource, permissions=permissions) if permissions else None


def _read(word: str) -> Scope | None:
    try:
        return parse_scope(word)
    except Invalid:
        return None


def _spell(word: str, share: frozenset[Scope]) -> list[str]:
    return [word] if share == {_read(word)} else sorted(str(scope) for scope in share)
