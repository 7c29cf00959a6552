"""What an assertion proves, and that the whole corpus of bad ones proves nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.oauth.assertions import AssertionRefused, Proof, read_assertion
from app.adapters.oauth.key_sets import fitting_key, parse_key_set
from tests.support.assertions import ALGORITHMS, AUDIENCE, BAD, GOOD, ISSUER, Client, public_key_set, sign

CLIENT = Client(client_id="tlc_abc")
KEYS = parse_key_set(public_key_set())


def prove(text: str, *, client: Client = CLIENT, algorithms: tuple[str, ...] = ALGORITHMS) -> Proof:
    assertion = read_assertion(text)
    if assertion.client_id != client.client_id:
        raise AssertionRefused("another client")
    key = fitting_key(KEYS, assertion.kid, assertion.algorithm)
    if key is None:
        raise AssertionRefused("no such key")
    return assertion.believe(key, algorithms, (AUDIENCE, ISSUER), datetime.fromtimestamp(client.now, UTC))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_assertion_proves_nothing(name: str) -> None:
    with pytest.raises(AssertionRefused) as refusal:
        prove(BAD[name](CLIENT))
    assert not set(str(refusal.value)) & set('"\\')


def test_the_corpus_is_large() -> None:
    assert len(BAD) >= 40


@pytest.mark.parametrize("name", GOOD)
def test_a_good_assertion_proves_who_the_client_is(name: str) -> None:
    assert prove(GOOD[name](CLIENT)).jti


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_works_with_a_real_key(algorithm: str) -> None:
    client = Client(client_id="tlc_abc", algorithm=algorithm)
    proof = prove(client.assertion(jti="once"), client=client)
    assert ("once", int(client.now) + 300) == (proof.jti, int(proof.until.timestamp()))


def test_an_algorithm_that_the_client_did_not_register_is_refused() -> None:
    with pytest.raises(AssertionRefused):
        prove(CLIENT.assertion(), algorithms=("RS384",))


def test_an_endless_exp_is_refused_even_when_it_is_signed() -> None:
    claims = CLIENT.claims(exp=1).copy()
    raw = str(claims).replace("'", '"').replace('"exp": 1', '"exp": 1e999').encode()
    for forged in (raw, raw.replace(b"1e999", b"NaN"), raw.replace(b"1e999", b"1" * 5_000)):
        with pytest.raises(AssertionRefused):
            prove(sign(CLIENT.header(), forged, CLIENT.key))


@given(st.text(max_size=300))
def test_any_text_is_refused_without_another_error(text: str) -> None:
    for candidate in (text, f"{text}.{text}.{text}", CLIENT.assertion() + text):
        if candidate != CLIENT.assertion() and text:
            with pytest.raises(AssertionRefused):
                prove(candidate)


@given(st.data())
def test_no_changed_character_survives(data: st.DataObject) -> None:
    text = CLIENT.assertion()
    place = data.draw(st.integers(0, text.rindex(".") - 1))
    letter = data.draw(st.sampled_from("ABCabc019-_."))
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(AssertionRefused):
            prove(changed)
