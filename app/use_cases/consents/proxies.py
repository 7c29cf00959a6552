"""What agencies record of those who may speak for a client."""

from datetime import date

from app.domain.clients.access import Tier
from app.domain.consents.proxy import Proxy, ProxyContent, ProxyEnd
from app.domain.errors import NotFound
from app.domain.events import Happening
from app.domain.identity import ClientId, ProxyId
from app.domain.networks.roles import CARE_ROLES
from app.domain.records import Unreleased
from app.ports.queries import Cursor, Page
from app.use_cases import records
from app.use_cases.clients import clients
from app.use_cases.core import Context, check_version, use_case


@use_case(action="proxy.record", resource="Consent", permission="c", roles=CARE_ROLES)
async def record(context: Context, client_id: ClientId, content: ProxyContent) -> Proxy:
    """Record who may speak for a client whom the actor's agency serves."""
    await records.served(context, client_id)
    content.check()
    proxy = Proxy(
        id=ProxyId(context.new_id()),
        network=context.actor.network,
        client=client_id,
        agency=context.actor.agency,
        content=content,
        created_at=context.now,
        updated_at=context.now,
    )
    await context.tx.proxies.add(proxy)
    await _report(context, "proxy.created", proxy)
    return proxy


@use_case(action="proxy.list", resource="Consent", permission="s", roles=CARE_ROLES)
async def of_client(
    context: Context, client_id: ClientId, *, on: date | None, after: Cursor | None, limit: int
) -> Page[Proxy]:
    """List who speaks for a client, the newest first; `NotFound` when the actor may not see the client."""
    await clients.seen(context, client_id)
    page = await context.tx.proxy_list.page(clients.reach(context), client_id, on=on, after=after, limit=limit)
    context.saw(*(proxy.id for proxy in page.items), clients=frozenset({client_id}))
    return page


@use_case(action="proxy.read", resource="Consent", permission="r", roles=CARE_ROLES)
async def read(context: Context, client_id: ClientId, proxy_id: ProxyId) -> Proxy:
    """Show who speaks for a client that the actor may see whole."""
    return _of(context, client_id, await context.tx.proxies.seen(clients.reach(context), proxy_id))


@use_case(action="proxy.change", resource="Consent", permission="u", roles=CARE_ROLES)
async def change(
    context: Context, client_id: ClientId, proxy_id: ProxyId, content: ProxyContent, *, expected: int | None
) -> Proxy:
    """Describe a proxy anew; consents that were signed before stay as they are."""
    proxy = await _held(context, client_id, proxy_id, expected)
    if proxy.change(content, context.now):
        await _save(context, "proxy.changed", proxy)
    return proxy


@use_case(action="proxy.end", resource="Consent", permission="u", roles=CARE_ROLES)
async def end(
    context: Context,
    client_id: ClientId,
    proxy_id: ProxyId,
    on: date | None,
    reason: str | None,
    *,
    expected: int | None,
) -> Proxy:
    """End a proxy; consents that it signed stand until somebody takes them back."""
    proxy = await _held(context, client_id, proxy_id, expected)
    proxy.end(ProxyEnd(on=on or context.now.date(), by=context.actor.id, reason=reason), context.now)
    await _save(context, "proxy.ended", proxy)
    return proxy


async def _held(context: Context, client_id: ClientId, proxy_id: ProxyId, expected: int | None) -> Proxy:
    proxy = _of(context, client_id, await context.tx.proxies.lock_seen(clients.reach(context), proxy_id))
    await records.served(context, client_id)
    check_version("proxy", proxy, expected)
    return proxy


def _of(context: Context, client_id: ClientId, proxy: Proxy | None) -> Proxy:
    if proxy is None or proxy.client != client_id:
        raise NotFound("proxy")
    context.saw(proxy.id, clients=frozenset({proxy.client}))
    return proxy


async def _save(context: Context, what: str, proxy: Proxy) -> None:
    await context.tx.proxies.save(proxy)
    await _report(context, what, proxy)


async def _report(context: Context, what: str, proxy: Proxy) -> None:
    served_by = await context.tx.access.audience(proxy.client, context.now, Tier.FULL)
    context.happened(
        Happening(
            type=what,
            subject_type="proxy",
            subject=proxy.id,
            version=proxy.version,
            stream=proxy.client,
            related={"client": proxy.client},
            audience=served_by | {proxy.agency},
            record=Unreleased(client=proxy.client, agency=proxy.agency),
        )
    )
