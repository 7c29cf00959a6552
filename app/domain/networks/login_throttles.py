"""How many failed authentications are forgiven, counted so that nobody can lock a partner out from elsewhere."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from app.domain.identity import ApiClientId

WINDOW = timedelta(minutes=5)
MOST_FOR_CLIENT_FROM_ADDRESS = 10
MOST_FROM_ADDRESS = 60
MOST_FOR_CLIENT = 500
ADDRESS_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """How many failures one bucket forgives within the window; a full one stops who has failed in `after`, if named."""

    bucket: str
    most: int
    after: str | None = None


def throttles_for(api_client: ApiClientId, address: str) -> tuple[Throttle, ...]:
    """Return the buckets that a failure of this client from this address counts in.

    The bucket of a client from everywhere stops only places where it has failed, because whoever knows a `client_id`
    and has addresses enough can fill it: the client itself, elsewhere and with the right secret, comes in.
    """
    place = place_of(address)
    here = f"client {api_client} at {place}"
    return (
        Throttle(bucket=here, most=MOST_FOR_CLIENT_FROM_ADDRESS),
        Throttle(bucket=f"address {place}", most=MOST_FROM_ADDRESS),
        Throttle(bucket=f"client {api_client}", most=MOST_FOR_CLIENT, after=here),
    )


def place_of(address: str) -> str:
    """Take a whole /64 for one caller, because every home and every attacker has that many IPv6 addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:ADDRESS_LENGTH]
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found) >> 64 << 64, 64)))
    return str(found)
