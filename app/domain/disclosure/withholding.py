"""Decides what an asker is told of a thing and what is withheld: every representation asks here."""

from collections.abc import Iterable
from functools import cache

from app.domain.disclosure.elements import ELEMENTS, Noun, Standing


@cache
def tells(noun: Noun, element: str, standing: Standing) -> bool:
    """Whether an element is told whole to somebody of this standing."""
    return any(standing.tier >= way.tier and way.claims <= standing.claims for way in ELEMENTS[noun][element].ways)


def reduces(noun: Noun, element: str, standing: Standing) -> bool:
    """Whether some of an element is told that is not told whole; the noun knows which part of it."""
    least = ELEMENTS[noun][element].reduced
    return least is not None and standing.tier >= least and not tells(noun, element, standing)


def withheld(noun: Noun, standing: Standing, there: Iterable[str]) -> tuple[str, ...]:
    """Name what is there and not told whole, sorted, without a word why; `there` are elements that hold something."""
    return tuple(sorted({element for element in there if not tells(noun, element, standing)}))
