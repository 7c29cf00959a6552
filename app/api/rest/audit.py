"""/v1/audit: the log of who did and saw what, searched and proved."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.rendering import answer
from app.api.rest.schemas.audit import (
    AuditCheckpointOut,
    AuditEntryOut,
    AuditKeysOut,
    ConsistencyProofOut,
    InclusionProofOut,
)
from app.domain.audit.checkpoint import VerifierKey
from app.domain.identity import AgencyId, ClientId
from app.ports.audit import LogKeys
from app.ports.audit_trail import PublishedCheckpoint, RecordedEntry, TrailFilter
from app.ports.transactions import Answer
from app.use_cases.audit import audit
from app.use_cases.audit.audit import Consistency, Proof

operations = Operations("Audit", "/v1/audit")
router = operations.router

MOST = 2**53
ClientQuery = Annotated[UUID | None, Query(description="Only what is about this client.")]
SubjectQuery = Annotated[UUID | None, Query(description="Only what is about this thing.")]
AgencyQuery = Annotated[UUID | None, Query(description="Only what this agency did.")]
ActorQuery = Annotated[UUID | None, Query(description="Only what this worker or program did.")]
ActionQuery = Annotated[
    str | None,
    Query(description="Only this action.", max_length=100, pattern=r"^[a-z-]+\.[a-z_]+$", examples=["client.read"]),
]
FromQuery = Annotated[AnyMoment | None, Query(alias="from", description="Only what happened then or later.")]
UntilQuery = Annotated[AnyMoment | None, Query(alias="to", description="Only what happened before then.")]
FirstQuery = Annotated[int, Query(alias="from", description="The size of the earlier log.", ge=0, le=MOST)]
SecondQuery = Annotated[
    int | None, Query(alias="to", description="The size of the later log; left out: as it is now.", ge=0, le=MOST)
]


def set_up_audit(state: object, keys: LogKeys, former: Iterable[VerifierKey]) -> None:
    """Give an application's state the keys of the log, the public ones of former secrets too."""
    state.audit_keys, state.audit_former_keys = keys, tuple(former)  # type: ignore[attr-defined]


@operations.get("", audit.search, answers=PageOf[AuditEntryOut])
async def list_audit_entries(  # noqa: PLR0913 - each is a parameter of the query
    desk: AtDesk,
    page: Paged,
    *,
    client_id: ClientQuery = None,
    subject_id: SubjectQuery = None,
    agency_id: AgencyQuery = None,
    actor_id: ActorQuery = None,
    action: ActionQuery = None,
    since: FromQuery = None,
    until: UntilQuery = None,
) -> Response:
    """Search the audit log, the newest first.

    Privacy officers and network administrators see everything; administrators and supervisors of an agency see what
    their own agency did. What is about a client or a thing is found once it is sealed, a second or two after.
    """
    which = TrailFilter(
        own=None,
        client=None if client_id is None else ClientId(client_id),
        subject=subject_id,
        agency=None if agency_id is None else AgencyId(agency_id),
        actor=actor_id,
        action=action,
        since=since,
        until=until,
    )
    return await desk.answer(
        lambda found: page.answer(found, entry_view), audit.search, which, after=page.after, limit=page.limit
    )


@operations.get("/keys", audit.read_keys, answers=AuditKeysOut)
async def read_audit_keys(desk: AtDesk, request: Request) -> Response:
    """Read the public keys of the log.

    Keep them apart from the log: whoever has them can check every checkpoint and every proof without this service.
    """
    state = request.app.state
    present = state.audit_keys.public(desk.actor.network)
    keys = [present, *(key for key in state.audit_former_keys if key.name == present.name)]
    told = {"keys": [{"name": key.name, "key": key.spelled} for key in keys]}
    return await desk.answer(lambda _: answer(told), audit.read_keys)


@operations.get("/checkpoints", audit.checkpoints, answers=PageOf[AuditCheckpointOut])
async def list_audit_checkpoints(desk: AtDesk, page: Paged) -> Response:
    """List signed checkpoints of the log, the newest first, one for each hour.

    Keep some elsewhere, or let another network keep them: `throughline verify --checkpoint` holds the log against them.
    """
    return await desk.answer(
        lambda found: page.answer(found, _checkpoint_view), audit.checkpoints, after=page.after, limit=page.limit
    )


@operations.get("/consistency", audit.prove_consistency, answers=ConsistencyProofOut)
async def read_audit_consistency(desk: AtDesk, first: FirstQuery, second: SecondQuery = None) -> Response:
    """Prove that an earlier log is the beginning of a later one."""
    return await desk.answer(_consistency_view, audit.prove_consistency, first, second)


@operations.get("/{entry_id}", audit.read, answers=AuditEntryOut)
async def read_audit_entry(desk: AtDesk, entry_id: UUID) -> Response:
    """Read one entry."""
    return await desk.answer(lambda entry: answer(entry_view(entry)), audit.read, entry_id)


@operations.get("/{entry_id}/proof", audit.prove, answers=InclusionProofOut, refuses=[409])
async def read_audit_proof(desk: AtDesk, entry_id: UUID) -> Response:
    """Prove that an entry is in the log.

    The hash of a zero byte and `entry` is the leaf; leaf and path lead to the root that the checkpoint signs.
    """
    return await desk.answer(_proof_view, audit.prove, entry_id)


def entry_view(entry: RecordedEntry) -> dict[str, Any]:
    """Put an entry into the words of `AuditEntryOut`."""
    return {
        "id": entry.id,
        "at": entry.at,
        "agency_id": entry.agency,
        "worker_id": entry.worker,
        "api_client_id": entry.api_client,
        "principal_id": entry.principal,
        "roles": entry.roles,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_ids": entry.subjects,
        "client_ids": entry.clients,
        "request_id": entry.request_id,
        "seq": entry.seq,
    }


def hash_view(digest: bytes) -> str:
    """Write a hash as it is shown."""
    return b64encode(digest).decode()


def _checkpoint_view(checkpoint: PublishedCheckpoint) -> dict[str, Any]:
    root = hash_view(checkpoint.root)
    return {"size": checkpoint.size, "root": root, "at": checkpoint.at, "note": checkpoint.note}


def _proof_view(found: Proof) -> Answer:
    proof = found.proof
    return answer(
        {
            "entry": found.entry.written.decode(),
            "seq": proof.seq,
            "leaf": hash_view(proof.leaf),
            "size": proof.size,
            "root": hash_view(found.checkpoint.root),
            "path": [hash_view(each) for each in proof.path],
            "checkpoint": found.checkpoint.note,
        }
    )


def _consistency_view(found: Consistency) -> Answer:
    return answer(
        {
            "first": found.proof.first,
            "second": found.proof.second,
            "first_root": hash_view(found.first_root),
            "second_root": hash_view(found.second_root),
            "path": [hash_view(each) for each in found.proof.path],
        }
    )
