"""Reads that put themselves on record: one message instead of two where it is foreseen what will be told (0053)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.adapters.postgres.statements import Statement, Written
from app.adapters.postgres.tables.audit import AuditRow
from app.adapters.postgres.tables.columns import table_of
from app.ports.transactions import AuditEntry

_COLUMNS = tuple(column.name for column in table_of(AuditRow).c if column.name != "network_id")
_OF_ENTRY = "audit_"  # tells the values of the entry from those by which is read


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The audit row of a read that is still to come, and its values by column."""

    entry: AuditEntry
    values: Mapping[str, Any]

    def arguments(self) -> dict[str, Any]:
        """Return the values as the statement names them."""
        return {f"{_OF_ENTRY}{name}": self.values[name] for name in _COLUMNS}


@cache
def noting(read: Statement, told: str) -> Statement:
    """Return the statement that reads one row alone and, if `told` holds of it, puts it on record; `noted` says so.

    `told` speaks of the row `found`, and of `{client}`, of whom the entry tells.
    """
    return Statement(lambda: _noting(read.alone, told), enters=True)


def _noting(alone: Statement, told: str) -> Written:
    first = len(alone.names) + 1
    places = {name: f"${place}" for place, name in enumerate(_COLUMNS, first)}
    network = f"${alone.names.index('network') + 1}"
    condition = told.format(client=f"({places['client_ids']}::uuid[])[1]")
    sql = (
        f"WITH found AS ({alone.sql}), noted AS ("  # noqa: S608 - our own names
        f"INSERT INTO audit_entries (network_id, {', '.join(_COLUMNS)}) "
        f"SELECT {network}::uuid, {', '.join(places.values())} FROM found WHERE {condition} RETURNING id"
        ") SELECT found.*, EXISTS (SELECT FROM noted) AS noted FROM found"
    )
    names = (*alone.names, *(f"{_OF_ENTRY}{name}" for name in _COLUMNS))
    return Written(sql, names, alone.written.constants)
