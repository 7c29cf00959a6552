"""All resources of a type in the order of their ids, a bounded piece at a time, as far as the asker may read them.

A piece is bounded by how many rows are looked at, not by how many are shown: who sees little of a large network walks
as far as anybody. Ids never change, so that nothing is met twice and nothing left out, whatever is written meanwhile.
"""

from uuid import UUID

from app.adapters.postgres.queries.access import reach
from app.adapters.postgres.queries.resource_criteria import all_find
from app.adapters.postgres.queries.resource_texts import Writing
from app.adapters.postgres.repositories.resources import stored
from app.adapters.postgres.session import PLANNED_ONCE, Session
from app.adapters.postgres.statements import Statement
from app.domain.errands.bulk_export import ExportFile
from app.ports.access import Access
from app.ports.bulk import Shown, Walk, Window

MOST_ROWS, MOST_BYTES = 2_000, 1_000_000
FIRST = UUID(int=0)
_PLANNED_ONCE = Statement.text(PLANNED_ONCE)


class ResourceWalkQueries:
    """The way through one network's resources."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def window(self, access: Access, walk: Walk) -> Window:
        """Find out how far a piece goes, and read what is shown of it."""
        await self.session.execute(_PLANNED_ONCE)
        bounds = Writing()
        ends = await self.session.fetch(bounds.statement(_last(bounds, walk)), **bounds.given)
        if not ends:
            return Window(items=(), last=None)
        last, writing = ends[0]["id"], Writing()
        statement = writing.statement(_shown(writing, walk, last))
        rows = await self.session.fetch(statement, **writing.given, **reach(access))
        return Window(items=tuple(Shown(resource=stored(row), face=row["face"]) for row in rows), last=last)

    async def still_shown(self, access: Access, file: ExportFile) -> bool:
        """Count what is shown now as it was told_of."""
        writing = Writing()
        faces = f"unnest({writing.put(list(file.ids), 'uuid[]')}, {writing.put(list(file.faces), 'smallint[]')})"
        same = f"(told_of.deleted OR {writing.face('told_of')} = asked.face)"
        may = f"({writing.seen('told_of')} OR {writing.gone('told_of')})"
        sql = (
            f"SELECT count(*) FROM {faces} AS asked (id, face) CROSS JOIN LATERAL (SELECT 1 FROM resources told_of"  # noqa: S608
            f" WHERE told_of.network_id = {writing.network} AND told_of.type = {writing.put(file.type, 'text')}"
            f" AND told_of.id = asked.id AND {may} AND {same} OFFSET 0) shown"
        )
        count = await self.session.fetch_value(writing.statement(sql), **writing.given, **reach(access))
        return bool(count == len(file.ids))


def _last(writing: Writing, walk: Walk) -> str:
    """Write the statement that returns the last resource of a piece: so many rows, or so many bytes to be shown."""
    resource = writing.alias()
    wanted = _wanted(writing, walk, resource)
    contents = f"octet_length({resource}.content) + coalesce(octet_length({resource}.other_content), 0)"
    looked = f"{resource}.id, CASE WHEN {wanted} THEN {contents} ELSE 0 END AS size"
    return (
        f"SELECT id FROM (SELECT id, size, sum(size) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS total FROM ("  # noqa: S608
        f"SELECT {looked} FROM {_rows(writing, walk, resource)}"
        f" ORDER BY {resource}.id LIMIT {MOST_ROWS}) looked) summed"
        f" WHERE total <= {MOST_BYTES} OR total = size ORDER BY id DESC LIMIT 1"
    )


def _shown(writing: Writing, walk: Walk, last: UUID) -> str:
    resource = writing.alias()
    may = writing.gone(resource) if walk.gone else writing.seen(resource)
    return (
        f"SELECT {writing.columns(resource)}, {writing.face(resource)} AS face"  # noqa: S608
        f" FROM {_rows(writing, walk, resource, last)} WHERE {_wanted(writing, walk, resource)} AND {may}"
        f"{all_find(writing, walk.criteria, resource)} ORDER BY {resource}.id"
    )


def _rows(writing: Writing, walk: Walk, resource: str, last: UUID | None = None) -> str:
    """Write where the rows are read: along the ids, or, of named clients, along the index of each."""
    found = (
        f"SELECT * FROM resources WHERE network_id = {writing.network} AND type = {writing.put(walk.type, 'text')}"  # noqa: S608
        f" AND id > {writing.put(walk.after or FIRST, 'uuid')}"
    )
    if last is not None:
        found += f" AND id <= {writing.put(last, 'uuid')}"
    if walk.clients is None:
        return f"({found}) {resource}"
    clients = writing.put(sorted(walk.clients), "uuid[]")
    return f"unnest({clients}) AS named (id) CROSS JOIN LATERAL ({found} AND client_id = named.id OFFSET 0) {resource}"


def _wanted(writing: Writing, walk: Walk, resource: str) -> str:
    tests = [f"{resource}.deleted" if walk.gone else f"NOT {resource}.deleted"]
    tests.append(f"({resource}.version > 1 OR {resource}.updated_at <= {writing.put(walk.before, 'timestamptz')})")
    if walk.of_clients:
        tests.append(f"{resource}.client_id IS NOT NULL")
    if walk.since is not None:
        tests.append(f"{resource}.updated_at > {writing.put(walk.since, 'timestamptz')}")
    return " AND ".join(tests)
