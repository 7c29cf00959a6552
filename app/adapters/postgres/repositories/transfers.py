"""Transfers to rows and back, with their clients."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import any_, bindparam, case, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_teams import CareTeamMemberRow
from app.adapters.postgres.tables.caseloads import CaseloadTransferClientRow, CaseloadTransferRow, Passing
from app.adapters.postgres.tables.columns import table_of
from app.domain.caseloads.transfer import Transfer, TransferReason
from app.domain.caseloads.transfer_moves import TransferStatus
from app.domain.identity import AgencyId, ClientId, NetworkId, TransferId, WorkerId

_T = table_of(CaseloadTransferRow)
_C = table_of(CaseloadTransferClientRow)
_M = table_of(CareTeamMemberRow)
_IDS = ARRAY(UUID_TYPE(as_uuid=True))
_OF = (_C.c.network_id == bindparam("network"), _C.c.transfer_id == bindparam("transfer"))
_IN_STATE = Statement.of(
    select(_C.c.client_id)
    .where(*_OF, _C.c.state == bindparam("state"))
    .order_by(_C.c.client_id)
    .limit(bindparam("limit"))
)
_ENLIST_NAMED = Statement.of(
    insert(_C).from_select(
        ["network_id", "transfer_id", "client_id", "state"],
        select(
            bindparam("network", type_=_C.c.network_id.type),
            bindparam("transfer", type_=_C.c.transfer_id.type),
            func.unnest(bindparam("clients", type_=_IDS)),
            literal(Passing.WAITING.value),
        ),
    )
)
_ENLIST_ALL = Statement.of(
    insert(_C).from_select(
        ["network_id", "transfer_id", "client_id", "state"],
        select(
            _M.c.network_id,
            bindparam("transfer", type_=_C.c.transfer_id.type),
            _M.c.client_id,
            literal(Passing.WAITING.value),
        ).where(_M.c.network_id == bindparam("network"), _M.c.worker_id == bindparam("giver"), _M.c.is_primary),
    )
)
_SETTLE = Statement.of(
    update(_C)
    .where(*_OF, _C.c.client_id == any_(bindparam("clients", type_=_IDS)))
    .values(
        state=case(
            (_C.c.client_id == any_(bindparam("done", type_=_IDS)), Passing.DONE.value), else_=Passing.PASSED.value
        )
    )
)
_DUE = Statement.of(
    select(_T)
    .where(
        _T.c.network_id == bindparam("network"),
        text("caseload_transfers.status IN ('planned', 'running')"),
        _T.c.agency_id == bindparam("agency"),
        _T.c.effective <= bindparam("at"),
    )
    .order_by(_T.c.effective, _T.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def values_of(transfer: Transfer) -> dict[str, Any]:
    """Write a transfer as a row."""
    return {
        "network_id": transfer.network,
        "id": transfer.id,
        "agency_id": transfer.agency,
        "from_worker_id": transfer.giver,
        "to_worker_id": transfer.receiver,
        "reason": transfer.reason,
        "note": transfer.note,
        "notes": {str(client): text for client, text in transfer.notes.items()},
        "everyone": transfer.everyone,
        "effective": transfer.effective,
        "status": transfer.status,
        "total": transfer.total,
        "done": transfer.done,
        "passed": transfer.passed,
        "requested_by": transfer.requested_by,
        "ended_at": transfer.ended_at,
        "ended_why": transfer.ended_why,
        "version": transfer.version,
        "created_at": transfer.created_at,
        "updated_at": transfer.updated_at,
    }


def transfer_of(row: asyncpg.Record) -> Transfer:
    """Read a transfer back."""
    return Transfer(
        id=TransferId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        giver=WorkerId(row["from_worker_id"]),
        receiver=WorkerId(row["to_worker_id"]),
        reason=TransferReason(row["reason"]),
        requested_by=row["requested_by"],
        effective=row["effective"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        everyone=row["everyone"],
        note=row["note"],
        notes={ClientId(UUID(client)): text for client, text in row["notes"].items()},
        status=TransferStatus(row["status"]),
        total=row["total"],
        done=row["done"],
        passed=row["passed"],
        ended_at=row["ended_at"],
        ended_why=row["ended_why"],
        version=row["version"],
    )


TRANSFERS = Shelf("transfer", CaseloadTransferRow, values_of, transfer_of)


class TransferRepository:
    """Transfers, each with its clients and what became of them."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, transfer: TransferId) -> Transfer | None:
        """Return a transfer."""
        return await TRANSFERS.get(self.session, transfer)

    async def lock(self, transfer: TransferId) -> Transfer | None:
        """Return a transfer and lock its row."""
        return await TRANSFERS.lock(self.session, transfer)

    async def add(self, transfer: Transfer, clients: Collection[ClientId]) -> None:
        """Insert a transfer and the clients it names."""
        await TRANSFERS.add(self.session, transfer)
        if clients:
            await self.session.execute(_ENLIST_NAMED, transfer=transfer.id, clients=list(clients))

    async def save(self, transfer: Transfer) -> None:
        """Write a changed transfer."""
        await TRANSFERS.save(self.session, transfer)

    async def lock_due(self, agency: AgencyId, at: datetime) -> Transfer | None:
        """Return and lock the agency's transfer that has waited longest and that nobody else works at."""
        row = await self.session.fetch_row(_DUE, agency=agency, at=at)
        return None if row is None else transfer_of(row)

    async def enlist(self, transfer: Transfer) -> int:
        """List every client of the giver."""
        return await self.session.execute(_ENLIST_ALL, transfer=transfer.id, giver=transfer.giver)

    async def waiting(self, transfer: TransferId, limit: int) -> tuple[ClientId, ...]:
        """Name clients who were not handed over yet."""
        return await self._in_state(transfer, Passing.WAITING, limit)

    async def settle(self, transfer: TransferId, *, done: Collection[ClientId], passed: Collection[ClientId]) -> None:
        """Note what became of clients."""
        everybody = [*done, *passed]
        await self.session.execute(_SETTLE, transfer=transfer, clients=everybody, done=list(done))

    async def passed_by(self, transfer: TransferId, limit: int) -> tuple[ClientId, ...]:
        """Name clients who were not the giver's any more."""
        return await self._in_state(transfer, Passing.PASSED, limit)

    async def _in_state(self, transfer: TransferId, state: Passing, limit: int) -> tuple[ClientId, ...]:
        rows = await self.session.fetch(_IN_STATE, transfer=transfer, state=state, limit=limit)
        return tuple(ClientId(row["client_id"]) for row in rows)
