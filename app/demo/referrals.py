"""The referrals of the demo network: one story for each thing that can become of a referral."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.domain.codes import Category, Priority
from app.domain.referrals.reasons import ReasonCode
from app.domain.referrals.routing import Routing


class Step(StrEnum):
    """What somebody does next in a story; `by` of the step says for which handoff, counted from 0."""

    SEND = "send"
    VIEW = "view"
    ASK = "ask"
    ACCEPT = "accept"
    DECLINE = "decline"
    WAITLIST = "waitlist"
    SCHEDULE = "schedule"
    START = "start"
    COMPLETE = "complete"
    HOLD = "hold"
    CLOSE = "close"
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step of a story: how many hours before now, and which of the handoffs it is about."""

    hours_ago: float
    step: Step
    handoff: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A referral: from whom, for which need, to which services (agency and name), and what happened then."""

    sender: str
    category: Category
    details: str
    to: tuple[tuple[str, str], ...]
    turns: tuple[Turn, ...]
    began_hours_ago: float
    routing: Routing = Routing.DIRECT
    priority: Priority = Priority.ROUTINE
    reason: ReasonCode = ReasonCode.NO_CAPACITY
    consented: bool = True

    @property
    def begins(self) -> timedelta:
        """How long before now the story begins."""
        return timedelta(hours=self.began_hours_ago)


def _turns(**steps: float) -> tuple[Turn, ...]:
    return tuple(Turn(hours_ago=hours, step=Step(name)) for name, hours in steps.items())


PANTRY, MEALS = ("food", "Food pantry"), ("food", "Home-delivered meals")
EVICTION, SHELTER, LIGHT = (
    ("housing", "Eviction prevention"),
    ("housing", "Emergency shelter"),
    ("housing", "Utility assistance"),
)
RIDES, PASSES, JOBS = ("transit", "Medical rides"), ("transit", "Bus passes"), ("work", "Job placement")
VISITS, INSURANCE = ("seniors", "Friendly visits"), ("clinic", "Insurance enrollment")

STORIES: tuple[Story, ...] = (
    Story(
        sender="northside",
        category=Category.FOOD,
        details="A family of five; the freezer is empty.",
        to=(PANTRY,),
        began_hours_ago=3,
        turns=_turns(send=2),
    ),
    Story(
        sender="clinic",
        category=Category.TRANSPORTATION,
        details="Dialysis three mornings a week.",
        to=(RIDES,),
        priority=Priority.URGENT,
        began_hours_ago=2,
        turns=_turns(send=1),
    ),
    Story(
        sender="northside",
        category=Category.EMPLOYMENT,
        details="Was a cook; can work evenings.",
        to=(JOBS,),
        began_hours_ago=30,
        turns=_turns(send=28, view=20),
    ),
    Story(
        sender="clinic",
        category=Category.HOUSING_INSTABILITY,
        details="Two months behind with the rent.",
        to=(EVICTION,),
        began_hours_ago=50,
        turns=_turns(send=49, view=30, ask=26),
    ),
    Story(
        sender="northside",
        category=Category.UTILITIES,
        details="Disconnection is announced.",
        to=(LIGHT,),
        priority=Priority.ASAP,
        began_hours_ago=74,
        turns=_turns(send=73, accept=52),
    ),
    Story(
        sender="clinic",
        category=Category.FOOD,
        details="Lives alone after surgery.",
        to=(MEALS,),
        began_hours_ago=120,
        turns=_turns(send=118, accept=97, schedule=96),
    ),
    Story(
        sender="northside",
        category=Category.FOOD,
        details="Between two jobs.",
        to=(PANTRY,),
        began_hours_ago=260,
        turns=_turns(send=258, accept=240, start=190),
    ),
    Story(
        sender="clinic",
        category=Category.TRANSPORTATION,
        details="Physiotherapy twice a week.",
        to=(PASSES,),
        began_hours_ago=500,
        turns=_turns(send=498, accept=480, start=470, complete=140),
    ),
    Story(
        sender="northside",
        category=Category.HEALTH_INSURANCE,
        details="Lost coverage with the job.",
        to=(INSURANCE,),
        began_hours_ago=800,
        turns=_turns(send=798, accept=780, start=770, complete=400, close=380),
    ),
    Story(
        sender="clinic",
        category=Category.HOUSING_INSTABILITY,
        details="Notice to leave by the end of the month.",
        to=(EVICTION,),
        reason=ReasonCode.NOT_ELIGIBLE_INCOME,
        began_hours_ago=170,
        turns=_turns(send=168, decline=150),
    ),
    Story(
        sender="northside",
        category=Category.HOMELESSNESS,
        details="Sleeps in the car with two children.",
        to=(SHELTER,),
        priority=Priority.URGENT,
        began_hours_ago=60,
        turns=_turns(send=59, waitlist=55),
    ),
    Story(
        sender="northside",
        category=Category.FOOD,
        details="Cannot cook any more.",
        to=(MEALS, PANTRY),
        routing=Routing.SEQUENTIAL,
        began_hours_ago=48,
        turns=_turns(send=47, decline=24),
    ),
    Story(
        sender="clinic",
        category=Category.TRANSPORTATION,
        details="Needs a ride to the eye clinic next week.",
        to=(RIDES, PASSES),
        routing=Routing.FIRST_ACCEPT,
        began_hours_ago=90,
        turns=(Turn(hours_ago=89, step=Step.SEND), Turn(hours_ago=72, step=Step.ACCEPT, handoff=1)),
    ),
    Story(
        sender="northside",
        category=Category.SOCIAL_CONNECTION,
        details="A widower who no longer goes out.",
        to=(VISITS,),
        began_hours_ago=100,
        turns=_turns(send=98, hold=75),
    ),
    Story(
        sender="clinic",
        category=Category.EMPLOYMENT,
        details="Moved away before it came to anything.",
        to=(JOBS,),
        reason=ReasonCode.CLIENT_NO_LONGER_NEEDS,
        began_hours_ago=300,
        turns=_turns(send=298, decline=250, give_up=230),
    ),
    Story(
        sender="housing",
        category=Category.EMPLOYMENT,
        details="Has a room now and looks for work.",
        to=(JOBS,),
        began_hours_ago=20,
        turns=(),
    ),
    Story(
        sender="northside",
        category=Category.FOOD,
        details="Has not decided whom to tell.",
        to=(PANTRY,),
        began_hours_ago=8,
        turns=(),
        consented=False,
    ),
)

OUTCOME_NOTES: Mapping[Category, str] = {
    Category.TRANSPORTATION: "Passes for three months; every appointment was kept.",
    Category.HEALTH_INSURANCE: "Enrolled; coverage begins with the month.",
}
