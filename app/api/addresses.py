"""Where a request comes from, because limits count by address, and behind a proxy everybody has the proxy's."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.requests import Request

Network = IPv4Network | IPv6Network
MOST_HOPS = 20


class Addresses:
    """Tells the caller's address; believes X-Forwarded-For only as far as trusted proxies wrote it."""

    def __init__(self, trusted_proxies: Sequence[str] = ()) -> None:
        self._trusted = tuple(ip_network(text, strict=False) for text in trusted_proxies)

    def of(self, request: Request) -> str:
        """Return the nearest address that is not a trusted proxy's."""
        address = request.client.host if request.client is not None else ""
        stated = ",".join(request.headers.getlist("x-forwarded-for")).split(",") if self._trusted else []
        for hop in reversed(stated[-MOST_HOPS:]):
            if not self.trusts(address):
                break
            address = hop.strip()
        return address

    def trusts(self, text: str) -> bool:
        """Whether this is the address of one of our proxies."""
        try:
            address = ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self._trusted if network.version == address.version)
