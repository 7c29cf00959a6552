"""What can be done with the audit log: it is searched, and each entry is proved to be in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.audit.merkle import joined
from app.domain.audit.proofs import ConsistencyProof, InclusionProof, Span, consistency_spans, inclusion_spans
from app.domain.errors import Conflict, Fault, Invalid, NotFound
from app.domain.identity import AgencyId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.ports.audit_trail import PublishedCheckpoint, RecordedEntry, TrailFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases.core import Context, use_case

EVERYWHERE = frozenset({Role.NETWORK_ADMIN, Role.PRIVACY_OFFICER})
AUDITORS = EVERYWHERE | {Role.AGENCY_ADMIN, Role.SUPERVISOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What shows that an entry is in the log that a checkpoint signs."""

    entry: RecordedEntry
    proof: InclusionProof
    checkpoint: PublishedCheckpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """What shows that an earlier log is the beginning of a later one, with the roots of both."""

    proof: ConsistencyProof
    first_root: bytes
    second_root: bytes


@use_case(action="audit.search", resource="AuditEvent", permission="s", roles=AUDITORS)
async def search(
    context: Context, *which: TrailFilter, order: Order = Order.NEWEST, after: Cursor | None, limit: int
) -> Page[RecordedEntry]:
    """List who did and read what: everybody's for those who watch over the network, else one's own agency's.

    No filter finds what another does; what none could find is asked of nobody.
    """
    wanted = [replace(each, own=_reach(context.actor)) for each in which]
    page: Page[RecordedEntry] = Page(items=())
    if wanted:
        page = await context.tx.audit.trail.page(wanted, order, after=after, limit=limit)
    clients = frozenset(each.client for each in which if each.client is not None)
    context.saw(*(entry.id for entry in page.items), clients=clients if page.items else frozenset())
    return page


@use_case(action="audit.read", resource="AuditEvent", permission="r", roles=AUDITORS)
async def read(context: Context, entry_id: UUID) -> RecordedEntry:
    """Show one entry."""
    entry = await context.tx.audit.trail.get(_reach(context.actor), entry_id)
    if entry is None:
        raise NotFound("audit-entry")
    context.saw(entry.id)
    return entry


@use_case(action="audit.prove", resource="AuditEvent", permission="r", roles=AUDITORS)
async def prove(context: Context, entry_id: UUID) -> Proof:
    """Prove that an entry is in the log, to anybody who has the network's public key."""
    entry, newest = await read(context, entry_id), await context.tx.audit.tree.newest()
    if entry.seq is None or newest is None:
        raise Conflict("audit.not-sealed-yet", "The entry gets its place in the log within seconds; ask again.")
    path = await _hashes(context, inclusion_spans(entry.seq, newest.size))
    proof = InclusionProof(seq=entry.seq, leaf=entry.leaf, size=newest.size, path=path)
    return Proof(entry=entry, proof=proof, checkpoint=newest)


@use_case(action="audit.list_checkpoints", resource="AuditEvent", permission="s", roles=AUDITORS)
async def checkpoints(context: Context, *, after: Cursor | None, limit: int) -> Page[PublishedCheckpoint]:
    """List the signed checkpoints: the newest of each hour."""
    return await context.tx.audit.tree.checkpoints(after=after, limit=limit)


@use_case(action="audit.prove_consistency", resource="AuditEvent", permission="r", roles=AUDITORS)
async def prove_consistency(context: Context, first: int, second: int | None) -> Consistency:
    """Prove that the log of one size is the beginning of the log of a later size, the newest unless told otherwise."""
    newest = await context.tx.audit.tree.newest()
    size = 0 if newest is None else newest.size
    later = size if second is None else second
    for pointer, value, most in (("/query/to", later, size), ("/query/from", first, later)):
        if value > most:
            fault = Fault(pointer=pointer, message=f"must be {most} at most")
            raise Invalid("audit.size-unknown", "The log has never been so long.", faults=(fault,))
    spans = consistency_spans(first, later)
    *path, first_root, second_root = await _hashes(context, [*spans, Span(0, first), Span(0, later)])
    proof = ConsistencyProof(first=first, second=later, path=tuple(path))
    return Consistency(proof=proof, first_root=first_root, second_root=second_root)


@use_case(action="audit.read_keys", resource="AuditEvent", permission="r", roles=AUDITORS)
async def read_keys(_context: Context) -> None:
    """Ask for the public keys, which the service has at hand."""


def _reach(actor: Actor) -> AgencyId | None:
    return None if actor.roles & EVERYWHERE else actor.agency


async def _hashes(context: Context, spans: Iterable[Span]) -> tuple[bytes, ...]:
    parts = [span.subtrees() for span in spans]
    wanted: Collection[tuple[int, int]] = {each for part in parts for each in part}
    found = await context.tx.audit.tree.hashes(wanted)
    return tuple(joined(found[each] for each in part) for part in parts)
