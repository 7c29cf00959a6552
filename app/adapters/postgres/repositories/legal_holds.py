"""Legal holds to rows and back."""

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.identity import ClientId, NetworkId
from app.domain.retention.legal_hold import LegalHold

_HOLD = Statement.text("SELECT * FROM legal_holds WHERE network_id = $1 AND client_id = $2", "network", "client")
_PLACE = Statement.text(
    """
    INSERT INTO legal_holds (network_id, client_id, reason, placed_by, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, 1, $5, $5)
    """,
    "network",
    "client",
    "reason",
    "by",
    "at",
)
_CHANGE_HOLD = Statement.text(
    """
    UPDATE legal_holds SET reason = $3, updated_at = $4, version = version + 1
    WHERE network_id = $1 AND client_id = $2
    """,
    "network",
    "client",
    "reason",
    "at",
)
_LIFT = Statement.text("DELETE FROM legal_holds WHERE network_id = $1 AND client_id = $2", "network", "client")


class LegalHoldRepository:
    """The legal holds of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, client: ClientId) -> LegalHold | None:
        """Return the hold on a client."""
        row = await self.session.fetch_row(_HOLD, client=client)
        if row is None:
            return None
        return LegalHold(
            network=NetworkId(row["network_id"]),
            client=ClientId(row["client_id"]),
            reason=row["reason"],
            placed_by=row["placed_by"],
            version=row["version"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
        )

    async def add(self, hold: LegalHold) -> None:
        """Insert a new hold."""
        told = {"client": hold.client, "reason": hold.reason, "by": hold.placed_by, "at": hold.created_at}
        await self.session.execute(_PLACE, **told)

    async def save(self, hold: LegalHold) -> None:
        """Write a changed hold, whose client is locked."""
        await self.session.execute(_CHANGE_HOLD, client=hold.client, reason=hold.reason, at=hold.updated_at)
        hold.version += 1

    async def lift(self, client: ClientId) -> None:
        """Delete the hold."""
        await self.session.execute(_LIFT, client=client)
