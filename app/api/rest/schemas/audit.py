"""The audit log as it is shown: entries, proofs, checkpoints, and the accounting of disclosures."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.rest.schemas.events import EXAMPLE_ID
from app.api.rest.schemas.shapes import Shape
from app.domain.audit.accounting import ActorKind, Deed
from app.domain.audit.checkpoint import LONGEST_NOTE

HASH = "1sZGPNdU8ttcFHbFBdMFVO6bmExjiL1nHIjbu4oahu8="
NOTE = f"throughline/audit/{EXAMPLE_ID}\n12\n{HASH}\nat 2027-01-02T03:00:00Z\n\n— throughline/audit/{EXAMPLE_ID} AAAA\n"
KEY = f"throughline/audit/{EXAMPLE_ID}+0123abcd+ATRdYJpXQyZiRyRMdI0xeKkLtxbkQd8wM5qeEJYXhWnH"

Hash = Annotated[str, Field(description="A SHA-256 hash in base64.", examples=[HASH])]


class AuditEntryOut(Shape):
    """One call: who did or read what, when."""

    id: UUID = Field(description="Its identifier.")
    at: datetime = Field(description="When.")
    agency_id: UUID = Field(description="The agency that acted; the network's own id when the system did.")
    worker_id: UUID | None = Field(description="Its worker, where a person acted.")
    api_client_id: UUID | None = Field(description="Its program, where one acted.")
    principal_id: UUID | None = Field(description="The agency in whose name it acted, when it was another.")
    roles: list[str] = Field(description="The roles in which it acted.", examples=[["case_manager"]])
    action: str = Field(description="What was done.", examples=["client.read"])
    subject_type: str = Field(description="With which kind of thing.", examples=["client"])
    subject_ids: list[UUID] = Field(description="With which things.")
    client_ids: list[UUID] = Field(description="Which clients it was about.")
    request_id: str = Field(description="The request that did it.", examples=["0f4c"])
    seq: int | None = Field(description="Its place in the sealed log; null for a second or two.", examples=[17])


class InclusionProofOut(Shape):
    """What shows that an entry is in the log, to whoever has the public key (RFC 9162, section 2.1.3)."""

    entry: str = Field(
        description="The text that the leaf hashes, after a zero byte.", examples=['{"action":"client.read"}']
    )
    seq: int = Field(description="Its place, counted from 0.", examples=[17])
    leaf: Hash
    size: int = Field(description="How many entries the log has in the checkpoint.", examples=[1204])
    root: Hash
    path: list[Hash] = Field(description="The hashes beside the way from the leaf to the root.")
    checkpoint: str = Field(description="The signed checkpoint with that size and root.", examples=[NOTE])


class ConsistencyProofOut(Shape):
    """What shows that an earlier log is the beginning of a later one (RFC 9162, section 2.1.4)."""

    first: int = Field(description="The size of the earlier one.", examples=[17])
    second: int = Field(description="The size of the later one.", examples=[1204])
    first_root: Hash
    second_root: Hash
    path: list[Hash] = Field(description="The hashes that lead to both roots.")


class AuditCheckpointOut(Shape):
    """How far the log had come, signed."""

    size: int = Field(description="How many entries it had.", examples=[1204])
    root: Hash
    at: datetime = Field(description="When.")
    note: str = Field(description="The checkpoint as a signed note (C2SP).", examples=[NOTE])


class AuditKeyOut(Shape):
    """A public key that signs checkpoints."""

    name: str = Field(description="The log that it signs for.", examples=[f"throughline/audit/{EXAMPLE_ID}"])
    key: str = Field(description="The key as `verify --trust` takes it: name, hash, Ed25519 key.", examples=[KEY])


class AuditKeysOut(Shape):
    """The public keys of the log, the present one first."""

    keys: list[AuditKeyOut] = Field(description="The keys.")


class AuditAnchorIn(Shape):
    """A checkpoint of another log, to be kept."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": NOTE, "key": KEY}]})

    note: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)] = Field(description="The signed note.")
    key: Annotated[str, Field(min_length=1, max_length=500)] = Field(description="The public key of that log.")


class AuditAnchorOut(Shape):
    """A checkpoint of another log that the network keeps."""

    id: UUID = Field(description="Its identifier.")
    origin: str = Field(description="Of which log.", examples=[f"throughline/audit/{EXAMPLE_ID}"])
    size: int = Field(description="How many entries that log had.", examples=[1204])
    root: Hash
    key: str = Field(description="The key that signed it.", examples=[KEY])
    note: str = Field(description="The note as it was given.", examples=[NOTE])
    agency_id: UUID = Field(description="The agency that gave it to be kept.")
    at: datetime = Field(description="When.")


class DisclosureOut(Shape):
    """One call that showed or changed something of a client."""

    id: UUID = Field(description="The audit entry that tells of it.")
    at: datetime = Field(description="When.")
    deed: Deed = Field(description="Whether something was seen or changed.")
    noun: str = Field(description="Which kind of thing.", examples=["care-plan"])
    action: str = Field(description="What was done.", examples=["care-plan.read"])
    agency_id: UUID | None = Field(description="By which agency; the network's own id when the system did it.")
    agency_name: str | None = Field(description="Its name.", examples=["Harbor Food Bank"])
    principal_id: UUID | None = Field(description="In the name of which other agency.")
    actor_kind: ActorKind = Field(description="What acted.")
    actor_id: UUID | None = Field(description="Who acted.")
    basis: list[str] = Field(description="Why it could see the client then.", examples=[["handoff"]])
    withheld: list[str] = Field(
        description="What is not shown, since the agency's name alone would tell of a treatment.", examples=[[]]
    )
