"""What assessments suggest, and what is decided about it, over REST."""

from typing import Any
from uuid import UUID

from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed
from app.api.rest.assessments import PATH, LanguageQuery
from app.api.rest.schemas.answers import coding_view
from app.api.rest.schemas.assessments import (
    AssessmentReasonIn,
    SuggestionAcceptanceIn,
    SuggestionItemOut,
    SuggestionOut,
)
from app.domain.assessments.rules import Content, SuggestedGoal, SuggestedNeed, SuggestedReferral
from app.domain.assessments.suggesting import Cause
from app.domain.assessments.suggestion import KeptSuggestion, Made
from app.domain.assessments.suggestion_moves import SUGGESTIONS
from app.domain.identity import AssessmentId, SuggestionId
from app.ports.transactions import Rendered
from app.use_cases.assessments import assessment_suggestions as suggestions
from app.use_cases.assessments.assessment_filling import MINE
from app.use_cases.assessments.assessment_suggestions import Considered

operations = Operations("Assessments", PATH)
router = operations.router


@operations.get("/{assessment_id}/suggestions", suggestions.browse, answers=PageOf[SuggestionItemOut])
async def list_assessment_suggestions(
    desk: AtDesk, page: Paged, assessment_id: UUID, language: LanguageQuery = None
) -> Response:
    """List what the answers suggest, each with the answers and scores that caused it.

    A rule suggests, a person decides: nothing but safety tasks is made without being accepted.
    """
    return await desk.answer(
        lambda found: page.answer(found, lambda each: suggestion_view(each, language)),
        suggestions.browse,
        AssessmentId(assessment_id),
        after=page.after,
        limit=page.limit,
    )


@operations.post("/{assessment_id}/suggestions/{suggestion_id}/accept", suggestions.accept, answers=SuggestionOut)
async def accept_suggestion(
    desk: AtDesk, assessment_id: UUID, suggestion_id: UUID, expected: Expected, acceptance: SuggestionAcceptanceIn
) -> Response:
    """Make what is suggested: a need, a goal, a draft of a referral, or a task.

    `made` says what was made; a goal addresses the need that was made of the suggestion that it `serves`. If-Match is
    the version of the assessment.
    """
    return await desk.answer(
        _decided,
        suggestions.accept,
        AssessmentId(assessment_id),
        SuggestionId(suggestion_id),
        acceptance.adjustments(),
        expected=expected,
    )


@operations.post("/{assessment_id}/suggestions/{suggestion_id}/dismiss", suggestions.dismiss, answers=SuggestionOut)
async def dismiss_suggestion(
    desk: AtDesk, assessment_id: UUID, suggestion_id: UUID, expected: Expected, why: AssessmentReasonIn
) -> Response:
    """Decide against a suggestion, and say why; it can still be accepted later.

    If-Match is the version of the assessment.
    """
    return await desk.answer(
        _decided,
        suggestions.dismiss,
        AssessmentId(assessment_id),
        SuggestionId(suggestion_id),
        why.reason,
        expected=expected,
    )


def suggestion_view(considered: Considered, language: str | None) -> dict[str, Any]:
    """Put a suggestion into the words of `SuggestionItemOut`."""
    kept, assessment = considered.kept, considered.sheet.assessment
    return {
        "id": kept.id,
        "kind": kept.suggestion.kind,
        "state": kept.state,
        "automatic": kept.suggestion.automatic,
        **content_view(kept.suggestion.content, language),
        "serves": _serves(assessment.suggestions, kept.suggestion.need),
        "causes": [cause_view(cause, language) for cause in kept.suggestion.causes],
        "made": None if "made" in considered.withheld else _made(kept.made),
        "decided_by": kept.decided_by,
        "decided_at": kept.decided_at,
        "reason": kept.reason,
        "withheld": considered.withheld,
        "available_actions": _actions(assessment.id, kept),
    }


def content_view(content: Content, language: str | None) -> dict[str, Any]:
    """Say what is suggested: its words, and what its kind has beside them."""
    told: dict[str, Any] = {"details": None, "category": None, "priority": None, "codings": []}
    if isinstance(content, SuggestedNeed | SuggestedGoal):
        told["codings"] = [coding_view(coding) for coding in content.codings]
    if isinstance(content, SuggestedNeed | SuggestedReferral):
        told["category"] = content.category
    if isinstance(content, SuggestedNeed | SuggestedGoal):
        return told | {"words": content.words.said(language)}
    told["priority"] = content.priority
    if isinstance(content, SuggestedReferral):
        return told | {"words": content.words.said(language)}
    details = content.details.said(language) if content.details else None
    return told | {"words": content.title.said(language), "details": details}


def cause_view(cause: Cause, language: str | None) -> dict[str, Any]:
    """Put a cause into the words of `CauseOut`."""
    return {
        "asked": cause.asked.said(language),
        "answered": cause.answered.said(language),
        "link_id": cause.link_id,
        "score": cause.score,
    }


def _serves(suggestions_: list[KeptSuggestion], need: str | None) -> UUID | None:
    return next((kept.id for kept in suggestions_ if need is not None and kept.suggestion.key == need), None)


def _made(made: Made | None) -> dict[str, Any] | None:
    return None if made is None else {"noun": made.noun, "id": made.id, "href": f"/v1/{made.noun}s/{made.id}"}


def _actions(assessment: AssessmentId, kept: KeptSuggestion) -> list[dict[str, Any]]:
    path = f"{PATH}/{assessment}/suggestions/{kept.id}"
    return [
        {"action": offer.action, "href": f"{path}/{offer.action}", "allowed": offer.allowed, "reason": offer.reason}
        for offer in SUGGESTIONS.offers(kept.state, MINE)
    ]


def _decided(considered: Considered) -> Rendered:
    return disclosed(suggestion_view(considered, None), version=considered.sheet.assessment.version)
