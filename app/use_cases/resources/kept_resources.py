"""The rules of resources that are kept as they came: who may write them, what they may name, which labels they bear."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.errors import Fault, Forbidden, Gone, Invalid, NotFound
from app.domain.events import Happening
from app.domain.identity import ClientId, HandoffId
from app.domain.resources.authorship import Authorship, Deed
from app.domain.resources.piece import ResourcePiece
from app.domain.resources.sections import kinds_of, reading_of
from app.domain.sensitivity.labelling import labels_for
from app.ports.access import Access
from app.ports.resources import Draft, Face, KeptResource, Reference, Standing, StoredResource, Target
from app.use_cases import records
from app.use_cases.core import Context, check_version

PROVENANCE = "Provenance"
SHARES = frozenset({"ServiceRequest", "Task"})
"""As what a provider's share of a referral is named."""
NONE: frozenset[Sensitivity] = frozenset()
Standings = Mapping[Target, Standing]
New = tuple[UUID, Draft]


async def create_all(
    context: Context, items: Sequence[New], coming: Collection[Target] = ()
) -> tuple[StoredResource, ...]:
    """Keep new resources together; they may name one another, and what is `coming` in the same transaction."""
    expected = {*coming, *(Target(type=draft.type, id=id_) for id_, draft in items)}
    drafts = [draft for _, draft in items]
    _, own = await context.tx.at_once(
        _check_served(context, drafts), records.labels_of_agency(context, context.actor.agency)
    )
    labels = _labels(items, await _standings(context, drafts, expected), own)
    kept: list[KeptResource] = []
    for id_, draft in items:
        borne = labels[Target(type=draft.type, id=id_)]
        face, terms = context.tx.resources.labelled(draft, borne)
        kept.append(_new(context, id_, draft, face, borne))
        await context.tx.resources.add(kept[-1], terms)
    _credit(context, kept, Deed.CREATE)
    await report(context, kept, "resource.created")
    return tuple(map(stored, kept))


async def change(
    context: Context, resource: KeptResource, draft: Draft, coming: Collection[Target] = ()
) -> StoredResource:
    """Let a held resource say what a draft says, of the same client; the same again leaves no trace."""
    target = Target(type=resource.type, id=resource.id)
    if client_of(draft) != resource.client:
        raise _faulty([_fault(draft.client, "must stay the same")])
    standings = await _standings(context, [draft], {target, *coming})
    own = await records.labels_of_agency(context, context.actor.agency)
    found = _labels([(resource.id, draft)], standings, own)
    labels = found[target] | await records.labels_left(context, resource.agency, resource.sensitivities)
    face, terms = context.tx.resources.labelled(draft, labels)
    told = (face, kinds_of(draft.type, draft.categories), labels)
    if told == (resource.face, resource.kinds, resource.sensitivities):
        context.saw(resource.id, clients=frozenset({resource.client} if resource.client else ()))
        return stored(resource)
    if further := labels - resource.sensitivities:
        await context.tx.resources.label_authorship(target, further)
    resource.face, resource.kinds, resource.sensitivities = told
    await context.tx.resources.save(resource, terms, context.now)
    _credit(context, [resource], Deed.UPDATE)
    await report(context, [resource], "resource.changed")
    return stored(resource)


async def remove(context: Context, resource: KeptResource) -> StoredResource:
    """Delete a held resource."""
    await context.tx.resources.delete(resource, context.now)
    _credit(context, [resource], Deed.DELETE)
    await report(context, [resource], "resource.deleted")
    return stored(resource)


def client_of(draft: Draft) -> ClientId | None:
    """Return the client whom a draft is about."""
    return ClientId(draft.client.target.id) if draft.client is not None else None


def stored(resource: KeptResource) -> StoredResource:
    """Return a resource as the agency reads it that answers for it."""
    return StoredResource(
        type=resource.type,
        id=resource.id,
        version=resource.version,
        updated_at=resource.updated_at,
        deleted=resource.deleted,
        content=resource.face.content,
        meta=resource.face.meta,
        client=resource.client,
        agency=resource.agency,
        sensitivities=resource.sensitivities,
    )


def _new(context: Context, id_: UUID, draft: Draft, face: Face, labels: frozenset[Sensitivity]) -> KeptResource:
    client = client_of(draft)
    return KeptResource(
        type=draft.type,
        id=id_,
        agency=context.actor.agency,
        client=client,
        reading=reading_of(draft.type, of_client=client is not None),
        kinds=kinds_of(draft.type, draft.categories),
        sensitivities=labels,
        face=face,
        updated_at=context.now,
    )


async def held(context: Context, target: Target, expected: int | None) -> KeptResource:
    """Return a locked resource that the actor may change: it answers for it, and serves the client still."""
    resource, actor = await context.tx.resources.lock(target), context.actor
    if resource is None:
        raise NotFound("resource")
    if resource.agency != actor.agency:
        if await context.tx.resources.read(Access.of(actor, context.now), target) is None:
            raise NotFound("resource")
        raise Forbidden("resource.not-yours", "Only the agency that answers for it may change it.")
    if resource.deleted:
        raise Gone("resource.deleted", "It was deleted.")
    if resource.client is not None:
        try:
            await records.served(context, resource.client)
        except NotFound:
            refused = "Only agencies that serve the client may write this."
            raise Forbidden("client.not-served", refused) from None
    check_version("resource", resource, expected)
    return resource


