"""The keys with which messages are signed: a secret that both sides hold, or a pair whose private half we keep."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

ROTATION_OVERLAP = timedelta(hours=24)


class SignatureScheme(StrEnum):
    """How messages are signed, `v1` or `v1a`: Standard Webhooks 1.0, section 'Signature scheme'."""

    HMAC_SHA256 = "hmac_sha256"
    ED25519 = "ed25519"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A signing key as it is kept: sealed; `public` (`whpk_…`) is the half of a pair that anybody may know."""

    scheme: SignatureScheme
    sealed: bytes = field(repr=False)
    public: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A key in use; `until` is set once a newer one has taken over, and both sign until then."""

    key: Key
    since: datetime
    until: datetime | None = None

    def live(self, at: datetime) -> bool:
        """Whether this key still signs."""
        return self.until is None or at < self.until
