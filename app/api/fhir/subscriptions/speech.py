"""What a worker needs of this door to tell subscriptions; the tables of FHIR are loaded when one is told."""

from datetime import datetime

from app.api.operation_outcomes import BELOW
from app.ports.resource_search import Criterion
from app.ports.subscriptions import Notice


class FhirSpeech:
    """`Speech` of the Subscriptions R5 Backport, for a server at an address."""

    def __init__(self, base_url: str) -> None:
        self._base = f"{base_url}{BELOW}"

    def understand(self, type_: str, criteria: str, at: datetime) -> tuple[Criterion, ...]:
        """Read the criteria of a filter."""
        from app.api.fhir.subscriptions.filters import understood  # noqa: PLC0415 - slow to load

        return understood(type_, criteria, at, self._base)

    def written(self, notice: Notice, at: datetime) -> bytes:
        """Write a notification."""
        from app.api.fhir.subscriptions.notices import notification  # noqa: PLC0415 - slow to load

        return notification(notice, self._base, at)
