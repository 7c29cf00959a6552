"""`throughline network …`: founds a network and hands out the first credentials, from which all others are made."""

import json
from collections.abc import Callable, Coroutine
from secrets import token_bytes
from typing import Annotated, Any

import typer

from app.config import read_settings
from app.domain.identity import NetworkId
from app.domain.networks import credentials
from app.domain.networks.agency import AgencyProfile, Membership
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.calendar import Calendar, is_time_zone
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.use_cases import agencies, api_clients, networks
from app.use_cases.rounds import system_call
from app.wiring import bring_up_to_date, networks_of, open_database, open_service

EVERY_SCOPE = Scopes.parse("system/*.cruds")

Run = Callable[[Coroutine[Any, Any, None]], None]


def network_commands(run: Run) -> typer.Typer:
    """Make the commands; `run` runs a coroutine and explains what fails."""
    commands = typer.Typer(help="Found and list networks.", no_args_is_help=True)

    @commands.command("found")
    def found_network(
        name: Annotated[str, typer.Argument(help="What people call the network.")],
        agency: Annotated[str | None, typer.Option(help="The agency that runs it; named like it, if left out.")] = None,
        time_zone: Annotated[str, typer.Option(help="Where that agency is.")] = "UTC",
    ) -> None:
        """Found a network with the agency that runs it, and print its first API client, with the secret, this once."""
        if not is_time_zone(time_zone):
            raise typer.BadParameter("must be an IANA time zone such as America/New_York", param_hint="--time-zone")
        run(_found(name, agency or name, time_zone))

    @commands.command("list")
    def list_networks() -> None:
        """List the networks of this service."""
        run(_list())

    return commands


async def _found(name: str, agency: str, time_zone: str) -> None:
    settings = read_settings()
    async with open_database(settings) as database:
        if settings.database_url is None:
            await bring_up_to_date(database)
        async with open_service(settings, database.app) as service:
            network = NetworkId(service.core.ids.new())
            call = system_call(network, "found")
            await service.core.run(call, networks.establish, name)
            profile = AgencyProfile(name=agency, calendar=Calendar(time_zone=time_zone))
            home = await service.core.run(call, agencies.join, profile, Membership.FULL)
            new = NewApiClient(
                agency=home.id,
                name="Network administration",
                roles=frozenset({Role.NETWORK_ADMIN, Role.COORDINATOR}),
                scopes=EVERY_SCOPE,
            )
            secret = credentials.client_secret(token_bytes(credentials.RANDOM_BYTES))
            client = await service.core.run(call, api_clients.register, new, secret)
    told = {"network": str(network), "agency": str(home.id), "client_id": client.client_id, "client_secret": secret}
    typer.echo(json.dumps(told, indent=2))


async def _list() -> None:
    settings = read_settings()
    async with open_database(settings) as database, open_service(settings, database.worker) as service:
        for id_ in await networks_of(service):
            network = await service.core.run(system_call(id_, "list"), networks.read, id_)
            typer.echo(f"{network.id}  {network.name}")
