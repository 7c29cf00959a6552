"""Shows which records are taken for one person, and that the reasons are told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clients.contact import Address, ContactPoint, ContactSystem
from app.domain.clients.duplicates import (
    EXPLANATIONS,
    THRESHOLD,
    WEIGHTS,
    Grade,
    Sign,
    blocking_keys,
    compare,
    likely,
)
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import Profile
from app.domain.identity import ClientId
from app.domain.partial_date import PartialDate
from tests.support.builders_clients import a_client, a_full_profile, a_name, a_profile

SSN = Identifier(system="urn:oid:2.16.840.1.113883.4.1", value="900-11-2233")
PHONE = ContactPoint(system=ContactSystem.PHONE, value="(512) 555-0142")
HOME = Address(lines=("12 Elm St.",), postal_code="78701")


def born(text: str) -> PartialDate:
    return PartialDate.parse(text)


def signs(one: Profile, other: Profile) -> set[Sign]:
    return {factor.sign for factor in compare(one, other).factors}


def test_the_same_name_and_birth_date_are_likely_one_person() -> None:
    match = compare(a_profile(), a_profile())
    assert (match.score, match.grade) == (THRESHOLD, Grade.PROBABLE)


def test_accents_do_not_hide_a_duplicate() -> None:
    one = a_profile(names=(a_name("José", "Núñez"),))
    other = a_profile(names=(a_name("JOSE", "Nunez"),))
    assert {Sign.FAMILY_NAME, Sign.GIVEN_NAME, Sign.BIRTH_DATE} == signs(one, other)


def test_a_former_name_counts_like_the_present_one() -> None:
    now = a_profile(names=(a_name("Ana", "Lima"), a_name("Ana", "Vidal", use=NameUse.FORMER)))
    assert compare(now, a_profile(names=(a_name("Ana", "Vidal"),))).score == THRESHOLD


def test_swapped_names_are_seen() -> None:
    assert Sign.NAMES_SWAPPED in signs(a_profile(), a_profile(names=(a_name("Lima", "Ana"),)))


@pytest.mark.parametrize("typed", ["1984-09-03", "1984-03", "1984", "1984-03-08"])
def test_a_birth_date_that_agrees_in_part_counts_in_part(typed: str) -> None:
    assert Sign.SIMILAR_BIRTH_DATE in signs(a_profile(), a_profile(birth_date=born(typed)))


def test_another_birth_date_speaks_against_it() -> None:
    father = a_profile(birth_date=born("1955-11-30"))
    assert compare(a_profile(), father).score < THRESHOLD


def test_the_same_identifier_is_enough_whatever_its_hyphens() -> None:
    one = a_profile(identifiers=(SSN,), birth_date=None)
    other = a_profile(names=(a_name("Bo", "Ek"),), identifiers=(replace(SSN, value="900112233"),), birth_date=None)
    assert (compare(one, other).score, compare(one, other).grade) == (60, Grade.PROBABLE)


def test_different_identifiers_of_one_system_speak_against_it() -> None:
    other = a_profile(identifiers=(replace(SSN, value="900-99-0000"),))
    assert compare(a_profile(identifiers=(SSN,)), other).score < THRESHOLD


def test_everything_equal_is_certain() -> None:
    whole = a_profile(identifiers=(SSN,), contact_points=(PHONE,), addresses=(HOME,))
    match = compare(whole, whole)
    assert (match.score, match.grade) == (100, Grade.CERTAIN)


def test_a_shared_telephone_in_a_family_does_not_make_one_person() -> None:
    mother = a_profile(names=(a_name("Eva"),), birth_date=born("1960-01-20"), contact_points=(PHONE,))
    assert compare(mother, a_profile(contact_points=(PHONE,))).score < THRESHOLD


def test_the_reasons_tell_no_personal_data() -> None:
    whole = a_full_profile()
    told = " ".join(factor.explanation for factor in compare(whole, whole).factors).casefold()
    assert not [word for word in ("maría", "núñez", "1984", "900", "elm", "majo") if word in told]


def test_every_sign_has_a_weight_and_an_explanation() -> None:
    assert (set(Sign), set(Sign)) == (set(WEIGHTS), set(EXPLANATIONS))


def test_the_likeliest_comes_first_and_the_unlikely_not_at_all() -> None:
    whole = a_profile(contact_points=(PHONE,))
    same, alike, other = a_client(whole), a_client(), a_client(a_profile(names=(a_name("Bo", "Ek"),)))
    known = [(each.id, each.profile) for each in (other, alike, same)]
    found = likely(whole, known, at_least=THRESHOLD)
    assert [same.id, alike.id] == [candidate.client for candidate in found]


NAMES = st.builds(
    Name,
    use=st.just(NameUse.LEGAL),
    family=st.sampled_from(["Lima", "LIMA", "Lyma", "Núñez", "Nunez", "王", None]),
    given=st.sampled_from([("Ana",), ("Ána",), ("A",), ("José",), ("Hana",)]),
    prefix=st.none(),
    suffix=st.none(),
    since=st.none(),
    until=st.none(),
)
BIRTHS = st.sampled_from(["1984-03-09", "1984-09-03", "1984-03", "1984", "1985-03-09", "1990-01-01"]).map(born)
PROFILES = st.builds(
    lambda names, birth, numbers, points, homes: Profile(
        names=tuple(names),
        birth_date=birth,
        identifiers=tuple(numbers),
        contact_points=tuple(points),
        addresses=tuple(homes),
    ),
    st.lists(NAMES, min_size=1, max_size=3),
    st.none() | BIRTHS,
    st.lists(st.just(SSN), max_size=1),
    st.lists(st.just(PHONE), max_size=1),
    st.lists(st.just(HOME), max_size=1),
)


@given(PROFILES, PROFILES)
def test_the_order_of_two_records_does_not_matter(one: Profile, other: Profile) -> None:
    assert compare(one, other).score == compare(other, one).score


@given(PROFILES, PROFILES)
def test_a_likely_duplicate_always_shares_a_blocking_key(one: Profile, other: Profile) -> None:
    if compare(one, other).score >= THRESHOLD:
        assert set(blocking_keys(one).all) & set(blocking_keys(other).all)


def test_two_clients_are_never_lost_for_their_order() -> None:
    known = [(ClientId(a_client().id), a_profile()) for _ in range(3)]
    assert {client for client, _ in known} == {each.client for each in likely(a_profile(), known, at_least=THRESHOLD)}
