"""/v1/access: who may see what, and why."""

from typing import Any

from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations
from app.api.rendering import answer
from app.api.rest.schemas.access import ExplainIn, ExplanationOut
from app.domain.identity import ClientId
from app.ports.transactions import Answer
from app.use_cases.access import access_explanations
from app.use_cases.access.access_explanations import Explained

operations = Operations("Access", "/v1/access")
router = operations.router


@operations.post("/explain", access_explanations.answer, answers=ExplanationOut)
async def explain_access(desk: AtDesk, question: ExplainIn) -> Response:
    """Explain access.

    May this agency see this of this client, and why? For agencies that serve the client, coordinators and privacy
    officers; for everybody else the client is not there. What you may not read yourself is not explained to you.
    """
    asked = question.inquiry()

    def view(found: Explained) -> Answer:
        return answer(explanation_view(asked.client, found))

    return await desk.answer(view, access_explanations.answer, asked)


def explanation_view(client: ClientId, found: Explained) -> dict[str, Any]:
    """Put an explanation into the words of `ExplanationOut`."""
    explanation = found.explanation
    return {
        "client_id": client,
        "agency_id": found.agency,
        "at": found.at,
        "allowed": explanation.allowed,
        "rule": explanation.rule,
        "reason": explanation.reason,
        "consent_id": explanation.consent,
        "bases": [{"basis": each.basis, "since": each.since, "until": each.until} for each in found.bases],
        "elements": [
            {"element": each.element, "id": each.subject, "rule": each.rule, "reason": each.reason}
            for each in explanation.elements
        ],
    }
