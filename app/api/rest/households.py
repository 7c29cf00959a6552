"""Households over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.schemas.households import HouseholdIn, HouseholdItemOut, HouseholdOut
from app.domain.clients.household import HouseholdMember
from app.domain.identity import ClientId, HouseholdId
from app.ports.households import HouseholdFilter, HouseholdItem
from app.ports.referrals import Order
from app.ports.transactions import Answer
from app.use_cases.clients import households
from app.use_cases.clients.households import HouseholdView

PATH = "/v1/households"
operations = Operations("Households", PATH)
router = operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only the household of this client, whoever recorded it.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", households.browse, answers=PageOf[HouseholdItemOut])
async def list_households(
    desk: AtDesk,
    page: Paged,
    client_id: ClientQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List the households that your agency recorded.

    As far as you serve somebody in them. A household recorded by another agency is found by a client of yours in it.
    """
    which = HouseholdFilter(client=ClientId(client_id) if client_id else None, updated_since=updated_since)
    return await desk.answer(
        lambda found: page.answer(found, item_view), households.browse, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", households.record, answers=HouseholdOut, status=201)
async def create_household(desk: AtDesk, household: HouseholdIn) -> Response:
    """Record a household.

    At least one member is a client whom your agency serves; a client is in one household at a time.
    """
    return await desk.answer(_made, households.record, household.content())


@operations.get("/{household_id}", households.read, answers=HouseholdOut)
async def read_household(desk: AtDesk, household_id: UUID) -> Response:
    """Read a household.

    Of its clients you see those whom your agency serves, and nothing says whether there are others.
    """
    return await desk.answer(_shown, households.read, HouseholdId(household_id))


@operations.put("/{household_id}", households.describe, answers=HouseholdOut)
async def replace_household(desk: AtDesk, household_id: UUID, expected: Expected, household: HouseholdIn) -> Response:
    """Describe a household anew.

    Whom you leave out leaves it, but for clients whom you do not see: they stay.
    """
    return await desk.answer(
        _shown, households.describe, HouseholdId(household_id), household.content(), expected=expected
    )


def item_view(item: HouseholdItem) -> dict[str, Any]:
    """Put a household into the words of `HouseholdItemOut`."""
    return {
        "id": item.id,
        "agency_id": item.agency,
        "kind": item.kind,
        "name": item.name,
        "version": item.version,
        "created_at": item.created_at,
        "updated_at": item.updated_at,
    }


def household_view(view: HouseholdView) -> dict[str, Any]:
    """Put a household into the words of `HouseholdOut`."""
    household, content = view.household, view.household.content
    return {
        "id": household.id,
        "agency_id": household.agency,
        "kind": content.kind,
        "name": content.name,
        "version": household.version,
        "created_at": household.created_at,
        "updated_at": household.updated_at,
        "address": content.address,
        "members": [_member_view(view, member) for member in content.members],
        "identifiers": content.identifiers,
    }


def _member_view(view: HouseholdView, member: HouseholdMember) -> dict[str, Any]:
    return {
        "client_id": member.client,
        "name": member.name,
        "birth_date": None if member.birth_date is None else str(member.birth_date),
        "relationship": member.relationship,
        "head": member.head,
        "lives_here": member.lives_here,
        "enrolled": member.enrolled,
        "display_name": member.name if member.client is None else view.names[member.client],
    }


def _shown(view: HouseholdView) -> Answer:
    return answer(household_view(view), version=view.household.version)


def _made(view: HouseholdView) -> Answer:
    return created(household_view(view), version=view.household.version, location=f"{PATH}/{view.household.id}")
