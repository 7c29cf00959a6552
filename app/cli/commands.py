"""The command line: every way to prepare, start and look at the service, each with an exit code that scripts can trust.

0 is success, 1 a failure that the message explains, 2 a wrong command line, 130 an interruption.
"""

import asyncio
import contextlib
import http.client
import json
import sys
import urllib.request
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
import uvloop

from app.adapters.postgres import provisioning
from app.adapters.postgres.embedded.failures import EmbeddedServerFailed
from app.adapters.postgres.failures import FAILURES
from app.adapters.postgres.startup import NotFit
from app.api.log_lines import log_as_json
from app.cli.audit import add_verify, audit_commands
from app.cli.imports import import_commands
from app.cli.networks import network_commands
from app.cli.projecting import add_project
from app.config import Settings, read_settings
from app.wiring import bring_up_to_date, home_of, migrate, open_database, open_service

FAILURE = 1
INTERRUPTED = 130
EXPECTED = (EmbeddedServerFailed, NotFit, provisioning.RolesMissing, provisioning.NotProvisionable, *FAILURES)

app = typer.Typer(
    name="throughline",
    help="The open care-coordination API. Settings come from the environment; without DATABASE_URL the service brings "
    "its own PostgreSQL, below THROUGHLINE_HOME.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Host = Annotated[str | None, typer.Option(help="The address to listen on; THROUGHLINE_HOST.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="The port to listen on; PORT.")]


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    *,
    with_worker: Annotated[bool, typer.Option("--with-worker", help="Run the worker in the same process.")] = False,
) -> None:
    """Serve the API until SIGTERM or Ctrl-C; requests that are under way are finished."""
    settings = _settings(host, port)
    log_as_json(settings.log_level)
    from app import serving  # noqa: PLC0415 - the doors are slow to load, and few commands open them

    _run(serving.serve(settings, with_worker=with_worker))


@app.command()
def worker() -> None:
    """Relay events, deliver webhooks, keep clocks and purge, until SIGTERM or Ctrl-C; several at once are safe."""
    settings = read_settings()
    log_as_json(settings.log_level)
    from app import serving  # noqa: PLC0415 - the doors are slow to load, and few commands open them

    _run(serving.work(settings))


@app.command()
def demo(host: Host = None, port: Port = None) -> None:
    """Migrate, load the demo network, and serve it with the worker inside: what `make run` does."""
    settings = _settings(host, port)
    log_as_json("warning")
    from app import serving  # noqa: PLC0415 - the doors are slow to load, and few commands open them

    _run(serving.demo(settings, tell=typer.echo))


@app.command("migrate")
def migrate_command(
    revision: Annotated[str, typer.Option(help="The revision to go to, or -1, or base.")] = "head",
) -> None:
    """Bring the database's tables to the state that this version needs; safe to kill and to repeat."""
    _run(_migrate(read_settings(), revision))


@app.command()
def provision(
    admin_url: Annotated[
        str, typer.Option(envvar="DATABASE_ADMIN_URL", help="A superuser's address.", show_default=False)
    ],
) -> None:
    """Create the database and the roles that DATABASE_URL, _WORKER_URL and _OWNER_URL name, on your own server."""
    _run(_provision(read_settings(), admin_url))


@app.command("verify-config")
def verify_config() -> None:
    """Show the settings in force, and check that the database is there and fit to be used."""
    settings = read_settings()
    typer.echo(json.dumps(_shown(settings), indent=2))
    _run(_check_database(settings))
    typer.echo("The database is fit.")


@app.command()
def health(port: Port = None) -> None:
    """Ask the service on this machine whether it is ready."""
    url = f"http://127.0.0.1:{port if port is not None else read_settings().port}/readyz"
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            typer.echo(answer.read().decode())
    except (OSError, http.client.HTTPException) as error:
        _fail(f"{url}: {error}")


@app.command()
def openapi(
    directory: Annotated[Path, typer.Option(help="Where the documents are kept.")] = Path("openapi"),
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where they differ.")] = False,
) -> None:
    """Write the published descriptions of the doors from the code."""
    from app import serving  # noqa: PLC0415 - the doors are slow to load, and few commands open them

    different = [name for name, text in serving.descriptions().items() if _differs(directory / name, text, check=check)]
    if check and different:
        _fail(f"These differ from the code, run `make openapi`: {', '.join(different)}")


def main() -> None:
    """Run the command line."""
    app()


def _settings(host: str | None, port: int | None) -> Settings:
    chosen = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    return read_settings().model_copy(update=chosen)


def _run(work: Coroutine[Any, Any, None]) -> None:
    with _explained(), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except EXPECTED as error:
        _fail(str(error) or type(error).__name__)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def _fail(message: str) -> None:
    typer.echo(message, err=True)
    sys.exit(FAILURE)


async def _migrate(settings: Settings, revision: str) -> None:
    async with open_database(settings) as database:
        if database.owner is None:
            _fail("DATABASE_OWNER_URL is missing: migrations run as the owner of the tables.")
            return
        await migrate(database.owner, revision)


async def _provision(settings: Settings, admin_url: str) -> None:
    given = (settings.database_url, settings.database_worker_url, settings.database_owner_url)
    addresses = [url.get_secret_value() for url in given if url is not None]
    passwords = provisioning.passwords_in(*addresses)
    await provisioning.provision(admin_url, urlsplit(addresses[0]).path.lstrip("/"), passwords)


async def _check_database(settings: Settings) -> None:
    async with open_database(settings) as database:
        if settings.database_url is None:
            await bring_up_to_date(database)
        async with open_service(settings, database.app):
            return


def _shown(settings: Settings) -> dict[str, Any]:
    return settings.model_dump(mode="json") | {"home": str(home_of(settings)), "base_url": settings.base_url}


def _differs(path: Path, text: str, *, check: bool) -> bool:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    if not check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return True


add_verify(app, _run)
add_project(app, _run)
app.add_typer(audit_commands(_run), name="audit")
app.add_typer(import_commands(_run), name="import")
app.add_typer(network_commands(_run), name="network")
