"""Assessments as tests need them, and one that holds everything an assessment can hold."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from app.domain.assessments.answers import Absence, Answered, Answers, Rounds, Unanswered
from app.domain.assessments.assessment import Assessment, Deed, InstrumentName
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy, Circumstances, Mode
from app.domain.assessments.rules import (
    Content,
    SuggestedGoal,
    SuggestedNeed,
    SuggestedReferral,
    SuggestedTask,
)
from app.domain.assessments.scoring import Band, Score
from app.domain.assessments.suggesting import Cause, Suggestion
from app.domain.assessments.suggestion import KeptSuggestion, Made
from app.domain.assessments.suggestion_moves import SuggestionState
from app.domain.assessments.values import Quantity
from app.domain.assessments.words import Words
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.codings import Coding
from app.domain.identity import AgencyId, AssessmentId, ClientId, Identifier, NetworkId, SuggestionId, WorkerId
from app.domain.lifecycle import Party
from app.domain.partial_date import PartialDate

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MINE = frozenset({Party.AGENCY})
OFTEN = Coding(system="http://loinc.org", code="LA28397-0", display="Often true")
FOOD = Words.of({"en": "Food", "es": "Comida"})
EVERY_ANSWER = Answers(
    {
        "truth": Answered((True,)),
        "number": Answered((-3,)),
        "amount": Answered((Decimal("7.20"), Decimal("1E+3"))),
        "words": Answered(("Ça va «bien»?\n",)),
        "moment": Answered((NOW,)),
        "month": Answered((PartialDate.parse("2026-11"),)),
        "hour": Answered((time(21, 30),)),
        "code": Answered((OFTEN,)),
        "weight": Answered((Quantity(value=Decimal("72.50"), unit="kg", system="urn:u", code="kg"),)),
        "skipped": Unanswered(Absence.SKIPPED),
        "declined": Unanswered(Absence.DECLINED),
        "children": Rounds((Answers({"age": Answered((4,))}), Answers({"age": Unanswered(Absence.UNKNOWN)}))),
    }
)
A_SCORE = Score(
    key="total",
    label=Words.of({"es": "Total", "en": "All in all"}),
    value=Decimal("1.50"),
    at_least=Decimal(1),
    at_most=Decimal(2),
    band=Band(key="some", low=Decimal(1), high=Decimal(2), label=FOOD, code=OFTEN),
    code=OFTEN,
    missing=("declined",),
    prorated=True,
)
NO_SCORE = Score(
    key="none",
    label=FOOD,
    value=None,
    at_least=Decimal(0),
    at_most=Decimal(9),
    why_not="answers_missing",
)
CONTENTS: tuple[Content, ...] = (
    SuggestedNeed(words=FOOD, category=Category.FOOD, codings=(OFTEN,)),
    SuggestedGoal(words=FOOD, codings=(OFTEN,)),
    SuggestedReferral(words=FOOD, category=Category.FOOD, priority=Priority.URGENT),
    SuggestedTask(title=FOOD, details=FOOD, priority=Priority.STAT),
)


def a_suggestion(key: str = "food.need", content: Content = CONTENTS[0], **more: Any) -> Suggestion:
    cause = Cause(asked=FOOD, answered=Words.plain("1"), link_id="code", score=None)
    return Suggestion(key=key, rule="food", content=content, causes=(cause,), **more)


def a_deed(reason: str | None = None, parties: frozenset[Party] = MINE) -> Deed:
    return Deed(at=NOW, actor=UUID(int=9), agency=AgencyId(UUID(int=2)), parties=parties, reason=reason)


def an_assessment(**fields: Any) -> Assessment:
    """One that was just begun."""
    whole: dict[str, Any] = {
        "id": AssessmentId(uuid4()),
        "network": NetworkId(UUID(int=1)),
        "client": ClientId(UUID(int=3)),
        "agency": AgencyId(UUID(int=2)),
        "instrument": InstrumentName(key="hunger-vital-sign", version="1.0.0"),
        "circumstances": Circumstances(asked_at=NOW),
        "answers": Answers(),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Assessment(**{**whole, **fields})


def a_full_assessment(**fields: Any) -> Assessment:
    """One of which every field is told."""
    kept = [
        KeptSuggestion(
            id=SuggestionId(uuid4()),
            suggestion=a_suggestion(f"food.{place}", content, need="food.0", automatic=place == 3),
            state=state,
            made=Made(noun="task", id=uuid4()) if state is SuggestionState.ACCEPTED else None,
            decided_by=uuid4(),
            decided_at=NOW,
            reason="Not now." if state is SuggestionState.DISMISSED else None,
        )
        for place, (content, state) in enumerate(zip(CONTENTS, SuggestionState, strict=True))
    ]
    whole: dict[str, Any] = {
        "circumstances": Circumstances(
            asked_at=NOW,
            language="es-MX",
            answered_by=AnsweredBy.PROXY,
            respondent="Her daughter Eva",
            asked_by=WorkerId(UUID(int=8)),
            mode=Mode.PHONE,
            note="She was in a hurry.",
        ),
        "answers": EVERY_ANSWER,
        "status": AssessmentStatus.AMENDED,
        "sensitivities": frozenset({Sensitivity.MH, Sensitivity.SDV}),
        "scores": (A_SCORE, NO_SCORE),
        "suggestions": kept,
        "identifiers": (Identifier(system="https://ehr.example", value="qr-1"),),
        "completed_at": NOW,
        "reason": "Misheard.",
        "revision": 2,
        "version": 4,
    }
    return an_assessment(**{**whole, **fields})
