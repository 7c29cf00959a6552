"""/v1/break-glass: access in an emergency, and the list by which it is looked back on."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk, Desk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.problems import Refusal, problem
from app.api.rendering import answer, created
from app.api.rest.actions import actions
from app.api.rest.schemas.break_glass import BreakGlassIn, BreakGlassOut, BreakGlassReviewIn
from app.domain.identity import AgencyId, BreakGlassId, ClientId
from app.ports.break_glass import BreakGlassFilter
from app.ports.transactions import Answer
from app.use_cases.access import break_glass
from app.use_cases.access.break_glass import Miss, Watched

PATH = "/v1/break-glass"
operations = Operations("Break-glass", PATH)
router = operations.router

ReviewedQuery = Annotated[bool | None, Query(description="Only those that were, or were not, reviewed.")]
AgencyQuery = Annotated[UUID | None, Query(description="Only of this agency; for privacy officers.")]
ClientQuery = Annotated[UUID | None, Query(description="Only to this client's record.")]
MISSED = {
    Miss.NOBODY: Refusal(
        status=404, code="break-glass.nobody-found", detail="Nobody here has exactly this name and birth date."
    ),
    Miss.SEVERAL: Refusal(
        status=409,
        code="break-glass.several-found",
        detail="Several people have exactly this name and birth date: add an identifier.",
    ),
}


@operations.get("", break_glass.browse, answers=PageOf[BreakGlassOut])
async def list_break_glass(
    desk: AtDesk,
    page: Paged,
    reviewed: ReviewedQuery = None,
    agency_id: AgencyQuery = None,
    client_id: ClientQuery = None,
) -> Response:
    """List emergency access, the newest first.

    Privacy officers see the network's, supervisors their agency's, everybody else what they opened themselves.
    """
    which = BreakGlassFilter(
        agency=AgencyId(agency_id) if agency_id else None,
        client=ClientId(client_id) if client_id else None,
        reviewed=reviewed,
    )
    return await desk.answer(
        lambda found: page.answer(found, break_glass_view),
        break_glass.browse,
        which,
        after=page.after,
        limit=page.limit,
    )


@operations.post("", break_glass.open_record, answers=BreakGlassOut, status=201)
async def create_break_glass(desk: AtDesk, asked: BreakGlassIn) -> Response:
    """Break the glass.

    Opens a client's record to your agency for the time that the network's policies say, an hour unless they say
    otherwise. Substance use and victim service data stay closed. The agencies that serve the client and the privacy
    officers hear of it at once, and somebody else reviews it.
    """
    return await desk.answer(_opened(desk), break_glass.open_record, asked.whom(), asked.why())


@operations.get("/{break_glass_id}", break_glass.read, answers=BreakGlassOut)
async def read_break_glass(desk: AtDesk, break_glass_id: UUID) -> Response:
    """Read an emergency access."""
    return await desk.answer(_shown, break_glass.read, BreakGlassId(break_glass_id))


@operations.post("/{break_glass_id}/end", break_glass.end, answers=BreakGlassOut)
async def end_break_glass(desk: AtDesk, break_glass_id: UUID, expected: Expected) -> Response:
    """Close an emergency access before its time."""
    return await desk.answer(_shown, break_glass.end, BreakGlassId(break_glass_id), expected=expected)


@operations.post("/{break_glass_id}/review", break_glass.review, answers=BreakGlassOut)
async def review_break_glass(
    desk: AtDesk, break_glass_id: UUID, expected: Expected, found: BreakGlassReviewIn
) -> Response:
    """Say whether an emergency access was right.

    For privacy officers and supervisors of the agency, never for whoever broke the glass.
    """
    return await desk.answer(
        _shown, break_glass.review, BreakGlassId(break_glass_id), found.outcome, found.note, expected=expected
    )


def break_glass_view(watched: Watched) -> dict[str, Any]:
    """Put an emergency access into the words of `BreakGlassOut`."""
    broken = watched.broken
    offers = broken.offers(watched.at, may_end=watched.may_end, may_review=watched.may_review)
    return {
        "id": broken.id,
        "version": broken.version,
        "client_id": broken.client,
        "agency_id": broken.agency,
        "opened_by": broken.by,
        "reason": broken.why.reason,
        "words": broken.why.words,
        "found_by": broken.found_by,
        "state": broken.state(watched.at),
        "until": broken.until,
        "ended_at": broken.ended_at,
        "review": _review_view(watched),
        "created_at": broken.created_at,
        "updated_at": broken.updated_at,
        "available_actions": actions(PATH, broken.id, offers),
    }


def _review_view(watched: Watched) -> dict[str, Any] | None:
    review = watched.broken.review
    if review is None:
        return None
    return {
        "outcome": review.outcome,
        "note": review.note,
        "by": review.by,
        "agency_id": review.agency,
        "at": review.at,
    }


def _shown(watched: Watched) -> Answer:
    return answer(break_glass_view(watched), version=watched.broken.version)


def _opened(desk: Desk) -> Callable[[Watched | Miss], Answer]:
    def view(found: Watched | Miss) -> Answer:
        if isinstance(found, Miss):
            return _missed(desk, found)
        location = f"{PATH}/{found.broken.id}"
        return created(break_glass_view(found), version=found.broken.version, location=location)

    return view


def _missed(desk: Desk, miss: Miss) -> Answer:
    """Answer with a refusal, and let what was asked stay on the record: raised, it would be rolled back."""
    said = problem(desk.request.scope, MISSED[miss])
    headers = tuple((name.title(), value) for name, value in said.headers.items() if name != "content-length")
    return Answer(status=said.status_code, headers=headers, body=bytes(said.body))
