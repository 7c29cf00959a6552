"""Shows that a name is found however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clients.names import Name, search_key, sound_key


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("José  Núñez", "jose nunez"),
        ("D\u2019Ávila-Núñez", "davila nunez"),
        ("O'BRIEN", "obrien"),
        ("Straße", "strasse"),
        ("Søren Ørsted", "soren orsted"),
        ("Łukasz", "lukasz"),
        ("\u0130pek Y\u0131ld\u0131z", "ipek yildiz"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("\uff21\uff2e\uff21", "ana"),
        ("Анна", "анна"),
        ("王小明", "王小明"),
        ("  ", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_tell_names_apart(typed: str, expected: str) -> None:
    assert expected == search_key(typed)


@given(st.text(max_size=40))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert search_key(text) == search_key(search_key(text))


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=40))
def test_capitals_make_no_difference(text: str) -> None:
    assert search_key(text) == search_key(text.upper())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith", "Smyth"),
        ("Smith", "Schmidt"),
        ("Catherine", "Kathryn"),
        ("Philip", "Filipe"),
        ("Gonzalez", "Gonsales"),
        ("Johnson", "Jonson"),
        ("Xochitl", "Sochitl"),
    ],
)
def test_names_that_sound_alike_share_a_sound(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@pytest.mark.parametrize(("one", "other"), [("Lima", "Lopez"), ("Ana", "Eva"), ("Martin", "Walker"), ("王", "李")])
def test_names_that_sound_different_do_not(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


def test_the_full_name_reads_given_names_first() -> None:
    name = Name(prefix="Dr.", given=("María", "José"), family="Núñez", suffix="III")
    assert name.full == "Dr. María José Núñez III"
