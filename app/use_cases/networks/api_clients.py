"""What can be done with API clients: registered by administrators, for their own agency and within their own rights."""

from dataclasses import replace
from datetime import timedelta

from app.domain.errors import Forbidden, NotFound
from app.domain.events import Happening
from app.domain.identity import ApiClientId
from app.domain.networks.api_client import AT_ONCE, ApiClient, ApiClientChanges, NewApiClient
from app.domain.networks.api_client import register as register_client
from app.domain.networks.roles import ADMIN_ROLES, Role
from app.domain.networks.scopes import Scopes
from app.ports.directory import ApiClientFilter
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.networks import agencies
from app.use_cases.standing import check_grant, check_own, may_everywhere


@use_case(action="api-client.list", resource="Device", permission="s", roles=ADMIN_ROLES)
async def browse(context: Context, asked: ApiClientFilter, limit: int, after: Cursor | None) -> Page[ApiClient]:
    """List API clients in the order of their names: one's own agency's, or all for a network administrator."""
    if not may_everywhere(context.actor):
        if asked.agency not in (None, context.actor.agency):
            return Page(items=())
        asked = replace(asked, agency=context.actor.agency)
    return await context.tx.directory.api_clients(asked, limit, after)


@use_case(action="api-client.read", resource="Device", permission="r", roles=ADMIN_ROLES)
async def read(context: Context, api_client_id: ApiClientId) -> ApiClient:
    """Return an API client of one's own agency, or of any for a network administrator."""
    api_client = _visible(context, await context.tx.api_clients.get(api_client_id))
    context.saw(api_client.id)
    return api_client


@use_case(action="api-client.register", resource="Device", permission="c", roles=ADMIN_ROLES)
async def register(context: Context, new: NewApiClient, secret: str) -> ApiClient:
    """Register an API client; `secret` is fresh and random, and is kept only as a hash."""
    await agencies.read(context, new.agency)
    check_own(context.actor, new.agency)
    check_grant(context.actor, new.roles)
    _check_scopes(context, new.scopes, Scopes())
    api_client = register_client(
        new, id=ApiClientId(context.new_id()), network=context.actor.network, secret=secret, at=context.now
    )
    await context.tx.api_clients.add(api_client)
    context.happened(_happening("api-client.created", api_client))
    return api_client


@use_case(action="api-client.change", resource="Device", permission="u", roles=ADMIN_ROLES)
async def change(
    context: Context, api_client_id: ApiClientId, expected: int | None, changes: ApiClientChanges
) -> ApiClient:
    """Change what an API client is called, may do and signs with; its tokens end unless only the name is another."""
    api_client = await _held(context, api_client_id, expected)
    check_grant(context.actor, changes.roles or frozenset())
    _check_scopes(context, changes.scopes, api_client.scopes)
    if changes.jwks or changes.jwks_uri:
        _check_scopes(context, api_client.scopes, Scopes())  # whose keys one sets, in whose name one can act
    name_alone = changes == ApiClientChanges(name=changes.name)
    if api_client.change(changes, context.now):
        if not name_alone:
            await _end_tokens(context, api_client)
        await _save(context, api_client, "api-client.changed")
    context.saw(api_client.id)
    return api_client


@use_case(action="api-client.rotate_secret", resource="Device", permission="u", roles=ADMIN_ROLES)
async def rotate_secret(
    context: Context, api_client_id: ApiClientId, expected: int | None, secret: str, overlap: timedelta = AT_ONCE
) -> ApiClient:
    """Give an API client another secret; without an overlap the old one, and every token that it got, end at once."""
    api_client = await _held(context, api_client_id, expected)
    _check_scopes(context, api_client.scopes, Scopes())  # whose secret one knows, in whose name one can act
    api_client.rotate_secret(secret, context.now, overlap)
    if not overlap:
        await _end_tokens(context, api_client)
    return await _save(context, api_client, "api-client.secret_rotated")


@use_case(action="api-client.revoke", resource="Device", permission="u", roles=ADMIN_ROLES)
async def revoke(context: Context, api_client_id: ApiClientId, expected: int | None) -> ApiClient:
    """End an API client for good; its tokens stop working at once."""
    api_client = await _held(context, api_client_id, expected)
    api_client.revoke(context.now)
    await _end_tokens(context, api_client)
    return await _save(context, api_client, "api-client.revoked")


async def _held(context: Context, api_client_id: ApiClientId, expected: int | None) -> ApiClient:
    api_client = _visible(context, await context.tx.api_clients.lock(api_client_id))
    check_grant(context.actor, api_client.roles)
    check_version("api-client", api_client, expected)
    return api_client


def _visible(context: Context, api_client: ApiClient | None) -> ApiClient:
    if api_client is None or not (may_everywhere(context.actor) or api_client.agency == context.actor.agency):
        raise NotFound("api-client")
    return api_client


def _check_scopes(context: Context, wanted: Scopes | None, had: Scopes) -> None:
    """Refuse scopes that the actor has not, unless the client has them already."""
    if wanted is None or Role.SYSTEM in context.actor.roles:
        return
    more = frozenset(scope for scope in wanted.granted if not Scopes(frozenset({scope})).within(had))
    if not Scopes(more).within(context.actor.scopes):
        raise Forbidden("scope.not-yours-to-grant", "A client cannot be given more than you have yourself.")


async def _end_tokens(context: Context, api_client: ApiClient) -> None:
    await context.tx.access_tokens.revoke_all(api_client.id, context.now)
    context.stood_down()


async def _save(context: Context, api_client: ApiClient, kind: str) -> ApiClient:
    await context.tx.api_clients.save(api_client)
    context.happened(_happening(kind, api_client))
    return api_client


def _happening(kind: str, api_client: ApiClient) -> Happening:
    return Happening(
        type=kind,
        subject_type="api-client",
        subject=api_client.id,
        version=api_client.version,
        stream=api_client.id,
        related={"agency": api_client.agency},
        audience=frozenset({api_client.agency}),
    )
