"""/v1/networks: the caller's own network and its policies."""

from uuid import UUID

from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.preconditions import Expected
from app.api.rendering import answer
from app.api.rest.schemas.networks import NetworkIn, NetworkOut
from app.domain.identity import NetworkId
from app.domain.networks.network import Network
from app.ports.transactions import Answer
from app.use_cases.networks import networks

operations = Operations("Networks", "/v1/networks")
router = operations.router


@operations.get("", networks.read, answers=PageOf[NetworkOut])
async def list_networks(desk: AtDesk) -> Response:
    """List networks.

    There is always one: the network that the caller's credentials belong to.
    """
    return await desk.answer(_page_of_one, networks.read, desk.actor.network)


@operations.get("/{network_id}", networks.read, answers=NetworkOut)
async def read_network(desk: AtDesk, network_id: UUID) -> Response:
    """Read a network.

    Shows the name and the policies of the caller's own network.
    """
    return await desk.answer(_view, networks.read, NetworkId(network_id))


@operations.put("/{network_id}", networks.agree, answers=NetworkOut)
async def replace_network(desk: AtDesk, network_id: UUID, expected: Expected, network: NetworkIn) -> Response:
    """Change a network.

    Replaces the name and all policies; they apply to what happens from now on. For network admins and coordinators.
    """
    return await desk.answer(_view, networks.agree, NetworkId(network_id), expected, network.name, network.agreed())


def _view(network: Network) -> Answer:
    return answer(network, version=network.version)


def _page_of_one(network: Network) -> Answer:
    return answer({"items": [network], "next_cursor": None})
