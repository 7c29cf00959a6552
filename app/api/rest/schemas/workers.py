"""Workers as they are sent and shown."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.shapes import Email, ExternalIdentifier, Input, LanguageTag, Name, Shape
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerStatus


class WorkerFields(Shape):
    """Who a worker is and what they do."""

    given: Name = Field(description="Given name.", examples=["Ana"])
    family: Name = Field(description="Family name.", examples=["Reyes"])
    roles: list[Role] = Field(description="What the worker may act as.", min_length=1, max_length=10)
    email: Email | None = Field(description="Where the worker reads mail.")
    phone: Name | None = Field(description="The worker's number at work.")
    title: Name | None = Field(description="What the agency calls the position.")
    languages: list[LanguageTag] = Field(description="Languages spoken.", max_length=100)
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call the worker.", max_length=100)


class WorkerIn(Input, WorkerFields):
    """The description of a worker, complete: what is left out is empty."""


class NewWorkerIn(WorkerIn):
    """A worker who is taken on."""

    agency_id: UUID = Field(description="The agency that employs the worker.")


class WorkerOut(WorkerFields):
    """A person at an agency."""

    id: UUID = Field(description="The worker's identifier.")
    agency_id: UUID = Field(description="The agency that employs the worker.")
    status: WorkerStatus = Field(description="Whether the worker works there now.")
    version: int = Field(description="Counts the changes.", examples=[1])
    created_at: datetime = Field(description="When the worker was taken on.")
    updated_at: datetime = Field(description="When the record last changed.")
