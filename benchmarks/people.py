"""Invented people and referrals in every number, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from app.domain.clients.client import Client, registered
from app.domain.clients.contact import Address, Channel, ContactPoint, ContactSystem
from app.domain.clients.demographics import Language
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name
from app.domain.clients.profile import Profile
from app.domain.codes import Category
from app.domain.identity import ClientId, NetworkId, uuid7
from app.domain.partial_date import PartialDate

START = datetime(2026, 1, 5, 15, tzinfo=UTC)
SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "ri", "so", "tu", "va", "ye")
LANGUAGES = ("en", "en", "en", "es", "ht", "vi")
CATEGORIES = (Category.FOOD, Category.HOUSING_INSTABILITY, Category.TRANSPORTATION, Category.UTILITIES)
TIERS = ("sent", "accepted", "scheduled", "in_progress", "declined", *("completed",) * 15)


@dataclass(slots=True)
class Ids:
    """UUIDv7 in order, from a seed."""

    dice: random.Random
    at: datetime = START
    made: int = 0

    def new(self) -> UUID:
        """Return the next id."""
        self.made += 1
        return uuid7(int(self.at.timestamp() * 1000) + self.made, self.dice.randbytes(10))


def people(network: NetworkId, count: int, ids: Ids) -> Iterator[Client]:
    """Yield clients, each with a name, a birth date, an identifier, a phone, an address and a language."""
    dice = ids.dice
    for number in range(count):
        at = START + timedelta(seconds=number)
        yield registered(_profile(number, dice), client=ClientId(ids.new()), network=network, at=at)


def _profile(number: int, dice: random.Random) -> Profile:
    return Profile(
        names=(Name(given=(_word(dice, 2),), family=_word(dice, 4)),),
        birth_date=PartialDate.parse(str(date(1935, 1, 1) + timedelta(days=dice.randrange(30_000)))),
        identifiers=(Identifier(system="https://records.example/people", value=f"B-{number:08}"),),
        languages=(Language(tag=dice.choice(LANGUAGES)),),
        addresses=(
            Address(lines=(f"{number % 999 + 1} Main Street",), city="Austin", state="TX", postal_code="78701"),
        ),
        contact_points=(
            ContactPoint(
                system=ContactSystem.PHONE,
                value=f"+1512{dice.randrange(2_000_000, 9_999_999)}",
                permitted=(Channel.CALL,),
            ),
        ),
    )


def _word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(syllables)).capitalize()
