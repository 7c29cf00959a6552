"""How much of a client an agency is shown: everything on its caseload, identity and permitted contact otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from app.domain.clients.access import Tier
from app.domain.clients.names import names_in_use
from app.domain.clients.profile import Profile
from app.domain.disclosure.elements import Noun, Standing
from app.domain.disclosure.withholding import reduces, tells

Held = Mapping[str, Any]  # what a profile holds, or some of it, by the name of the field
Telling = Callable[[Held], Any]
_FIELDS = tuple(field.name for field in fields(Profile))


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A profile as one asker may see it; `withheld` names the fields that say more, never why they do not."""

    profile: Profile
    withheld: tuple[str, ...] = ()


def disclose(profile: Profile, tier: Tier) -> Disclosure:
    """Reduce a profile to what a tier tells of it."""
    told, withheld = disclose_fields({name: getattr(profile, name) for name in _FIELDS}, tier)
    return Disclosure(profile=Profile(**told), withheld=withheld) if withheld else Disclosure(profile=profile)


def disclose_fields(held: dict[str, Any], tier: Tier) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Reduce some fields of a profile, where no more of it is at hand; return the names of those that say more, too."""
    less = {name: tell(held) for name, tell in _cuts(tier, tuple(held))}
    withheld = tuple(name for name, told in less.items() if held[name] != told)
    return (held | less, withheld) if withheld else (held, ())


@cache
def _cuts(tier: Tier, names: tuple[str, ...]) -> tuple[tuple[str, Telling], ...]:
    """Return those of the fields that a tier does not tell whole, sorted, each with what is told instead."""
    standing = Standing(tier=tier)
    return tuple(
        (name, _REDUCED[name] if reduces(Noun.CLIENT, name, standing) else _nothing(name))
        for name in sorted(names)
        if not tells(Noun.CLIENT, name, standing)
    )


def _nothing(name: str) -> Telling:
    nothing = getattr(Profile(), name)
    return lambda _: nothing


# What it takes to be understood, and the channels that the client permits.
_REDUCED: Mapping[str, Telling] = {
    "names": lambda held: names_in_use(held["names"]),
    "addresses": lambda held: tuple(each for each in held["addresses"] if each.safe and each.post_permitted),
    "contact_points": lambda held: (
        () if held["do_not_contact"] else tuple(point for point in held["contact_points"] if point.permitted)
    ),
}
