"""The messages between the sides of handoffs, to rows and back."""

from collections.abc import Collection
from uuid import UUID

import asyncpg
from sqlalchemy import bindparam, select, tuple_

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.messages import HandoffMessageRow
from app.domain.identity import AgencyId, ClientId, HandoffId, MessageId
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.message import Message, PlacedMessage
from app.ports.queries import Cursor, Page

_T = table_of(HandoffMessageRow)
_ADD = Statement.text(
    """
    WITH added AS (
        INSERT INTO handoff_messages (network_id, id, handoff_id, client_id, agency_id, by, at, text)
        VALUES ($1::uuid, $2, $3::uuid, $4, $5, $6, $7, $8)
    )
    UPDATE handoffs SET messages = messages + 1 WHERE network_id = $1::uuid AND id = $3::uuid
    """,
    *("network", "id", "handoff", "client", "agency", "by", "at", "text"),
)
_OF = (_T.c.network_id == bindparam("network"), _T.c.handoff_id == bindparam("handoff"))
_GET = Statement.of(select(_T).where(*_OF, _T.c.id == bindparam("id")))
_AFTER = tuple_(_T.c.at, _T.c.id) > tuple_(
    bindparam("after_at", type_=_T.c.at.type), bindparam("after_id", type_=_T.c.id.type)
)
_PAGES = {
    continued: Statement.of(
        select(_T).where(*_OF, *((_AFTER,) if continued else ())).order_by(_T.c.at, _T.c.id).limit(bindparam("limit"))
    )
    for continued in (False, True)
}
_ABOUT = Statement.text(
    "SELECT * FROM handoff_messages WHERE network_id = $1 AND handoff_id = ANY ($2::uuid[])", "network", "handoffs"
)
_MANY = Statement.text(
    "SELECT * FROM handoff_messages WHERE network_id = $1 AND id = ANY ($2::uuid[])", "network", "ids"
)


class MessageRepository:
    """The messages of the network's handoffs."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def add(self, message: Message, handoff: Handoff) -> None:
        """Insert a message and count it; that is no change of the handoff itself."""
        await self.session.execute(
            _ADD,
            id=message.id,
            handoff=message.handoff,
            client=message.client,
            agency=message.agency,
            by=message.by,
            at=message.at,
            text=message.text,
        )
        handoff.messages += 1
        self.session.touch(PlacedMessage(message, handoff), new=True)

    async def get(self, handoff: HandoffId, message: MessageId) -> Message | None:
        """Return a message about a handoff."""
        row = await self.session.fetch_row(_GET, handoff=handoff, id=message)
        return None if row is None else _message(row)

    async def page(self, handoff: HandoffId, *, after: Cursor | None, limit: int) -> Page[Message]:
        """Return one page, the oldest first."""
        given = {"handoff": handoff, "limit": limit + 1}
        if after is not None:
            given |= {"after_at": after[0], "after_id": after[1]}
        rows = await self.session.page(_PAGES[after is not None], **given)
        items = tuple(map(_message, rows[:limit]))
        moments = tuple((row["at"], row["id"]) for row in rows[:limit])
        return Page(items=items, next=moments[-1] if len(rows) > limit else None, places=moments)

    async def get_many(self, messages: Collection[UUID]) -> tuple[Message, ...]:
        """Return those that there are."""
        return tuple(map(_message, await self.session.fetch(_MANY, ids=list(messages))))

    async def about(self, handoffs: Collection[HandoffId]) -> tuple[Message, ...]:
        """Return what was said about handoffs."""
        return tuple(map(_message, await self.session.fetch(_ABOUT, handoffs=list(handoffs))))


def _message(row: asyncpg.Record) -> Message:
    return Message(
        id=MessageId(row["id"]),
        handoff=HandoffId(row["handoff_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        by=row["by"],
        text=row["text"],
        at=row["at"],
    )
