"""How the service's processes live: listen, work, and stop in order when they are asked to."""

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from app import worker
from app.api.addresses import Addresses
from app.api.connections import PatientConnection, Room, connections
from app.api.limits import Caps, Limits
from app.api.openapi import describe
from app.api.security import BearerRecognition
from app.api.sockets import sockets
from app.config import Settings
from app.demo import file as demo_file
from app.domain.limits.accounts import Accounts
from app.domain.limits.strangers import Strangers
from app.domain.networks.quotas import Quota, ServiceLimits
from app.main import GRAPHQL, create_app
from app.use_cases.supervision import supervise
from app.wiring import Service, bring_up_to_date, home_of, open_database, open_service, rate_keeping, unopened
from app.worker import working_beside

GRACE_SECONDS = 10
SUBSCRIPTIONS_FOR_EACH_STREAM = 8
KEEP_ALIVE_SECONDS = 30
PING_SECONDS = 20.0
LARGEST_MESSAGE = 256 * 1024
BACKLOG = 2048
REQUESTS_FOR_EACH_CONNECTION = 2  # one is in the database while another reads and writes what it is about
AGENCYS_PART, CLIENTS_PART = 4, 8  # of all that may be under way: a quarter, an eighth


class Listener(uvicorn.Server):
    """uvicorn, stopped by whoever runs it, since it is not all that there is to stop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and tell."""
        await super().startup(sockets)
        self.ready.set()

    def stop(self) -> None:
        """Finish what is under way; asked again, drop it."""
        self.force_exit = self.should_exit
        self.should_exit = True


async def serve(settings: Settings, *, with_worker: bool = False) -> None:
    """Serve until a signal; migrate first only where the database is our own."""
    async with _bound(settings) as listening, open_database(settings) as database:
        if settings.database_url is None:
            await bring_up_to_date(database)
        async with AsyncExitStack() as stack:
            service = await stack.enter_async_context(open_service(settings, database.app))
            if with_worker:
                await stack.enter_async_context(working_beside(settings, database.worker))
            app = application(service)
            await stack.enter_async_context(_keeping_rates(service, app))
            await _listen(app, listening, connections(_room(settings)), lambda: None)


async def work(settings: Settings) -> None:
    """Do the worker's part until a signal."""
    stop = asyncio.Event()
    async with open_database(settings) as database:
        if settings.database_url is None:
            await bring_up_to_date(database)
        with _signals(stop.set):
            await worker.work(settings, database.worker, stop)


async def demo(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve a demo network until a signal, with everything in one process."""
    async with _bound(settings) as listening, open_database(settings) as database:
        await bring_up_to_date(database)
        async with open_service(settings, database.app) as service:
            told = await demo_file.prepare(service.core, home_of(settings), _address(listening))
            app = application(service)
            async with working_beside(settings, database.worker), _keeping_rates(service, app):
                await _listen(app, listening, connections(_room(settings)), lambda: tell(told))


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{reachable}:{port}"


def _room(settings: Settings) -> Room:
    return Room(
        most=settings.max_connections,
        most_from_address=settings.max_connections_per_address,
        trusts=Addresses(settings.trusted_proxies).trusts,
    )


@asynccontextmanager
async def _keeping_rates(service: Service, app: FastAPI) -> AsyncIterator[None]:
    limits: Limits = app.state.limits
    stop = asyncio.Event()
    loop = rate_keeping(service, limits.accounts, limits.clock)
    keeping = asyncio.create_task(supervise([loop], stop), name="limits")
    try:
        yield
    finally:
        stop.set()
        await keeping


def application(service: Service) -> FastAPI:
    """Build the application over a service."""
    limits = limits_of(service.settings)
    return create_app(service, BearerRecognition(service.authentication, limits.check_stranger), limits)


def limits_of(settings: Settings) -> Limits:
    """Make the limits of one process."""
    usual = ServiceLimits(
        client=settings.rate_limit_client, agency=settings.rate_limit_agency, ceiling=settings.rate_limit_ceiling
    )
    return Limits(
        accounts=Accounts(usual),
        strangers=Strangers(Quota(units=settings.rate_limit_address)),
        addresses=Addresses(settings.trusted_proxies),
        caps=Caps(
            at_once=settings.database_pool_size * REQUESTS_FOR_EACH_CONNECTION,
            agency=max(1, settings.max_connections // AGENCYS_PART),
            client=max(1, settings.max_connections // CLIENTS_PART),
            streams=settings.max_streams_per_client,
            subscriptions=settings.max_streams_per_client * SUBSCRIPTIONS_FOR_EACH_STREAM,
            agency_subscriptions=max(1, settings.max_connections // AGENCYS_PART) * SUBSCRIPTIONS_FOR_EACH_STREAM,
        ),
    )


def descriptions() -> dict[str, str]:
    """Write down what the doors offer, as the files that are published."""
    return asyncio.run(_describe())


async def _describe() -> dict[str, str]:
    from app.api.fhir.capabilities import statement  # noqa: PLC0415 - the tables of FHIR are slow to load

    settings = Settings()
    app = application(unopened(settings))
    said = {"openapi.json": describe(app), "capability-statement.json": statement(settings.base_url)}
    written = {name: json.dumps(content, indent=2, ensure_ascii=False) for name, content in said.items()}
    written["schema.graphql"] = GRAPHQL.answering.graph.strawberry.as_str()
    return {name: f"{text}\n" for name, text in written.items()}


@asynccontextmanager
async def _bound(settings: Settings) -> AsyncIterator[socket.socket]:
    """Take the port before anything else is started, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG) as listening:
        yield listening


async def _listen(
    app: FastAPI, listening: socket.socket, held: type[PatientConnection], on_ready: Callable[[], None]
) -> None:
    listener = Listener(configured(app, held))

    def stop() -> None:
        app.state.closing.set()
        listener.stop()

    with _signals(stop):
        serving = asyncio.create_task(listener.serve(sockets=[listening]))
        await asyncio.wait({serving, asyncio.ensure_future(listener.ready.wait())}, return_when="FIRST_COMPLETED")
        on_ready()
        preparing = asyncio.create_task(GRAPHQL.prepare(), name="graph")
        await serving
        preparing.cancel()


def configured(app: ASGIApp, held: type[PatientConnection]) -> uvicorn.Config:
    """Return how the application is served over connections of this kind, and over WebSockets with as much room."""
    return uvicorn.Config(
        app,
        loop="none",
        http=held,
        ws=sockets(held.room),
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
