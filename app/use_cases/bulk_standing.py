"""In whose name the worker does what an API client left to it: as the client then was, and no more than it is now."""

from app.domain.bulk.export import BulkExport
from app.domain.bulk.taking import BulkImport
from app.domain.identity import ApiClientId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import AgencyStatus
from app.domain.networks.roles import ANYONE
from app.ports.bulk import Waiting
from app.use_cases.bundles import RuleOfParts
from app.use_cases.core import Call, Context

NOT_STANDING = "The API client or its agency may not act any more."
BROKEN = "It failed for a reason of the service's own; ask for it again."


def rule(action: str, permission: str) -> RuleOfParts:
    """Return the rule of what asks by itself who may read and write what."""
    return RuleOfParts(action=action, resource="Bundle", permission=permission, roles=ANYONE)


def call_of(waiting: Waiting, why: str) -> Call:
    """Speak for the API client that left the work."""
    actor = Actor(
        network=waiting.network,
        agency=waiting.agency,
        api_client=ApiClientId(waiting.asker),
        roles=waiting.roles,
        scopes=waiting.scopes,
    )
    return Call(actor=actor, request_id=f"worker-{why}")


async def act_as_asker(context: Context, work: BulkExport | BulkImport) -> bool:
    """Go on as whoever left the work, with what it still may; False when it may do nothing any more."""
    client = await context.tx.api_clients.get(ApiClientId(work.asker))
    agency = await context.tx.agencies.get(work.agency)
    stands = agency is not None and agency.status is AgencyStatus.ACTIVE
    if client is None or not client.active or client.agency != work.agency or not stands:
        return False
    context.actor = Actor(
        network=work.network,
        agency=work.agency,
        api_client=client.id,
        roles=work.roles & client.roles,
        scopes=work.scopes.both(client.scopes),
    )
    return True
