"""/v1/care-plans/{id}/print: the plan on paper, for the client."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.accepting import preferred
from app.api.desks import AtDesk
from app.api.operations import Operations
from app.api.preconditions import unchanged
from app.api.problems import Refusal, Refused
from app.api.rendering import etag, respond
from app.domain.identity import CarePlanId
from app.ports.printing import Medium, PlanPrinter, Print
from app.ports.transactions import Answer
from app.use_cases import care_plan_printing

operations = Operations("Care plans", "/v1/care-plans")
router = operations.router

MEDIA = [medium.value for medium in Medium]
ENDINGS = {Medium.PAGE: "html", Medium.SHEET: "pdf"}
POLICY = "default-src 'none'; {styles}frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

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
    kind = preferred(request, MEDIA)
    if kind is None:
        detail = f"The answer is {' or '.join(MEDIA)}."
        raise Refused(Refusal(status=HTTPStatus.NOT_ACCEPTABLE, code="request.not-acceptable", detail=detail))
    plan = await desk.ask(care_plan_printing.lay_out, CarePlanId(plan_id), language)
    printer: PlanPrinter = request.app.state.plan_printer
    rendered = _answer(await printer.print(plan, Medium(kind)), plan.version)
    return unchanged(request, rendered) or respond(rendered)


def _answer(printed: Print, version: int) -> Answer:
    styles = " ".join(f"'{digest}'" for digest in printed.styles)
    charset = "; charset=utf-8" if printed.medium is Medium.PAGE else ""
    headers = {
        "Content-Type": f"{printed.medium.value}{charset}",
        "Content-Language": printed.language,
        "Content-Disposition": f'inline; filename="care-plan.{ENDINGS[printed.medium]}"',
        "Content-Security-Policy": POLICY.format(styles=f"style-src {styles}; " if styles else ""),
        "ETag": etag(version, printed.body),
        "Vary": "Accept",
    }
    return Answer(status=HTTPStatus.OK, headers=tuple(headers.items()), body=printed.body)
