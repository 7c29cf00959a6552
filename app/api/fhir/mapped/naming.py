"""Lets a refusal that is about the whole name the element for which it was refused, as leaving it out would help."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from app.api.fhir.outcomes import Unfit, failure_of
from app.domain.errors import Forbidden

T = TypeVar("T")
OF_OTHERS = frozenset({"agency.not-yours", "role.insufficient", "role.not-yours-to-grant"})


async def naming(expression: str, work: Callable[[], Awaitable[T]]) -> T:
    """Do something; who may not do it is told for which element it would have been done."""
    try:
        return await work()
    except Forbidden as refusal:
        if refusal.code not in OF_OTHERS:
            raise
        failure = failure_of(refusal)
        issues = (replace(each, expression=expression) for each in failure.issues)
        raise Unfit(failure.status, *issues, headers=failure.headers) from None
