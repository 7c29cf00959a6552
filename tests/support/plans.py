"""How PostgreSQL carries statements out in tables worth the name: filled by SQL, explained as the service asks."""

from collections.abc import Iterator, Sequence
from typing import Any

import asyncpg

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.identity import NetworkId

MOST_ROWS = 1_000
FREE = "SET session_replication_role = replica"  # no trigger for each of the many rows
NEEDED = """
SELECT column_name AS name, data_type AS type FROM information_schema.columns
WHERE table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
"""
EMPTY = {
    "uuid": "'00000000-0000-0000-0000-000000000000'::uuid",
    "text": "''",
    "jsonb": "'{}'::jsonb",
    "boolean": "false",
    "timestamp with time zone": "now()",
    "ARRAY": "'{}'",
}


class Explaining(Session):
    """A session that keeps how each statement was carried out: planned once for whatever values, as for who looks."""

    __slots__ = ("plans",)

    def __init__(self, connection: Any, network: NetworkId) -> None:
        super().__init__(connection, network)
        self.plans: list[dict[str, Any]] = []

    async def fetch(self, statement: Statement, **given: Any) -> list[asyncpg.Record]:
        """Explain, then run."""
        values = statement.arguments(given | {"network": self.network})
        self.plans.append(await _explained(self.connection, statement.sql, values))
        return await super().fetch(statement, **given)


async def _explained(connection: Any, sql: str, values: Sequence[Any]) -> dict[str, Any]:
    types = [kind.name for kind in (await connection.prepare(sql)).get_parameters()]
    given = ", ".join(f"{_literal(value)}::{type_}" for value, type_ in zip(values, types, strict=True))
    await connection.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE explained AS {sql}")
    try:
        execute = f"EXECUTE explained({given})" if values else "EXECUTE explained"
        [found] = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {execute}")
    finally:
        await connection.execute("DEALLOCATE explained; RESET plan_cache_mode")
    plan: dict[str, Any] = found["Plan"]
    return plan


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    text = "{" + ",".join(f'"{each}"' for each in value) + "}" if isinstance(value, list | tuple) else str(value)
    return "'" + text.replace("'", "''") + "'"


async def fill(connection: asyncpg.Connection, network: NetworkId, table: str, rows: int, **given: str) -> None:
    """Fill a table with rows: the given columns by SQL over n, the others empty."""
    needed = {row["name"]: EMPTY.get(row["type"], "0") for row in await connection.fetch(NEEDED, table)}
    columns = needed | {"network_id": f"'{network}'::uuid"} | given
    names, values = ", ".join(columns), ", ".join(columns.values())
    await connection.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(1, {rows}) n")  # noqa: S608


def an_id(number: str) -> str:
    """Return SQL for the id of the row of a number."""
    return f"lpad(to_hex({number}), 32, '0')::uuid"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every step of a plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def costly(plan: dict[str, Any], most: int = MOST_ROWS) -> list[tuple[str, str, int]]:
    """Return the steps that read a whole table, or handle many more rows than a page has."""
    found = []
    for node in (step for step in nodes(plan) if step["Actual Loops"]):
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        rows = int((node["Actual Rows"] + removed) * node["Actual Loops"])
        read = rows + int(node.get("Rows Removed by Filter", 0))  # a table without a row is read whole as it comes
        if (node["Node Type"] == "Seq Scan" and read) or rows > most:
            found.append((node["Node Type"], node.get("Relation Name", ""), rows))
    return found
