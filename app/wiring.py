"""The only file that knows everything: from settings to a running core."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import SystemRandom

import asyncpg

from app.adapters import secret_file
from app.adapters.anchors import FileAnchors
from app.adapters.audit_keys import AuditKeys
from app.adapters.fhir.instruments.library import InstrumentLibrary
from app.adapters.fhir.projection import FhirProjector
from app.adapters.oauth.client_keys import GuardedClientKeys
from app.adapters.oauth.desk import OAuthDesk
from app.adapters.oauth.signing_keys import SigningKeys
from app.adapters.outbound.deferred import DeferredWeb
from app.adapters.postgres import revisions, startup
from app.adapters.postgres.audit_sealing import PostgresAuditLog
from app.adapters.postgres.deliveries import PostgresDeliveryQueue
from app.adapters.postgres.embedded.home import user_home
from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.provision import provision
from app.adapters.postgres.embedded.server import EmbeddedServer
from app.adapters.postgres.engine import PoolSettings, close_pool, open_pool
from app.adapters.postgres.errand_watch import PostgresErrandWatch
from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.adapters.postgres.limits import PostgresSharedBooks
from app.adapters.postgres.news import PostgresNews
from app.adapters.postgres.notifications import PostgresNotificationQueue
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.retention_watch import PostgresRetentionWatch
from app.adapters.postgres.transactions import PostgresTransactions
from app.adapters.printing.printer import PaperPrinter
from app.adapters.seal import ServiceSeal
from app.adapters.system import RandomIds, SystemClock
from app.adapters.webhooks.keys import SealedKeys
from app.adapters.webhooks.rest_hooks import RestHooks
from app.adapters.webhooks.sender import StandardWebhookSender
from app.api.fhir.bulk_work import FhirBulk
from app.api.fhir.subscriptions.speech import FhirSpeech
from app.config import Settings
from app.domain.audit.checkpoint import VerifierKey
from app.domain.identity import NetworkId, WebhookId
from app.domain.limits.accounts import Accounts
from app.use_cases.access.authentication import Authentication
from app.use_cases.audit.audit_sealing import Sealer
from app.use_cases.bulk.bulk_rounds import BulkWork
from app.use_cases.core import Core
from app.use_cases.events.relaying import Relay
from app.use_cases.networks.rate_keeping import RateKeeping
from app.use_cases.retention.retention_rounds import Erasing, Exports, Proposing
from app.use_cases.rounds import Purges, rounds, system_call
from app.use_cases.subscriptions.notifying import Notifying
from app.use_cases.supervision import Loop
from app.use_cases.webhooks import webhooks
from app.use_cases.webhooks.deliveries import Deliveries

WORKER_POOL_SIZE = 8
RATE_KEEPING_SECONDS = 1.0
SEALING_SECONDS = 1.0
SEALED_ANSWERS = b"throughline/kept-answers/1"
SEALED_KEYS = b"throughline/webhook-signing-keys/1"
SEALED_EXPORTS = b"throughline/client-exports/1"
SEALED_BULK = b"throughline/bulk-exports/1"
SEALED_HEADERS = b"throughline/subscription-headers/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """How each role reaches the database; `owner` is None where migrations are somebody else's business."""

    app: str
    worker: str
    owner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the doors and the entry points use."""

    settings: Settings
    secret: bytes
    core: Core
    transactions: PostgresTransactions
    web: DeferredWeb
    authentication: Authentication
    oauth: OAuthDesk
    signing_keys: SigningKeys
    client_keys: GuardedClientKeys
    webhook_keys: SealedKeys
    export_seal: ServiceSeal
    bulk_seal: ServiceSeal
    news: PostgresNews
    plan_printer: PaperPrinter
    audit_keys: AuditKeys

    async def readiness(self) -> dict[str, str]:
        """Tell whether the database answers and is migrated."""
        return await startup.readiness(self.transactions.pool)


def home_of(settings: Settings) -> Path:
    """Return the data directory: THROUGHLINE_HOME, or what is usual for this user."""
    return settings.home or user_home(os.environ)


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Reach the database of DATABASE_URL, or start the embedded one, provisioned."""
    if settings.database_url is not None:
        yield _outside(settings)
        return
    async with EmbeddedServer(home_of(settings)) as server:
        await provision(server)
        yield Database(
            app=server.dsn(role=Role.APP), worker=server.dsn(role=Role.WORKER), owner=server.dsn(role=Role.OWNER)
        )


