"""Who speaks in a client's record, as sent and shown."""

from typing import Any
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.care_plans.participant import Participant, ParticipantKind


class ParticipantOut(Shape):
    """Somebody who takes part in a client's care."""

    kind: ParticipantKind = Field(description="In what capacity.", examples=["client"])
    id: UUID | None = Field(description="The worker or the agency.")
    name: Name | None = Field(description="Who it is, where there is no id.", examples=["Her sister Ana"])


class ParticipantIn(Input, ParticipantOut):
    """Somebody who takes part in a client's care: workers and agencies by id, others by name, the client by neither."""

    def participant(self) -> Participant:
        """Return it as the domain takes it."""
        return Participant(kind=self.kind, id=self.id, name=self.name)


def participant_view(participant: Participant) -> dict[str, Any]:
    """Put a participant into the words of `ParticipantOut`."""
    return {"kind": participant.kind, "id": participant.id, "name": participant.name}
