"""Care teams over REST: the client's own, and others that agencies name."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions
from app.api.rest.schemas.care_teams import (
    CareTeamIn,
    CareTeamItemOut,
    CareTeamOut,
    NewCareTeamIn,
    NewTeamMemberIn,
    PrimaryIn,
    TeamMemberOut,
    TeamMemberPatch,
)
from app.api.rest.schemas.concepts import concept_view
from app.domain.care_teams.member import Person
from app.domain.care_teams.member_moves import MEMBERS, MemberAction
from app.domain.care_teams.team_moves import TeamAction, TeamStatus
from app.domain.identity import CareTeamId, ClientId, MemberId, WorkerId
from app.ports.care_teams import TeamFilter, TeamLine
from app.ports.referrals import Order
from app.ports.transactions import Rendered
from app.use_cases.care import care_teams
from app.use_cases.care.care_teams import MemberView, TeamView

PATH = "/v1/care-teams"
operations = Operations("Care teams", PATH)
router = operations.router
client_operations = Operations("Care teams", "/v1/clients")
client_router = client_operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only of this client.")]
StatusQuery = Annotated[TeamStatus | None, Query(description="Only of this status.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@client_operations.get("/{client_id}/care-team", care_teams.of_client, answers=CareTeamOut)
async def read_client_care_team(desk: AtDesk, client_id: UUID) -> Response:
    """Read the client's own care team, across all agencies.

    It is always there, under the client's id: providers join with a handoff that they accept and leave when it ends.
    """
    return await desk.answer(_shown, care_teams.of_client, ClientId(client_id))


@client_operations.post("/{client_id}/care-team/members", care_teams.add_member, answers=TeamMemberOut, status=201)
async def add_client_care_team_member(desk: AtDesk, client_id: UUID, member: NewTeamMemberIn) -> Response:
    """Take somebody into the client's own care team.

    Another agency only when the client lets it know the care plans: 409 `care-team.consent-missing` otherwise.
    """
    return await desk.answer(_joined, care_teams.add_member, CareTeamId(client_id), member.member())


@client_operations.post("/{client_id}/care-team/primary", care_teams.set_primary, answers=TeamMemberOut)
async def set_primary_case_manager(desk: AtDesk, client_id: UUID, expected: Expected, primary: PrimaryIn) -> Response:
    """Make a worker your agency's primary case manager of the client.

    There is one for each agency; the one before stays on the team. If-Match is of the care team.
    """
    worker = WorkerId(primary.worker_id)
    return await desk.answer(_member, care_teams.set_primary, ClientId(client_id), worker, expected=expected)


@operations.get("", care_teams.browse, answers=PageOf[CareTeamItemOut])
async def list_care_teams(
    desk: AtDesk,
    page: Paged,
    client_id: ClientQuery = None,
    status: StatusQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List the care teams of a client; without one, those that your agency named."""
    client = ClientId(client_id) if client_id else None
    which = TeamFilter(client=client, status=status, updated_since=updated_since)
    return await desk.answer(
        lambda found: page.answer(found, _item), care_teams.browse, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", care_teams.create, answers=CareTeamOut, status=201)
async def create_care_team(desk: AtDesk, team: NewCareTeamIn) -> Response:
    """Name another team of a client, beside its own."""
    status = TeamStatus.PROPOSED if team.proposed else TeamStatus.ACTIVE
    return await desk.answer(_made, care_teams.create, ClientId(team.client_id), team.content(), status=status)


@operations.get("/{team_id}", care_teams.read, answers=CareTeamOut)
async def read_care_team(desk: AtDesk, team_id: UUID) -> Response:
    """Read a care team with its members, former ones too."""
    return await desk.answer(_shown, care_teams.read, CareTeamId(team_id))


@operations.put("/{team_id}", care_teams.change, answers=CareTeamOut)
async def replace_care_team(desk: AtDesk, team_id: UUID, expected: Expected, team: CareTeamIn) -> Response:
    """Say anew what a care team is for."""
    return await desk.answer(_shown, care_teams.change, CareTeamId(team_id), team.content(), expected=expected)


@operations.post("/{team_id}/activate", care_teams.act, answers=CareTeamOut)
async def activate_care_team(desk: AtDesk, team_id: UUID, expected: Expected) -> Response:
    """Let a proposed care team begin."""
    return await desk.answer(_shown, care_teams.act, CareTeamId(team_id), TeamAction.ACTIVATE, expected=expected)


@operations.post("/{team_id}/suspend", care_teams.act, answers=CareTeamOut)
async def suspend_care_team(desk: AtDesk, team_id: UUID, expected: Expected) -> Response:
    """Let a care team rest: its members read nothing by it."""
    return await desk.answer(_shown, care_teams.act, CareTeamId(team_id), TeamAction.SUSPEND, expected=expected)


@operations.post("/{team_id}/resume", care_teams.act, answers=CareTeamOut)
async def resume_care_team(desk: AtDesk, team_id: UUID, expected: Expected) -> Response:
    """Let a care team work again."""
    return await desk.answer(_shown, care_teams.act, CareTeamId(team_id), TeamAction.RESUME, expected=expected)


@operations.post("/{team_id}/close", care_teams.act, answers=CareTeamOut)
async def close_care_team(desk: AtDesk, team_id: UUID, expected: Expected) -> Response:
    """End a care team: every member leaves."""
    return await desk.answer(_shown, care_teams.act, CareTeamId(team_id), TeamAction.CLOSE, expected=expected)


@operations.post("/{team_id}/enter-in-error", care_teams.act, answers=CareTeamOut)
async def enter_care_team_in_error(desk: AtDesk, team_id: UUID, expected: Expected) -> Response:
    """Say that a care team should never have been."""
    return await desk.answer(_shown, care_teams.act, CareTeamId(team_id), TeamAction.ENTER_IN_ERROR, expected=expected)


@operations.post("/{team_id}/members", care_teams.add_member, answers=TeamMemberOut, status=201)
async def add_care_team_member(desk: AtDesk, team_id: UUID, member: NewTeamMemberIn) -> Response:
    """Take somebody into a care team.

    Another agency only when the client lets it know the care plans: 409 `care-team.consent-missing` otherwise.
    """
    return await desk.answer(_joined, care_teams.add_member, CareTeamId(team_id), member.member())


@operations.get("/{team_id}/members/{member_id}", care_teams.read_member, answers=TeamMemberOut)
async def read_care_team_member(desk: AtDesk, team_id: UUID, member_id: UUID) -> Response:
    """Read one member of a care team."""
    return await desk.answer(_member, care_teams.read_member, CareTeamId(team_id), MemberId(member_id))


@operations.patch("/{team_id}/members/{member_id}", care_teams.change_member, answers=TeamMemberOut)
async def change_care_team_member(
    desk: AtDesk, team_id: UUID, member_id: UUID, expected: Expected, member: TeamMemberPatch
) -> Response:
    """Say anew in which role a member is there, and who it is."""
    ids = (CareTeamId(team_id), MemberId(member_id))
    return await desk.answer(_member, care_teams.change_member, *ids, member.changes(), expected=expected)


@operations.post("/{team_id}/members/{member_id}/end", care_teams.leave, answers=TeamMemberOut)
async def end_care_team_member(desk: AtDesk, team_id: UUID, member_id: UUID, expected: Expected) -> Response:
    """Let a member leave; it stays listed as a former one, and its agency reads nothing more by it.

    An agency that was put on a team may itself leave.
    """
    ids = (CareTeamId(team_id), MemberId(member_id))
    return await desk.answer(_member, care_teams.leave, *ids, MemberAction.END, expected=expected)


@operations.post("/{team_id}/members/{member_id}/enter-in-error", care_teams.leave, answers=TeamMemberOut)
async def enter_care_team_member_in_error(desk: AtDesk, team_id: UUID, member_id: UUID, expected: Expected) -> Response:
    """Say that a member never was on the team."""
    ids = (CareTeamId(team_id), MemberId(member_id))
    return await desk.answer(_member, care_teams.leave, *ids, MemberAction.ENTER_IN_ERROR, expected=expected)


def team_view(view: TeamView) -> dict[str, Any]:
    """Put a team into the words of `CareTeamOut`."""
    team, content = view.team, view.team.content
    return {
        "id": team.id,
        "version": team.version,
        "client_id": team.client,
        "agency_id": team.agency,
        "kind": team.kind,
        "status": team.status,
        "name": content.name,
        "categories": [concept_view(each) for each in content.categories],
        "reasons": [concept_view(each) for each in content.reasons],
        "note": content.note,
        "starts": content.starts,
        "ends": content.ends,
        "identifiers": content.identifiers,
        "members": [member_view(each) for each in view.members],
        "withheld": view.withheld,
        "created_at": team.created_at,
        "updated_at": team.updated_at,
        "available_actions": actions(PATH, team.id, view.offers),
    }


def member_view(view: MemberView) -> dict[str, Any]:
    """Put a member into the words of `TeamMemberItemOut`."""
    member = view.member
    href = f"{PATH}/{member.team}/members/{member.id}"
    return {
        "id": member.id,
        "version": member.version,
        "kind": member.kind,
        "status": member.status,
        "role": concept_view(member.role),
        "worker_id": member.worker,
        "agency_id": member.agency,
        "person": _person(member.person),
        "handoff_id": member.handoff,
        "primary": member.primary,
        "since": member.since,
        "until": member.until,
        "available_actions": [
            {
                "action": offer.action,
                "href": f"{href}/{offer.action.replace('_', '-')}",
                "allowed": offer.allowed,
                "reason": offer.reason,
            }
            for offer in MEMBERS.offers(member.status, view.parties)
        ],
    }


def _person(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    relationship = concept_view(person.relationship)
    return {"name": person.name, "relationship": relationship, "phone": person.phone, "email": person.email}


def _item(line: TeamLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "version": line.version,
        "client_id": line.client,
        "agency_id": line.agency,
        "kind": line.kind,
        "status": line.status,
        "name": line.name,
        "updated_at": line.updated_at,
    }


def _shown(view: TeamView) -> Rendered:
    return disclosed(team_view(view), version=view.team.version)


def _made(view: TeamView) -> Rendered:
    return disclosed_new(team_view(view), version=view.team.version, location=f"{PATH}/{view.team.id}")


def _member(view: MemberView) -> Rendered:
    return disclosed(member_view(view), version=view.member.version)


def _joined(view: MemberView) -> Rendered:
    member = view.member
    return disclosed_new(
        member_view(view), version=member.version, location=f"{PATH}/{member.team}/members/{member.id}"
    )
