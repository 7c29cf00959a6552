"""Limits for tests: generous where something else is tested, small and with a clock of their own where they are."""

from dataclasses import dataclass

from app.api.addresses import Addresses
from app.api.limits import Caps, Limits
from app.domain.limits.accounts import Accounts
from app.domain.limits.strangers import Strangers
from app.domain.networks.quotas import Quota, ServiceLimits

# A test calls faster than any program of an agency, and all of them from one address.
GENEROUS = {
    "rate_limit_client": 1_000_000,
    "rate_limit_agency": 1_000_000,
    "rate_limit_ceiling": 1_000_000,
    "rate_limit_address": 1_000_000,
}


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


def limits_for(
    *,
    client: int = 1_000_000,
    agency: int = 1_000_000,
    address: int = 1_000_000,
    caps: Caps | None = None,
    clock: Clock | None = None,
) -> Limits:
    """Make the limits of one process."""
    return Limits(
        accounts=Accounts(ServiceLimits(client=client, agency=agency, ceiling=client)),
        strangers=Strangers(Quota(units=address)),
        addresses=Addresses(),
        caps=caps or Caps(),
        clock=clock or Clock(),
    )
