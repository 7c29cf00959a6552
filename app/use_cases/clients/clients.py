"""What agencies do with the records of the people they serve."""

from dataclasses import dataclass, replace

from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.clients.client import Client, registered
from app.domain.clients.duplicates import POSSIBLE_AT, THRESHOLD, Match, blocking_keys, likely
from app.domain.clients.names import search_key
from app.domain.clients.profile import ClientChanges, Profile
from app.domain.disclosure.clients import disclose
from app.domain.errors import Conflict, Fault, Forbidden, Gone, Invalid, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.clients import ClientFilter, ClientItem, ClientOrder, Seen
from app.ports.queries import Cursor, Page
from app.use_cases.clients.household_moves import rehouse
from app.use_cases.core import Context, check_version, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A client as the actor may see it; `withheld` names the fields that say more."""

    client: Client
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Another client who may be the same person, with the reasons."""

    shown: Shown
    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A client just registered, and whom the asker should compare it with."""

    client: Client
    duplicates: tuple[Duplicate, ...]


@use_case(action="client.register", resource="Patient", permission="c", roles=CARE_ROLES)
async def register(context: Context, profile: Profile) -> Registration:
    """Register a client on the caseload of the actor's agency; likely duplicates are told of and block nothing.

    Only duplicates that the actor may see are told of: of others not even that there is one.
    """
    client = registered(profile, client=ClientId(context.new_id()), network=context.actor.network, at=context.now)
    await rehouse(context, client, None)
    duplicates = await _duplicates(context, profile, besides=None, at_least=THRESHOLD)
    await context.tx.clients.add(client)
    await context.tx.access.grant(
        AccessGrant(
            agency=context.actor.agency,
            client=client.id,
            basis=Basis.CASELOAD,
            source=client.id,
            since=context.now,
            tier=Tier.FULL,
        )
    )
    context.happened(happening("client.registered", client, frozenset({context.actor.agency})))
    return Registration(client=client, duplicates=duplicates)


@use_case(action="client.read", resource="Patient", permission="r", roles=CARE_ROLES)
async def read(context: Context, client_id: ClientId) -> Shown:
    """Show a client, restricted ones too: whole to those who serve it, identity and permitted contact to others."""
    context.foresee(client_id, client_id)
    found = await context.tx.clients.seen_to(reach(context), client_id)
    if found is None:
        raise await _not_there(context, client_id)
    context.saw(client_id, clients=frozenset({client_id}))
    shown = disclosed(found)
    return replace(shown, client=await _with_known_link(context, shown.client))


@use_case(action="client.list", resource="Patient", permission="s", roles=CARE_ROLES)
async def search(
    context: Context, which: ClientFilter, order: ClientOrder, *, after: Cursor | None, limit: int
) -> Page[ClientItem]:
    """List the clients that the actor may see, without restricted ones."""
    if which.name is not None and not search_key(which.name):
        fault = Fault(pointer="/name", message="must have a letter or a digit")
        raise Invalid("client.nothing-to-search", "The name has nothing to search for.", faults=(fault,))
    page = await context.tx.client_list.page(reach(context), which, order, after=after, limit=limit)
    ids = [item.id for item in page.items]
    context.saw(*ids, clients=frozenset(ids))
    return page


@use_case(action="client.match", resource="Patient", permission="s", roles=CARE_ROLES)
async def match(context: Context, profile: Profile) -> tuple[Duplicate, ...]:
    """Find the clients that may be the person described, best first, each with the reasons."""
    if not blocking_keys(profile).all:
        raise Invalid(
            "client.nothing-to-match",
            "Give an identifier, a contact point, an address with postal code, or a name with a birth date.",
        )
    return await _duplicates(context, profile, besides=None, at_least=POSSIBLE_AT)


@use_case(action="client.change", resource="Patient", permission="u", roles=CARE_ROLES)
async def change(context: Context, client_id: ClientId, changes: ClientChanges, *, expected: int | None) -> Shown:
    """Change what is told of a client; a change to the same leaves no trace."""
    client = await _changeable(context, client_id)
    check_version("client", client, expected)
    left = client.profile.household
    if client.change(changes, context.now):
        await rehouse(context, client, left)
        await save(context, client, "client.changed")
    context.saw(client.id, clients=frozenset({client.id}))
    return Shown(client=await _with_known_link(context, client))


@use_case(action="client.link", resource="Patient", permission="u", roles=CARE_ROLES)
async def link(context: Context, client_id: ClientId, target_id: ClientId, *, expected: int | None) -> Shown:
    """Say that a client is the same person as another, who stands for both; nothing is lost, `unlink` undoes it."""
    both = {each: await _changeable(context, each) for each in sorted({client_id, target_id})}
    client, target = both[client_id], both[target_id]
    check_version("client", client, expected)
    client.link_to(target, at=context.now, by=context.actor.id)
    if await context.tx.clients.pointing_at(client_id):
        raise Conflict("client.has-links", "Others are linked to this client: link those to the new one first.")
    await save(context, client, "client.linked")
    context.saw(target_id, clients=frozenset({target_id}))
    return Shown(client=client)


@use_case(action="client.unlink", resource="Patient", permission="u", roles=CARE_ROLES)
async def unlink(context: Context, client_id: ClientId, *, expected: int | None) -> Shown:
    """Undo a link."""
    client = await _changeable(context, client_id)
    check_version("client", client, expected)
    client.unlink(at=context.now)
    await save(context, client, "client.unlinked")
    return Shown(client=client)


async def seen(context: Context, client_id: ClientId) -> Client:
    """Return a client that the actor may see, on the record; `NotFound` for every other."""
    client = await context.tx.clients.seen(reach(context), client_id)
    if client is None:
        raise NotFound("client")
    context.saw(client.id, clients=frozenset({client.id}))
    return client


async def check_seen(context: Context, client_id: ClientId) -> None:
    """Refuse, as `seen` does, without reading the client."""
    if not await context.tx.clients.is_seen(reach(context), client_id):
        raise NotFound("client")
    context.saw(client_id, clients=frozenset({client_id}))


def disclosed(found: Seen) -> Shown:
    """Reduce a client to what its tier tells."""
    disclosure = disclose(found.client.profile, found.tier)
    return Shown(client=replace(found.client, profile=disclosure.profile), withheld=disclosure.withheld)


def reach(context: Context) -> Access:
    """How far the actor sees now."""
    return Access.of(context.actor, context.now)


def happening(name: str, client: Client, audience: frozenset[AgencyId]) -> Happening:
    """Report of a client to the agencies that may see it."""
    return Happening(
        type=name,
        subject_type="client",
        subject=client.id,
        version=client.version,
        stream=client.id,
        related={"client": client.id},
        audience=audience,
    )


async def save(context: Context, client: Client, name: str) -> None:
    """Keep what changed in a client, and report it to the agencies that may see the client."""
    await context.tx.clients.save(client)
    audience = await context.tx.access.audience(client.id, context.now)
    context.happened(happening(name, client, audience))


async def _changeable(context: Context, client_id: ClientId) -> Client:
    """Return and lock a client that the actor sees whole: who sees a part would overwrite the rest."""
    client = await context.tx.clients.lock_seen(reach(context), client_id)
    if client is None:
        raise NotFound("client")
    if not await sees_whole(context, client_id):
        raise Forbidden("client.not-served", "Only agencies that serve the client may change its record.")
    return client


async def sees_whole(context: Context, client_id: ClientId) -> bool:
    """Tell whether the actor's agency serves the client, and so sees the whole record."""
    return await context.tx.access.serves(reach(context), client_id)


async def _not_there(context: Context, client_id: ClientId) -> NotFound | Gone:
    """Tell who saw the client before it was forgotten that it is gone; there is none for everybody else."""
    if await context.tx.erasures.gone_for(reach(context), client_id):
        context.saw(client_id, clients=frozenset({client_id}))
        return Gone("client.erased", "The client's record was erased.")
    return NotFound("client")


async def _with_known_link(context: Context, client: Client) -> Client:
    """Return the client without its link when the actor may not know the other."""
    if client.link is None or await context.tx.access.sees(reach(context), client.link.target):
        return client
    return replace(client, link=None)


async def _duplicates(
    context: Context, profile: Profile, *, besides: ClientId | None, at_least: int
) -> tuple[Duplicate, ...]:
    found = await context.tx.clients.alike(reach(context), blocking_keys(profile).all, besides)
    by_id = {each.client.id: disclosed(each) for each in found}
    known = ((client, shown.client.profile) for client, shown in by_id.items())
    candidates = likely(profile, known, at_least=at_least)
    context.saw(*(each.client for each in candidates), clients=frozenset(each.client for each in candidates))
    return tuple(Duplicate(shown=by_id[each.client], match=each.match) for each in candidates)
