"""Who is asked by a handoff: its provider once it was sent, and everybody to whom a pool offers it."""

from sqlalchemy import ColumnElement, FromClause, and_, any_, bindparam, literal_column, or_
from sqlalchemy.dialects.postgresql import UUID

from app.domain.referrals.routing import Routing

_AGENCY = bindparam("agency", type_=UUID(as_uuid=True))


def is_pooled(handoff: FromClause) -> ColumnElement[bool]:
    """Whether the handoff is nobody's yet: in a pool it stands with its sender."""
    columns = handoff.c
    return and_(columns.routing == literal_column(f"'{Routing.POOL}'"), columns.provider_id == columns.sender_id)


def is_offered(handoff: FromClause) -> ColumnElement[bool]:
    """Whether a pool offers the handoff to the asker's agency, and nobody has taken it yet."""
    columns = handoff.c
    waiting = and_(columns.sent_at.is_not(None), columns.answered_at.is_(None), columns.ended_at.is_(None))
    return and_(is_pooled(handoff), waiting, any_(columns.offered_to) == _AGENCY)


def is_asked(handoff: FromClause) -> ColumnElement[bool]:
    """Whether the asker's agency is asked by the handoff, or was."""
    columns = handoff.c
    return or_(and_(columns.provider_id == _AGENCY, columns.sent_at.is_not(None)), is_offered(handoff))
