"""What the system does by itself, network by network."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import NetworkId
from app.domain.referrals.states import HandoffState
from app.use_cases.core import Core
from app.use_cases.referrals import handoffs
from app.use_cases.rounds import Clocks, visit_each
from tests.support.clocks import HandMovedClock
from tests.support.scenes_referrals import Scene


async def test_one_networks_trouble_keeps_no_other_waiting() -> None:
    networks = [NetworkId(uuid4()) for _ in range(3)]
    visited: list[UUID] = []

    async def visit(network: NetworkId) -> bool:
        visited.append(network)
        if network == networks[0]:
            raise ValueError("a defect that shows in this network only")
        return True

    with pytest.raises(ValueError, match="a defect"):
        await visit_each(networks, visit)
    assert visited == networks


async def test_a_handoff_without_an_answer_expires_by_itself(scene: Scene, transactions: PostgresTransactions) -> None:
    sent = await scene.sent()
    clock = HandMovedClock(scene.core.clock.now())
    core = Core(transactions=transactions, clock=clock, ids=scene.core.ids, seal=scene.core.seal)
    clocks = Clocks(core, PostgresHousekeeping(transactions))
    assert await clocks._strike(scene.world.network.id) is False
    for _ in range(20):
        clock.move(timedelta(days=1))
        while await clocks._strike(scene.world.network.id):
            pass
    seen = await core.run(scene.at(0), handoffs.read, sent.handoffs[0].id)
    assert seen.state is HandoffState.EXPIRED
