"""Stories of care in the demo network: from an answer to a need, a goal, a step and back, at every stage of it."""

from dataclasses import dataclass

from app.demo import care_asking as asking
from app.demo import care_steps as step
from app.demo.care import Step
from app.demo.referrals import PANTRY
from app.domain.assessments.circumstances import Mode
from app.domain.assessments.rules import SuggestionKind
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.activity_moves import ActivityAction
from app.domain.care_plans.agreement import AgreementMethod
from app.domain.care_plans.built_in.catalogue import CONTENTS
from app.domain.care_plans.built_in.depression_support import DEPRESSION_SUPPORT
from app.domain.care_plans.built_in.food_and_housing import FOOD_AND_HOUSING
from app.domain.care_plans.crisis import CrisisContact, CrisisPlan
from app.domain.care_plans.goal_moves import Achievement
from app.domain.care_plans.plan_moves import PlanAction
from app.domain.care_plans.review import ReviewOutcome
from app.domain.codes import Category

FEELING_BETTER, FOOD_AND_HOME = (
    next(key for key, content in CONTENTS.items() if content is wanted)
    for wanted in (DEPRESSION_SUPPORT, FOOD_AND_HOUSING)
)
HOW_OFTEN = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
PHQ_9 = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
OFTEN, SOMETIMES, NEVER = "LA28397-0", "LA6729-3", "LA28398-8"
STEADY, WORRIED = "LA31993-1", "LA31994-9"
YES, NO = "LA33-6", "LA32-8"
HARD_DAYS = CrisisPlan(
    warning_signs=("I stop answering the phone", "I do not sleep for two nights"),
    coping=("Walk by the water", "Call my daughter before it is dark"),
    contacts=(CrisisContact(name="Nadia", relationship="daughter", phone="305-555-0177"),),
    safe_places=("My daughter's house",),
    safety_steps=("My daughter keeps my pills",),
)
SAFE = dict.fromkeys(("95618-5", "95617-7", "95616-9", "95615-1"), "LA6270-8")


def moods(*points: int) -> dict[str, str]:
    """Answer the PHQ-9 with these points."""
    return {item: HOW_OFTEN[point] for item, point in zip(PHQ_9, points, strict=True)}


def hunger(worried: str, ran_out: str) -> dict[str, str]:
    """Answer the two questions about food."""
    return {"88122-7": worried, "88123-5": ran_out}


def screening(home: str, *, food: str = NEVER, rides: str = NO) -> dict[str, str]:
    """Answer the core questions about social needs."""
    place = {"71802-3": home, "96778-6": "LA9-3", "93030-5": rides, "96779-4": NO}
    return place | hunger(food, food) | SAFE


@dataclass(frozen=True, slots=True, kw_only=True)
class CareStory:
    """What happens in the care of one client of an agency, in the order in which it happens; `about` is its gist."""

    about: str
    member: str
    steps: tuple[Step, ...]
    language: str | None = None


