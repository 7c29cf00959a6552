"""/v1/care-plans/{id}/print: the plan on paper, for the client."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations
from app.api.preconditions import unchanged
from app.api.printed import chosen, printed_answer
from app.api.rendering import respond
from app.domain.identity import CarePlanId
from app.ports.printing import Medium, PlanPrinter
from app.use_cases.care import care_plan_printing

operations = Operations("Care plans", "/v1/care-plans")
router = operations.router

MEDIA = [medium.value for medium in Medium]

LanguageQuery = Annotated[
    str | None,
    Query(
        description="The language of the headings; left out: the client's. English where there are no words for it.",
        max_length=40,
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$",
        examples=["es"],
    ),
]


def set_up_printing(state: object, printer: PlanPrinter) -> None:
    """Give an application's state what puts plans on paper."""
    state.plan_printer = printer  # type: ignore[attr-defined]


@operations.get(
    "/{plan_id}/print",
    care_plan_printing.lay_out,
    answers=None,
    status=HTTPStatus.OK,
    produces=MEDIA,
    refuses=[HTTPStatus.CONFLICT],
)
async def print_care_plan(desk: AtDesk, request: Request, plan_id: UUID, language: LanguageQuery = None) -> Response:
    """Print a care plan for the client.

    In plain words and big letters, as an accessible web page or, with `Accept: application/pdf`, as a tagged PDF of
    letter size. A PDF that lacks letters for a script is refused (409): print the web page then.
    """
    medium = Medium(chosen(request, MEDIA))
    plan = await desk.ask(care_plan_printing.lay_out, CarePlanId(plan_id), language)
    printer: PlanPrinter = request.app.state.plan_printer
    rendered = printed_answer(await printer.print(plan, medium), "care-plan", plan.version, plan.notice)
    return unchanged(request, rendered) or respond(rendered)
