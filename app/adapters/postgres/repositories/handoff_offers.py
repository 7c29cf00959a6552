"""Who may take which handoff out of a pool: a row for each, because lists of pools are read along them."""

from collections.abc import Iterable

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.routing import Routing

_OFFER = Statement.text(
    """
    WITH offered AS (
        SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) AS given (handoff_id, agency_id, updated_at)
    ), over AS (
        DELETE FROM handoff_offers o WHERE o.network_id = $1 AND o.handoff_id = ANY ($5::uuid[]) AND NOT EXISTS (
            SELECT 1 FROM offered WHERE offered.handoff_id = o.handoff_id AND offered.agency_id = o.agency_id
        )
    )
    INSERT INTO handoff_offers (network_id, handoff_id, agency_id, updated_at)
    SELECT $1, handoff_id, agency_id, updated_at FROM offered
    ON CONFLICT (network_id, handoff_id, agency_id) DO UPDATE SET updated_at = excluded.updated_at
    """,
    *("network", "handoffs", "agencies", "moments", "written"),
)


async def offer(session: Session, handoffs: Iterable[Handoff]) -> None:
    """Write to whom handoffs are offered as they stand now; where none came out of a pool, nothing is sent."""
    pooled = [handoff for handoff in handoffs if handoff.routing is Routing.POOL]
    if not pooled:
        return
    offers = [(each.id, agency, each.updated_at) for each in pooled if _waits(each) for agency in each.offered_to]
    await session.execute(
        _OFFER,
        handoffs=[handoff for handoff, _, _ in offers],
        agencies=[agency for _, agency, _ in offers],
        moments=[at for _, _, at in offers],
        written=[each.id for each in pooled],
    )


def _waits(handoff: Handoff) -> bool:
    """Whether it waits for somebody to take it: what lists of pools ask of the row of the handoff once more."""
    return handoff.pooled and handoff.sent_at is not None and handoff.answered_at is None and handoff.ended_at is None
