"""What administration and the directory do alike with their rows, so that each noun says only what is its own."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy import Text, any_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE
from sqlmodel import SQLModel

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.directory import ExternalIdentifierRow
from app.domain.errors import Conflict
from app.domain.identity import Identifier

_UNCHANGING = frozenset({"network_id", "id", "created_at"})
_UUID = UUID_TYPE(as_uuid=True)
_I = table_of(ExternalIdentifierRow)
_OF_NOUN = (_I.c.network_id == bindparam("network"), _I.c.noun == bindparam("noun"))
_KNOWN = (*_OF_NOUN, _I.c.system == bindparam("system"), _I.c.value == any_(bindparam("values", type_=ARRAY(Text))))
_FIND = Statement.of(select(_I.c.value, _I.c.subject_id).where(*_KNOWN))
_FORGET = Statement.of(delete(_I).where(*_OF_NOUN, _I.c.subject_id == any_(bindparam("subjects", type_=ARRAY(_UUID)))))
_LEARN = Statement.of(insert(_I))


class Kept(Protocol):
    """Anything that has an identity and counts its changes."""

    version: int

    @property
    def id(self) -> UUID:
        """Its identifier."""
        ...


K = TypeVar("K", bound=Kept)


class Shelf(Generic[K]):
    """One noun's statements, compiled once: `values` writes an entity as a row, `entity` reads it back."""

    def __init__(
        self,
        noun: str,
        row: type[SQLModel],
        values: Callable[[K], dict[str, Any]],
        entity: Callable[[asyncpg.Record], K],
        identifiers: Callable[[K], tuple[Identifier, ...]] = lambda _: (),
    ) -> None:
        self.noun, self.values, self.entity, self.identifiers = noun, values, entity, identifiers
        self.table = table_of(row)
        columns = self.table.c
        one = (columns.network_id == bindparam("network"), columns.id == bindparam("id"))
        many = (columns.network_id == bindparam("network"), columns.id == any_(bindparam("ids", type_=ARRAY(_UUID))))
        names = [column.name for column in columns if column.name not in _UNCHANGING]
        self._get = Statement.of(select(self.table).where(*one))
        # KEY SHARE passes: a row that refers to this one does not wait for it, or two such writers wait for each other.
        self._lock = Statement.of(select(self.table).where(*one).with_for_update(key_share=True))
        self._lock_many = Statement.of(
            select(self.table).where(*many).order_by(columns.id).with_for_update(key_share=True)
        )
        self._get_many = Statement.of(select(self.table).where(*many))
        self._add = Statement.of(insert(self.table))
        self._save = Statement.of(
            update(self.table)
            .where(*one, columns.version == bindparam("read_version"))
            .values({name: bindparam(name) for name in names})
        )

    async def get(self, session: Session, id: UUID) -> K | None:  # noqa: A002 - the column's name
        """Return one, if there is one."""
        row = await session.fetch_row(self._get, id=id)
        return None if row is None else self.entity(row)

    async def lock(self, session: Session, id: UUID) -> K | None:  # noqa: A002 - the column's name
        """Return one and keep others from changing it until the transaction ends."""
        row = await session.fetch_row(self._lock, id=id)
        return None if row is None else self.entity(row)

    async def get_many(self, session: Session, ids: Collection[UUID]) -> dict[UUID, K]:
        """Return those that there are, by id."""
        if not ids:
            return {}
        return {row["id"]: self.entity(row) for row in await session.fetch(self._get_many, ids=list(ids))}

    async def lock_known(self, session: Session, system: str, values: Collection[str]) -> dict[str, K]:
        """Return and lock those that another system calls by these values."""
        found = await session.fetch(_FIND, noun=self.noun, system=system, values=list(values))
        ids = {row["value"]: row["subject_id"] for row in found}
        rows = await session.fetch(self._lock_many, ids=list(ids.values()))
        by_id = {row["id"]: self.entity(row) for row in rows}
        return {value: by_id[id_] for value, id_ in ids.items() if id_ in by_id}

    async def add(self, session: Session, *items: K) -> None:
        """Insert what is new."""
        rows = [self.values(item) for item in items]
        await session.execute_many(self._add, rows)
        session.touch(*items, new=True)
        await self._learn(session, items, rows)

    async def save(self, session: Session, *items: K) -> None:
        """Write what changed, one version on; refuse when somebody else was faster."""
        rows = [self.values(item) for item in items]
        for item, row in zip(items, rows, strict=True):
            changed = row | {"version": item.version + 1, "read_version": item.version}
            if await session.execute(self._save, **changed) == 0:
                raise Conflict(f"{self.noun}.changed-meanwhile", "Somebody changed it at the same moment.")
            item.version += 1
        session.touch(*items)
        await self._learn_anew(session, items, rows)

    async def save_locked(self, session: Session, items: Collection[K]) -> None:
        """Write many that were locked before, in few messages."""
        rows = [self.values(item) for item in items]
        changes = [row | {"version": row["version"] + 1, "read_version": row["version"]} for row in rows]
        await session.execute_many(self._save, changes)
        for item in items:
            item.version += 1
        session.touch(*items)
        await self._learn_anew(session, items, rows)

    async def _learn_anew(self, session: Session, items: Collection[K], rows: list[dict[str, Any]]) -> None:
        await session.execute(_FORGET, noun=self.noun, subjects=[row["id"] for row in rows])
        await self._learn(session, items, rows)

    async def _learn(self, session: Session, items: Iterable[K], rows: list[dict[str, Any]]) -> None:
        learned = [
            {
                "network_id": session.network,
                "noun": self.noun,
                "system": identifier.system,
                "value": identifier.value,
                "subject_id": row["id"],
            }
            for item, row in zip(items, rows, strict=True)
            for identifier in self.identifiers(item)
        ]
        if learned:
            await session.execute_many(_LEARN, learned)
