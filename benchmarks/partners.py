"""The agencies of the network under measurement, each with a program and workers that act for it."""

import secrets
from dataclasses import dataclass

from app.domain.directory.service import ServiceProfile
from app.domain.identity import AgencyId, ApiClientId, NetworkId, WorkerId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import AgencyProfile, Membership
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.credentials import client_secret, compound_id
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.domain.networks.worker import WorkerProfile
from app.domain.referrals.content import Target
from app.use_cases.core import Call, Core
from app.use_cases.directory import services
from app.use_cases.networks import agencies, api_clients, networks, workers
from app.use_cases.rounds import system_call
from benchmarks.people import CATEGORIES

WORKERS = 4
ROLES = frozenset({Role.CASE_MANAGER, Role.INTAKE})
SCOPES = Scopes.parse("system/*.cruds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One agency of the network, with the credentials of a program that acts for it."""

    network: NetworkId
    agency: AgencyId
    service: Target
    program: ApiClientId
    workers: tuple[WorkerId, ...]
    client_id: str
    client_secret: str

    @property
    def as_program(self) -> Call:
        """Speak as the program."""
        return self._as(api_client=self.program)

    @property
    def as_worker(self) -> Call:
        """Speak as the first worker."""
        return self._as(worker=self.workers[0])

    def _as(self, *, api_client: ApiClientId | None = None, worker: WorkerId | None = None) -> Call:
        actor = Actor(
            network=self.network,
            agency=self.agency,
            api_client=api_client,
            worker=worker,
            roles=ROLES,
            scopes=SCOPES,
        )
        return Call(actor=actor, request_id="benchmark")


async def directory(core: Core, network: NetworkId, count: int) -> tuple[Partner, ...]:
    """Found a network of so many agencies."""
    call = system_call(network, "benchmark")
    await core.run(call, networks.establish, "Benchmark network")
    return tuple([await another(core, network, f"{number:05}") for number in range(count)])


async def another(core: Core, network: NetworkId, name: str) -> Partner:
    """Let one more agency join."""
    call = system_call(network, "benchmark")
    agency = await core.run(call, agencies.join, AgencyProfile(name=f"Agency {name}"), Membership.FULL)
    profile = ServiceProfile(name=f"Service {name}", categories=CATEGORIES)
    service = await core.run(call, services.offer, agency.id, profile)
    secret = client_secret(secrets.token_bytes(32))
    new = NewApiClient(agency=agency.id, name="benchmark", roles=ROLES, scopes=SCOPES)
    registered = await core.run(call, api_clients.register, new, secret)
    return Partner(
        network=call.actor.network,
        agency=agency.id,
        service=Target(agency=agency.id, service=service.id),
        program=registered.id,
        workers=tuple([await _worker(core, call, agency.id, place) for place in range(WORKERS)]),
        client_id=compound_id(call.actor.network, registered.id),
        client_secret=secret,
    )


async def _worker(core: Core, call: Call, agency: AgencyId, place: int) -> WorkerId:
    profile = WorkerProfile(given="Ida", family=f"Ruiz {place}", roles=frozenset({Role.CASE_MANAGER}))
    return (await core.run(call, workers.employ, agency, profile)).id
