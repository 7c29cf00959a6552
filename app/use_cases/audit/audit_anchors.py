"""Checkpoints of other logs, kept for them: what another network said of its log once, it cannot unsay."""

from uuid import UUID

from app.domain.audit.checkpoint import SignedNote, VerifierKey
from app.domain.errors import Conflict, Fault, Invalid, NotFound
from app.domain.events import Happening
from app.ports.audit_trail import Anchor
from app.ports.queries import Cursor, Page
from app.use_cases.audit.audit import EVERYWHERE
from app.use_cases.audit.audit_sealing import Verifies
from app.use_cases.core import Context, use_case


@use_case(action="audit.anchor", resource="AuditEvent", permission="c", roles=EVERYWHERE)
async def keep(context: Context, note: str, key: str, verifies: Verifies) -> Anchor:
    """Keep a signed checkpoint; `Conflict` when the log has said otherwise of itself before."""
    signed, signer = _note(note), _key(key)
    signature = signed.by(signer)
    if signature is None or not verifies.signed(signer, signature, signed.text):
        raise _invalid("/note", "is not signed with this key")
    checkpoint = signed.checkpoint
    anchor = Anchor(
        id=context.new_id(),
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root,
        key=signer.spelled,
        note=note,
        agency=context.actor.agency,
        at=context.now,
    )
    other = await context.tx.audit.anchors.contradicting(anchor.origin, anchor.key, anchor.size, anchor.root)
    if other is not None:
        message = "The same log said otherwise of its first entries: one of both was bent."
        raise Conflict("audit.anchor-contradicts", message, kept_id=str(other.id))
    await context.tx.audit.anchors.add(anchor)
    context.happened(_happening("audit.anchored", context, anchor))
    return anchor


@use_case(action="audit.read_anchor", resource="AuditEvent", permission="r", roles=EVERYWHERE)
async def read(context: Context, anchor_id: UUID) -> Anchor:
    """Hand a checkpoint back."""
    anchor = await context.tx.audit.anchors.get(anchor_id)
    if anchor is None:
        raise NotFound("audit-anchor")
    context.saw(anchor.id)
    return anchor


@use_case(action="audit.list_anchors", resource="AuditEvent", permission="s", roles=EVERYWHERE)
async def search(context: Context, origin: str | None, *, after: Cursor | None, limit: int) -> Page[Anchor]:
    """List what is kept, of one log or of all."""
    page = await context.tx.audit.anchor_list.page(origin, after=after, limit=limit)
    context.saw(*(anchor.id for anchor in page.items))
    return page


def _note(text: str) -> SignedNote:
    try:
        return SignedNote.parse(text)
    except ValueError as reason:
        raise _invalid("/note", str(reason)) from None


def _key(text: str) -> VerifierKey:
    try:
        return VerifierKey.parse(text)
    except ValueError as reason:
        raise _invalid("/key", str(reason)) from None


def _invalid(pointer: str, message: str) -> Invalid:
    fault = Fault(pointer=pointer, message=message)
    return Invalid("audit.anchor-invalid", "This is no checkpoint that could be kept.", faults=(fault,))


def _happening(name: str, context: Context, anchor: Anchor) -> Happening:
    return Happening(type=name, subject_type="audit", subject=anchor.id, version=1, stream=context.actor.network)
