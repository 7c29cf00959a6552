"""Access tokens: opaque to everyone, kept only as a digest, ended at any moment."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks.scopes import Scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """What an API client may do until when, in the name of its agency."""

    digest: bytes = field(repr=False)
    network: NetworkId
    api_client: ApiClientId
    agency: AgencyId
    scopes: Scopes
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def live(self, at: datetime) -> bool:
        """Whether the token still opens doors."""
        return self.revoked_at is None and at < self.expires_at
