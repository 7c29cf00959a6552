"""The agencies of the demo network, what they offer and where: invented, and the same every time."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from app.domain.codes import Category, Sensitivity
from app.domain.directory.capacity import Accepting
from app.domain.directory.eligibility import Eligibility
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


def _agency(name: str, description: str, slug: str, *kinds: ProgramType) -> AgencyProfile:
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


def _place(name: str, street: str, postal_code: str, latitude: float, longitude: float) -> LocationProfile:
    return LocationProfile(
        name=name,
        address=Address(
            lines=(street,), city="Miami", region="Miami-Dade", state="FL", postal_code=postal_code, country="US"
        ),
        latitude=latitude,
        longitude=longitude,
        accessibility=("Step-free entrance", "Accessible restroom"),
    )


def _offer(
    name: str,
    description: str,
    category: Category,
    term: str,
    *,
    room: tuple[int, int] | None = None,
    accepting: Accepting = Accepting.OPEN,
    **more: Any,
) -> Offer:
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


MEMBERS: tuple[Member, ...] = (
    Member(
        key="hub",
        profile=_agency(NETWORK, "Runs the network and coordinates care across its agencies.", "biscayne-care"),
        places=(_place("Coordination center", "100 Bayline Way", "33132", 25.781, -80.188),),
        offers=(
            _offer(
                "Care navigation", "Somebody who finds the way with you.", Category.HEALTH_LITERACY, "Care Navigation"
            ),
        ),
    ),
    Member(
        key="northside",
        clients=28,
        profile=_agency(
            "Northside Family Center", "Case management for families in the north of the county.", "northside-family"
        ),
        places=(_place("Northside house", "7420 Almond Avenue", "33147", 25.848, -80.236),),
        offers=(
            _offer(
                "Family case management",
                "A case manager for as long as it takes.",
                Category.UNSPECIFIED,
                "Case Management",
                room=(120, 34),
            ),
            _offer(
                "Diapers and clothing",
                "For families with small children.",
                Category.MATERIAL_HARDSHIP,
                "Diapers",
                schedule=Schedule(hours=SATURDAYS),
            ),
        ),
    ),
    Member(
        key="clinic",
        clients=22,
        profile=_agency("Harbor Community Health", "Primary care for everybody, insured or not.", "harbor-health"),
        places=(
            _place("Harbor clinic", "21 Quayside Street", "33128", 25.776, -80.203),
            _place("Westside clinic", "3155 Cypress Road", "33155", 25.738, -80.307),
        ),
        offers=(
            _offer(
                "Insurance enrollment",
                "Help with Medicaid, Medicare and the marketplace.",
                Category.HEALTH_INSURANCE,
                "Health Insurance Enrollment",
            ),
            _offer(
                "Prescription assistance",
                "Medicines at reduced cost.",
                Category.MEDICAL_COST,
                "Prescription Expense Assistance",
                eligibility=Eligibility(income_percent_fpl=250),
            ),
        ),
    ),
    Member(
        key="food",
        profile=_agency("Mangrove Food Bank", "Groceries and meals, delivered where needed.", "mangrove-food"),
        places=(
            _place("Mangrove warehouse", "880 Causeway Drive", "33127", 25.813, -80.203),
            _place("Southside pantry", "19 Palm Court", "33157", 25.606, -80.347),
        ),
        offers=(
            _offer(
                "Food pantry",
                "A week of groceries, chosen by yourself.",
                Category.FOOD,
                "Food Pantries",
                languages=("en", "es", "ht"),
                room=(200, 61),
            ),
            _offer(
                "Home-delivered meals",
                "One hot meal a day.",
                Category.FOOD,
                "Home Delivered Meals",
                eligibility=Eligibility(minimum_age=60, counties=("Miami-Dade",)),
                room=(40, 3),
            ),
            _offer("Benefit applications", "Help with SNAP and WIC.", Category.FINANCIAL, "SNAP Applications"),
        ),
    ),
    Member(
        key="housing",
        clients=10,
        profile=_agency(
            "Keystone Housing Partners", "From the street or the brink of eviction to a lease.", "keystone-housing"
        ),
        places=(
            _place("Keystone office", "55 Lantana Lane", "33136", 25.786, -80.206),
            _place("Keystone shelter", "502 Station Row", "33136", 25.789, -80.199),
        ),
        offers=(
            _offer(
                "Eviction prevention",
                "Rent arrears and a lawyer's letter.",
                Category.HOUSING_INSTABILITY,
                "Rent Payment Assistance",
                eligibility=Eligibility(income_percent_fpl=200, states=("FL",)),
                required_documents=("Lease", "Notice from the landlord"),
                room=(25, 6),
            ),
            _offer(
                "Emergency shelter",
                "A bed for tonight, with a plan for tomorrow.",
                Category.HOMELESSNESS,
                "Homeless Shelter",
                schedule=Schedule(hours=NIGHTS),
                room=(60, 0),
                accepting=Accepting.WAITLIST,
            ),
            _offer(
                "Utility assistance",
                "Before the light goes out.",
                Category.UTILITIES,
                "Utility Bill Payment Assistance",
                room=(30, 12),
            ),
            _offer(
                "Home repair",
                "Roofs, ramps and railings.",
                Category.INADEQUATE_HOUSING,
                "Home Repair",
                eligibility=Eligibility(postal_codes=("33127", "33128", "33136", "33142", "33147")),
            ),
        ),
    ),
    Member(
        key="transit",
        profile=_agency("Palmetto Ride Aid", "Rides to care, work and the market.", "palmetto-ride"),
        places=(_place("Palmetto depot", "4 Junction Street", "33142", 25.812, -80.238),),
        offers=(
            _offer(
                "Medical rides",
                "Door to door, with a wheelchair lift.",
                Category.TRANSPORTATION,
                "Medical Appointments Transportation",
                schedule=Schedule(hours=DAILY),
                room=(50, 18),
            ),
            _offer("Bus passes", "For a month at a time.", Category.TRANSPORTATION, "Bus Fare"),
        ),
    ),
    Member(
        key="work",
        profile=_agency("Bright Coast Workforce", "Training, a job, and the computer skills for it.", "bright-coast"),
        places=(_place("Bright Coast campus", "1200 Seagrape Boulevard", "33139", 25.787, -80.141),),
        offers=(
            _offer(
                "Job placement",
                "From the first CV to the first month.",
                Category.EMPLOYMENT,
                "Job Finding Assistance",
                eligibility=Eligibility(minimum_age=16),
                room=(80, 42),
            ),
            _offer(
                "High school equivalency",
                "Evening classes with child care.",
                Category.EDUCATION,
                "GED Instruction",
                eligibility=Eligibility(minimum_age=18),
            ),
            _offer(
                "Computer classes",
                "From the mouse to the application form.",
                Category.DIGITAL_LITERACY,
                "Computer Literacy",
            ),
            _offer(
                "English classes",
                "At three levels, in the evening.",
                Category.LANGUAGE_ACCESS,
                "English as a Second Language",
                languages=("en", "es", "ht"),
            ),
        ),
    ),
    Member(
        key="recovery",
        profile=_agency(
            "Stillwater Counseling",
            "Counseling and recovery, one day at a time.",
            "stillwater",
            ProgramType.MENTAL_HEALTH,
            ProgramType.SUBSTANCE_USE,
        ),
        places=(_place("Stillwater rooms", "68 Banyan Close", "33133", 25.733, -80.243),),
        offers=(
            _offer(
                "Counseling",
                "One to one and in groups.",
                Category.STRESS,
                "Mental Health Counseling",
                sensitivity=(Sensitivity.MH,),
                room=(35, 4),
            ),
            _offer(
                "Outpatient recovery",
                "Treatment beside daily life.",
                Category.STRESS,
                "Substance Use Treatment",
                sensitivity=(Sensitivity.SUD,),
                room=(20, 2),
            ),
        ),
    ),
    Member(
        key="seniors",
        membership=Membership.LIGHT,
        profile=_agency("Sunrise Senior Circle", "Company, advice and protection for older people.", "sunrise-seniors"),
        places=(_place("Sunrise hall", "9 Orchid Place", "33143", 25.702, -80.298),),
        offers=(
            _offer(
                "Friendly visits",
                "A volunteer, an hour a week.",
                Category.SOCIAL_CONNECTION,
                "Friendly Visiting",
                eligibility=Eligibility(minimum_age=60),
            ),
            _offer(
                "Elder protection advice",
                "When somebody is not treated well.",
                Category.ELDER_ABUSE,
                "Elder Abuse Counseling",
                eligibility=Eligibility(minimum_age=60),
            ),
        ),
    ),
)
