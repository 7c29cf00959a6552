"""Exports of clients, erasures and legal holds as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.errands.client_export import ExportPurpose, ExportStatus
from app.domain.retention.erasure import NOTE_LENGTH, ErasureReason
from app.domain.retention.erasure_moves import ErasureState
from app.domain.retention.legal_hold import REASON_LENGTH

Note = Annotated[str, Field(min_length=1, max_length=NOTE_LENGTH, examples=["Asked for in writing on 3 March."])]
HoldReason = Annotated[str, Field(min_length=1, max_length=REASON_LENGTH, examples=["Subpoena of 3 March 2027."])]
PURPOSE = (
    "own_use: what your agency may read; client_request: for the client, everything that any agency has on record."
)


class ClientExportIn(Input):
    """What an export is for."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "examples": [{"purpose": "client_request"}]}
    )

    purpose: ExportPurpose = Field(default=ExportPurpose.OWN_USE, description=PURPOSE)


class ClientExportOut(Shape):
    """An export of a client, and whether it can be fetched."""

    id: UUID = Field(description="Its identifier.")
    client_id: UUID = Field(description="The client.")
    purpose: ExportPurpose = Field(description=PURPOSE)
    status: ExportStatus = Field(description="It can be fetched while it is ready.", examples=["ready"])
    failure: str | None = Field(description="Why it could not be made.", examples=[None])
    size: int | None = Field(description="How many bytes it has.", examples=[48213])
    content_href: str | None = Field(description="Where it is, while it is ready.")
    requested_by: UUID = Field(description="The API client or worker that asked for it.")
    requested_at: datetime = Field(description="When it was asked for.")
    completed_at: datetime | None = Field(description="When it was made.")
    expires_at: datetime | None = Field(description="When it is deleted.")
    version: int = Field(description="Counts its changes.", examples=[2])


class ExportHeadOut(Shape):
    """When an export was made, for whom and for what, and which notices go with it."""

    id: UUID = Field(description="The export.")
    client_id: UUID = Field(description="The client.")
    agency_id: UUID = Field(description="The agency that asked for it.")
    purpose: ExportPurpose = Field(description=PURPOSE)
    requested_at: datetime = Field(description="When it was asked for.")
    made_at: datetime = Field(description="When it was made.")
    notices: Notices


class ExportedOut(Shape):
    """What was exported: `export` says when, for whom and under which notices; the other members are the record."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": True})

    export: ExportHeadOut = Field(description="When it was made, for whom, for what, and which notices go with it.")


class ErasureIn(Input):
    """Why a client's record is to be forgotten."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "examples": [{"reason": "client_request"}]}
    )

    reason: ErasureReason = Field(description="Why; other needs a note.")
    note: Note | None = Field(description="More about it; forgotten with the record.")


class DecisionIn(Input):
    """What is to be said about a decision."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False, "examples": [{"note": "Checked."}]})

    note: Note | None = Field(description="Why; forgotten with the record.")


class ErasureItemOut(Shape):
    """An erasure, in a list."""

    id: UUID = Field(description="Its identifier.")
    client_id: UUID = Field(description="The client.")
    reason: ErasureReason = Field(description="Why.")
    state: ErasureState = Field(description="Where it stands.", examples=["proposed"])
    by_policy: bool = Field(description="Whether the network's retention policy proposed it.", examples=[False])
    proposed_by: UUID = Field(description="The API client or worker that proposed it.")
    proposed_agency_id: UUID = Field(description="Its agency.")
    proposed_at: datetime = Field(description="When it was proposed.")
    decided_at: datetime | None = Field(description="When it was decided.")
    erased_at: datetime | None = Field(description="When the record was forgotten.")
    version: int = Field(description="Counts its changes.", examples=[1])


class ErasureOut(ErasureItemOut):
    """An erasure: that a client's record is to be forgotten, and who said so."""

    note: str | None = Field(description="What was said when it was proposed.")
    decided_by: UUID | None = Field(description="Who decided; null for the service itself.")
    decision_note: str | None = Field(description="What was said about the decision.")
    rows: int = Field(description="How many rows went or were emptied.", examples=[0])
    served_by: list[UUID] | None = Field(description="The agencies that see the client; told to who decides.")


class LegalHoldIn(Input):
    """Why nothing of a client may be forgotten."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "examples": [{"reason": "Subpoena of 3 March 2027."}]}
    )

    reason: HoldReason = Field(description="Why.")


class LegalHoldOut(Shape):
    """A legal hold: while it lies on a client, the record stays."""

    client_id: UUID = Field(description="The client.")
    reason: str = Field(description="Why.", examples=["Subpoena of 3 March 2027."])
    placed_by: UUID = Field(description="Who placed it.")
    placed_at: datetime = Field(description="When it was placed.")
    version: int = Field(description="Counts its changes.", examples=[1])
    updated_at: datetime = Field(description="When it last changed.")
