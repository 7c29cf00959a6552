"""Which keys of a client's set are used, and for what."""

import json

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey

from app.adapters.oauth.key_sets import check_key_set, fitting_key, parse_key_set
from app.domain.errors import Invalid
from tests.support.assertions import ALGORITHMS, key_for, public_key_set


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_finds_its_key(algorithm: str) -> None:
    keys = parse_key_set(public_key_set())
    assert fitting_key(keys, f"{algorithm}-one", algorithm) is not None
    others = {other for other in ALGORITHMS if other != algorithm and {other, algorithm} != {"RS384", "PS256"}}
    assert not any(fitting_key(keys, f"{algorithm}-one", other) for other in others)


def test_a_key_bound_to_one_algorithm_serves_no_other() -> None:
    bound = {**key_for("RS384").as_dict(private=False), "alg": "RS384"}
    keys = parse_key_set(json.dumps({"keys": [bound]}))
    assert fitting_key(keys, "RS384-one", "RS384") is not None
    assert fitting_key(keys, "RS384-one", "PS256") is None


def test_two_keys_may_share_a_kid_when_they_serve_different_algorithms() -> None:
    one = {**key_for("ES384").as_dict(private=False), "kid": "same"}
    two = {**key_for("RS384").as_dict(private=False), "kid": "same"}
    keys = parse_key_set(json.dumps({"keys": [one, two]}))
    assert fitting_key(keys, "same", "ES384") is not None
    assert fitting_key(keys, "same", "RS384") is not None


UNUSABLE = {
    "no kid": {key: value for key, value in key_for("ES384").as_dict(private=False).items() if key != "kid"},
    "for encryption": {**key_for("ES384").as_dict(private=False), "use": "enc"},
    "not to verify": {**key_for("ES384").as_dict(private=False), "use": "sig", "key_ops": ["sign"]},
    "off the curve": {**key_for("ES384").as_dict(private=False), "x": "AAAA"},
    "another curve": ECKey.generate_key("P-521", {"kid": "p521"}).as_dict(private=False),
    "secp256k1": ECKey.generate_key("secp256k1", {"kid": "k1"}).as_dict(private=False),
    "X25519": OKPKey.generate_key("X25519", {"kid": "x"}).as_dict(private=False),
    "Ed448": OKPKey.generate_key("Ed448", {"kid": "ed448"}).as_dict(private=False),
    "short RSA": {"kty": "RSA", "kid": "short", "e": "AQAB", "n": key_for("RS384").as_dict(private=False)["n"][:171]},
    "unknown kind": {"kty": "AKP", "kid": "pq", "alg": "ML-DSA-44", "pub": "AAAA"},
    "no kind": {"kid": "x"},
    "not an object": "key",
    "kid is a list": {**key_for("ES384").as_dict(private=False), "kid": ["x"]},
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_key_is_left_out_and_not_enough_to_register(name: str) -> None:
    assert dict(parse_key_set(json.dumps({"keys": [UNUSABLE[name]]}))) == {}
    with pytest.raises(Invalid):
        check_key_set(json.dumps({"keys": [UNUSABLE[name]]}))
    beside = json.dumps({"keys": [UNUSABLE[name], key_for("ES384").as_dict(private=False)]})
    assert list(parse_key_set(beside)) == ["ES384-one"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"keys": {}}',
        '{"keys": []}',
        "null",
        "[" * 5_000,
        '{"keys": [' + "{}," * 60 + "{}]}",
        " " * 70_000,
    ],
)
def test_what_is_no_key_set_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        check_key_set(text)


@pytest.mark.parametrize("key", [key_for("ES384"), key_for("RS384"), key_for("EdDSA"), OctKey.generate_key(256)])
def test_a_private_key_is_refused_at_registration_and_never_verifies(key: ECKey) -> None:
    text = json.dumps({"keys": [{**key.as_dict(private=True), "kid": "leaked"}]})
    assert dict(parse_key_set(text)) == {}
    with pytest.raises(Invalid, match="private or shared"):
        check_key_set(text)
