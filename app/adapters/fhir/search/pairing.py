"""Parameters that are so often asked for together that both together are a term of their own.

The tasks of an owner are many, and most of them are done: led by the owner alone, a page of the open ones reads past
all the others.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType

from app.adapters.fhir.search.values import exact
from app.ports.resource_search import JOINT, Criterion, How, Match, Words, Worth
from app.ports.resources import LONGEST_WORD

PAIRS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {"Task": (("owner", "status"), ("requester", "status"))}
)
"""For each type, the codes of its pairs: of parameters that are words, found to the letter."""
MOST_TOGETHER = 100


def paired(type_: str, words: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the keys and words of the pairs of a resource, from its own."""
    for first, second in PAIRS.get(type_, ()):
        for one, other in product(_under(f"{type_}.{first}", words), _under(f"{type_}.{second}", words)):
            yield _key(type_, first, second), exact(_both(one, other))


def together(type_: str, criteria: Sequence[Criterion]) -> Sequence[Criterion]:
    """Put one criterion in the place of two that are a pair; what finds the same finds it sooner."""
    for first, second in PAIRS.get(type_, ()):
        one, other = _exact(criteria, f"{type_}.{first}"), _exact(criteria, f"{type_}.{second}")
        if one is None or other is None:
            continue
        values = tuple(_both(a.value, b.value) for a, b in product(one.any_of, other.any_of))
        if len(values) <= MOST_TOGETHER and all(len(each) < LONGEST_WORD for each in values):
            matches = tuple(Match(value=each) for each in values)
            both = Words(key=_key(type_, first, second), any_of=matches, worth=Worth.FEW)
            return (both, *(each for each in criteria if each is not one and each is not other))
    return criteria


def _key(type_: str, first: str, second: str) -> str:
    return f"{type_}.{first}+{second}"


def _both(one: str, other: str) -> str:
    return f"{one}{JOINT}{other}"


def _under(key: str, words: Collection[tuple[str, str]]) -> list[str]:
    return [value for name, value in words if name == key]


def _exact(criteria: Sequence[Criterion], key: str) -> Words | None:
    """Find what is asked under a key, if it is asked to the letter."""
    for each in criteria:
        if isinstance(each, Words) and each.key == key and all(match.how is How.IS for match in each.any_of):
            return each
    return None
