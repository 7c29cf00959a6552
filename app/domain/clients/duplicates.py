"""Scores how likely two records are one person, and says why, so that a person can decide to link them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from uuid import UUID

from app.domain.clients.contact import ContactSystem
from app.domain.clients.names import Name, search_key, sound_key
from app.domain.clients.profile import Profile
from app.domain.identity import ClientId
from app.domain.partial_date import PartialDate, Precision


class Grade(StrEnum):
    """How sure a match is, in the words of FHIR match-grade."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    CERTAINLY_NOT = "certainly-not"


CERTAIN_AT, PROBABLE_AT, POSSIBLE_AT, MOST = 85, 50, 35, 100
KEY_LENGTH = 600
"""Beyond this no two things are told apart when candidates are looked for; an index takes no more."""
THRESHOLD = PROBABLE_AT
"""From here a match is told of when a client is registered. Same name and same birth date reach it exactly."""


class Sign(StrEnum):
    """What speaks for or against two records being one person."""

    IDENTIFIER = "identifier"
    OTHER_IDENTIFIER = "other_identifier"
    BIRTH_DATE = "birth_date"
    SIMILAR_BIRTH_DATE = "similar_birth_date"
    OTHER_BIRTH_DATE = "other_birth_date"
    FAMILY_NAME = "family_name"
    FAMILY_NAME_SOUNDS = "family_name_sounds"
    GIVEN_NAME = "given_name"
    GIVEN_NAME_SOUNDS = "given_name_sounds"
    NAMES_SWAPPED = "names_swapped"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


WEIGHTS = {
    Sign.IDENTIFIER: 60,
    Sign.OTHER_IDENTIFIER: -20,
    Sign.BIRTH_DATE: 20,
    Sign.SIMILAR_BIRTH_DATE: 10,
    Sign.OTHER_BIRTH_DATE: -25,
    Sign.FAMILY_NAME: 15,
    Sign.FAMILY_NAME_SOUNDS: 9,
    Sign.GIVEN_NAME: 15,
    Sign.GIVEN_NAME_SOUNDS: 9,
    Sign.NAMES_SWAPPED: 25,
    Sign.PHONE: 15,
    Sign.EMAIL: 15,
    Sign.ADDRESS: 10,
}