async def bring_up_to_date(database: Database) -> None:
    """Run the migrations, where this process may."""
    if database.owner is not None and not await revisions.is_current(database.owner):
        await migrate(database.owner)


async def migrate(owner: str, revision: str = "head") -> None:
    """Bring the tables to a revision, as their owner."""
    from app.adapters.postgres import migrate as migrations  # noqa: PLC0415 - Alembic is slow to load and rarely needed

    await migrations.migrate(owner, revision)


@asynccontextmanager
async def open_service(settings: Settings, dsn: str) -> AsyncIterator[Service]:
    """Open the pool as the role in `dsn`, check the database, and put the parts together."""
    pool = await open_pool(
        PoolSettings(dsn=dsn, size=settings.database_pool_size, statement_cache=settings.database_statement_cache)
    )
    try:
        async with pool.acquire() as connection:
            await startup.check(connection)
        service = assemble(settings, _secret(settings), pool)
        try:
            yield service
        finally:
            await service.web.close()
            await service.transactions.close()
    finally:
        await close_pool(pool)


def assemble(settings: Settings, secret: bytes, pool: "asyncpg.Pool[asyncpg.Record]") -> Service:
    """Put the parts together."""
    audit_keys = AuditKeys(secret)
    instruments = InstrumentLibrary()
    projector = FhirProjector(instruments.shipped())
    seal, limited = ServiceSeal(secret, SEALED_HEADERS), settings.database_statement_cache > 0
    transactions = PostgresTransactions(pool, instruments, audit_keys.of_entry, projector, seal, limited=limited)
    clock, ids = SystemClock(), RandomIds()
    web = DeferredWeb(allow_private_targets=settings.allow_private_targets)
    authentication = Authentication(transactions, clock)
    return Service(
        settings=settings,
        secret=secret,
        core=Core(
            transactions=transactions,
            clock=clock,
            ids=ids,
            seal=ServiceSeal(secret, SEALED_ANSWERS),
            forget=authentication.forget_all,
        ),
        transactions=transactions,
        web=web,
        authentication=authentication,
        oauth=OAuthDesk(
            transactions=transactions,
            clock=clock,
            ids=ids,
            web=web,
            base_url=settings.base_url,
            lifetime=timedelta(seconds=settings.access_token_seconds),
            ended=authentication.forget,
        ),
        signing_keys=SigningKeys(secret),
        client_keys=GuardedClientKeys(web),
        webhook_keys=SealedKeys(ServiceSeal(secret, SEALED_KEYS)),
        export_seal=ServiceSeal(secret, SEALED_EXPORTS),
        bulk_seal=ServiceSeal(secret, SEALED_BULK),
        news=PostgresNews(pool),
        plan_printer=PaperPrinter(settings.fonts),
        audit_keys=audit_keys,
    )


def rate_keeping(service: Service, accounts: Accounts, clock: Callable[[], float]) -> Loop:
    """Put together the loop by which a process that serves agrees with the others on what was used."""
    keeping = RateKeeping(accounts, PostgresSharedBooks(service.transactions), clock)
    return Loop(name="limits", turn=keeping.turn, pause=RATE_KEEPING_SECONDS)


@asynccontextmanager
async def open_worker(settings: Settings, dsn: str) -> AsyncIterator[tuple[Loop, ...]]:
    """Open the service as the worker's role, and put together the loops that the worker turns."""
    modest = settings.model_copy(update={"database_pool_size": min(settings.database_pool_size, WORKER_POOL_SIZE)})
    async with open_service(modest, dsn) as service:
        async with service.transactions.pool.acquire() as connection:
            await startup.check_worker(connection)
        yield _loops(service)


