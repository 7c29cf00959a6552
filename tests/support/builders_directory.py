"""Networks, agencies and what they offer, as tests need them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.domain.codes import Category
from app.domain.directory.location import LocationProfile
from app.domain.directory.service import Service, ServiceProfile
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import Agency, AgencyProfile, Membership
from app.domain.networks.network import Network
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.use_cases.core import Call, Core
from app.use_cases.directory import services
from app.use_cases.networks import agencies, networks

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday
EVERYTHING = Scopes.parse("system/*.cruds")


def an_actor(network: NetworkId, agency: AgencyId, *roles: Role, scopes: Scopes = EVERYTHING) -> Actor:
    """Somebody's program with these roles and, unless told otherwise, every scope."""
    return Actor(network=network, agency=agency, api_client=ApiClientId(uuid4()), roles=frozenset(roles), scopes=scopes)


def a_call(actor: Actor) -> Call:
    return Call(actor=actor, request_id="test")


@dataclass(slots=True, kw_only=True)
class World:
    """A network of its own, with whoever the test lets join it."""

    core: Core
    network: Network
    home: AgencyId
    joined: dict[str, Agency] = field(default_factory=dict)

    def by(self, *roles: Role, agency: AgencyId | None = None) -> Call:
        """A call by somebody of an agency (the network's own, unless told otherwise)."""
        return a_call(an_actor(self.network.id, agency or self.home, *roles))

    async def an_agency(self, name: str = "Harbor Food Bank", membership: Membership = Membership.FULL) -> Agency:
        agency = await self.core.run(self.by(Role.NETWORK_ADMIN), agencies.join, AgencyProfile(name=name), membership)
        self.joined[name] = agency
        return agency

    async def a_service(self, agency: Agency, profile: ServiceProfile | None = None) -> Service:
        described = profile or ServiceProfile(name="Food pantry", categories=(Category.FOOD,))
        return await self.core.run(self.by(Role.NETWORK_ADMIN), services.offer, agency.id, described)


async def found_world(core: Core) -> World:
    """Found a network."""
    network, home = NetworkId(uuid4()), AgencyId(uuid4())
    call = a_call(an_actor(network, home, Role.SYSTEM))
    founded = await core.run(call, networks.establish, "Biscayne Care Network")
    return World(core=core, network=founded, home=home)


@pytest.fixture
async def world(core: Core) -> World:
    """A network that was just founded."""
    return await found_world(core)


A_LOCATION = LocationProfile(name="Main office")
