"""What can be done with the network itself."""

from app.domain.errors import NotFound
from app.domain.events import Happening
from app.domain.identity import NetworkId
from app.domain.networks.network import Network, Policies, found
from app.domain.networks.roles import ANYONE, NETWORK_ROLES
from app.use_cases.core import Context, check_version, use_case


@use_case(action="network.found", resource="Organization", permission="c", roles=frozenset())
async def establish(context: Context, name: str) -> Network:
    """Found the network of this call; only the system does that, from the command line."""
    network = found(name, id=context.actor.network, at=context.now)
    await context.tx.networks.add(network)
    context.happened(_happening("network.created", network))
    return network


@use_case(action="network.read", resource="Organization", permission="r", roles=ANYONE)
async def read(context: Context, network_id: NetworkId) -> Network:
    """Return the caller's own network; any other does not exist for it."""
    network = await context.tx.networks.get() if network_id == context.actor.network else None
    if network is None:
        raise NotFound("network")
    context.saw(network.id)
    return network


@use_case(action="network.agree", resource="Organization", permission="u", roles=NETWORK_ROLES)
async def agree(
    context: Context, network_id: NetworkId, expected: int | None, name: str, policies: Policies
) -> Network:
    """Rename the network and put its policies in force."""
    network = await read(context, network_id)
    check_version("network", network, expected)
    network.rename(name, context.now)
    network.agree(policies, context.now)
    await context.tx.networks.save(network)
    context.happened(_happening("network.changed", network))
    return network


def _happening(kind: str, network: Network) -> Happening:
    return Happening(type=kind, subject_type="network", subject=network.id, version=network.version, stream=network.id)
