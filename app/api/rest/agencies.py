"""/v1/agencies: the organizations that take part."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.members import members
from app.api.rest.schemas.agencies import AgencyIn, AgencyOut, MembershipIn, NewAgencyIn
from app.domain.identity import AgencyId
from app.domain.networks.agency import Agency, AgencyProfile, AgencyStatus, Membership
from app.ports.directory import AgencyFilter
from app.ports.transactions import Answer
from app.use_cases.networks import agencies

operations = Operations("Agencies", "/v1/agencies")
router = operations.router


@operations.get("", agencies.browse, answers=PageOf[AgencyOut])
async def list_agencies(
    desk: AtDesk,
    paging: Paged,
    membership: Annotated[Membership | None, Query(description="Only those that take part this far.")] = None,
    status: Annotated[AgencyStatus | None, Query(description="Only those of this status.")] = None,
    name: Annotated[str | None, Query(description="Found anywhere in the name.", max_length=200)] = None,
) -> Response:
    """List agencies.

    In the order of their names; everybody of the network may read them.
    """
    asked = AgencyFilter(membership=membership, status=status, name=name)
    return await desk.answer(
        lambda page: paging.answer(page, agency_view), agencies.browse, asked, paging.limit, paging.after
    )


@operations.post("", agencies.join, answers=AgencyOut, status=201)
async def create_agency(desk: AtDesk, agency: NewAgencyIn) -> Response:
    """Let an agency join.

    For network admins and coordinators.
    """
    profile = agency.into(AgencyProfile, "membership")
    return await desk.answer(_created, agencies.join, profile, agency.membership)


@operations.get("/{agency_id}", agencies.read, answers=AgencyOut)
async def read_agency(desk: AtDesk, agency_id: UUID) -> Response:
    """Read an agency.

    Everybody of the network may.
    """
    return await desk.answer(_shown, agencies.read, AgencyId(agency_id))


@operations.put("/{agency_id}", agencies.describe, answers=AgencyOut)
async def replace_agency(desk: AtDesk, agency_id: UUID, expected: Expected, agency: AgencyIn) -> Response:
    """Describe an agency.

    Replaces the whole description. For the agency's administrators and the network's people.
    """
    profile = agency.into(AgencyProfile)
    return await desk.answer(_shown, agencies.describe, AgencyId(agency_id), expected, profile)


@operations.put("/{agency_id}/membership", agencies.change_membership, answers=AgencyOut)
async def change_agency_membership(desk: AtDesk, agency_id: UUID, expected: Expected, change: MembershipIn) -> Response:
    """Change an agency's membership.

    How far the agency takes part. For network admins and coordinators.
    """
    return await desk.answer(_shown, agencies.change_membership, AgencyId(agency_id), expected, change.membership)


@operations.post("/{agency_id}/suspend", agencies.suspend, answers=AgencyOut)
async def suspend_agency(desk: AtDesk, agency_id: UUID, expected: Expected) -> Response:
    """Suspend an agency.

    Its API clients and workers are refused at once, until it is reinstated. For network admins and coordinators.
    """
    return await desk.answer(_shown, agencies.suspend, AgencyId(agency_id), expected)


@operations.post("/{agency_id}/reinstate", agencies.reinstate, answers=AgencyOut)
async def reinstate_agency(desk: AtDesk, agency_id: UUID, expected: Expected) -> Response:
    """Reinstate an agency.

    Lets a suspended agency take part again. For network admins and coordinators.
    """
    return await desk.answer(_shown, agencies.reinstate, AgencyId(agency_id), expected)


def agency_view(agency: Agency) -> dict[str, object]:
    """Show an agency as this API does."""
    return {
        "id": agency.id,
        **members(agency.profile),
        "membership": agency.membership,
        "status": agency.status,
        "version": agency.version,
        "created_at": agency.created_at,
        "updated_at": agency.updated_at,
    }


def _shown(agency: Agency) -> Answer:
    return answer(agency_view(agency), version=agency.version)


def _created(agency: Agency) -> Answer:
    return created(agency_view(agency), version=agency.version, location=f"/v1/agencies/{agency.id}")
