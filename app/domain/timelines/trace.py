"""Who may read that something happened with a client: whoever may read the thing itself, now and not then."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.events import Event
from app.domain.identity import AgencyId, ClientId
from app.domain.records import ClientRecord


class Reading(StrEnum):
    """By which rule an entry is read; each is the rule of the thing itself.

    `record`: the rule of care planning records. `parties`: the agencies that have a part in it, and beside them only
    the network's people, who need the client's consent for what bears a label.
    `client`: whoever sees the client.
    """

    RECORD = "record"
    PARTIES = "parties"
    CLIENT = "client"


OF_PARTIES = frozenset({"acuity", "break-glass", "consent-override", "handoff", "referral", "task"})
OF_CLIENT = frozenset({"client"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a happening leaves in the timeline of a client.

    `relabels`: the record is the thing itself, so that what else was told of the thing bears the same labels from now.
    """

    client: ClientId
    reading: Reading
    agency: AgencyId | None
    parties: frozenset[AgencyId] = frozenset()
    kinds: frozenset[DataCategory] = frozenset()
    sensitivities: frozenset[Sensitivity] = frozenset()
    relabels: bool = False


def trace_of(event: Event) -> Trace | None:
    """Return what an event leaves in a timeline; None when it names no client.

    What names neither a record nor parties is for the agencies that serve the client: to forget it hides, not shows.
    """
    happening, acting = event.happening, event.actor.agency
    record, named = happening.record, happening.related.get("client")
    client = record.client if record is not None else ClientId(named) if named is not None else None
    if client is None:
        return None
    if happening.subject_type in OF_PARTIES:
        parties = happening.audience if named is not None else _answering(record)
        trace = Trace(client=client, reading=Reading.PARTIES, agency=acting, parties=parties)
        return trace if record is None else replace(trace, kinds=record.kinds, sensitivities=record.sensitivities)
    if happening.subject_type in OF_CLIENT:
        return Trace(client=client, reading=Reading.CLIENT, agency=acting)
    if record is None:
        return Trace(client=client, reading=Reading.RECORD, agency=acting)
    return Trace(
        client=client,
        reading=Reading.RECORD,
        agency=record.agency,
        kinds=record.kinds,
        sensitivities=record.sensitivities,
        relabels=getattr(record, "id", None) == happening.subject,
    )


def _answering(record: ClientRecord | None) -> frozenset[AgencyId]:
    return frozenset() if record is None or record.agency is None else frozenset({record.agency})
