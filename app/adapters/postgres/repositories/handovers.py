"""Handovers to rows and back."""

from typing import Any

import asyncpg
import msgspec

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.caseloads import HandoverRow
from app.domain.caseloads.handover import Handover, HandoverStatus, Point
from app.domain.caseloads.transfer import TransferReason
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.identity import AgencyId, ClientId, HandoverId, NetworkId, TransferId, WorkerId


def values_of(handover: Handover) -> dict[str, Any]:
    """Write a handover as a row."""
    return {
        "network_id": handover.network,
        "id": handover.id,
        "client_id": handover.client,
        "agency_id": handover.agency,
        "kinds": kind_bits(handover.kinds),
        "sensitivity": label_bits(handover.sensitivities),
        "transfer_id": handover.transfer,
        "from_worker_id": handover.giver,
        "to_worker_id": handover.receiver,
        "reason": handover.reason,
        "note": handover.note,
        "points": msgspec.to_builtins(handover.points),
        "status": handover.status,
        "acknowledged_at": handover.acknowledged_at,
        "acknowledged_by": handover.acknowledged_by,
        "version": handover.version,
        "created_at": handover.created_at,
        "updated_at": handover.updated_at,
    }


def handover_of(row: asyncpg.Record) -> Handover:
    """Read a handover back."""
    return Handover(
        id=HandoverId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        transfer=TransferId(row["transfer_id"]),
        giver=WorkerId(row["from_worker_id"]),
        receiver=WorkerId(row["to_worker_id"]),
        reason=TransferReason(row["reason"]),
        note=row["note"],
        points=msgspec.convert(row["points"], tuple[Point, ...]),
        sensitivities=labels_in(row["sensitivity"]),
        status=HandoverStatus(row["status"]),
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


HANDOVERS = Shelf("handover", HandoverRow, values_of, handover_of)


class HandoverRepository:
    """The handovers of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, handover: HandoverId) -> Handover | None:
        """Return a handover."""
        return await HANDOVERS.get(self.session, handover)

    async def lock(self, handover: HandoverId) -> Handover | None:
        """Return a handover and lock its row."""
        return await HANDOVERS.lock(self.session, handover)

    async def add(self, *handovers: Handover) -> None:
        """Insert new handovers."""
        await HANDOVERS.add(self.session, *handovers)

    async def save(self, handover: Handover) -> None:
        """Write a changed handover."""
        await HANDOVERS.save(self.session, handover)
