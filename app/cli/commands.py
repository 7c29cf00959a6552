"""The command line: every way to prepare, start and look at the service, each with an exit code that scripts can trust.

0 is success, 1 a failure that the message explains, 2 a wrong command line, 130 an interruption.
"""

import http.client
import sys
import urllib.request
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from app.cli.audit import add_verify, audit_commands
from app.cli.imports import import_commands
from app.cli.loading import loading
from app.cli.networks import network_commands
from app.cli.projection import add_project

if TYPE_CHECKING:
    from app.config import Settings

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
    _log_as_json(settings.log_level)
    with loading():
        from app import serving  # noqa: PLC0415 - few commands need it

    _run(serving.serve(settings, with_worker=with_worker))


@app.command()
def worker() -> None:
    """Relay events, deliver webhooks, keep clocks and purge, until SIGTERM or Ctrl-C; several at once are safe."""
    settings = _settings()
    _log_as_json(settings.log_level)
    with loading():
        from app import serving  # noqa: PLC0415 - few commands need it

    _run(serving.work(settings))


@app.command()
def demo(host: Host = None, port: Port = None) -> None:
    """Migrate, load the demo network, and serve it with the worker inside: what `make run` does."""
    settings = _settings(host, port)
    _log_as_json("warning")
    with loading():
        from app import serving  # noqa: PLC0415 - few commands need it

    _run(serving.demo(settings, tell=typer.echo))


@app.command("migrate")
def migrate_command(
    revision: Annotated[str, typer.Option(help="The revision to go to, or -1, or base.")] = "head",
) -> None:
    """Bring the database's tables to the state that this version needs; safe to kill and to repeat."""
    with loading():
        from app.cli import databases  # noqa: PLC0415 - few commands need it

    _run(databases.bring(_settings(), revision))


@app.command()
def provision(
    admin_url: Annotated[
        str, typer.Option(envvar="DATABASE_ADMIN_URL", help="A superuser's address.", show_default=False)
    ],
) -> None:
    """Create the database and the roles that DATABASE_URL, _WORKER_URL and _OWNER_URL name, on your own server."""
    with loading():
        from app.cli import databases  # noqa: PLC0415 - few commands need it

    _run(databases.provision(_settings(), admin_url))


@app.command("verify-config")
def verify_config() -> None:
    """Show the settings in force, and check that the database is there and fit to be used."""
    with loading():
        from app.cli import databases  # noqa: PLC0415 - few commands need it

    _run(databases.check(_settings()))


@app.command()
def health(port: Port = None) -> None:
    """Ask the service on this machine whether it is ready."""
    url = f"http://127.0.0.1:{port if port is not None else _settings().port}/readyz"
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
    with loading():
        from app import serving  # noqa: PLC0415 - few commands need it

    different = [name for name, text in serving.descriptions().items() if _differs(directory / name, text, check=check)]
    if check and different:
        _fail(f"These differ from the code, run `make openapi`: {', '.join(different)}")


def main() -> None:
    """Run the command line."""
    app()


def _settings(host: str | None = None, port: int | None = None) -> "Settings":
    with loading():
        from app.config import read_settings  # noqa: PLC0415 - few commands need it

    chosen = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    return read_settings().model_copy(update=chosen)


def _log_as_json(level: str) -> None:
    with loading():
        from app.api.log_lines import log_as_json  # noqa: PLC0415 - few commands need it

    log_as_json(level)


def _run(work: Coroutine[Any, Any, None]) -> None:
    with loading():
        from app.cli import running  # noqa: PLC0415 - few commands need it

    running.run(work)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(1)


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
