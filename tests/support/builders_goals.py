"""Needs and goals, as tests need them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from app.domain.care_plans.acceptance import Acceptance, AcceptanceStatus, GoalPriority
from app.domain.care_plans.goal import Goal, GoalContent, Standing, proposed
from app.domain.care_plans.goal_moves import GoalState
from app.domain.care_plans.need import Beginning, Need, NeedContent, NeedKind, NeedSource, Severity, recorded
from app.domain.care_plans.participant import CLIENT, Participant, ParticipantKind
from app.domain.care_plans.progress import Measurement, Progress
from app.domain.care_plans.recording import Hand
from app.domain.care_plans.targets import Comparator, Quantity, Range, Target, Value
from app.domain.codes import Category, Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.identity import AgencyId, AssessmentId, ClientId, GoalId, Identifier, NeedId, NetworkId, ProgressId
from app.domain.partial_date import PartialDate
from app.domain.sensitivity.value_sets import ICD_10_CM, LOINC, SNOMED_CT

NOON = datetime(2027, 1, 11, 12, 0, tzinfo=UTC)
NETWORK, CLIENT_ID, AGENCY = NetworkId(uuid4()), ClientId(uuid4()), AgencyId(uuid4())
FOOD_INSECURITY = Concept(
    codings=(
        Coding(system=SNOMED_CT, code="733423003", display="Food insecurity"),
        Coding(system=ICD_10_CM, code="Z59.41", display="Food insecurity"),
    ),
    text="Food insecurity",
)
A1C = Concept(codings=(Coding(system=LOINC, code="4548-4", display="Hemoglobin A1c"),))
BELOW_SEVEN = Value(quantity=Quantity(value=Decimal("7.0"), comparator=Comparator.LESS, unit="%", code="%"))


def a_hand(at: datetime = NOON, agency: AgencyId = AGENCY) -> Hand:
    return Hand(by=uuid4(), agency=agency, at=at)


def some_need(**fields: Any) -> NeedContent:
    return replace(NeedContent(category=Category.FOOD, words="Nothing to eat at the end of the month."), **fields)


def a_need(content: NeedContent | None = None, labels: frozenset[Sensitivity] = frozenset(), **beginning: Any) -> Need:
    return recorded(
        content or some_need(),
        id=NeedId(uuid4()),
        network=NETWORK,
        client=CLIENT_ID,
        hand=a_hand(),
        labels=labels,
        beginning=Beginning(**beginning),
    )


def a_full_need() -> NeedContent:
    return NeedContent(
        category=Category.FOOD,
        kind=NeedKind.PROBLEM,
        concept=FOOD_INSECURITY,
        words="Nada que comer a fin de mes: ¡ni modo!",
        priority=1,
        severity=Severity.MODERATE,
        onset=PartialDate.parse("2026-11"),
        abatement=PartialDate.parse("2027-01-10"),
        asserted_by=Participant(kind=ParticipantKind.RELATED_PERSON, name="Her sister Ana"),
        notes="Two children.\nNo stove.",
        labels=frozenset({Sensitivity.SDV}),
        identifiers=(Identifier(system="urn:ehr", value=str(uuid4())),),
    )


def a_source(assessment: AssessmentId) -> NeedSource:
    return NeedSource(assessment=assessment, links=("/88122-7", "/88123-5"))


def some_goal(**fields: Any) -> GoalContent:
    return replace(GoalContent(words="I want to eat breakfast every day."), **fields)


def a_goal(
    content: GoalContent | None = None,
    state: GoalState = GoalState.PROPOSED,
    inherited: frozenset[Sensitivity] = frozenset(),
) -> Goal:
    return proposed(
        content or some_goal(),
        id=GoalId(uuid4()),
        network=NETWORK,
        client=CLIENT_ID,
        hand=a_hand(),
        inherited=inherited,
        standing=Standing(state=state),
    )


def a_full_goal(*needs: NeedId) -> GoalContent:
    return GoalContent(
        words="Quiero desayunar cada día.",
        concept=Concept(codings=(Coding(system=SNOMED_CT, code="1078229009", display="Food security"),)),
        category=Category.FOOD,
        priority=GoalPriority.HIGH,
        start=date(2027, 1, 11),
        targets=(
            Target(measure=A1C, value=BELOW_SEVEN, due=date(2027, 3, 1)),
            Target(value=a_range("60", "80.25")),
            Target(measure=Concept(text="Breakfasts in a week"), value=Value(text="every day")),
            Target(value=Value(truth=True)),
            Target(value=Value(concept=FOOD_INSECURITY), due=date(2027, 6, 1)),
        ),
        needs=needs,
        expressed_by=CLIENT,
        notes="As she said it.",
        labels=frozenset({Sensitivity.MH}),
        identifiers=(Identifier(system="urn:ehr", value=str(uuid4())),),
    )


def a_range(low: str | None, high: str | None, unit: str = "kg") -> Value:
    ends = [Quantity(value=Decimal(end), unit=unit, code=unit) if end else None for end in (low, high)]
    return Value(range=Range(low=ends[0], high=ends[1]))


def a_number(value: str, unit: str = "%") -> Value:
    return Value(quantity=Quantity(value=Decimal(value), unit=unit, code=unit))


def some_progress(after: timedelta = timedelta(), **fields: Any) -> Progress:
    return replace(Progress(at=NOON + after, note="Seen at home."), **fields)


def a_measurement(value: str) -> Measurement:
    return Measurement(measure=A1C, value=a_number(value))


def a_progress_id() -> ProgressId:
    return ProgressId(uuid4())


def an_acceptance(
    participant: Participant = CLIENT, status: AcceptanceStatus = AcceptanceStatus.AGREE, **fields: Any
) -> Acceptance:
    return Acceptance(participant=participant, status=status, at=NOON, by=uuid4(), **fields)
