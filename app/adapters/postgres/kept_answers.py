"""Answers kept under idempotency keys, found again by callers that retry."""

from uuid import UUID

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.ports.transactions import Answer, Claim, KeptAnswer

# The lock is only a fast "still running": the primary key is what makes a second effect impossible, and a call that
# trips over it is tried again and finds the answer.
_CLAIM = Statement.text(
    """
    SELECT pg_try_advisory_xact_lock(hashtextextended($1::text || $2::text || $3::text, 0)) AS held,
        k.fingerprint, k.status, k.headers, k.body
    FROM (SELECT 1) AS once
    LEFT JOIN kept_answers k ON k.network_id = $1::uuid AND k.caller_id = $2::uuid AND k.key = $3::text
    """,
    "network",
    "caller",
    "key",
)


class KeptAnswerRepository:
    """Kept answers of one network; `records` writes them."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def claim(self, caller: UUID, key: str) -> Claim:
        """Hold the key until the transaction ends."""
        row = await self.session.fetch_row(_CLAIM, caller=caller, key=key)
        if row is None:
            raise LookupError("a statement that always has a row had none")
        if row["body"] is None:
            return Claim(held=row["held"], kept=None)
        headers = tuple((name, value) for name, value in row["headers"])
        answer = Answer(status=row["status"], headers=headers, body=row["body"])
        kept = KeptAnswer(caller=caller, key=key, fingerprint=row["fingerprint"], answer=answer)
        return Claim(held=row["held"], kept=kept)
