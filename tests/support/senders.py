"""Somebody whose receivers wait for events while the worker, a process of its own, has its troubles."""

from hashlib import sha256
from uuid import UUID, uuid4

import asyncpg

from app.adapters.postgres.transactions import PostgresTransactions
from app.adapters.seal import ServiceSeal
from app.adapters.system import RandomIds, SystemClock
from app.adapters.webhooks.keys import SealedKeys
from app.domain.networks.roles import Role
from app.domain.webhooks.endpoint import NewWebhook
from app.use_cases.core import Call, Core
from app.use_cases.webhooks import webhooks
from app.wiring import SEALED_ANSWERS, SEALED_KEYS
from tests.support.builders_events import an_actor, an_event, write
from tests.support.postgres import Database
from tests.support.processes import SECRET

KEY = sha256(SECRET.encode()).digest()


class Sender:
    """Somebody whose receiver waits for events while the worker has its troubles."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self.transactions = transactions
        self.actor = an_actor(role=Role.AGENCY_ADMIN)
        self.key = SealedKeys(ServiceSeal(KEY, SEALED_KEYS)).new()

    async def register(self, url: str) -> None:
        """Let a URL hear of handoffs."""
        core = Core(
            transactions=self.transactions, clock=SystemClock(), ids=RandomIds(), seal=ServiceSeal(KEY, SEALED_ANSWERS)
        )
        call = Call(actor=self.actor, request_id="test")
        await core.run(call, webhooks.register, NewWebhook(url=url, types=("handoff.*",)), self.key.kept)

    async def happen(self, count: int = 1, stream: UUID | None = None) -> list[str]:
        """Commit events, and return their ids."""
        events = [
            an_event(self.actor, stream=stream or uuid4(), version=number, audience=[self.actor.agency])
            for number in range(1, count + 1)
        ]
        async with self.transactions.begin(self.actor.network) as tx:
            await write(tx, *events)
        return [str(event.id) for event in events]


async def let_leases_run_out(database: Database) -> None:
    """Let everything that waits be due at once, and no webhook rest."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute("UPDATE webhook_streams SET due_at = now()")
    await connection.execute("UPDATE webhooks SET failures = 0, resume_at = NULL")
    await connection.close()
