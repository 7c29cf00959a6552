"""A printed plan of which everything is told."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.care_plans.printed_plan import (
    Bound,
    GoalStanding,
    PlanStanding,
    PrintedCrisisPlan,
    PrintedGoal,
    PrintedNeed,
    PrintedPerson,
    PrintedPlan,
    PrintedStep,
    PrintedTarget,
    StepKind,
    StepStanding,
)
from app.domain.codes import Category

A_STEP = PrintedStep(
    what="Ask for a housing voucher",
    kind=StepKind.REFERRAL,
    who="Harbor Housing",
    due=date(2027, 4, 1),
    standing=StepStanding.DONE,
    on=date(2027, 3, 1),
    note="Bring the lease.",
)
A_GOAL = PrintedGoal(
    words="I want a home of my own.",
    standing=GoalStanding.REACHED,
    on=date(2027, 3, 3),
    why=(PrintedNeed(words="No safe place to sleep."),),
    targets=(
        PrintedTarget(what="Nights outside", bound=Bound.AT_MOST, value="0", due=date(2027, 6, 1)),
        PrintedTarget(what="Rent", low="$400", high="$600"),
    ),
    steps=(A_STEP,),
    last_note="The keys are here.",
    last_noted=date(2027, 3, 2),
)


def a_printed_plan(**fields: Any) -> PrintedPlan:
    whole = PrintedPlan(
        language="en",
        written_in="en",
        title="A home and food",
        client="Ana Núñez",
        agency="Bayside Clinic",
        printed_on=date(2027, 3, 4),
        standing=PlanStanding.IN_USE,
        version=3,
        about="One step at a time.",
        starts=date(2027, 1, 2),
        ends=date(2027, 12, 31),
        call=(
            PrintedPerson(
                name="Rosa Vidal",
                role="Case manager",
                agency="Bayside Clinic",
                phone="305-555-0100",
                email="rosa@bayside.example",
            ),
        ),
        needs=(PrintedNeed(words="No safe place to sleep"), PrintedNeed(category=Category.FOOD)),
        goals=(A_GOAL,),
        other_steps=(PrintedStep(what="Meet every month", kind=StepKind.CONTACT),),
        strengths=("Cooks well",),
        preferences=("Text, do not call",),
        culture=("Sundays are for church",),
        crisis=PrintedCrisisPlan(
            warning_signs=("I do not sleep",),
            coping=("I walk by the sea",),
            people=(PrintedPerson(name="My aunt", phone="305-555-0111"),),
            safe_places=("The library",),
            safety_steps=("Give the pills to my aunt",),
        ),
        team=(PrintedPerson(name="Dr. Đặng Thị Ngọc Ánh", agency="Harbor Health"),),
        next_review=date(2027, 4, 9),
        agreed_on=date(2027, 1, 3),
    )
    return replace(whole, **fields)
