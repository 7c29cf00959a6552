"""Quotas: how many units may be used at once and come back within a minute, as a service and its networks state."""

from dataclasses import dataclass

WINDOW_SECONDS = 60
LEAST = 60
MOST = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """So many units: all of them may be used at once, and they come back evenly over the window."""

    units: int
    seconds: int = WINDOW_SECONDS

    @property
    def rate(self) -> float:
        """Return how many units come back in a second."""
        return self.units / self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """What a network has agreed on, in units for each minute; None leaves it to the service."""

    client_per_minute: int | None = None
    agency_per_minute: int | None = None

    def stated(self) -> dict[str, int]:
        """Return what is not left to the service, by name."""
        both = {"client_per_minute": self.client_per_minute, "agency_per_minute": self.agency_per_minute}
        return {name: units for name, units in both.items() if units is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """The quota of one API client, and that of all API clients of one agency together."""

    client: Quota
    agency: Quota


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLimits:
    """What the operator of the service grants where a network says nothing, and the most that a network may say."""

    client: int = 6_000
    agency: int = 18_000
    ceiling: int = 60_000

    def of(self, agreed: RateLimits) -> Quotas:
        """Return what holds in a network."""
        return Quotas(
            client=self._quota(agreed.client_per_minute, self.client),
            agency=self._quota(agreed.agency_per_minute, self.agency),
        )

    def _quota(self, wanted: int | None, usual: int) -> Quota:
        return Quota(units=usual if wanted is None else min(wanted, max(self.ceiling, usual)))
