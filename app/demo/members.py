"""What is usual for an agency of the demo network, its places and offers, so that each says only what is its own."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from app.domain.codes import Category
from app.domain.directory.capacity import Accepting
from app.domain.directory.location import Address, LocationProfile, Phone
from app.domain.directory.schedule import Schedule
from app.domain.directory.service import ServiceProfile, TaxonomyTerm
from app.domain.networks.agency import AgencyProfile, Membership, ProgramType
from app.domain.networks.calendar import Calendar, Holiday, Hours, Weekday

NETWORK = "Biscayne Care Network"
ZONE = "America/New_York"
WEEK = tuple(Weekday)
OFFICE = tuple(Hours(weekday=day, opens=time(8, 30), closes=time(17)) for day in WEEK[:5])
DAILY = tuple(Hours(weekday=day, opens=time(7), closes=time(20)) for day in WEEK)
NIGHTS = tuple(Hours(weekday=day, opens=time(18), closes=time(8)) for day in WEEK)
SATURDAYS = (Hours(weekday=Weekday.SATURDAY, opens=time(9), closes=time(13)),)
HOLIDAYS = (
    Holiday(first=date(2026, 11, 26), last=date(2026, 11, 27), name="Thanksgiving"),
    Holiday(first=date(2026, 12, 24), last=date(2026, 12, 25), name="Christmas"),
    Holiday(first=date(2027, 1, 1), last=date(2027, 1, 1), name="New Year"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service and how much room it has; `total` None leaves places uncounted."""

    profile: ServiceProfile
    accepting: Accepting = Accepting.OPEN
    total: int | None = None
    available: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An agency of the demo network, under the key by which the rest of the demo knows it."""

    key: str
    profile: AgencyProfile
    places: tuple[LocationProfile, ...]
    offers: tuple[Offer, ...]
    membership: Membership = Membership.FULL
    clients: int = 0


def agency(name: str, description: str, slug: str, *kinds: ProgramType) -> AgencyProfile:
    """Describe an agency."""
    return AgencyProfile(
        name=name,
        description=description,
        email=f"office@{slug}.example",
        phone="305-555-0100",
        url=f"https://{slug}.example",
        calendar=Calendar(time_zone=ZONE, hours=OFFICE, holidays=HOLIDAYS),
        languages=("en", "es", "ht"),
        program_types=kinds,
    )


def place(name: str, street: str, postal_code: str, latitude: float, longitude: float) -> LocationProfile:
    """Describe a place of an agency."""
    return LocationProfile(
        name=name,
        address=Address(
            lines=(street,), city="Miami", region="Miami-Dade", state="FL", postal_code=postal_code, country="US"
        ),
        latitude=latitude,
        longitude=longitude,
        accessibility=("Step-free entrance", "Accessible restroom"),
    )


def offer(
    name: str,
    description: str,
    category: Category,
    term: str,
    *,
    room: tuple[int, int] | None = None,
    accepting: Accepting = Accepting.OPEN,
    **more: Any,
) -> Offer:
    """Describe a service; `room` is how many places there are and how many are free."""
    usual = ServiceProfile(
        name=name,
        description=description,
        categories=(category,),
        taxonomy_terms=(TaxonomyTerm(vocabulary="demo", code=term.lower().replace(" ", "-"), name=term),),
        languages=("en", "es"),
        interpretation="By telephone, in any language.",
        schedule=Schedule(hours=OFFICE),
        application_process="By referral, by telephone, or walk in.",
        phones=(Phone(number="305-555-0110"),),
    )
    total, available = room or (None, None)
    return Offer(profile=replace(usual, **more), accepting=accepting, total=total, available=available)
