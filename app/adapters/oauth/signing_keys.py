"""The service's own signing keys (ES256), derived from its secret: each process has the same and none is stored.

A key serves for one period; the next one is published a period ahead and the last one a period after, so that
whoever caches `/oauth/jwks` is never surprised. Losing the secret means changing the secret, as with a stored key.
"""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc.jwk import ECKey

PERIOD_SECONDS = 90 * 24 * 3600
ALGORITHM = "ES256"
PURPOSE = b"throughline/oauth-signing-key/1/"
SEED_BYTES = 48
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class SigningKeys:
    """The key that signs now, and the public keys that verify."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._made: dict[int, ECKey] = {}

    def current(self, now: datetime) -> ECKey:
        """Return the private key to sign with."""
        return self._key(_period(now))

    def published(self, now: datetime) -> dict[str, object]:
        """Return the public keys of the last, this and the next period as a JWK set."""
        periods = (_period(now), _period(now) + 1, _period(now) - 1)
        return {"keys": [self._key(period).as_dict(private=False) for period in periods]}

    def _key(self, period: int) -> ECKey:
        if period not in self._made:
            self._made[period] = self._derive(period)
        return self._made[period]

    def _derive(self, period: int) -> ECKey:
        info = PURPOSE + str(period).encode()
        seed = HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=info).derive(self._secret)
        private = ec.derive_private_key(int.from_bytes(seed, "big") % (P256_ORDER - 1) + 1, ec.SECP256R1())
        key = ECKey(private, private, {"use": "sig", "alg": ALGORITHM})
        key.ensure_kid()
        return key


def _period(now: datetime) -> int:
    return int(now.timestamp()) // PERIOD_SECONDS
