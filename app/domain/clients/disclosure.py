"""How much of a client an agency is shown: everything on its caseload, identity and permitted contact otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from app.domain.clients.access import Tier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A profile as one asker may see it; `withheld` names the fields that say more, never why they do not."""

    profile: Profile
    withheld: tuple[str, ...] = ()


def disclose(profile: Profile, tier: Tier) -> Disclosure:
    """Reduce a profile to what a tier tells of it."""
    if tier >= Tier.FULL:
        return Disclosure(profile=profile)
    shown = {field.name: _SHOWN[field.name](profile) for field in fields(Profile) if field.name in _SHOWN}
    reduced = replace(Profile(), **shown)
    withheld = (name for name in _FIELDS if getattr(profile, name) != getattr(reduced, name))
    return Disclosure(profile=reduced, withheld=tuple(withheld))


def names_in_use(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return the names that are not former ones; all, when there are no others to call the person by."""
    return tuple(name for name in names if name.use is not NameUse.FORMER) or names


_FIELDS = tuple(field.name for field in fields(Profile))
# Tier T2: identity, what it takes to be understood, and the channels that the client permits.
_SHOWN: Mapping[str, Callable[[Profile], Any]] = {
    "names": lambda profile: names_in_use(profile.names),
    "birth_date": lambda profile: profile.birth_date,
    "pronouns": lambda profile: profile.pronouns,
    "languages": lambda profile: profile.languages,
    "accessibility": lambda profile: profile.accessibility,
    "addresses": lambda profile: tuple(each for each in profile.addresses if each.safe and each.post_permitted),
    "contact_points": lambda profile: (
        () if profile.do_not_contact else tuple(point for point in profile.contact_points if point.permitted)
    ),
    "do_not_contact": lambda profile: profile.do_not_contact,
    "restricted": lambda profile: profile.restricted,
    "deceased": lambda profile: profile.deceased,
    "deceased_on": lambda profile: profile.deceased_on,
}
