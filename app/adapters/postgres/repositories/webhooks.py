"""Webhooks to rows and back, and the hand-made changes to their lines of deliveries."""

import base64
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import bindparam, delete, insert, select, update

from app.adapters.postgres.repositories.webhook_lines import line_up
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.webhook_replays import WebhookReplayRow
from app.adapters.postgres.tables.webhooks import WebhookDeliveryRow, WebhookRow, WebhookStreamRow
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, DeliveryId, EventId, NetworkId, WebhookId
from app.domain.webhooks.delivery import Attempt, DeliveryState
from app.domain.webhooks.endpoint import DisabledBecause, Webhook, WebhookStatus
from app.domain.webhooks.keys import Key, Secret, SignatureScheme
from app.ports.webhooks import DeliveryEntry

_W, _S, _D = table_of(WebhookRow), table_of(WebhookStreamRow), table_of(WebhookDeliveryRow)
_CHANGING = ("url", "description", "types", "status", "disabled_because", "secrets", "updated_at", "version")
_ONE = (_W.c.network_id == bindparam("network"), _W.c.id == bindparam("webhook"))
_GET = Statement.of(select(_W).where(*_ONE))
_LOCK = Statement.of(select(_W).where(*_ONE).with_for_update())
_ADD = Statement.of(
    insert(_W).values(
        {column.name: bindparam(column.name) for column in _W.c if column.name not in ("failures", "resume_at")}
    )
)
_SAVE = Statement.of(
    update(_W)
    .where(*_ONE, _W.c.version == bindparam("read_version"))
    .values({name: bindparam(name) for name in _CHANGING})
)
_REST_OVER = Statement.of(update(_W).where(*_ONE).values(failures=0, resume_at=None))
_REMOVE = Statement.of(delete(_W).where(*_ONE))
_EMPTY_LINES = Statement.of(
    delete(_S).where(_S.c.network_id == bindparam("network"), _S.c.webhook_id == bindparam("webhook"))
)
_R = table_of(WebhookReplayRow)
_FORGET_REPLAYS = Statement.of(
    delete(_R).where(_R.c.network_id == bindparam("network"), _R.c.webhook_id == bindparam("webhook"))
)
_BURY = Statement.of(
    update(_D)
    .where(_D.c.network_id == bindparam("network"), _D.c.webhook_id == bindparam("webhook"), _D.c.state == "waiting")
    .values(state="dead", next_attempt_at=None, settled_at=bindparam("at"))
)
_DELIVERY = Statement.of(
    select(_D).where(
        _D.c.network_id == bindparam("network"),
        _D.c.webhook_id == bindparam("webhook"),
        _D.c.id == bindparam("delivery"),
    )
)
_LINE_UP_TEST = Statement.text(
    """
    WITH placed AS (
        INSERT INTO webhook_deliveries (
            network_id, id, webhook_id, stream_id, seq, event_id, type,
            state, tries, next_attempt_at, attempts, created_at
        )
        VALUES ($1, $3, $2, $3, 0, $3, 'webhook.test', 'waiting', 0, $4, '[]', $4)
        RETURNING webhook_id, stream_id, seq
    )
    """  # noqa: S608 - both texts are our own
    + line_up("$4::timestamptz"),
    "network",
    "webhook",
    "delivery",
    "at",
)
_REPLAY = Statement.text(
    """
    WITH placed AS (
        UPDATE webhook_deliveries
        SET state = 'waiting', tries = 0, next_attempt_at = $4, settled_at = NULL
        WHERE network_id = $1 AND webhook_id = $2 AND id = $3 AND state <> 'waiting'
        RETURNING webhook_id, stream_id, seq
    )
    """  # noqa: S608 - both texts are our own
    + line_up("$4::timestamptz"),
    "network",
    "webhook",
    "delivery",
    "at",
)


