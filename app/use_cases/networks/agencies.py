"""What can be done with agencies."""

from app.domain.errors import Forbidden, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId
from app.domain.networks.agency import Agency, AgencyProfile, Membership
from app.domain.networks.agency import join as join_network
from app.domain.networks.roles import ANYONE, NETWORK_ROLES
from app.ports.directory import AgencyFilter
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.networks import relabelling
from app.use_cases.standing import DIRECTORY_WRITERS, check_own


@use_case(action="agency.list", resource="Organization", permission="s", roles=ANYONE)
async def browse(context: Context, asked: AgencyFilter, limit: int, after: Cursor | None) -> Page[Agency]:
    """List agencies in the order of their names."""
    return await context.tx.directory.agencies(asked, limit, after)


@use_case(action="agency.read", resource="Organization", permission="r", roles=ANYONE)
async def read(context: Context, agency_id: AgencyId) -> Agency:
    """Return an agency of the network."""
    agency = await context.tx.agencies.get(agency_id)
    if agency is None:
        raise NotFound("agency")
    context.saw(agency.id)
    return agency


@use_case(action="agency.join", resource="Organization", permission="c", roles=NETWORK_ROLES)
async def join(context: Context, profile: AgencyProfile, membership: Membership) -> Agency:
    """Let an agency join the network."""
    agency = join_network(
        profile,
        id=AgencyId(context.new_id()),
        network=context.actor.network,
        membership=membership,
        at=context.now,
    )
    await context.tx.agencies.add(agency)
    context.happened(happening("agency.created", agency))
    return agency


@use_case(action="agency.describe", resource="Organization", permission="u", roles=DIRECTORY_WRITERS)
async def describe(context: Context, agency_id: AgencyId, expected: int | None, profile: AgencyProfile) -> Agency:
    """Replace the description of an agency: its own administrator, or the network's people.

    Other programs give other labels: to new records at once, to those on record within moments, and never fewer.
    """
    agency = await _held(context, agency_id, expected)
    check_own(context.actor, agency.id)
    programs = frozenset(agency.profile.program_types)
    agency.describe(profile, context.now)
    await _save(context, agency)
    if programs != frozenset(profile.program_types):
        await relabelling.begin(context, agency, programs)
    return agency


@use_case(action="agency.change_membership", resource="Organization", permission="u", roles=NETWORK_ROLES)
async def change_membership(
    context: Context, agency_id: AgencyId, expected: int | None, membership: Membership
) -> Agency:
    """Change how far an agency takes part."""
    agency = await _held(context, agency_id, expected)
    agency.become(membership, context.now)
    return await _save(context, agency)


@use_case(action="agency.suspend", resource="Organization", permission="u", roles=NETWORK_ROLES)
async def suspend(context: Context, agency_id: AgencyId, expected: int | None) -> Agency:
    """Stop an agency taking part; its API clients and workers are refused at once. Nobody suspends their own."""
    agency = await _held(context, agency_id, expected)
    if agency.id == context.actor.agency:
        raise Forbidden("agency.your-own", "Nobody suspends the agency that they act for.")
    context.stood_down()
    agency.suspend(context.now)
    return await _save(context, agency)


@use_case(action="agency.reinstate", resource="Organization", permission="u", roles=NETWORK_ROLES)
async def reinstate(context: Context, agency_id: AgencyId, expected: int | None) -> Agency:
    """Let a suspended agency take part again."""
    agency = await _held(context, agency_id, expected)
    agency.reinstate(context.now)
    return await _save(context, agency)


async def _held(context: Context, agency_id: AgencyId, expected: int | None) -> Agency:
    agency = await context.tx.agencies.lock(agency_id)
    if agency is None:
        raise NotFound("agency")
    check_version("agency", agency, expected)
    return agency


async def _save(context: Context, agency: Agency) -> Agency:
    await context.tx.agencies.save(agency)
    context.happened(happening("agency.changed", agency))
    return agency


def happening(kind: str, agency: Agency) -> Happening:
    """Put what happened to an agency in the log's words."""
    return Happening(
        type=kind,
        subject_type="agency",
        subject=agency.id,
        version=agency.version,
        stream=agency.id,
        audience=frozenset({agency.id}),
    )
