"""What the commands do that prepare a database, or look at it."""

import json
from typing import Any
from urllib.parse import urlsplit

import typer

from app.adapters.postgres import provisioning
from app.config import Settings
from app.wiring import bring_up_to_date, home_of, migrate, open_database, open_service


async def bring(settings: Settings, revision: str) -> None:
    """Bring the tables to a revision."""
    async with open_database(settings) as database:
        if database.owner is None:
            typer.echo("DATABASE_OWNER_URL is missing: migrations run as the owner of the tables.", err=True)
            raise typer.Exit(1)
        await migrate(database.owner, revision)


async def provision(settings: Settings, admin_url: str) -> None:
    """Create the database and the roles that the settings name."""
    given = (settings.database_url, settings.database_worker_url, settings.database_owner_url)
    addresses = [url.get_secret_value() for url in given if url is not None]
    passwords = provisioning.passwords_in(*addresses)
    await provisioning.provision(admin_url, urlsplit(addresses[0]).path.lstrip("/"), passwords)


async def check(settings: Settings) -> None:
    """Show the settings in force, and find out whether the database is fit."""
    typer.echo(json.dumps(_shown(settings), indent=2))
    async with open_database(settings) as database:
        if settings.database_url is None:
            await bring_up_to_date(database)
        async with open_service(settings, database.app):
            pass
    typer.echo("The database is fit.")


def _shown(settings: Settings) -> dict[str, Any]:
    return settings.model_dump(mode="json") | {"home": str(home_of(settings)), "base_url": settings.base_url}
