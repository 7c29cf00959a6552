"""The agencies of the demo network, what they offer and where: invented, and the same every time."""

from app.demo.members import (
    DAILY,
    NETWORK,
    NIGHTS,
    SATURDAYS,
    Member,
    agency,
    offer,
    place,
)
from app.domain.codes import Category, Sensitivity
from app.domain.directory.capacity import Accepting
from app.domain.directory.eligibility import Eligibility
from app.domain.directory.schedule import Schedule
from app.domain.networks.agency import Membership, ProgramType

MEMBERS: tuple[Member, ...] = (
    Member(
        key="hub",
        profile=agency(NETWORK, "Runs the network and coordinates care across its agencies.", "biscayne-care"),
        places=(place("Coordination center", "100 Bayline Way", "33132", 25.781, -80.188),),
        offers=(
            offer(
                "Care navigation", "Somebody who finds the way with you.", Category.HEALTH_LITERACY, "Care Navigation"
            ),
        ),
    ),
    Member(
        key="northside",
        clients=28,
        profile=agency(
            "Northside Family Center", "Case management for families in the north of the county.", "northside-family"
        ),
        places=(place("Northside house", "7420 Almond Avenue", "33147", 25.848, -80.236),),
        offers=(
            offer(
                "Family case management",
                "A case manager for as long as it takes.",
                Category.UNSPECIFIED,
                "Case Management",
                room=(120, 34),
            ),
            offer(
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
        profile=agency("Harbor Community Health", "Primary care for everybody, insured or not.", "harbor-health"),
        places=(
            place("Harbor clinic", "21 Quayside Street", "33128", 25.776, -80.203),
            place("Westside clinic", "3155 Cypress Road", "33155", 25.738, -80.307),
        ),
        offers=(
            offer(
                "Insurance enrollment",
                "Help with Medicaid, Medicare and the marketplace.",
                Category.HEALTH_INSURANCE,
                "Health Insurance Enrollment",
            ),
            offer(
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
        profile=agency("Mangrove Food Bank", "Groceries and meals, delivered where needed.", "mangrove-food"),
        places=(
            place("Mangrove warehouse", "880 Causeway Drive", "33127", 25.813, -80.203),
            place("Southside pantry", "19 Palm Court", "33157", 25.606, -80.347),
        ),
        offers=(
            offer(
                "Food pantry",
                "A week of groceries, chosen by yourself.",
                Category.FOOD,
                "Food Pantries",
                languages=("en", "es", "ht"),
                room=(200, 61),
            ),
            offer(
                "Home-delivered meals",
                "One hot meal a day.",
                Category.FOOD,
                "Home Delivered Meals",
                eligibility=Eligibility(minimum_age=60, counties=("Miami-Dade",)),
                room=(40, 3),
            ),
            offer("Benefit applications", "Help with SNAP and WIC.", Category.FINANCIAL, "SNAP Applications"),
        ),
    ),
    Member(
        key="housing",
        clients=10,
        profile=agency(
            "Keystone Housing Partners", "From the street or the brink of eviction to a lease.", "keystone-housing"
        ),
        places=(
            place("Keystone office", "55 Lantana Lane", "33136", 25.786, -80.206),
            place("Keystone shelter", "502 Station Row", "33136", 25.789, -80.199),
        ),
        offers=(
            offer(
                "Eviction prevention",
                "Rent arrears and a lawyer's letter.",
                Category.HOUSING_INSTABILITY,
                "Rent Payment Assistance",
                eligibility=Eligibility(income_percent_fpl=200, states=("FL",)),
                required_documents=("Lease", "Notice from the landlord"),
                room=(25, 6),
            ),
            offer(
                "Emergency shelter",
                "A bed for tonight, with a plan for tomorrow.",
                Category.HOMELESSNESS,
                "Homeless Shelter",
                schedule=Schedule(hours=NIGHTS),
                room=(60, 0),
                accepting=Accepting.WAITLIST,
            ),
            offer(
                "Utility assistance",
                "Before the light goes out.",
                Category.UTILITIES,
                "Utility Bill Payment Assistance",
                room=(30, 12),
            ),
            offer(
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
        profile=agency("Palmetto Ride Aid", "Rides to care, work and the market.", "palmetto-ride"),
        places=(place("Palmetto depot", "4 Junction Street", "33142", 25.812, -80.238),),
        offers=(
            offer(
                "Medical rides",
                "Door to door, with a wheelchair lift.",
                Category.TRANSPORTATION,
                "Medical Appointments Transportation",
                schedule=Schedule(hours=DAILY),
                room=(50, 18),
            ),
            offer("Bus passes", "For a month at a time.", Category.TRANSPORTATION, "Bus Fare"),
        ),
    ),
    Member(
        key="work",
        profile=agency("Bright Coast Workforce", "Training, a job, and the computer skills for it.", "bright-coast"),
        places=(place("Bright Coast campus", "1200 Seagrape Boulevard", "33139", 25.787, -80.141),),
        offers=(
            offer(
                "Job placement",
                "From the first CV to the first month.",
                Category.EMPLOYMENT,
                "Job Finding Assistance",
                eligibility=Eligibility(minimum_age=16),
                room=(80, 42),
            ),
            offer(
                "High school equivalency",
                "Evening classes with child care.",
                Category.EDUCATION,
                "GED Instruction",
                eligibility=Eligibility(minimum_age=18),
            ),
            offer(
                "Computer classes",
                "From the mouse to the application form.",
                Category.DIGITAL_LITERACY,
                "Computer Literacy",
            ),
            offer(
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
        profile=agency(
            "Stillwater Counseling",
            "Counseling and recovery, one day at a time.",
            "stillwater",
            ProgramType.MENTAL_HEALTH,
            ProgramType.SUBSTANCE_USE,
        ),
        places=(place("Stillwater rooms", "68 Banyan Close", "33133", 25.733, -80.243),),
        offers=(
            offer(
                "Counseling",
                "One to one and in groups.",
                Category.STRESS,
                "Mental Health Counseling",
                sensitivity=(Sensitivity.MH,),
                room=(35, 4),
            ),
            offer(
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
        profile=agency("Sunrise Senior Circle", "Company, advice and protection for older people.", "sunrise-seniors"),
        places=(place("Sunrise hall", "9 Orchid Place", "33143", 25.702, -80.298),),
        offers=(
            offer(
                "Friendly visits",
                "A volunteer, an hour a week.",
                Category.SOCIAL_CONNECTION,
                "Friendly Visiting",
                eligibility=Eligibility(minimum_age=60),
            ),
            offer(
                "Elder protection advice",
                "When somebody is not treated well.",
                Category.ELDER_ABUSE,
                "Elder Abuse Counseling",
                eligibility=Eligibility(minimum_age=60),
            ),
        ),
    ),
)
