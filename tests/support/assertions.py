"""Signed assertions as clients make them, and a corpus of those that must prove nothing."""

import base64
import hashlib
import hmac
import json
import time
import uuid
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc import jws
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey

ALGORITHMS = ("RS384", "ES384", "PS256", "ES256", "EdDSA")
AUDIENCE = "https://care.example/oauth/token"
ISSUER = "https://care.example"


@cache
def key_for(algorithm: str, name: str = "one") -> Key:
    """A key of the right kind, made once; its kid names algorithm and name."""
    parameters = {"kid": f"{algorithm}-{name}", "use": "sig"}
    if algorithm in {"RS256", "RS384", "PS256", "RS512"}:
        return RSAKey.generate_key(2048, parameters)
    if algorithm == "EdDSA":
        return OKPKey.generate_key("Ed25519", parameters)
    curve = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}[algorithm]
    return ECKey.generate_key(curve, parameters)


def public_key_set(*keys: Key) -> str:
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys or map(key_for, ALGORITHMS)]})


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def sign(header: Mapping[str, Any], claims: Any, key: Key, algorithm: str | None = None) -> str:
    registry = jws.JWSRegistry(algorithms=list(jws.JWSRegistry.algorithms), strict_check_header=False)
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    head = b64(json.dumps(header).encode())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = registry.get_alg(algorithm or header["alg"])
    signature = model.sign(f"{head}.{b64(payload)}".encode(), key)
    return f"{head}.{b64(payload)}.{b64(signature)}"


@dataclass(frozen=True, kw_only=True)
class Client:
    """A client that signs properly, from which the wrong ones are made."""

    client_id: str
    now: float = field(default_factory=time.time)
    audience: str = AUDIENCE
    algorithm: str = "ES384"

    @property
    def key(self) -> Key:
        return key_for(self.algorithm)

    def header(self, **changes: Any) -> dict[str, Any]:
        return _changed({"alg": self.algorithm, "kid": self.key.kid, "typ": "JWT"}, changes)

    def claims(self, **changes: Any) -> dict[str, Any]:
        usual = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.audience,
            "exp": int(self.now) + 240,
            "jti": uuid.uuid4().hex,
        }
        return _changed(usual, changes)

    def assertion(self, *, head: Mapping[str, Any] | None = None, **claims: Any) -> str:
        return sign(self.header(**(head or {})), self.claims(**claims), self.key, self.algorithm)


def _changed(usual: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**usual, **changes}.items() if value is not ...}


def _unsigned(client: Client, algorithm: str, signature: str = "") -> str:
    head = b64(json.dumps(client.header(alg=algorithm)).encode())
    return f"{head}.{b64(json.dumps(client.claims()).encode())}.{signature}"


def _with_public_key_as_secret(client: Client) -> str:
    public = client.key.public_key
    assert isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = b64(json.dumps(client.header(alg="HS256")).encode())
    body = f"{head}.{b64(json.dumps(client.claims()).encode())}"
    return f"{body}.{b64(hmac.new(pem, body.encode(), hashlib.sha256).digest())}"


def _tampered(client: Client) -> str:
    head, _, signature = client.assertion().split(".")
    return f"{head}.{b64(json.dumps(client.claims()).encode())}.{signature}"


def _head(**changes: Any) -> Callable[[Client], str]:
    return lambda client: client.assertion(head=changes)


def _claims(**changes: Any) -> Callable[[Client], str]:
    return lambda client: client.assertion(**changes)


def _at(claim: str, offset: float, **more: float) -> Callable[[Client], str]:
    return lambda client: client.assertion(
        **{claim: int(client.now + offset)}, **{name: int(client.now + value) for name, value in more.items()}
    )


def _payload(raw: bytes) -> Callable[[Client], str]:
    return lambda client: sign(client.header(), raw, client.key, client.algorithm)


def _raw_header(raw: bytes) -> Callable[[Client], str]:
    def make(client: Client) -> str:
        _, payload, signature = client.assertion().split(".")
        return f"{b64(raw)}.{payload}.{signature}"

    return make


