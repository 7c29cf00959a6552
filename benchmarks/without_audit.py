"""Starts the service without its audit row: only to measure what that costs, for which the product has no switch."""

import re
import sys
from collections.abc import Sequence

from app.adapters.postgres import records, resource_writing
from app.adapters.postgres.changes import Written
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransaction
from app.cli.commands import main
from app.domain.events import Event
from app.ports.transactions import AuditEntry, KeptAnswer

AUDIT_ROW = re.compile(r"INSERT INTO audit_entries \([^)]*\)\s*VALUES \((?P<values>.*)\)\s*\Z", re.DOTALL)
WRITE = records.write


def without_row(statement: Statement) -> Statement:
    """Leave the audit row out of a statement that writes more than that."""
    found = AUDIT_ROW.search(statement.sql)
    assert found is not None, "the statement writes no audit row"
    return Statement.text(f"{statement.sql[: found.start()]} SELECT {found['values']}", *statement.names)


def _no_leaf(_values: object) -> bytes:
    return b""


def _foresee(_transaction: PostgresTransaction, _entry: AuditEntry) -> None:
    return


async def _write(
    session: Session,
    events: Sequence[Event],
    entry: AuditEntry,
    kept: KeptAnswer | None,
    stamp: records.Stamp,
    resources: Sequence[Written] = (),
) -> None:
    if events or kept is not None:
        await WRITE(session, events, entry, kept, stamp, resources)
    else:
        await resource_writing.put(session, resources)


if __name__ == "__main__":
    for name in ("_ALL", "_ALL_TRACED", "_ALL_RELABELLED"):
        statements = getattr(records, name)
        setattr(records, name, {changing: without_row(each) for changing, each in statements.items()})
    records.leaf = _no_leaf  # type: ignore[assignment]
    records.write = _write
    PostgresTransaction.foresee = _foresee  # type: ignore[assignment, method-assign]
    sys.argv[0] = "throughline"
    main()
