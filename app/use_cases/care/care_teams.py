"""What agencies do with the care teams of clients: read them, name others, and say who is on them."""

from dataclasses import dataclass

from app.domain.care_teams.member import Member, MemberChanges, NewMember
from app.domain.care_teams.member_moves import HAPPENED as MEMBER_HAPPENED
from app.domain.care_teams.member_moves import SERVING, MemberAction
from app.domain.care_teams.team import CareTeam, TeamContent, TeamKind, own_team
from app.domain.care_teams.team_moves import HAPPENED, TeamAction, TeamStatus
from app.domain.disclosure.elements import READER, Noun
from app.domain.disclosure.withholding import withheld
from app.domain.errors import Forbidden, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, CareTeamId, ClientId, MemberId, WorkerId
from app.domain.lifecycle import Offer, Party
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.care_teams import TeamFilter, TeamLine
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases import records
from app.use_cases.care import care_team_admission as admission
from app.use_cases.care.care_team_admission import happening
from app.use_cases.care.tasks import check_colleague
from app.use_cases.clients import clients
from app.use_cases.core import Context, check_version, use_case

MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A member, and on which side the actor stands."""

    member: Member
    parties: frozenset[Party]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """A team with the members whom the actor may know of; `withheld` names them when there are others."""

    team: CareTeam
    members: tuple[MemberView, ...]
    serves: bool
    withheld: tuple[str, ...] = ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What the actor can do to it."""
        return self.team.offers(SERVING if self.serves else frozenset())