BAD: dict[str, Callable[[Client], str]] = {
    "empty": lambda _: "",
    "a word": lambda _: "assertion",
    "two parts": lambda client: client.assertion().rpartition(".")[0],
    "four parts": lambda client: client.assertion() + ".x",
    "five parts, as encrypted": lambda client: client.assertion() + ".x.y",
    "not base64": lambda client: "%%%." + client.assertion().partition(".")[2],
    "not ASCII": lambda client: client.assertion() + "é",
    "line break at the end": lambda client: client.assertion() + "\n",
    "huge": lambda client: client.assertion(padding="x" * 20_000),
    "huge header": _head(padding="x" * 20_000),
    "header is not JSON": _raw_header(b"{alg:ES384}"),
    "header is a list": _raw_header(b'["alg","kid"]'),
    "header is a number": _raw_header(b"1"),
    "header is deep": _raw_header(b"[" * 3_000),
    "payload is not JSON": _payload(b"hello"),
    "payload is a list": _payload(b'["sub"]'),
    "payload is null": _payload(b"null"),
    "payload is deep": _payload(b"[" * 3_000),
    "payload is not UTF-8": _payload(b'{"sub":"\xff\xfe"}'),
    "alg none": lambda client: _unsigned(client, "none"),
    "alg None": lambda client: _unsigned(client, "None"),
    "alg nOnE with a signature": lambda client: _unsigned(client, "nOnE", "AAAA"),
    "no alg": _head(alg=...),
    "alg is a number": _head(alg=1),
    "alg is a list": _head(alg=["ES384"]),
    "HS256 with the public key as secret": _with_public_key_as_secret,
    "HS384 with a guessed secret": lambda client: sign(
        client.header(alg="HS384"), client.claims(), OctKey.import_key("x" * 48)
    ),
    "RS256": lambda client: sign(client.header(alg="RS256", kid="RS384-one"), client.claims(), key_for("RS384")),
    "RS512": lambda client: sign(client.header(alg="RS512", kid="RS384-one"), client.claims(), key_for("RS384")),
    "ES512": lambda client: sign(client.header(alg="ES512"), client.claims(), key_for("ES512")),
    "an algorithm for another curve": lambda client: sign(
        client.header(alg="ES256"), client.claims(), key_for("ES256", "stolen")
    ),
    "no kid": _head(kid=...),
    "kid is empty": _head(kid=""),
    "kid is a number": _head(kid=1),
    "kid is unknown": _head(kid="somebody-elses"),
    "kid is long": _head(kid="k" * 300),
    "kid of another key": _head(kid="ES256-one"),
    "another key under the right kid": lambda client: sign(client.header(), client.claims(), key_for("ES384", "other")),
    "key in the header": lambda client: sign(
        client.header(jwk=key_for("ES384", "other").as_dict(private=False)), client.claims(), key_for("ES384", "other")
    ),
    "signed by what jku names": lambda client: sign(
        client.header(jku="https://evil.example/jwks"), client.claims(), key_for("ES384", "other")
    ),
    "signed by what x5u names": lambda client: sign(
        client.header(x5u="https://evil.example/chain"), client.claims(), key_for("ES384", "other")
    ),
    "critical header": _head(crit=["exp"], exp=1),
    "unencoded payload": _head(crit=["b64"], b64=False),
    "typ of an access token": _head(typ="at+jwt"),
    "typ of a DPoP proof": _head(typ="dpop+jwt"),
    "typ is a number": _head(typ=1),
    "tampered payload": _tampered,
    "no signature": lambda client: client.assertion().rpartition(".")[0] + ".",
    "signature of zeros": lambda client: client.assertion().rpartition(".")[0] + "." + b64(bytes(96)),
    "signature in DER": lambda client: (
        client.assertion().rpartition(".")[0] + "." + b64(b"0\x06\x02\x01\x00\x02\x01\x00")
    ),
    "no iss": _claims(iss=...),
    "no sub": _claims(sub=...),
    "iss is another": _claims(iss="tlc_somebody"),
    "sub is another": _claims(sub="tlc_somebody"),
    "both are another": _claims(iss="tlc_somebody", sub="tlc_somebody"),
    "both are numbers": _claims(iss=1, sub=1),
    "both are empty": _claims(iss="", sub=""),
    "both are objects": _claims(iss={}, sub={}),
    "no aud": _claims(aud=...),
    "aud is null": _claims(aud=None),
    "aud is another server": _claims(aud="https://other.example/oauth/token"),
    "aud only begins like ours": _claims(aud=AUDIENCE + "/x"),
    "aud with http": _claims(aud=AUDIENCE.replace("https", "http")),
    "aud is an empty list": _claims(aud=[]),
    "aud is ours and another": _claims(aud=[AUDIENCE, "https://other.example/oauth/token"]),
    "aud is a list of a list": _claims(aud=[[AUDIENCE]]),
    "aud is an object": _claims(aud={AUDIENCE: True}),
    "no exp": _claims(exp=...),
    "exp is null": _claims(exp=None),
    "exp is text": lambda client: client.assertion(exp=str(int(client.now) + 60)),
    "exp is true": _claims(exp=True),
    "exp is negative": _claims(exp=-1),
    "exp is endless": _payload(b'{"exp":1e999}'),
    "exp has passed": _at("exp", -61),
    "exp is an hour away": _at("exp", 3_600),
    "exp is just too far": _at("exp", 370),
    "exp in milliseconds": lambda client: client.assertion(exp=int(client.now + 60) * 1000),
    "nbf is in the future": _at("nbf", 120),
    "nbf is text": _claims(nbf="now"),
    "iat is in the future": _at("iat", 120),
    "iat is an hour ago": _at("iat", -3_600),
    "iat is text": _claims(iat="now"),
    "iat after exp": _at("iat", 50, exp=10),
    "no jti": _claims(jti=...),
    "jti is null": _claims(jti=None),
    "jti is empty": _claims(jti=""),
    "jti is a number": _claims(jti=7),
    "jti is long": _claims(jti="j" * 300),
}

GOOD: dict[str, Callable[[Client], str]] = {
    "as usual": lambda client: client.assertion(),
    "aud in a list": lambda client: client.assertion(aud=[AUDIENCE]),
    "aud is the issuer": _claims(aud=ISSUER),
    "a full five minutes": _at("exp", 300),
    "a clock a little ahead": _at("exp", 355),
    "a clock a little behind": _at("exp", -30),
    "iat and nbf": _at("iat", 0, nbf=0),
    "a fractional exp": lambda client: client.assertion(exp=client.now + 60.5),
    "no typ": _head(typ=...),
    "the typ of RFC 7523bis": _head(typ="client-authentication+jwt"),
    "jku beside the registered key": _head(jku="https://evil.example/jwks"),
    "x5u beside the registered key": _head(x5u="https://evil.example/chain"),
    "a header of its own": _head(hello="world"),
    "claims of its own": _claims(hello={"world": [1]}),
}
