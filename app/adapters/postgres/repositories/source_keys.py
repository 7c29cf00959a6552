"""What sources call the things that were taken over from them, so that later files may refer to them."""

from collections.abc import Collection, Mapping

from sqlalchemy import Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.source_records import SourceRecordRow
from app.ports.imports import Taken

_S = table_of(SourceRecordRow)
_FIND = Statement.of(
    select(_S.c.name, _S.c.subject_id, _S.c.said).where(
        _S.c.network_id == bindparam("network"),
        _S.c.noun == bindparam("noun"),
        _S.c.source == bindparam("source"),
        _S.c.name == any_(bindparam("names", type_=ARRAY(Text))),
    )
)
_NEW = insert(_S)
_LEARN = Statement.of(
    _NEW.on_conflict_do_update(
        index_elements=list(_S.primary_key), set_={"subject_id": _NEW.excluded.subject_id, "said": _NEW.excluded.said}
    )
)


class SourceKeyRepository:
    """The keys of sources."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def learn(self, noun: str, source: str, keys: Mapping[str, Taken]) -> None:
        """Insert keys, or let them mean something else."""
        given = {"noun": noun, "source": source, "network_id": self.session.network}
        rows = [
            {**given, "name": key, "subject_id": taken.subject, "said": taken.said}
            for key, taken in sorted(keys.items())
        ]
        if rows:
            await self.session.execute_many(_LEARN, rows)

    async def find(self, noun: str, source: str, keys: Collection[str]) -> dict[str, Taken]:
        """Look keys up."""
        rows = await self.session.fetch(_FIND, noun=noun, source=source, names=sorted(keys))
        return {row["name"]: Taken(subject=row["subject_id"], said=row["said"]) for row in rows}
