"""Shows that whoever does not serve a client sees identity and permitted contact, and what is withheld by name."""

from dataclasses import fields, replace

from app.domain.clients.access import Tier
from app.domain.clients.names import NameUse
from app.domain.clients.profile import Profile
from app.domain.disclosure.clients import Disclosure, disclose
from tests.support.builders_clients import a_full_profile, a_name, a_profile


def test_who_serves_the_client_sees_everything() -> None:
    profile = a_full_profile()
    assert Disclosure(profile=profile) == disclose(profile, Tier.FULL)


def test_identity_leaves_out_and_names_what_it_leaves_out() -> None:
    profile = replace(a_full_profile(), do_not_contact=False)
    disclosure = disclose(profile, Tier.IDENTITY)
    shown, untouched = disclosure.profile, Profile()
    hidden = [
        "accessibility_text",
        "addresses",
        "administrative_sex",
        "alerts",
        "cultural_preferences",
        "ethnicities",
        "gender_identity",
        "gender_identity_text",
        "household",
        "identifiers",
        "names",
        "race_ethnicity_text",
        "races",
    ]
    assert hidden == list(disclosure.withheld)
    empty = [name for name in hidden if name not in {"names", "addresses"}]
    assert [getattr(untouched, name) for name in empty] == [getattr(shown, name) for name in empty]
    assert profile.names[:2] == shown.names
    assert profile.addresses[1:2] == shown.addresses
    assert profile.contact_points == shown.contact_points


def test_contact_that_is_not_permitted_is_not_told() -> None:
    profile = a_full_profile()
    silent = replace(profile.contact_points[0], permitted=())
    some = disclose(replace(profile, do_not_contact=False, contact_points=(silent, profile.contact_points[1])), Tier(2))
    none = disclose(profile, Tier.IDENTITY)
    assert (profile.contact_points[1:], ()) == (some.profile.contact_points, none.profile.contact_points)
    assert "contact_points" in some.withheld
    assert "contact_points" in none.withheld


def test_a_person_known_by_a_former_name_only_is_called_by_it() -> None:
    profile = a_profile(names=(a_name(use=NameUse.FORMER),))
    assert profile.names == disclose(profile, Tier.IDENTITY).profile.names


def test_nothing_is_withheld_where_nothing_is_told() -> None:
    assert disclose(a_profile(), Tier.IDENTITY).withheld == ()


def test_every_field_is_either_shown_or_withheld_when_told() -> None:
    profile = a_full_profile()
    disclosure = disclose(profile, Tier.IDENTITY)
    whole = {field.name for field in fields(Profile)}
    kept = {name for name in whole if getattr(disclosure.profile, name) == getattr(profile, name)}
    assert (whole, set()) == (kept | set(disclosure.withheld), kept & set(disclosure.withheld))
