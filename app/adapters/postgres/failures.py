"""What PostgreSQL says when it refuses, in the core's words: try again, not now, or already there."""

import re
from collections.abc import Mapping

import asyncpg

from app.domain.errors import Conflict, Unavailable
from app.ports.transactions import TransactionConflict

_SHARD_SUFFIX = re.compile(r"_\d+$")
_TRY_AGAIN = ("40001", "40P01", "55P03")
KEPT_ANSWER = "kept_answers_pkey"  # the first call under the key has just finished: tried again, its answer is found
_DUPLICATES: Mapping[str, tuple[str, str]] = {
    "external_identifiers_pkey": ("identifier.taken", "Another entry has one of these identifiers already."),
}

Failure = asyncpg.PostgresError | asyncpg.InterfaceError | asyncpg.InternalClientError | OSError | TimeoutError
# The driver calls it an error of its own when a connection that the server has dropped is used once more.
FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


def translate(failure: BaseException) -> Exception | None:
    """Return the error that the core should see, or None when the failure is a defect of ours."""
    if isinstance(failure, asyncpg.PostgresError):
        return _refusal(failure)
    if isinstance(failure, asyncpg.InterfaceError | asyncpg.InternalClientError | OSError | TimeoutError):
        return Unavailable("database.unavailable", "The database does not answer; try again.")
    return None


def _refusal(failure: asyncpg.PostgresError) -> Exception | None:
    state = failure.sqlstate or ""
    if state in _TRY_AGAIN or (state == "XX000" and "could not commit" in str(failure)):
        return TransactionConflict(state)
    if state == "23505":
        return _duplicate(failure)
    if state.startswith(("08", "53", "57")) or state == "25P03":
        return Unavailable("database.unavailable", "The database does not answer; try again.")
    return None


def _duplicate(failure: asyncpg.PostgresError) -> Exception:
    constraint = _SHARD_SUFFIX.sub("", getattr(failure, "constraint_name", None) or "")
    if constraint == KEPT_ANSWER:
        return TransactionConflict(constraint)
    code, message = _DUPLICATES.get(constraint, ("object.duplicate", "There is one like this already."))
    return Conflict(code, message, constraint=constraint)
