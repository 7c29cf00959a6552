"""The ways in which the domain says no, so that every door can translate a refusal without guessing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

Fact = object  # whatever JSON can say: text, number, truth, list or mapping of these


class Kind(StrEnum):
    """The category of a refusal; each door maps it to its own status (architecture, section 5)."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    GONE = "gone"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"


class DomainError(Exception):
    """A refusal: `kind` for the door, a stable dotted `code` for programs, a `message` for people, `facts` for both.

    Facts are never personal data: they end in answers, logs and metrics.
    """

    kind: ClassVar[Kind]

    def __init__(self, code: str, message: str, **facts: Fact) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One wrong place in an input: a JSON pointer (RFC 6901) and what is wrong there."""

    pointer: str
    message: str


class Invalid(DomainError):
    """The input breaks a rule; `faults` name the places."""

    kind = Kind.INVALID

    def __init__(self, code: str, message: str, *, faults: tuple[Fault, ...] = (), **facts: Fact) -> None:
        super().__init__(code, message, **facts)
        self.faults = faults


class Unauthenticated(DomainError):
    """Nobody can be recognised from the credentials given."""

    kind = Kind.UNAUTHENTICATED


class Forbidden(DomainError):
    """The actor is known and may not do this, whatever the object."""

    kind = Kind.FORBIDDEN


class NotFound(DomainError):
    """There is no such object, or the actor may not know that there is one."""

    kind = Kind.NOT_FOUND

    def __init__(self, noun: str, **facts: Fact) -> None:
        super().__init__(f"{noun}.not-found", f"There is no such {noun.replace('-', ' ')}.", **facts)


class Conflict(DomainError):
    """The object's state, or another object, does not allow it."""

    kind = Kind.CONFLICT


class Stale(DomainError):
    """The object has changed since the actor read it."""

    kind = Kind.STALE

    def __init__(self, noun: str, *, expected: int, actual: int) -> None:
        super().__init__(
            f"{noun}.stale",
            f"The {noun.replace('-', ' ')} has changed since you read it.",
            expected_version=expected,
            current_version=actual,
        )


class Gone(DomainError):
    """The object existed and was deleted."""

    kind = Kind.GONE


class Throttled(DomainError):
    """Too much was asked in too short a time; `retry_after` in seconds."""

    kind = Kind.THROTTLED

    def __init__(self, code: str, message: str, *, retry_after: int, **facts: Fact) -> None:
        super().__init__(code, message, **facts)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """Something the service needs does not answer now; `retry_after` in seconds."""

    kind = Kind.UNAVAILABLE

    def __init__(self, code: str, message: str, *, retry_after: int = 1, **facts: Fact) -> None:
        super().__init__(code, message, **facts)
        self.retry_after = retry_after