def _loops(service: Service) -> tuple[Loop, ...]:
    core, clock, transactions = service.core, service.core.clock, service.transactions
    housekeeping, watch = PostgresHousekeeping(transactions), PostgresRetentionWatch(transactions)
    bulk = BulkWork(core, PostgresErrandWatch(transactions), FhirBulk(service.settings.base_url), service.bulk_seal)
    news, heard = asyncio.Event(), asyncio.Event()

    async def gone(network: NetworkId, webhook: WebhookId) -> None:
        await core.run(system_call(network, "webhook-gone"), webhooks.take_leave, webhook)

    deliveries = Deliveries(
        PostgresDeliveryQueue(transactions),
        StandardWebhookSender(service.web, service.webhook_keys),
        clock,
        chance=SystemRandom().random,
        gone=gone,
        wake=news,
    )
    hooks = RestHooks(service.web, FhirSpeech(service.settings.base_url))
    notifying = Notifying(
        core, PostgresNotificationQueue(transactions), hooks, chance=SystemRandom().random, wake=heard
    )
    return (
        Loop(name="audit", turn=_sealer(service).turn, pause=SEALING_SECONDS),
        Loop(name="relay", turn=Relay(PostgresEventLog(transactions), clock, news.set, heard.set).turn, pause=0.1),
        Loop(name="webhooks", turn=deliveries.turn, pause=0.25, wake=news, close=deliveries.close),
        Loop(name="subscriptions", turn=notifying.turn, pause=0.5, wake=heard, close=notifying.close),
        *rounds(core, housekeeping),
        Loop(name="exports", turn=Exports(core, watch, service.export_seal).turn, pause=2.0),
        Loop(name="bulk", turn=bulk.turn, pause=1.0),
        Loop(name="erasures", turn=Erasing(core, watch).turn, pause=10.0),
        Loop(name="retention", turn=Proposing(core, watch).turn, pause=3600.0),
        Loop(name="purges", turn=Purges(housekeeping, clock).turn, pause=300.0),
    )


def _sealer(service: Service) -> Sealer:
    former = frozenset(VerifierKey.parse(text) for text in service.settings.audit_former_keys)
    log = PostgresAuditLog(service.transactions)
    return Sealer(service.core, log, service.audit_keys, anchors_of(service.settings), former)


def anchors_of(settings: Settings) -> FileAnchors:
    """Return where checkpoints are anchored: the folder that was chosen, else one in a home that was chosen or ours."""
    own_home = settings.database_url is None or settings.home is not None
    return FileAnchors(settings.audit_anchors or (home_of(settings) / "anchors" if own_home else None))


async def networks_of(service: Service) -> Sequence[NetworkId]:
    """Name every network; only the worker's role sees them all."""
    return await PostgresHousekeeping(service.transactions).networks()


def unopened(settings: Settings) -> Service:
    """Put the parts together without a database, to describe what the service offers."""
    return assemble(settings, b"", asyncpg.create_pool(min_size=0))


def _outside(settings: Settings) -> Database:
    app, worker, owner = settings.database_url, settings.database_worker_url, settings.database_owner_url
    assert app is not None  # noqa: S101  asked by the caller
    return Database(
        app=app.get_secret_value(),
        worker=(worker or app).get_secret_value(),
        owner=owner.get_secret_value() if owner is not None else None,
    )


def _secret(settings: Settings) -> bytes:
    if (secret := secret_of(settings)) is None:
        raise SystemExit("THROUGHLINE_SECRET_KEY is missing: every process of one service needs the same.")
    return secret


def secret_of(settings: Settings) -> bytes | None:
    """Return the service's secret; None where the database is somebody's own and no secret is set."""
    if settings.secret_key is not None:
        return sha256(settings.secret_key.get_secret_value().encode()).digest()
    return None if settings.database_url is not None else secret_file.read_or_make(home_of(settings) / "secret.key")
