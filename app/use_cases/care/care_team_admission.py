"""How somebody comes onto a care team and goes: put there by an agency, or brought by a handoff."""

from dataclasses import replace

from app.domain.care_teams.member import READERS, Member, MemberKind, NewMember
from app.domain.care_teams.team import CareTeam
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.codes import SDOHCC_CATEGORIES
from app.domain.codings import Coding, Concept
from app.domain.consents.decision import Question, decide
from app.domain.consents.parties import classes_of
from app.domain.consents.scope import Direction, Section
from app.domain.errors import Conflict, Fault, Invalid
from app.domain.events import Happening
from app.domain.identity import AgencyId, CareTeamId, ClientId, MemberId, WorkerId
from app.domain.networks.agency import Agency
from app.domain.referrals.handoff import Handoff
from app.use_cases.core import Context


async def admit(context: Context, team: CareTeam, new: NewMember) -> Member:
    """Take somebody into a team; an agency that does not serve the client sees it from now on."""
    new.check(context.now)
    if new.worker is not None:
        new = replace(new, agency=await _employer(context, new.worker))
    agency = None if new.agency is None else await _agency(context, new.agency)
    member = team.add(new, MemberId(context.new_id()), context.now)
    member.brought_by = context.actor.agency
    if agency is None or member.kind not in READERS:
        return member
    member.sensitivities = agency.sensitivity
    if member.invited and agency.id not in await _serving(context, team.client):
        await _check_consent(context, team.client, agency)
        await context.tx.access.grant(_basis(context, member, agency.id))
    return member


async def follow(context: Context, handoff: Handoff) -> None:
    """Let a provider join the client's own team when it takes a handoff, and leave when that ends.

    It hears of the handoff; of the membership, which names the client, only if a consent lets it.
    """
    if handoff.works is handoff.on_team:
        return
    handoff.on_team = handoff.works
    if handoff.works:
        member = _provider(context, handoff)
        await context.tx.care_teams.join(member)
        audience = await context.tx.shares.extend(member, context.now)
        context.happened(happening("care-team-member.joined", member, audience))
    elif left := await context.tx.care_teams.leave(handoff.id, handoff.client, context.now):
        audience = await context.tx.shares.renew(left, context.now)
        context.happened(happening("care-team-member.left", left, audience))


def happening(what: str, member: Member, audience: frozenset[AgencyId]) -> Happening:
    """Report of a member to those who may know of it, in the order of its team."""
    return Happening(
        type=what,
        subject_type="care-team-member",
        subject=member.id,
        version=member.version,
        stream=member.team,
        related=member.named,
        audience=audience,
        record=member,
    )


def _provider(context: Context, handoff: Handoff) -> Member:
    words = handoff.category.value.replace("-", " ")
    return Member(
        id=MemberId(context.new_id()),
        team=CareTeamId(handoff.client),
        client=handoff.client,
        kind=MemberKind.AGENCY,
        agency=handoff.provider,
        handoff=handoff.id,
        brought_by=handoff.sender,
        role=Concept(
            codings=(Coding(system=SDOHCC_CATEGORIES, code=handoff.category.value),), text=f"Service provider: {words}"
        ),
        sensitivities=handoff.sensitivity,
        since=context.now,
        created_at=context.now,
        updated_at=context.now,
    )


async def _employer(context: Context, worker_id: WorkerId) -> AgencyId:
    worker = await context.tx.workers.get(worker_id)
    if worker is None or not worker.roles:
        raise _wrong("/worker_id", "is nobody who works in this network")
    return worker.agency


async def _agency(context: Context, agency_id: AgencyId) -> Agency:
    agency = await context.tx.agencies.get(agency_id)
    if agency is None:
        raise _wrong("/agency_id", "is no agency of this network")
    return agency


async def _serving(context: Context, client: ClientId) -> frozenset[AgencyId]:
    return await context.tx.access.audience(client, context.now, Tier.FULL)


async def _check_consent(context: Context, client: ClientId, agency: Agency) -> None:
    if not agency.answers_in_service:
        raise _wrong("/agency_id", "is an agency that takes no part here")
    question = Question(
        client=client,
        discloser=context.actor.agency,
        recipient=agency.id,
        direction=Direction.SEND,
        categories=frozenset({Section.CARE_PLANS}),
        classes={agency.id: classes_of(agency, on_team=True)},
    )
    decision = decide(await context.tx.consents.of_client(client), question, context.now)
    if not decision.allowed:
        raise Conflict(
            "care-team.consent-missing",
            f"The client does not let the agency know the care plans. {decision.reason}",
            rule=decision.rule.value,
        )


def _basis(context: Context, member: Member, agency: AgencyId) -> AccessGrant:
    return AccessGrant(
        agency=agency,
        client=member.client,
        basis=Basis.CARE_TEAM,
        source=member.id,
        since=context.now,
        tier=Tier.IDENTITY,
    )


def _wrong(pointer: str, message: str) -> Invalid:
    return Invalid(
        "care-team.invalid", "The member cannot be as described.", faults=(Fault(pointer=pointer, message=message),)
    )