CARE_STORIES: tuple[CareStory, ...] = (
    CareStory(
        about="A plan of a template that is under way, and whose review is due.",
        member="northside",
        language="es",
        steps=(
            asking.Asked(42, "ahc-hrsn-core", screening(WORRIED, food=OFTEN)),
            asking.TakenUp(41, (SuggestionKind.NEED,)),
            step.Drafted(40, FOOD_AND_HOME),
            step.Begun(38),
            step.Shared(38, "food"),
            step.Referred(37, 0, Category.FOOD, PANTRY),
            step.Helped(35, "food"),
            step.Worked(34, 1, ActivityAction.START),
            step.Worked(30, 3, ActivityAction.COMPLETE),
            step.Seen(20, 0, Achievement.IMPROVING, "Una caja de comida cada semana desde la primera visita."),
            step.Seen(6, 1, Achievement.NO_CHANGE, "El dueño todavía no ha contestado."),
        ),
    ),
    CareStory(
        about="From the first question to the last word: everything was reached.",
        member="northside",
        language="en",
        steps=(
            asking.Asked(58, "hunger-vital-sign", hunger(OFTEN, SOMETIMES)),
            asking.TakenUp(58),
            step.Planned(
                57,
                "Enough to eat again",
                (
                    (ActivityKind.REFERRAL, "Groceries from the pantry"),
                    (ActivityKind.BENEFIT_APPLICATION, "Apply for SNAP"),
                    (ActivityKind.EDUCATION, "Class on cooking for five with little money"),
                ),
                ("Cooks well", "Has a sister nearby"),
            ),
            step.Begun(56),
            step.Referred(55, 0, Category.FOOD, PANTRY),
            step.Helped(53, "food", until=20),
            step.Worked(50, 1, ActivityAction.START),
            step.Worked(28, 1, ActivityAction.COMPLETE),
            step.Reviewed(26, ReviewOutcome.CONTINUE, "SNAP was granted; the class begins next week."),
            step.Worked(15, 2, ActivityAction.COMPLETE),
            asking.Asked(10, "hunger-vital-sign", hunger(NEVER, NEVER), Mode.PHONE),
            step.Seen(9, 0, Achievement.ACHIEVED, "Breakfast and dinner on every day of the month.", reached=True),
            step.Moved(9, PlanAction.COMPLETE),
        ),
    ),
    CareStory(
        about="Low mood that lifts: three times the PHQ-9, with a safety task at the first.",
        member="clinic",
        language="en",
        steps=(
            asking.Asked(45, "phq-9", moods(2, 3, 2, 2, 1, 2, 2, 1, 1)),
            asking.TakenUp(45, (SuggestionKind.NEED,)),
            step.Drafted(44, FEELING_BETTER),
            step.Written(43, HARD_DAYS),
            step.Begun(43, AgreementMethod.VERBAL),
            step.Worked(42, 4, ActivityAction.START),
            asking.Asked(24, "phq-9", moods(2, 2, 1, 2, 1, 1, 1, 1, 0), Mode.PHONE),
            step.Reviewed(13, ReviewOutcome.CONTINUE, "Sleeps better; the calls help.", ("her daughter",)),
            step.Worked(12, 2, ActivityAction.COMPLETE),
            asking.Asked(3, "phq-9", moods(1, 1, 1, 1, 0, 1, 1, 0, 0)),
            step.Seen(3, 0, Achievement.IMPROVING, "PHQ-9 went from 16 to 6 in six weeks."),
        ),
    ),
    CareStory(
        about="A draft that waits for the client's word.",
        member="northside",
        language="en",
        steps=(
            asking.Asked(5, "ahc-hrsn-core", screening(WORRIED, rides=YES)),
            asking.TakenUp(4, (SuggestionKind.NEED, SuggestionKind.REFERRAL)),
            step.Drafted(2, FOOD_AND_HOME, ("home",)),
        ),
    ),
    CareStory(
        about="Paused while the client is in hospital.",
        member="housing",
        steps=(
            asking.Told(50, Category.HOMELESSNESS, "I sleep at a friend's place, a few nights at a time."),
            asking.Wanted(49, "A room of my own, with a door that I can lock."),
            step.Planned(
                48,
                "A room of my own",
                (
                    (ActivityKind.TASK, "Get a birth certificate and an ID"),
                    (ActivityKind.CONTACT, "Call the landlords on the list"),
                ),
            ),
            step.Begun(47),
            step.Worked(40, 0, ActivityAction.COMPLETE),
            step.Moved(8, PlanAction.HOLD, "In hospital until the end of the month."),
        ),
    ),
    CareStory(
        about="Needs and goals without a plan yet.",
        member="clinic",
        language="es",
        steps=(
            asking.Told(21, Category.TRANSPORTATION, "The bus does not run when my shift ends."),
            asking.Told(21, Category.MEDICAL_COST, "I cut my pills in half.", 2),
            asking.Wanted(20, "To take my pills every day as the doctor says."),
        ),
    ),
    CareStory(
        about="Asked this morning, nothing decided yet.",
        member="northside",
        steps=(asking.Asked(0.2, "ahc-hrsn-core", screening(STEADY, food=SOMETIMES, rides=YES), Mode.PHONE),),
    ),
    CareStory(
        about="Nothing found.",
        member="clinic",
        steps=(
            asking.Asked(15, "phq-2", {"44250-9": HOW_OFTEN[1], "44255-8": HOW_OFTEN[0]}),
            asking.Asked(15, "hunger-vital-sign", hunger(NEVER, NEVER)),
        ),
    ),
)
