"""What `throughline network …` does: founds a network in an empty service, or shows those that there are."""

import json
from secrets import token_bytes

import typer

from app.config import read_settings
from app.domain.identity import NetworkId
from app.domain.networks import credentials
from app.domain.networks.agency import AgencyProfile, Membership
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.calendar import Calendar
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.use_cases.networks import agencies, api_clients, networks
from app.use_cases.rounds import system_call
from app.wiring import bring_up_to_date, networks_of, open_database, open_service

EVERY_SCOPE = Scopes.parse("system/*.cruds")


async def found(name: str, agency: str, time_zone: str) -> None:
    """Found a network with the agency that runs it, and print its first API client, with the secret."""
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


async def show() -> None:
    """Print the id and the name of each network."""
    settings = read_settings()
    async with open_database(settings) as database, open_service(settings, database.worker) as service:
        for id_ in await networks_of(service):
            network = await service.core.run(system_call(id_, "list"), networks.read, id_)
            typer.echo(f"{network.id}  {network.name}")
