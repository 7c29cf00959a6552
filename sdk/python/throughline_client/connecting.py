"""Opens the client that every generated operation takes."""

import httpx

from throughline_client.generated.client import AuthenticatedClient
from throughline_client.sending import Patience, Persistent
from throughline_client.tokens import SignedIn

TIMEOUT = httpx.Timeout(20.0, connect=5.0)


def connect(
    base_url: str,
    *,
    client_id: str,
    client_secret: str,
    scope: str | None = None,
    patience: Patience | None = None,
    transport: httpx.BaseTransport | None = None,
    async_transport: httpx.AsyncBaseTransport | None = None,
) -> AuthenticatedClient:
    """Connect as an API client; `transport` and `async_transport` are for proxies and certificates of your own."""
    base = base_url.rstrip("/")
    return AuthenticatedClient(
        base_url=base,
        token="",  # `auth` sets the header
        timeout=TIMEOUT,
        httpx_args={
            "auth": SignedIn(base, client_id, client_secret, scope),
            "transport": Persistent(patience or Patience(), transport, async_transport),
        },
    )
