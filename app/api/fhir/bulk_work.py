"""FHIR for the worker, loaded with the first export or import: its tables are large, and most days nobody asks."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from app.api.operation_outcomes import BELOW
from app.ports.resource_search import Criterion
from app.ports.resources import StoredResource, Target
from app.use_cases.bulk.bulk_taking import Line, Reported
from app.use_cases.core import Context

if TYPE_CHECKING:
    from app.api.fhir.bulk.language import FhirLines
    from app.api.fhir.taking import FhirTaking


class FhirBulk:
    """What the worker needs of FHIR; `base_url` is the address of the service."""

    def __init__(self, base_url: str) -> None:
        self.base = f"{base_url}{BELOW}"

    @cached_property
    def _lines(self) -> "FhirLines":
        from app.api.fhir.bulk.language import FhirLines  # noqa: PLC0415 - loaded with the first export

        return FhirLines(self.base)

    @cached_property
    def _taking(self) -> "FhirTaking":
        from app.api.fhir.taking import FhirTaking  # noqa: PLC0415 - loaded with the first import

        return FhirTaking(self.base)

    def line(self, resource: StoredResource, elements: Sequence[str]) -> bytes:
        """Write a resource, whole or as far as some elements go."""
        return self._lines.line(resource, elements)

    def removal(self, targets: Sequence[Target]) -> bytes:
        """Write that resources were deleted."""
        return self._lines.removal(targets)

    def criteria(self, type_: str, queries: Sequence[str], at: datetime) -> tuple[Criterion, ...]:
        """Return what finds the resources that any of the searches finds."""
        return self._lines.criteria(type_, queries, at)

    async def take(self, context: Context, lines: Sequence[Line]) -> Sequence[Reported]:
        """Take lines together, or raise why one of them is refused."""
        return await self._taking.take(context, lines)

    def refused(self, line: Line, refusal: Exception) -> Reported:
        """Say why a line was refused; raise what is no refusal."""
        return self._taking.refused(line, refusal)
