"""What sources call the things that were taken over from them, so that later files may refer to them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.directory import ExternalIdentifierRow

_I = table_of(ExternalIdentifierRow)
_FIND = Statement.of(
    select(_I.c.value, _I.c.subject_id).where(
        _I.c.network_id == bindparam("network"),
        _I.c.noun == bindparam("noun"),
        _I.c.system == bindparam("system"),
        _I.c.value == any_(bindparam("values", type_=ARRAY(Text))),
    )
)
_NEW = insert(_I)
_LEARN = Statement.of(
    _NEW.on_conflict_do_update(index_elements=list(_I.primary_key), set_={"subject_id": _NEW.excluded.subject_id})
)


class SourceKeyRepository:
    """The keys of sources."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def learn(self, noun: str, source: str, keys: Mapping[str, UUID]) -> None:
        """Insert keys, or let them mean something else."""
        given = {"noun": noun, "system": source, "network_id": self.session.network}
        rows = [{**given, "value": key, "subject_id": subject} for key, subject in sorted(keys.items())]
        if rows:
            await self.session.execute_many(_LEARN, rows)

    async def find(self, noun: str, source: str, keys: Collection[str]) -> dict[str, UUID]:
        """Look keys up."""
        rows = await self.session.fetch(_FIND, noun=noun, system=source, values=sorted(keys))
        return {row["value"]: row["subject_id"] for row in rows}