async def _check_served(context: Context, drafts: Collection[Draft]) -> None:
    """Refuse what is about a client whom the agency does not serve: one that it does not see is not there.

    Who works on a referral serves nobody by that, and keeps what it does: each resource that names its share.
    """
    clients = {client_of(draft): draft.client for draft in drafts}
    for client, reference in clients.items():
        if client is not None:
            try:
                await records.served(context, client)
            except NotFound:
                raise _faulty([_missing(reference)]) from None
            except Forbidden:
                if not await _at_work(context, client, [each for each in drafts if client_of(each) == client]):
                    raise


async def _at_work(context: Context, client: ClientId, drafts: Iterable[Draft]) -> bool:
    """Whether each draft names a share of a referral on which the actor's agency works with the client now."""
    own, works = context.actor.agency, dict[UUID, bool]()
    for draft in drafts:
        shares = [each.target.id for each in draft.references if each.target.type in SHARES]
        for id_ in shares:
            if id_ not in works:
                referral = await context.tx.referrals.of_handoff(HandoffId(id_))
                share = None if referral is None else referral.handoff(HandoffId(id_))
                known = share is not None and share.client == client and share.provider == own
                works[id_] = known and share is not None and share.works and share.opens_record
        if not any(works[id_] for id_ in shares):
            return False
    return True


async def _standings(context: Context, drafts: Sequence[Draft], known: Collection[Target]) -> Standings:
    """Look up what drafts name; refuse alike what is not there and what the actor may not read."""
    named = [
        reference
        for draft in drafts
        for reference in draft.references
        if reference.target not in known and (draft.client is None or reference.target != draft.client.target)
    ]
    if not named:
        return {}
    access = Access.of(context.actor, context.now)
    found = await context.tx.resources.standing(access, {reference.target for reference in named})
    missing = [_missing(reference) for reference in named if reference.target not in found]
    if missing:
        raise _faulty(missing)
    return found


def _labels(
    items: Sequence[New], standings: Standings, own: frozenset[Sensitivity]
) -> dict[Target, frozenset[Sensitivity]]:
    """Return the labels of drafts: of their codes, as stated, of the agency's programs, and of what they name."""
    labels: dict[Target, frozenset[Sensitivity]] = {}
    clients = {Target(type=draft.type, id=id_): client_of(draft) for id_, draft in items}
    for id_, draft in items:
        named = (standings[each.target] for each in draft.references if each.target in standings)
        inherited = NONE.union(*(each.sensitivities for each in named if each.client in {None, client_of(draft)}))
        labels[Target(type=draft.type, id=id_)] = labels_for(draft.codings) | draft.security | own | inherited
    while _inherit(items, clients, labels):
        pass
    return labels


def _inherit(
    items: Sequence[New], clients: Mapping[Target, ClientId | None], labels: dict[Target, frozenset[Sensitivity]]
) -> bool:
    """Let drafts take on the labels of those that they name among themselves; return whether any did."""
    taken = False
    for id_, draft in items:
        target = Target(type=draft.type, id=id_)
        for named in (each.target for each in draft.references if each.target in labels):
            if clients[named] in {None, clients[target]} and not labels[named] <= labels[target]:
                labels[target] |= labels[named]
                taken = True
    return taken


async def report(context: Context, resources: Sequence[KeptResource], what: str) -> None:
    """Put on record what happened to resources."""
    pieces = [_piece(resource) for resource in resources]
    heard = {_heard(piece): piece for piece in pieces if piece is not None}
    found = await context.tx.at_once(*(records.audience(context, piece) for piece in heard.values()))
    audiences = dict(zip(heard, found, strict=True))
    for resource, piece in zip(resources, pieces, strict=True):
        context.happened(
            Happening(
                type=what,
                subject_type="resource",
                subject=resource.id,
                version=resource.version,
                stream=resource.id,
                related={} if resource.client is None else {"client": resource.client},
                audience=frozenset({resource.agency}) if piece is None else audiences[_heard(piece)],
                record=piece,
                facts={"type": resource.type},
            )
        )


def _credit(context: Context, resources: Iterable[KeptResource], deed: Deed) -> None:
    """Say who wrote what tells of clients; a Provenance speaks for itself."""
    actor = context.actor
    written: dict[tuple[ClientId, frozenset[DataCategory], frozenset[Sensitivity]], list[tuple[str, UUID]]] = {}
    for resource in resources:
        if resource.client is not None and resource.type != PROVENANCE:
            piece = (resource.client, resource.kinds, resource.sensitivities)
            written.setdefault(piece, []).append((resource.type, resource.id))
    for (client, kinds, sensitivities), named in written.items():
        context.tx.resources.credit(
            Authorship(
                id=context.new_id(),
                at=context.now,
                deed=deed,
                agency=actor.agency,
                worker=actor.worker,
                api_client=actor.api_client,
                principal=actor.principal,
                client=client,
                kinds=kinds,
                sensitivities=sensitivities,
                written=named,
            )
        )


def _piece(resource: KeptResource) -> ResourcePiece | None:
    if resource.client is None:
        return None
    return ResourcePiece(
        id=resource.id,
        client=resource.client,
        agency=resource.agency,
        kinds=resource.kinds,
        sensitivities=resource.sensitivities,
    )


def _heard(piece: ResourcePiece) -> object:
    """Return what those who hear of two pieces have in common."""
    return piece.client, piece.kinds, piece.sensitivities


def _missing(reference: Reference | None) -> Fault:
    return _fault(reference, "names nothing that is here")


def _fault(reference: Reference | None, message: str) -> Fault:
    return Fault(pointer="" if reference is None else reference.expression, message=message)


def _faulty(faults: Iterable[Fault]) -> Invalid:
    return Invalid("resource.reference-not-found", "It names what cannot be named there.", faults=tuple(faults))
