"""Shows what may be told of a client, and that every wrong place is named at once."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.clients.client import Client, registered
from app.domain.clients.contact import (
    Address,
    Channel,
    ContactPoint,
    ContactSystem,
    Day,
    SafeHours,
    phone_key,
)
from app.domain.clients.demographics import Language, Race
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import ABSENT, ClientChanges, Profile
from app.domain.errors import Conflict, Invalid
from app.domain.identity import ClientId
from app.domain.partial_date import PartialDate
from tests.support.builders_clients import NETWORK, NOW, a_client, a_full_profile, a_name, a_profile

TODAY = date(2026, 5, 4)
TWICE = (Identifier(system="urn:a:b", value="A-1"), Identifier(system="urn:a:b", value="a1"))


def pointers(profile: Profile) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        profile.check(TODAY)
    return [fault.pointer for fault in refusal.value.faults]


def test_a_fully_told_profile_is_accepted() -> None:
    a_full_profile().check(TODAY)


def test_the_fully_told_profile_leaves_nothing_at_its_default() -> None:
    profile = a_full_profile()
    assert [each.name for each in fields(Profile) if getattr(profile, each.name) == each.default] == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"names": ()}, ["/names"]),
        ({"names": (Name(),)}, ["/names/0"]),
        ({"names": (a_name(), Name(given=("Ana", " ")))}, ["/names/1/given/1"]),
        ({"names": (a_name(since=date(2020, 1, 2), until=date(2020, 1, 1)),)}, ["/names/0/until"]),
        ({"birth_date": PartialDate.parse("2026-05-05")}, ["/birth_date"]),
        ({"birth_date": PartialDate.parse("1850")}, ["/birth_date"]),
        ({"identifiers": (Identifier(system="SSN", value=" 1"),)}, ["/identifiers/0/system", "/identifiers/0/value"]),
        (
            {"identifiers": (Identifier(system="urn:a:b", value="A-1"), Identifier(system="urn:a:b", value="a1"))},
            ["/identifiers"],
        ),
        ({"languages": (Language(tag="Spanish!"),)}, ["/languages/0/tag"]),
        ({"languages": (Language(tag="es", preferred=True), Language(tag="en", preferred=True))}, ["/languages"]),
        ({"races": (Race.WHITE, Race.WHITE)}, ["/races"]),
        ({"addresses": (Address(),)}, ["/addresses/0"]),
        ({"addresses": (Address(postal_code="ABC"),)}, ["/addresses/0/postal_code"]),
        ({"addresses": (Address(city="Paris", country="fr"),)}, ["/addresses/0/country"]),
        ({"addresses": (Address(city="Austin", post_permitted=True),)}, ["/addresses/0/post_permitted"]),
        ({"contact_points": (ContactPoint(system=ContactSystem.PHONE, value="call me"),)}, ["/contact_points/0/value"]),
        ({"contact_points": (ContactPoint(system=ContactSystem.EMAIL, value="a@b"),)}, ["/contact_points/0/value"]),
        ({"deceased_on": PartialDate.parse("2026")}, ["/deceased_on"]),
        ({"deceased": True, "deceased_on": PartialDate.parse("1983")}, ["/deceased_on"]),
        ({"pronouns": ""}, ["/pronouns"]),
    ],
)
def test_a_wrong_place_is_named(wrong: dict[str, Any], expected: list[str]) -> None:
    assert expected == pointers(a_profile(**wrong))


def test_every_wrong_place_is_named_at_once() -> None:
    profile = a_profile(names=(), pronouns=" ", birth_date=PartialDate.parse("2027"))
    assert pointers(profile) == ["/names", "/pronouns", "/birth_date"]


def test_a_channel_must_fit_the_contact_point() -> None:
    hours = SafeHours(day=Day.MONDAY, opens=time(17), closes=time(9))
    point = ContactPoint(
        system=ContactSystem.EMAIL, value="a@mail.example", permitted=(Channel.SMS,), safe_hours=(hours,)
    )
    start = "/contact_points/0"
    expected = [f"{start}/permitted/0", f"{start}/safe_hours/0/closes"]
    assert expected == pointers(a_profile(contact_points=(point,)))


def test_a_birth_and_a_death_in_one_known_year_agree() -> None:
    a_profile(birth_date=PartialDate.parse("2026-03-01"), deceased=True, deceased_on=PartialDate.parse("2026")).check(
        TODAY
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("(512) 555-0142", "15125550142"),
        ("+1 512 555 0142", "15125550142"),
        ("512.555.0142 ext. 7", "15125550142"),
        ("+52 55 1234 5678", "525512345678"),
        ("555-0142", "5550142"),
        ("12", None),
        ("512-CALL-NOW", None),
    ],
)
def test_a_number_is_one_number_however_it_was_typed(typed: str, expected: str | None) -> None:
    assert expected == phone_key(typed)


def test_the_preferred_name_and_language_come_first() -> None:
    profile = a_full_profile()
    assert profile.language is not None
    assert (profile.name.full, profile.language.tag) == ("Majo", "es-MX")
    assert replace(profile, names=profile.names[2:]).name.use == NameUse.FORMER


def test_every_field_of_a_profile_can_be_changed() -> None:
    changeable = [(each.name, each.default) for each in fields(ClientChanges)]
    assert [(each.name, ABSENT) for each in fields(Profile)] == changeable


def test_a_change_keeps_what_is_absent_and_takes_away_what_is_null() -> None:
    client = a_client(a_full_profile())
    before = client.profile
    later = NOW + timedelta(hours=1)
    assert client.change(ClientChanges(pronouns=None, restricted=None, do_not_contact=False, alerts=None), later)
    expected = replace(before, pronouns=None, restricted=False, do_not_contact=False, alerts=())
    assert (expected, later) == (client.profile, client.updated_at)


def test_a_change_to_the_same_is_no_change() -> None:
    client = a_client(a_full_profile())
    assert not client.change(ClientChanges(names=client.profile.names), NOW + timedelta(hours=1))
    assert client.updated_at == NOW


def test_a_change_may_not_leave_a_client_without_a_name() -> None:
    client = a_client()
    before = client.profile
    with pytest.raises(Invalid):
        client.change(ClientChanges(names=None), NOW)
    assert client.profile is before


def test_a_link_points_to_the_other_and_can_be_undone() -> None:
    double, kept = a_client(), a_client()
    double.link_to(kept, at=NOW, by=UUID(int=4))
    undone = double.unlink(at=NOW)
    assert (kept.id, None) == (undone.target, double.link)


def refusal_of(double: Client, kept: Client) -> str:
    with pytest.raises((Conflict, Invalid)) as refusal:
        double.link_to(kept, at=NOW, by=UUID(int=4))
    return refusal.value.code


def test_links_make_no_chains_and_no_loops() -> None:
    one, two, three = a_client(), a_client(), a_client()
    one.link_to(two, at=NOW, by=UUID(int=4))
    codes = [refusal_of(three, one), refusal_of(two, one), refusal_of(one, three), refusal_of(three, three)]
    expected = ["client.target-linked", "client.target-linked", "client.already-linked", "client.link-to-itself"]
    assert expected == codes


def test_what_is_not_linked_cannot_be_unlinked() -> None:
    with pytest.raises(Conflict):
        a_client().unlink(at=NOW)


def test_a_registered_client_begins_at_version_one() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    client = registered(a_profile(), client=ClientId(UUID(int=7)), network=NETWORK, at=at)
    assert (1, at, at) == (client.version, client.created_at, client.updated_at)
