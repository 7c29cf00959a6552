"""What can be done with exports of clients: asked for, made by the worker, and fetched while they are kept."""

import zlib

from app.domain.errands.client_export import ClientExport, ExportPurpose
from app.domain.errors import Forbidden, Gone, NotFound
from app.domain.events import Happening
from app.domain.identity import ClientId, ErrandId
from app.domain.networks.agency import AgencyStatus
from app.domain.networks.roles import Role
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.security import Seal
from app.use_cases import records
from app.use_cases.core import Context, use_case

CARERS = frozenset({Role.SUPERVISOR, Role.CASE_MANAGER})
ASKERS = CARERS | {Role.PRIVACY_OFFICER}
FOR_THE_CLIENT = frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER})
NOT_SERVING = "The agency does not serve the client any more."


@use_case(action="client-export.request", resource="Bundle", permission="c", roles=ASKERS)
async def request(context: Context, client_id: ClientId, purpose: ExportPurpose) -> ClientExport:
    """Ask for an export: of what one's agency may read, or for the client of everything that there is."""
    await _check_may_ask(context, client_id)
    if purpose is ExportPurpose.CLIENT_REQUEST and not context.actor.roles & FOR_THE_CLIENT:
        raise Forbidden("client-export.supervisor-only", "A supervisor or privacy officer exports for the client.")
    if purpose is ExportPurpose.OWN_USE and not context.actor.roles & CARERS:
        raise Forbidden("client-export.not-own", "A privacy officer exports for the client only.")
    left = ClientExport.left(context.actor, context.now)
    export = ClientExport(id=ErrandId(context.new_id()), client=client_id, purpose=purpose, **left)
    await context.tx.client_exports.add(export)
    _report(context, "client-export.requested", export)
    return export


@use_case(action="client-export.list", resource="Bundle", permission="s", roles=ASKERS)
async def browse(context: Context, client_id: ClientId, *, after: Cursor | None, limit: int) -> Page[ClientExport]:
    """List the exports of a client that the actor's agency asked for."""
    await _check_may_ask(context, client_id)
    page = await context.tx.retention_lists.exports(client_id, context.actor.agency, after=after, limit=limit)
    context.saw(*(export.id for export in page.items), clients=frozenset({client_id}))
    return page


@use_case(action="client-export.read", resource="Bundle", permission="r", roles=ASKERS)
async def read(context: Context, client_id: ClientId, export_id: ErrandId) -> ClientExport:
    """Show how far an export has come."""
    return await _own(context, client_id, export_id)


@use_case(action="client-export.fetch", resource="Bundle", permission="r", roles=ASKERS)
async def fetch(context: Context, client_id: ClientId, export_id: ErrandId, seal: Seal) -> bytes:
    """Hand an export out: JSON; one for the client only to who may ask for one."""
    export = await _own(context, client_id, export_id)
    if export.whole and not context.actor.roles & FOR_THE_CLIENT:
        raise Forbidden("client-export.supervisor-only", "A supervisor or privacy officer exports for the client.")
    export.check_fetchable(context.now)
    sealed = await context.tx.client_exports.content(export.id)
    content = None if sealed is None else seal.open(sealed)
    if content is None:
        raise Gone("client-export.unreadable", "The export was sealed under another service key; ask for another.")
    return zlib.decompress(content)


@use_case(action="client-export.make", resource="Bundle", permission="c", roles=frozenset({Role.SYSTEM}))
async def make_next(context: Context, seal: Seal) -> bool:
    """Make the export that has waited longest, with what its asker may read now; False when none waits."""
    export = await context.tx.client_exports.lock_next()
    if export is None:
        return False
    if await _has_lost(context, export):
        export.fail(NOT_SERVING, context.now)
        await _save(context, "client-export.failed", export)
    else:
        await _make(context, export, seal)
        await _save(context, "client-export.made", export)
    return True


async def _make(context: Context, export: ClientExport, seal: Seal) -> None:
    head = {
        "id": export.id,
        "client_id": export.client,
        "agency_id": export.agency,
        "purpose": export.purpose,
        "requested_at": export.created_at,
        "made_at": context.now,
    }
    gathered = await context.tx.holdings.gather(export.client, _reach_of(context, export), head, whole=export.whole)
    export.made(len(gathered.body), context.now)
    await context.tx.client_exports.put(export, seal.close(zlib.compress(gathered.body)))


def _reach_of(context: Context, export: ClientExport) -> Access:
    return Access(agency=export.agency, network_wide=export.network_wide, at=context.now)


async def _has_lost(context: Context, export: ClientExport) -> bool:
    """Tell whether who asked for it may not have it any more: the agency left the network or the client."""
    agency = await context.tx.agencies.get(export.agency)
    if agency is None or agency.status is not AgencyStatus.ACTIVE:
        return True
    if await context.tx.clients.get(export.client) is None:
        return True
    serves = await context.tx.access.serves(_reach_of(context, export), export.client)
    return not (serves or export.whole)


async def _check_may_ask(context: Context, client_id: ClientId) -> None:
    """Refuse who neither serves the client nor watches over the network's privacy, as if there were no client."""
    officer = Role.PRIVACY_OFFICER in context.actor.roles
    if officer and await context.tx.clients.get(client_id) is not None:
        context.saw(clients=frozenset({client_id}))
        return
    if not context.actor.roles & CARERS:
        raise NotFound("client")
    await records.served(context, client_id)
    context.saw(client_id, clients=frozenset({client_id}))


async def _own(context: Context, client_id: ClientId, export_id: ErrandId) -> ClientExport:
    await _check_may_ask(context, client_id)
    export = await context.tx.client_exports.get(export_id)
    if export is None or (export.client, export.agency) != (client_id, context.actor.agency):
        raise NotFound("client-export")
    context.saw(export.id, clients=frozenset({client_id}))
    return export


async def _save(context: Context, what: str, export: ClientExport) -> None:
    await context.tx.client_exports.save(export)
    context.saw(export.id, clients=frozenset({export.client}))
    _report(context, what, export)


def _report(context: Context, what: str, export: ClientExport) -> None:
    context.happened(
        Happening(
            type=what,
            subject_type="client-export",
            subject=export.id,
            version=export.version,
            stream=export.id,
            related={"client": export.client},
            audience=frozenset({export.agency}),
        )
    )
