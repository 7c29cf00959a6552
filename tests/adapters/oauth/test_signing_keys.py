"""The service's own keys."""

from datetime import UTC, datetime, timedelta

from joserfc import jwt
from joserfc.jwk import KeySet

from app.adapters.oauth.signing_keys import PERIOD_SECONDS, SigningKeys

NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
PERIOD = timedelta(seconds=PERIOD_SECONDS)


def test_every_process_with_the_secret_has_the_same_keys_and_others_have_not() -> None:
    assert SigningKeys(b"s" * 32).published(NOW) == SigningKeys(b"s" * 32).published(NOW)
    assert SigningKeys(b"s" * 32).published(NOW) != SigningKeys(b"t" * 32).published(NOW)


def test_what_is_signed_now_verifies_with_what_was_published_a_period_ago_and_is_a_period_from_now() -> None:
    keys = SigningKeys(b"s" * 32)
    token = jwt.encode({"alg": "ES256", "kid": keys.current(NOW).kid}, {"sub": "x"}, keys.current(NOW))
    for at in (NOW - PERIOD, NOW, NOW + PERIOD):
        published = KeySet.import_key_set(keys.published(at))
        assert jwt.decode(token, published, algorithms=["ES256"]).claims == {"sub": "x"}


def test_a_new_period_signs_with_a_new_key() -> None:
    keys = SigningKeys(b"s" * 32)
    assert keys.current(NOW).kid != keys.current(NOW + PERIOD).kid


def test_nothing_private_is_published() -> None:
    published = SigningKeys(b"s" * 32).published(NOW)["keys"]
    assert len(published) == 3
    assert all(key.keys() == {"kty", "crv", "x", "y", "use", "alg", "kid"} for key in published)
