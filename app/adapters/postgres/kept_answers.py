"""Answers kept under idempotency keys, in the transaction of the effect that they tell of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.records import KeptAnswerRow
from app.ports.transactions import Answer, KeptAnswer

_T = table_of(KeptAnswerRow).c

_FIND = Statement.of(
    select(_T.fingerprint, _T.status, _T.headers, _T.body)
    .where(_T.network_id == bindparam("network"), _T.caller_id == bindparam("caller"))
    .where(_T.key == bindparam("key"))
)
# Only a fast "still running": the primary key is what makes a second effect impossible.
_CLAIM = Statement.text("SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 0))", "lock")
_KEEP = Statement.of(insert(KeptAnswerRow))


class KeptAnswerRepository:
    """Kept answers of one network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def find(self, caller: UUID, key: str) -> KeptAnswer | None:
        """Return the answer kept under this key."""
        row = await self.session.fetch_row(_FIND, caller=caller, key=key)
        if row is None:
            return None
        headers = tuple((name, value) for name, value in row["headers"])
        answer = Answer(status=row["status"], headers=headers, body=row["body"])
        return KeptAnswer(caller=caller, key=key, fingerprint=row["fingerprint"], answer=answer)

    async def claim(self, caller: UUID, key: str) -> bool:
        """Hold the key until the transaction ends."""
        return bool(await self.session.fetch_value(_CLAIM, lock=f"{self.session.network}/{caller}/{key}"))

    async def keep(self, kept: KeptAnswer, at: datetime) -> None:
        """Insert the answer."""
        await self.session.execute(
            _KEEP,
            network_id=self.session.network,
            caller_id=kept.caller,
            key=kept.key,
            at=at,
            fingerprint=kept.fingerprint,
            status=kept.answer.status,
            headers=[list(pair) for pair in kept.answer.headers],
            body=kept.answer.body,
        )
