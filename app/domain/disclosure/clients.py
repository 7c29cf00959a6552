"""How much of a client an agency is shown: everything on its caseload, identity and permitted contact otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from app.domain.clients.access import Tier
from app.domain.clients.names import names_in_use
from app.domain.clients.profile import Profile
from app.domain.disclosure.elements import Noun, Standing
from app.domain.disclosure.withholding import reduces, tells, withheld

Telling = Callable[[Profile], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A profile as one asker may see it; `withheld` names the fields that say more, never why they do not."""

    profile: Profile
    withheld: tuple[str, ...] = ()


def disclose(profile: Profile, tier: Tier) -> Disclosure:
    """Reduce a profile to what a tier tells of it."""
    less = {name: tell(profile) for name, tell in _cuts(tier)}
    more = [name for name, told in less.items() if getattr(profile, name) != told]
    if not more:
        return Disclosure(profile=profile)
    return Disclosure(profile=replace(profile, **less), withheld=withheld(Noun.CLIENT, Standing(tier=tier), more))


@cache
def _cuts(tier: Tier) -> tuple[tuple[str, Telling], ...]:
    """Return the fields that a tier does not tell whole, each with what is told instead."""
    standing = Standing(tier=tier)
    return tuple(
        (name, _REDUCED[name] if reduces(Noun.CLIENT, name, standing) else _nothing(name))
        for name in (field.name for field in fields(Profile))
        if not tells(Noun.CLIENT, name, standing)
    )


def _nothing(name: str) -> Telling:
    nothing = getattr(Profile(), name)
    return lambda _: nothing


# What it takes to be understood, and the channels that the client permits.
_REDUCED: Mapping[str, Telling] = {
    "names": lambda profile: names_in_use(profile.names),
    "addresses": lambda profile: tuple(each for each in profile.addresses if each.safe and each.post_permitted),
    "contact_points": lambda profile: (
        () if profile.do_not_contact else tuple(point for point in profile.contact_points if point.permitted)
    ),
}