EXPLANATIONS = {
    Sign.IDENTIFIER: "Same identifier in the same system",
    Sign.OTHER_IDENTIFIER: "Different identifiers in the same system",
    Sign.BIRTH_DATE: "Same birth date",
    Sign.SIMILAR_BIRTH_DATE: "Birth dates agree in part: less precise, day and month swapped, or one digit different",
    Sign.OTHER_BIRTH_DATE: "Different birth dates",
    Sign.FAMILY_NAME: "Same family name, apart from case and accents",
    Sign.FAMILY_NAME_SOUNDS: "Family names sound alike",
    Sign.GIVEN_NAME: "Same given name, apart from case and accents",
    Sign.GIVEN_NAME_SOUNDS: "Given names sound alike or share the initial that is known",
    Sign.NAMES_SWAPPED: "Family and given name are swapped",
    Sign.PHONE: "Same telephone number",
    Sign.EMAIL: "Same e-mail address",
    Sign.ADDRESS: "Same street address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One reason, its points for or against, and a sentence without personal data."""

    sign: Sign
    points: int
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How alike two records are: a score of 0 to 100, its grade and the reasons."""

    score: int
    grade: Grade
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Another record that may be the same person."""

    client: ClientId
    match: Match


def compare(one: Profile, other: Profile) -> Match:
    """Score two profiles; the order does not matter."""
    signs = (*_identifiers(one, other), *_birth_dates(one, other), *_names(one, other), *_contacts(one, other))
    factors = tuple(Factor(sign=sign, points=WEIGHTS[sign], explanation=EXPLANATIONS[sign]) for sign in signs)
    score = min(MOST, max(0, sum(factor.points for factor in factors)))
    return Match(score=score, grade=_grade(score), factors=factors)


def likely(profile: Profile, others: Iterable[tuple[ClientId, Profile]], *, at_least: int) -> tuple[Candidate, ...]:
    """Return the records that score at least so much, best first."""
    candidates = (Candidate(client=client, match=compare(profile, other)) for client, other in others)
    kept = [candidate for candidate in candidates if candidate.match.score >= at_least]
    return tuple(sorted(kept, key=lambda candidate: (-candidate.match.score, UUID(str(candidate.client)).int)))


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingKeys:
    """Exact keys of which two records must share one to be compared at all: a likely duplicate always does."""

    family_year: tuple[str, ...]
    sound_date: tuple[str, ...]
    identifiers: tuple[str, ...]
    contacts: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every key under its own prefix, sorted, as stored."""
        kinds = {"f": self.family_year, "s": self.sound_date, "i": self.identifiers, "c": self.contacts}
        kinds["a"] = self.addresses
        return tuple(sorted({f"{kind}:{key}"[:KEY_LENGTH] for kind, keys in kinds.items() for key in keys}))


def blocking_keys(profile: Profile) -> BlockingKeys:
    """Return the keys: name with birth year, sound with birth date, identifiers, contact points, addresses."""
    words = {word for name in profile.names for word in _words(name)}
    born = profile.birth_date
    years = {born.first.year} if born else set()
    dates = _spellings(born) if born else set()
    return BlockingKeys(
        family_year=tuple(sorted(f"{word}|{year}" for word, year in product(words, years))),
        sound_date=tuple(sorted(f"{sound}|{day}" for sound, day in product({sound_key(w) for w in words}, dates))),
        identifiers=tuple(sorted({identifier.key for identifier in profile.identifiers})),
        contacts=tuple(sorted({point.key for point in profile.contact_points if point.key})),
        addresses=tuple(sorted(_addresses(profile))),
    )


def _words(name: Name) -> set[str]:
    return {search_key(part) for part in (name.family, *name.given[:1]) if part and search_key(part)}


def _spellings(born: PartialDate) -> set[str]:
    if born.precision is not Precision.DAY:
        return {str(born)}
    year, month, day = str(born).split("-")
    return {f"{year}-{min(month, day)}-{max(month, day)}"}


def _grade(score: int) -> Grade:
    if score >= CERTAIN_AT:
        return Grade.CERTAIN
    if score >= PROBABLE_AT:
        return Grade.PROBABLE
    return Grade.POSSIBLE if score >= POSSIBLE_AT else Grade.CERTAINLY_NOT


def _identifiers(one: Profile, other: Profile) -> Iterator[Sign]:
    mine = {identifier.key for identifier in one.identifiers}
    theirs = {identifier.key for identifier in other.identifiers}
    if mine & theirs:
        yield Sign.IDENTIFIER
        return
    systems = {identifier.system for identifier in one.identifiers}
    if systems & {identifier.system for identifier in other.identifiers}:
        yield Sign.OTHER_IDENTIFIER


def _birth_dates(one: Profile, other: Profile) -> Iterator[Sign]:
    mine, theirs = one.birth_date, other.birth_date
    if mine is None or theirs is None:
        return
    if mine == theirs and mine.precision is Precision.DAY:
        yield Sign.BIRTH_DATE
    elif mine.agrees(theirs) or _spellings(mine) & _spellings(theirs) or _one_digit_apart(str(mine), str(theirs)):
        yield Sign.SIMILAR_BIRTH_DATE
    else:
        yield Sign.OTHER_BIRTH_DATE


def _one_digit_apart(mine: str, theirs: str) -> bool:
    return len(mine) == len(theirs) and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1


def _names(one: Profile, other: Profile) -> tuple[Sign, ...]:
    pairs = (_alike(mine, theirs) for mine, theirs in product(one.names, other.names))
    return max(pairs, key=lambda signs: sum(WEIGHTS[sign] for sign in signs), default=())


def _alike(mine: Name, theirs: Name) -> tuple[Sign, ...]:
    family = (search_key(mine.family or ""), search_key(theirs.family or ""))
    given = (search_key(" ".join(mine.given[:1])), search_key(" ".join(theirs.given[:1])))
    if all(family) and family[0] == given[1] and given[0] == family[1] and family[0] != given[0]:
        return (Sign.NAMES_SWAPPED,)
    return (*_alike_family(*family), *_alike_given(*given))


def _alike_family(mine: str, theirs: str) -> tuple[Sign, ...]:
    if not mine or not theirs:
        return ()
    if mine == theirs:
        return (Sign.FAMILY_NAME,)
    return (Sign.FAMILY_NAME_SOUNDS,) if sound_key(mine) == sound_key(theirs) else ()


def _alike_given(mine: str, theirs: str) -> tuple[Sign, ...]:
    if not mine or not theirs:
        return ()
    if mine == theirs:
        return (Sign.GIVEN_NAME,)
    initial = min(len(mine), len(theirs)) == 1 and mine[0] == theirs[0]
    return (Sign.GIVEN_NAME_SOUNDS,) if initial or sound_key(mine) == sound_key(theirs) else ()


def _contacts(one: Profile, other: Profile) -> Iterator[Sign]:
    for system, sign in ((ContactSystem.PHONE, Sign.PHONE), (ContactSystem.EMAIL, Sign.EMAIL)):
        if _points(one, system) & _points(other, system):
            yield sign
    if _addresses(one) & _addresses(other):
        yield Sign.ADDRESS


def _points(profile: Profile, system: ContactSystem) -> set[str]:
    return {point.key for point in profile.contact_points if point.system is system and point.key}


def _addresses(profile: Profile) -> set[str]:
    return {address.key for address in profile.addresses if address.key}
