"""RFC 7523, section 3, and SMART Backend Services: what a signed assertion must say to prove who a client is."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.jws import CompactSignature, JWSRegistry

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ("ES384", "RS384", "PS256", "ES256", "EdDSA")
TYPES = frozenset({"jwt", "client-authentication+jwt"})
MOST_CHARACTERS = 8_192
MOST_ID_CHARACTERS = 255
LIFETIME = 300
LEEWAY = 60
FAR_FUTURE = 1e11


class AssertionRefused(Exception):
    """The assertion proves nothing; the text says why, in the characters that RFC 6749 allows."""


class _Registry(JWSRegistry):
    """Take extra headers, as RFC 7515 asks, and EdDSA without the deprecation of its name."""

    max_payload_length = MOST_CHARACTERS
    max_header_length = MOST_CHARACTERS

    def __init__(self) -> None:
        super().__init__(algorithms=ALGORITHMS, strict_check_header=False)

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHMS:
            _refuse("The assertion is signed with an algorithm that is not accepted.")
        return self.algorithms[name]


_REGISTRY = _Registry()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """An assertion that was read but not believed yet."""

    signed: CompactSignature
    algorithm: str
    kid: str
    client_id: str
    claims: dict[str, Any]

    def believe(self, key: Key, algorithms: Collection[str], audiences: Collection[str], now: datetime) -> "Proof":
        """Check the signature, then every claim; raises `AssertionRefused`."""
        if self.algorithm not in algorithms:
            _refuse("The client is not registered for this algorithm.")
        try:
            genuine = jws.validate_compact(self.signed, key, registry=_REGISTRY)
        except (JoseError, ValueError, TypeError):
            genuine = False
        if not genuine:
            _refuse("The signature does not verify.")
        self._check_audience(audiences)
        return Proof(jti=self._jti(), until=self._expiry(now.timestamp()))

    def _check_audience(self, audiences: Collection[str]) -> None:
        """Take exactly one audience: an assertion that names others too could be used against them, or by them."""
        stated = self.claims.get("aud")
        if isinstance(stated, list) and len(stated) == 1:
            stated = stated[0]
        if not isinstance(stated, str) or stated not in audiences:
            _refuse("The aud claim must be the token endpoint or the issuer, and nothing else.")

    def _jti(self) -> str:
        jti = self.claims.get("jti")
        if not isinstance(jti, str) or not 0 < len(jti) <= MOST_ID_CHARACTERS:
            _refuse(f"The jti claim must be a text of 1 to {MOST_ID_CHARACTERS} characters.")
        return jti

    def _expiry(self, now: float) -> datetime:
        expires = self._moment("exp")
        if expires is None or now >= expires + LEEWAY:
            _refuse("The assertion has expired or has no exp claim.")
        if expires > now + LIFETIME + LEEWAY:
            _refuse("The assertion must expire within five minutes.")
        issued, begins = self._moment("iat"), self._moment("nbf")
        if begins is not None and begins > now + LEEWAY:
            _refuse("The assertion is not valid yet.")
        if issued is not None and not expires - LIFETIME - LEEWAY <= issued <= min(now + LEEWAY, expires):
            _refuse("The iat claim is in the future, or the assertion was made for longer than five minutes.")
        return datetime.fromtimestamp(expires + LEEWAY, UTC)

    def _moment(self, claim: str) -> float | None:
        value = self.claims.get(claim)
        if value is None and claim not in self.claims:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < FAR_FUTURE:
            _refuse(f"The {claim} claim must be a number of seconds.")
        return float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a believed assertion leaves behind: an id that may not come again before `until`."""

    jti: str
    until: datetime


def read_assertion(text: str) -> Assertion:
    """Take an assertion apart without believing it; raises `AssertionRefused`."""
    if len(text) > MOST_CHARACTERS or not text.isascii():
        _refuse("The assertion is too long or not a JWT.")
    try:
        signed = jws.extract_compact(text.encode(), registry=_REGISTRY)
        header, claims = _header(signed), json.loads(signed.payload)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        _refuse("The assertion is not a JWT.")
    if not isinstance(claims, dict):
        _refuse("The assertion is not a JWT.")
    client_id = claims.get("sub")
    if not isinstance(client_id, str) or claims.get("iss") != client_id:
        _refuse("The iss and sub claims must both be the client_id.")
    return Assertion(signed=signed, algorithm=_algorithm(header), kid=_kid(header), client_id=client_id, claims=claims)


def _header(signed: CompactSignature) -> dict[str, Any]:
    header = signed.headers()
    if not isinstance(header, dict):
        _refuse("The assertion is not a JWT.")
    if "crit" in header or "b64" in header:
        _refuse("The assertion has critical headers that are not understood.")
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in TYPES:
        _refuse("The typ header must be JWT.")
    return header


def _algorithm(header: dict[str, Any]) -> str:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        _refuse("The assertion is signed with an algorithm that is not accepted.")
    return algorithm


def _kid(header: dict[str, Any]) -> str:
    kid = header.get("kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= MOST_ID_CHARACTERS:
        _refuse("The kid header is missing.")
    return kid


def _refuse(why: str) -> NoReturn:
    raise AssertionRefused(why)
