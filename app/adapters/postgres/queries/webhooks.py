"""Pages of webhooks and of their deliveries, each one statement on an index in the order of the page."""

import uuid
from datetime import UTC, datetime

from sqlalchemy import DateTime, Text, any_, bindparam, cast, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import UUID, array

from app.adapters.postgres.repositories.webhooks import delivery_entry, entity
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.webhooks import WebhookDeliveryRow, WebhookRow
from app.domain.identity import AgencyId, WebhookId
from app.domain.webhooks.endpoint import Webhook
from app.ports.queries import Cursor, Page
from app.ports.webhooks import DeliveryEntry, DeliveryFilter

_W, _D = table_of(WebhookRow), table_of(WebhookDeliveryRow)
_AFTER_ID = bindparam("after_id", type_=UUID(as_uuid=True))
_AFTER_AT = bindparam("after_at", type_=DateTime(timezone=True))
_SINCE = bindparam("since", type_=DateTime(timezone=True))
_EVENT = bindparam("event", type_=UUID(as_uuid=True))
_STATE = bindparam("state", type_=Text())
# Where a first page begins; a condition on a missing cursor would keep the planner from seeking on the index.
_FIRST_ID = uuid.UUID(int=0)
_END, _BEGINNING = datetime(9999, 1, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)

_ALL = (
    select(_W)
    .where(_W.c.network_id == bindparam("network"), _W.c.id > _AFTER_ID)
    .order_by(_W.c.id)
    .limit(bindparam("limit"))
)
_WEBHOOKS = Statement.of(_ALL)
_WEBHOOKS_OF_AGENCY = Statement.of(_ALL.where(_W.c.agency_id == bindparam("agency")))
_LOG = (
    select(_D)
    .where(_D.c.network_id == bindparam("network"), _D.c.webhook_id == bindparam("webhook"))
    .where(tuple_(_D.c.created_at, _D.c.id) < tuple_(_AFTER_AT, _AFTER_ID), _D.c.created_at >= _SINCE)
    .order_by(_D.c.created_at.desc(), _D.c.id.desc())
    .limit(bindparam("limit"))
)
_DELIVERIES = Statement.of(_LOG)
_DELIVERIES_IN_STATE = Statement.of(_LOG.where(_D.c.state == bindparam("state")))
# The id of a delivery is made of webhook and event; a test, which is in no log, has one id for both.
_OF_EVENT = cast(func.md5(cast(bindparam("webhook", type_=UUID(as_uuid=True)), Text) + cast(_EVENT, Text)), UUID)
_DELIVERIES_OF_EVENT = Statement.of(
    _LOG.where(_D.c.id == any_(array([_OF_EVENT, _EVENT])), or_(_STATE.is_(None), _D.c.state == _STATE))
)


class WebhookQueries:
    """Pages of webhooks and of their deliveries."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def webhooks(self, agency: AgencyId | None, *, limit: int, after: Cursor | None) -> Page[Webhook]:
        """List the webhooks of one agency, or of all."""
        (after_id,) = after or (_FIRST_ID,)
        statement = _WEBHOOKS if agency is None else _WEBHOOKS_OF_AGENCY
        rows = await self.session.page(statement, agency=agency, after_id=after_id, limit=limit + 1)
        items = tuple(map(entity, rows[:limit]))
        ids = tuple((each.id,) for each in items)
        return Page(items=items, next=ids[-1] if len(rows) > limit else None, places=ids)

    async def deliveries(
        self, webhook: WebhookId, which: DeliveryFilter, *, limit: int, after: Cursor | None
    ) -> Page[DeliveryEntry]:
        """List deliveries, the newest first."""
        after_at, after_id = after or (which.until or _END, _FIRST_ID)
        statement = _DELIVERIES if which.state is None else _DELIVERIES_IN_STATE
        rows = await self.session.page(
            _DELIVERIES_OF_EVENT if which.event else statement,
            webhook=webhook,
            state=which.state,
            event=which.event,
            since=which.since or _BEGINNING,
            after_at=after_at,
            after_id=after_id,
            limit=limit + 1,
        )
        items = tuple(map(delivery_entry, rows[:limit]))
        moments = tuple((each.created_at, each.id) for each in items)
        return Page(items=items, next=moments[-1] if len(rows) > limit else None, places=moments)
