"""Askers that ask at once: each is told what it would be told alone, in as few messages as they have turns."""

from uuid import uuid4

import pytest

from app.adapters.postgres.questions import Question, answers
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransaction, PostgresTransactions
from app.domain.errors import NotFound
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.agency import Agency
from app.domain.networks.network import Network
from app.ports.transactions import Opening
from tests.support.scenes_referrals import Scene

pytestmark = pytest.mark.usefixtures("scene")


async def agency_of(tx: PostgresTransaction, id_: AgencyId) -> Agency:
    found = await tx.agencies.get(id_)
    if found is None:
        raise NotFound("agency")
    return found


async def both(tx: PostgresTransaction, id_: AgencyId) -> tuple[Network | None, Agency]:
    """Ask at once in the midst of asking, and once more after that."""
    network, _ = await tx.at_once(tx.networks.get(), tx.agencies.get(id_))
    return network, await agency_of(tx, id_)


async def test_each_is_told_what_it_would_be_told_alone(
    scene: Scene, transactions: PostgresTransactions, messages: list[str]
) -> None:
    async with transactions.begin(scene.world.network.id) as tx:
        alone = [
            await tx.clients.get(scene.client),
            await tx.consents.of_client(scene.client),
            await both(tx, scene.sender.id),
            await tx.consents.of_client(ClientId(uuid4())),
        ]
        messages.clear()
        at_once = await tx.at_once(
            tx.clients.get(scene.client),
            tx.consents.of_client(scene.client),
            both(tx, scene.sender.id),
            tx.consents.of_client(ClientId(uuid4())),
        )
    assert (alone, 3) == (list(at_once), len(messages))  # two turns, and the end of the transaction


async def test_what_is_refused_to_one_is_heard_and_the_session_goes_on(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    async with transactions.begin(scene.world.network.id) as tx:
        with pytest.raises(NotFound):
            await tx.at_once(agency_of(tx, AgencyId(uuid4())), tx.clients.get(scene.client))
        assert (await agency_of(tx, scene.sender.id)).id == scene.sender.id


async def test_what_locks_is_asked_alone(scene: Scene, transactions: PostgresTransactions, messages: list[str]) -> None:
    async with transactions.begin(scene.world.network.id) as tx:
        messages.clear()
        locked, network = await tx.at_once(tx.agencies.lock(scene.sender.id), tx.networks.get())
        assert (scene.sender.id, scene.world.network.id, 2) == (
            locked and locked.id,
            network and network.id,
            len(messages),
        )


async def test_who_only_looks_asks_one_after_the_other(scene: Scene, transactions: PostgresTransactions) -> None:
    async with transactions.begin(scene.world.network.id, Opening.LOOK) as tx:
        client, network = await tx.at_once(tx.clients.get(scene.client), tx.networks.get())
    assert (scene.client, scene.world.network.id) == (client and client.id, network and network.id)


async def test_no_rows_are_an_answer_too(scene: Scene, transactions: PostgresTransactions) -> None:
    one = Statement.text("SELECT $1::int AS number", "number")
    async with transactions.begin(scene.world.network.id) as tx:
        assert [
            [row["number"] for row in rows]
            for rows in await answers(tx.session.connection, [Question(one, {"number": 1})])
        ] == [[1]]
