"""Reads that run together: what each is told, and that there are no more statements for many than for one."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest

from app.adapters.postgres.batching import BatchingSession, Gathering, gathering
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.clients.names import Name
from app.domain.errors import Forbidden, NotFound
from app.domain.identity import ClientId, NetworkId
from app.domain.networks.roles import Role
from app.domain.work.task import TaskContent
from app.ports.clients import ClientFilter, ClientOrder
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from app.use_cases.care import tasks
from app.use_cases.clients import clients
from app.use_cases.core import Core
from app.use_cases.together import Together, read_together
from tests.support.builders_clients import a_profile
from tests.support.scenes_referrals import Scene
from tests.support.statements import listening

_ENTRIES = "SELECT action, subject_ids FROM audit_entries WHERE request_id = $1"


async def some_clients(scene: Scene, count: int) -> Sequence[ClientId]:
    call = scene.at_sender()
    names = [a_profile(names=(Name(family=f"Family{number}", given=("Ana",)),)) for number in range(count)]
    return [(await scene.core.run(call, clients.register, name)).client.id for name in names]


async def test_each_is_told_what_it_would_be_told_alone(core: Core, scene: Scene) -> None:
    call, ids = scene.at_sender(), await some_clients(scene, 5)
    alone = [await core.run(call, clients.read, each) for each in ids]

    async def work(reads: Together) -> Sequence[object]:
        return await asyncio.gather(*(reads.run(call, clients.read, each) for each in ids))

    assert await read_together(core, call, work) == alone


async def test_what_is_refused_to_one_is_told_to_the_others(core: Core, scene: Scene) -> None:
    call = scene.at_sender(Role.INTAKE)

    async def work(reads: Together) -> Sequence[object]:
        asked = (
            reads.run(call, clients.read, scene.client),
            reads.run(call, clients.read, ClientId(uuid4())),
            reads.run(scene.world.by(Role.AGENCY_ADMIN, agency=scene.sender.id), clients.read, scene.client),
        )
        return await asyncio.gather(*asked, return_exceptions=True)

    shown, nobody, refused = await read_together(core, call, work)
    assert isinstance(shown, clients.Shown)
    assert isinstance(nobody, NotFound)
    assert isinstance(refused, Forbidden)


@pytest.mark.parametrize("first", [2, 5])
async def test_a_page_for_each_of_many_is_one_statement(
    core: Core, scene: Scene, transactions: PostgresTransactions, first: int
) -> None:
    call, ids = scene.at_sender(), await some_clients(scene, first)
    for number, client in enumerate(ids):
        for task in range(number + 1):
            await core.run(call, tasks.create, TaskContent(title=f"Call {task}"), client)

    async def work(reads: Together) -> list[int]:
        asked = (
            reads.run(call, tasks.browse, TaskFilter(client=each), Order.NEWEST, after=None, limit=3) for each in ids
        )
        return [len(page.items) for page in await asyncio.gather(*asked)]

    async with listening(transactions.pool) as heard:
        counts = await read_together(core, call, work)
    assert counts == [min(3, number + 1) for number in range(first)]
    assert len(heard) == 1 + 1  # the lists, and the audit


async def test_there_is_one_audit_row_for_each_use_case(
    core: Core, scene: Scene, transactions: PostgresTransactions
) -> None:
    ids = await some_clients(scene, 3)
    call = replace(scene.at_sender(), request_id="a request of its own")

    async def work(reads: Together) -> None:
        await asyncio.gather(
            *(reads.run(call, clients.read, each) for each in (*ids, ids[0])),
            reads.run(call, clients.search, ClientFilter(), ClientOrder.RECENT, after=None, limit=1),
        )

    await read_together(core, call, work)
    async with transactions.session(scene.world.network.id) as session:
        rows = await session.connection.fetch(_ENTRIES, call.request_id)
    told = {row["action"]: row["subject_ids"] for row in rows}
    assert (len(rows), told["client.read"], len(told["client.list"])) == (2, list(ids), 1)


async def test_lists_that_vary_go_together_too(transactions: PostgresTransactions) -> None:
    some = Statement.text("SELECT word FROM unnest($1::text[]) AS word WHERE length(word) > $2::int", "words", "than")
    sets = [["a", 'b"c\\d', "né"], [], ["NULL", "x,y"]]

    async with transactions.session(NetworkId(uuid4())) as session, gathering(session.connection) as gathered:
        asked = (BatchingSession(gathered, session.network).fetch(some, words=words, than=1) for words in sets)
        found = await asyncio.gather(*asked)
    assert [[row["word"] for row in rows] for rows in found] == [['b"c\\d', "né"], [], ["NULL", "x,y"]]


async def test_what_a_statement_calls_its_own_rows_is_not_taken_for_what_was_asked(
    transactions: PostgresTransactions,
) -> None:
    one = Statement.text("SELECT asked.id FROM unnest(ARRAY[1, 2, 3]) AS asked(id) WHERE asked.id = $1::int", "which")

    async with transactions.session(NetworkId(uuid4())) as session, gathering(session.connection) as gathered:
        asked = (BatchingSession(gathered, session.network).fetch_value(one, which=number) for number in (3, 1))
        assert await asyncio.gather(*asked) == [3, 1]


async def test_what_fails_for_one_fails_for_all_who_wait(transactions: PostgresTransactions) -> None:
    wrong = Statement.text("SELECT 1 / $1::int AS ratio", "by")

    async def ask(gathered: Gathering, network: NetworkId, by: int) -> object:
        return await BatchingSession(gathered, network).fetch_value(wrong, by=by)

    with pytest.raises(asyncpg.DivisionByZeroError):
        async with transactions.session(NetworkId(uuid4())) as session, gathering(session.connection) as gathered:
            await asyncio.gather(*(ask(gathered, session.network, by) for by in (2, 0, 1)))
