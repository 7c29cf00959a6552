"""Who may write and read the pieces of a client's record: the two rules that every noun of care planning asks."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from app.domain.care_teams.team import own_team
from app.domain.codes import Sensitivity
from app.domain.errors import Forbidden, NotFound
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.roles import Role
from app.domain.records import ClientRecord
from app.ports.access import Access
from app.use_cases.core import Context


class Identified(ClientRecord, Protocol):
    """A record that has an id."""

    @property
    def id(self) -> UUID:
        """Its identifier."""
        ...


async def served(context: Context, client_id: ClientId) -> None:
    """Refuse unless the actor's agency serves the client: `NotFound` when it may not even see it."""
    access = Access.of(context.actor, context.now)
    serves = await context.tx.access.serves(access, client_id)
    if access.network_wide and await context.tx.clients.get(client_id) is None:
        raise NotFound("client")
    if not serves:
        seen = await context.tx.access.sees(access, client_id)
        refused = "Only agencies that serve the client may write this."
        raise Forbidden("client.not-served", refused) if seen else NotFound("client")


async def check_seen(context: Context, noun: str, record: Identified | None) -> None:
    """Refuse a record that is not there, or that the actor may not read; put the others on the audit row."""
    if record is None or not await context.tx.shares.sees(Access.of(context.actor, context.now), record):
        raise NotFound(noun)
    context.tells(record)
    context.saw(record.id, clients=frozenset({record.client}))


def needs_no_share(context: Context, record: ClientRecord) -> bool:
    """Whether an agency that serves the client reads a record without the client's further consent."""
    return not record.sensitivities or record.agency == context.actor.agency


async def check_party(context: Context, noun: str, piece: ClientRecord | None, parties: Collection[AgencyId]) -> None:
    """Refuse a thing that its parties alone know: the network's people read one with a label by a consent only."""
    actor = context.actor
    if actor.agency in parties or Role.SYSTEM in actor.roles:
        return
    labelled = piece is not None and piece.sensitivities
    opened = not labelled or (piece is not None and await context.tx.shares.sees(Access.of(actor, context.now), piece))
    if not (actor.network_wide and opened):
        raise NotFound(noun)
    if piece is not None:
        context.tells(piece)


async def labels_of_agency(context: Context, agency_id: AgencyId) -> frozenset[Sensitivity]:
    """Return the labels that an agency's programs bring to all that it keeps."""
    agency = await context.tx.agencies.get(agency_id)
    return agency.sensitivity if agency else frozenset()


async def labels_kept(context: Context, record: ClientRecord) -> frozenset[Sensitivity]:
    """Return those that the agency of an existing record brings: labels that its programs once gave stay with it."""
    return await labels_left(context, record.agency, record.sensitivities) if record.agency else frozenset()


async def labels_left(context: Context, agency_id: AgencyId, borne: frozenset[Sensitivity]) -> frozenset[Sensitivity]:
    """Return those of the labels that a thing bears, or would bear now, which an agency's programs give or gave."""
    agency = await context.tx.agencies.get(agency_id)
    return agency.labels_for(borne) if agency else frozenset()


async def audience(context: Context, record: ClientRecord) -> frozenset[AgencyId]:
    """Return the agencies that may hear of what happens to a record."""
    return await context.tx.shares.audience(record, context.now)


async def reshare(context: Context, client_id: ClientId) -> None:
    """Let the shares of a client follow from its consents and from the agencies of its care teams."""
    await context.tx.shares.hold(client_id)
    await context.tx.shares.renew(own_team(client_id, context.actor.network, context.now), context.now)
    for grant in await context.tx.shares.unseeing(client_id, context.now):
        await context.tx.access.grant(grant)


async def reshared(context: Context, record: ClientRecord) -> frozenset[AgencyId]:
    """Do the same, and return the agencies that may hear of a record then."""
    await context.tx.shares.hold(record.client)
    own = frozenset({record.agency} if record.agency else ())
    return own | await context.tx.shares.renew(record, context.now)
