"""Caseloads, transfers and handovers as they are sent and shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.moments import Moment
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.caseloads.acuity import Acuity
from app.domain.caseloads.handover import HandoverStatus, PointKind
from app.domain.caseloads.transfer import MOST_AT_ONCE, MOST_NAMED, NewTransfer, TransferReason
from app.domain.caseloads.transfer_moves import TransferStatus
from app.domain.identity import ClientId, WorkerId
from app.domain.networks.worker import WorkerStatus

HandoverNote = Annotated[
    str, Field(min_length=1, max_length=10_000, examples=["Prefers to be called in the morning; her sister helps."])
]
AcuityNote = Annotated[str, Field(min_length=1, max_length=2_000, examples=["Eviction notice last week."])]
EXAMPLE: dict[str, Any] = {
    "from_worker_id": "0198c0de-7a11-7000-8000-000000000031",
    "to_worker_id": "0198c0de-7a11-7000-8000-000000000032",
    "client_ids": ["0198c0de-7a11-7000-8000-000000000001"],
    "reason": "balance",
    "note": "We spoke about it together.",
}


class CaseloadOut(Shape):
    """A worker with the clients of whom the worker is the primary case manager."""

    worker_id: UUID = Field(description="The worker.")
    name: str = Field(description="The worker's name.", examples=["Ana Ruiz"])
    status: WorkerStatus = Field(description="Whether the worker is still here; who has left may still have clients.")
    clients: int = Field(description="How many clients.", examples=[42])
    weight: int = Field(description="The sum of the clients' acuity weights.", examples=[88])


class CaseloadClientOut(Shape):
    """A client of a caseload."""

    client_id: UUID = Field(description="The client.")
    display_name: str | None = Field(description="The name to call the client by; null when restricted.")
    acuity: Acuity | None = Field(description="How much attention the client needs; null when nobody has said.")
    weight: int = Field(description="What the client adds to the caseload's weight.", examples=[2])
    since: datetime = Field(description="Since when the worker is the client's case manager.")


class AcuityIn(Input):
    """How much attention a client needs now."""

    acuity: Acuity = Field(description="low weighs 1, moderate 2, high 3, crisis 5.", examples=["high"])
    note: AcuityNote | None = Field(description="Why.")


class AcuityOut(Shape):
    """How much attention a client needs of your agency."""

    client_id: UUID = Field(description="The client.")
    agency_id: UUID = Field(description="Whose word it is: it is told to no other agency.")
    acuity: Acuity | None = Field(description="How much attention the client needs; null when nobody has said.")
    weight: int = Field(description="What the client adds to a caseload's weight.", examples=[3])
    note: str | None = Field(description="Why.", examples=["Eviction notice last week."])
    version: int = Field(description="Counts its changes; 1 is nothing said yet.", examples=[1])
    updated_at: datetime | None = Field(description="When it last changed.")


class ClientNoteIn(Input):
    """What the giving worker writes of one client."""

    client_id: UUID = Field(description="The client.")
    note: HandoverNote = Field(description="What the receiving worker should know.")


class TransferIn(Input):
    """Clients to be given to another worker: those named, or everyone."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False, "examples": [EXAMPLE]})

    from_worker_id: UUID = Field(description="Whose clients they are.")
    to_worker_id: UUID = Field(description="Whose they shall be: somebody who does care work at the same agency.")
    client_ids: list[UUID] = Field(description="Which clients.", max_length=MOST_NAMED)
    everyone: bool = Field(default=False, description="All whom the worker has when the transfer begins.")
    reason: TransferReason = Field(description="Why; `other` needs a note.")
    note: HandoverNote | None = Field(description="What the giving worker writes, in each handover.")
    client_notes: list[ClientNoteIn] = Field(
        description="What the giving worker writes of single clients, instead.", max_length=MOST_AT_ONCE
    )
    effective: Moment | None = Field(description="When it begins; null: now.", examples=[None])

    def transfer(self) -> NewTransfer:
        """Return it as the use cases take it."""
        return NewTransfer(
            giver=WorkerId(self.from_worker_id),
            receiver=WorkerId(self.to_worker_id),
            reason=self.reason,
            clients=tuple(ClientId(client) for client in self.client_ids),
            everyone=self.everyone,
            note=self.note,
            notes=tuple((ClientId(each.client_id), each.note) for each in self.client_notes),
            effective=self.effective,
        )


class CancelTransferIn(Input):
    """Why the rest of a transfer is called off."""

    note: HandoverNote | None = Field(description="Why.", examples=["She stays after all."])


class TransferItemOut(Shape):
    """Clients on their way from one worker to another, in a list."""

    id: UUID = Field(description="Its identifier.")
    agency_id: UUID = Field(description="The agency.")
    from_worker_id: UUID = Field(description="Whose clients they were.")
    to_worker_id: UUID = Field(description="Whose they become.")
    reason: TransferReason = Field(description="Why.")
    status: TransferStatus = Field(description="Where it stands.")
    total: int | None = Field(description="How many clients; of everyone known once it has begun.", examples=[12])
    done: int = Field(description="How many were handed over.", examples=[12])
    passed: int = Field(description="How many were passed by: they were not the giver's any more.", examples=[0])
    effective: datetime = Field(description="When it may begin.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was asked for.")
    updated_at: datetime = Field(description="When it last changed.")


class TransferOut(TransferItemOut):
    """Clients on their way from one worker to another."""

    everyone: bool = Field(description="Whether it is about all clients of the giver.", examples=[False])
    note: str | None = Field(description="What the giving worker writes.")
    passed_by: list[UUID] = Field(description="Clients who were passed by, at most 200.")
    requested_by: UUID = Field(description="Who asked for it.")
    ended_at: datetime | None = Field(description="When it was done or called off.")
    ended_why: str | None = Field(description="Why it was called off.", examples=[None])
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")


class PointOut(Shape):
    """One thing that the receiving worker must know, as it stood then."""

    kind: PointKind = Field(description="What it is about.", examples=["goal"])
    text: str = Field(description="It in words.", examples=["Find a flat near the school"])
    subject_id: UUID | None = Field(description="The identifier of what it is about; null for an alert.")
    status: str | None = Field(description="Where it stood.", examples=["active"])
    detail: str | None = Field(
        description="How far a goal had come, the day of a plan's next review, a task's priority, how an appointment "
        "is held.",
        examples=["improving"],
    )
    at: datetime | None = Field(description="When it is due or begins.", examples=[None])


class HandoverItemOut(Shape):
    """A handover in a list."""

    id: UUID = Field(description="Its identifier.")
    client_id: UUID = Field(description="The client.")
    agency_id: UUID = Field(description="The agency within which the client was handed over.")
    transfer_id: UUID = Field(description="The transfer that it belongs to.")
    from_worker_id: UUID = Field(description="The giving worker.")
    to_worker_id: UUID = Field(description="The receiving worker.")
    reason: TransferReason = Field(description="Why.")
    status: HandoverStatus = Field(description="Whether the receiving worker has read it.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When the client was handed over.")
    updated_at: datetime = Field(description="When it last changed.")


class HandoverOut(HandoverItemOut):
    """What stood about a client when the case manager changed, kept as it was then."""

    note: str | None = Field(description="What the giving worker writes.")
    points: list[PointOut] = Field(description="What stood open.")
    withheld: list[str] = Field(description="Kinds of points, or the note, that you are not shown.", examples=[[]])
    acknowledged_at: datetime | None = Field(description="When it was acknowledged.")
    acknowledged_by: UUID | None = Field(description="By whom.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices
