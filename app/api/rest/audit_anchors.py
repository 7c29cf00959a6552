"""/v1/audit-anchors: checkpoints of other logs, kept for them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.rendering import answer, created
from app.api.rest.audit import hash_view
from app.api.rest.schemas.audit import AuditAnchorIn, AuditAnchorOut
from app.ports.audit_trail import Anchor
from app.ports.transactions import Answer
from app.use_cases.audit import audit_anchors

operations = Operations("Audit", "/v1/audit-anchors")
router = operations.router

OriginQuery = Annotated[
    str | None, Query(description="Only checkpoints of this log.", max_length=200, examples=["throughline/audit/…"])
]


@operations.get("", audit_anchors.search, answers=PageOf[AuditAnchorOut])
async def list_audit_anchors(desk: AtDesk, page: Paged, origin: OriginQuery = None) -> Response:
    """List the checkpoints of other logs that the network keeps, the newest first."""
    return await desk.answer(
        lambda found: page.answer(found, anchor_view), audit_anchors.search, origin, after=page.after, limit=page.limit
    )


@operations.post("", audit_anchors.keep, answers=AuditAnchorOut, status=201)
async def create_audit_anchor(desk: AtDesk, request: Request, anchor: AuditAnchorIn) -> Response:
    """Keep a checkpoint of another network's log.

    Its signature is checked. 409 tells that the same log has said otherwise of itself: then one of both was bent.
    """
    keys = request.app.state.audit_keys
    return await desk.answer(_created, audit_anchors.keep, anchor.note, anchor.key, keys)


@operations.get("/{anchor_id}", audit_anchors.read, answers=AuditAnchorOut)
async def read_audit_anchor(desk: AtDesk, anchor_id: UUID) -> Response:
    """Read a checkpoint that is kept, to hold the other log against it."""
    return await desk.answer(lambda anchor: answer(anchor_view(anchor)), audit_anchors.read, anchor_id)


def anchor_view(anchor: Anchor) -> dict[str, Any]:
    """Put a kept checkpoint into the words of `AuditAnchorOut`."""
    return {
        "id": anchor.id,
        "origin": anchor.origin,
        "size": anchor.size,
        "root": hash_view(anchor.root),
        "key": anchor.key,
        "note": anchor.note,
        "agency_id": anchor.agency,
        "at": anchor.at,
    }


def _created(anchor: Anchor) -> Answer:
    return created(anchor_view(anchor), version=1, location=f"/v1/audit-anchors/{anchor.id}")