class WebhookRepository:
    """The webhooks of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, webhook: WebhookId) -> Webhook | None:
        """Return a webhook."""
        row = await self.session.fetch_row(_GET, webhook=webhook)
        return None if row is None else entity(row)

    async def lock(self, webhook: WebhookId) -> Webhook | None:
        """Return a webhook and keep others from changing it."""
        row = await self.session.fetch_row(_LOCK, webhook=webhook)
        return None if row is None else entity(row)

    async def add(self, webhook: Webhook) -> None:
        """Insert a webhook that was just registered."""
        await self.session.execute(_ADD, **_values(webhook))

    async def save(self, webhook: Webhook) -> None:
        """Write a changed webhook, one version on; a new URL or a new life begins with a clean record of failures."""
        values = _values(webhook) | {"version": webhook.version + 1, "read_version": webhook.version}
        if await self.session.execute(_SAVE, webhook=webhook.id, **values) == 0:
            raise Conflict("webhook.changed-meanwhile", "Somebody changed the webhook at the same moment.")
        await self.session.execute(_REST_OVER, webhook=webhook.id)
        webhook.version += 1

    async def remove(self, webhook: WebhookId, at: datetime) -> None:
        """Delete a webhook with its lines and replays; its log is purged in its time."""
        await self.silence(webhook, at)
        await self.session.execute(_FORGET_REPLAYS, webhook=webhook)
        await self.session.execute(_REMOVE, webhook=webhook)

    async def silence(self, webhook: WebhookId, at: datetime) -> None:
        """Make dead letters of everything in line."""
        await self.session.execute(_EMPTY_LINES, webhook=webhook)
        await self.session.execute(_BURY, webhook=webhook, at=at)

    async def line_up_test(self, webhook: WebhookId, delivery: DeliveryId, at: datetime) -> None:
        """Put a test message in a line of its own."""
        await self.session.execute(_LINE_UP_TEST, webhook=webhook, delivery=delivery, at=at)

    async def replay(self, webhook: WebhookId, delivery: DeliveryId, at: datetime) -> None:
        """Put a settled delivery back at its place in line."""
        await self.session.execute(_REPLAY, webhook=webhook, delivery=delivery, at=at)

    async def delivery(self, webhook: WebhookId, delivery: DeliveryId) -> DeliveryEntry | None:
        """Return one delivery."""
        row = await self.session.fetch_row(_DELIVERY, webhook=webhook, delivery=delivery)
        return None if row is None else delivery_entry(row)


def _values(webhook: Webhook) -> dict[str, Any]:
    return {
        "network_id": webhook.network,
        "id": webhook.id,
        "agency_id": webhook.agency,
        "url": webhook.url,
        "description": webhook.description,
        "types": list(webhook.types),
        "network_wide": webhook.network_wide,
        "status": webhook.status,
        "disabled_because": webhook.disabled_because,
        "secrets": [_secret_values(secret) for secret in webhook.secrets],
        "version": webhook.version,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
    }


def entity(row: asyncpg.Record) -> Webhook:
    """Read a webhook back."""
    because = row["disabled_because"]
    return Webhook(
        id=WebhookId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        url=row["url"],
        description=row["description"],
        types=tuple(row["types"]),
        network_wide=row["network_wide"],
        status=WebhookStatus(row["status"]),
        disabled_because=None if because is None else DisabledBecause(because),
        secrets=secrets(row["secrets"]),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _secret_values(secret: Secret) -> dict[str, Any]:
    return {
        "scheme": secret.key.scheme.value,
        "sealed": base64.b64encode(secret.key.sealed).decode(),
        "public": secret.key.public,
        "since": secret.since.isoformat(),
        "until": None if secret.until is None else secret.until.isoformat(),
    }


def _secret(document: dict[str, Any]) -> Secret:
    until = document["until"]
    return Secret(
        key=Key(
            scheme=SignatureScheme(document["scheme"]),
            sealed=base64.b64decode(document["sealed"]),
            public=document["public"],
        ),
        since=datetime.fromisoformat(document["since"]),
        until=None if until is None else datetime.fromisoformat(until),
    )


def secrets(documents: list[dict[str, Any]]) -> tuple[Secret, ...]:
    """Read the secrets of a webhook back, the oldest first."""
    return tuple(map(_secret, documents))


def attempt_values(attempt: Attempt) -> dict[str, Any]:
    """Write one line of the delivery log."""
    return {
        "at": attempt.at.isoformat(),
        "status": attempt.status,
        "error": attempt.error,
        "milliseconds": attempt.milliseconds,
    }


def delivery_entry(row: asyncpg.Record) -> DeliveryEntry:
    """Read a delivery with its log."""
    return DeliveryEntry(
        id=DeliveryId(row["id"]),
        webhook_id=WebhookId(row["webhook_id"]),
        event_id=EventId(row["event_id"]),
        type=row["type"],
        state=DeliveryState(row["state"]),
        tries=row["tries"],
        next_attempt_at=row["next_attempt_at"],
        attempts=tuple(
            Attempt(**{**document, "at": datetime.fromisoformat(document["at"])}) for document in row["attempts"]
        ),
        created_at=row["created_at"],
        settled_at=row["settled_at"],
    )