@use_case(action="care-team.list", resource="CareTeam", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: TeamFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[TeamLine]:
    """List the teams of a client as far as the actor may read them, or those that its agency named."""
    access = Access.of(context.actor, context.now)
    if which.client is None and not access.network_wide:
        which = TeamFilter(agency=access.agency, status=which.status, updated_since=which.updated_since)
    page = await context.tx.care_team_list.page(access, which, order, after=after, limit=limit)
    context.saw(*(line.id for line in page.items), clients=frozenset(line.client for line in page.items))
    return page


@use_case(action="care-team.read", resource="CareTeam", permission="r", roles=CARE_ROLES)
async def read(context: Context, team_id: CareTeamId) -> TeamView:
    """Show a team; the client's own bears the client's id, and is there before anybody has joined it."""
    team = await context.tx.care_teams.get(team_id)
    if team is None and await context.tx.clients.seen(clients.reach(context), ClientId(team_id)) is not None:
        team = own_team(ClientId(team_id), context.actor.network, context.now)
    return await _shown(context, team)


@use_case(action="care-team.of-client", resource="CareTeam", permission="r", roles=CARE_ROLES)
async def of_client(context: Context, client_id: ClientId) -> TeamView:
    """Show the client's own team, across all agencies."""
    client = await clients.seen(context, client_id)
    team = await context.tx.care_teams.get(CareTeamId(client_id))
    return await _shown(context, team or own_team(client_id, context.actor.network, client.created_at))


@use_case(action="care-team.create", resource="CareTeam", permission="c", roles=CARE_ROLES)
async def create(
    context: Context,
    client_id: ClientId,
    content: TeamContent,
    *,
    status: TeamStatus = TeamStatus.ACTIVE,
) -> TeamView:
    """Name another team of a client, for which the actor's agency answers."""
    await clients.seen(context, client_id)
    await records.served(context, client_id)
    content.check()
    agency = await context.tx.agencies.get(context.actor.agency)
    team = CareTeam(
        id=CareTeamId(context.new_id()),
        network=context.actor.network,
        client=client_id,
        kind=TeamKind.NAMED,
        content=content,
        agency=context.actor.agency,
        sensitivities=agency.sensitivity if agency else frozenset(),
        created_at=context.now,
        updated_at=context.now,
    )
    team.begin_as(status, context.now)
    await context.tx.care_teams.add(team)
    report(context, "created", team, await records.reshared(context, team))
    return await _view(context, team)


@use_case(action="care-team.change", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def change(context: Context, team_id: CareTeamId, content: TeamContent, *, expected: int | None) -> TeamView:
    """Say anew what a team is for; the same again leaves no trace."""
    team = await _held(context, team_id, expected)
    if team.describe(content, context.now):
        await context.tx.care_teams.save(team)
        report(context, "changed", team, await records.audience(context, team))
    return await _view(context, team)


@use_case(action="care-team.act", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def act(context: Context, team_id: CareTeamId, action: TeamAction, *, expected: int | None) -> TeamView:
    """Let a team begin, rest, go on or end; what its members read follows at once."""
    team = await _held(context, team_id, expected)
    team.act(action, context.now)
    await context.tx.care_teams.save(team)
    report(context, HAPPENED[action], team, await records.reshared(context, team))
    return await _view(context, team)


@use_case(action="care-team.add-member", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def add_member(context: Context, team_id: CareTeamId, new: NewMember) -> MemberView:
    """Take somebody into a team; another agency only when the client lets it know the care plans."""
    team = await _held(context, team_id, None)
    member = await admission.admit(context, team, new)
    await context.tx.care_teams.save(team)
    context.happened(happening("care-team-member.joined", member, await records.reshared(context, member)))
    return _serving_view(context, member)


@use_case(action="care-team.read-member", resource="CareTeam", permission="r", roles=CARE_ROLES)
async def read_member(context: Context, team_id: CareTeamId, member_id: MemberId) -> MemberView:
    """Show one member of a team."""
    view = await read(context, team_id)
    found = next((each for each in view.members if each.member.id == member_id), None)
    if found is None:
        raise NotFound("care-team-member")
    return found


@use_case(action="care-team.change-member", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def change_member(
    context: Context,
    team_id: CareTeamId,
    member_id: MemberId,
    changes: MemberChanges,
    *,
    expected: int | None,
) -> MemberView:
    """Say anew in which role somebody is on a team, and who it is."""
    team = await _held(context, team_id, None)
    member = team.member(member_id)
    if not _knows(context, member):
        await records.check_seen(context, "care-team-member", member)
    check_version("care-team-member", member, expected)
    member.describe(changes, context.now)
    if member.changed:
        await context.tx.care_teams.save(team)
        context.happened(happening("care-team-member.changed", member, await records.audience(context, member)))
    return _serving_view(context, member)


@use_case(action="care-team.leave", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def leave(
    context: Context, team_id: CareTeamId, member_id: MemberId, action: MemberAction, *, expected: int | None
) -> MemberView:
    """Let a member go, or say that it never was one; an agency that does not serve the client may itself leave."""
    team = await _locked(context, team_id)
    serves = await clients.sees_whole(context, team.client)
    if not serves and not await _is_of(context, team, member_id):
        await records.check_seen(context, "care-team", team)
    member = team.member(member_id)
    if not (serves and _knows(context, member)):
        await records.check_seen(context, "care-team-member", member)
    check_version("care-team-member", member, expected)
    parties = member.parties(context.actor.agency, serves=serves)
    member.act(action, parties, context.now)
    team.updated_at = context.now
    await context.tx.care_teams.save(team)
    what = f"care-team-member.{MEMBER_HAPPENED[action]}"
    context.happened(happening(what, member, await records.reshared(context, member)))
    return MemberView(member=member, parties=parties)


@use_case(action="care-team.set-primary", resource="CareTeam", permission="u", roles=CARE_ROLES)
async def set_primary(
    context: Context, client_id: ClientId, worker_id: WorkerId, *, expected: int | None = None
) -> MemberView:
    """Make a worker the one primary case manager whom the actor's agency has for a client."""
    await records.served(context, client_id)
    await check_colleague(context, worker_id, context.actor.agency, "/worker_id")
    team = await _locked(context, CareTeamId(client_id))
    check_version("care-team", team, expected)
    member = team.make_primary(worker_id, context.actor.agency, MemberId(context.new_id()), context.now)
    if any(each.changed for each in team.members):
        if not member.stored:
            agency = await context.tx.agencies.get(context.actor.agency)
            member.sensitivities = agency.sensitivity if agency else frozenset()
        await context.tx.care_teams.save(team)
        audience = await records.reshared(context, member)
        context.happened(happening("care-team-member.made_primary", member, audience))
    return _serving_view(context, member)


async def _held(context: Context, team_id: CareTeamId, expected: int | None) -> CareTeam:
    """Return and lock a team that the actor may change: it serves the client."""
    team = await _locked(context, team_id)
    serves = await clients.sees_whole(context, team.client)
    if not (serves and records.needs_no_share(context, team)):
        await records.check_seen(context, "care-team", team)
    if not serves:
        raise Forbidden("client.not-served", "Only agencies that serve the client may say who is on its teams.")
    check_version("care-team", team, expected)
    context.saw(team.id, clients=frozenset({team.client}))
    return team


async def _locked(context: Context, team_id: CareTeamId) -> CareTeam:
    team = await context.tx.care_teams.lock(team_id, context.now)
    if team is None:
        raise NotFound("care-team")
    return team


async def _is_of(context: Context, team: CareTeam, member_id: MemberId) -> bool:
    """Whether a member is the actor's own agency, which may leave a team that it cannot read any more."""
    return any(each.id == member_id and each.agency == context.actor.agency for each in team.members)


async def _shown(context: Context, team: CareTeam | None) -> TeamView:
    """Show what bears no label to those who serve the client, and the rest to whom a consent opens it."""
    serves = team is not None and await clients.sees_whole(context, team.client)
    if team is None or not (serves and records.needs_no_share(context, team)):
        await records.check_seen(context, "care-team", team)
    assert team is not None  # noqa: S101  refused before
    context.saw(team.id, clients=frozenset({team.client}))
    return await _view(context, team, serves=serves)


def _knows(context: Context, member: Member) -> bool:
    """Whether an agency that serves the client knows of a member by itself."""
    return records.needs_no_share(context, member) or member.brought_by == context.actor.agency


async def _view(context: Context, team: CareTeam, *, serves: bool = True) -> TeamView:
    if serves and all(_knows(context, each) for each in team.members):
        return _whole(context, team)
    seen = await context.tx.care_team_list.members_seen(Access.of(context.actor, context.now), team.id)
    agency = context.actor.agency
    shown = [each for each in team.members if each.id in seen]
    context.tells(*shown)
    members = tuple(MemberView(member=each, parties=each.parties(agency, serves=serves)) for each in shown)
    there = [MEMBERS] if len(members) < len(team.members) else []
    return TeamView(team=team, members=members, serves=serves, withheld=withheld(Noun.CARE_TEAM, READER, there))


def _whole(context: Context, team: CareTeam) -> TeamView:
    members = tuple(_serving_view(context, member) for member in team.members)
    return TeamView(team=team, members=members, serves=True)


def _serving_view(context: Context, member: Member) -> MemberView:
    return MemberView(member=member, parties=member.parties(context.actor.agency, serves=True))


def report(context: Context, what: str, team: CareTeam, audience: frozenset[AgencyId]) -> None:
    """Put on record what happened to a team."""
    context.happened(
        Happening(
            type=f"care-team.{what}",
            subject_type="care-team",
            subject=team.id,
            version=team.version,
            stream=team.id,
            related={"client": team.client},
            audience=audience,
            record=team,
        )
    )
