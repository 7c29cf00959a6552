"""A caller who hangs up, or a deadline, may cancel a transaction anywhere: nothing of it may stay or leak."""

import asyncio
from uuid import uuid4

import anyio

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import NetworkId

INSERT = """
    INSERT INTO networks (network_id, name, version, created_at, updated_at, policies)
    VALUES ($1, 'x', 1, now(), now(), '{}')
"""


async def half_a_write(transactions: PostgresTransactions, network: NetworkId) -> None:
    async with transactions.session(network) as session:
        await session.connection.execute(INSERT, network)
        await session.connection.fetchval("SELECT pg_sleep(0.05)")
        await asyncio.sleep(10)


async def cancelled_after(seconds: float, transactions: PostgresTransactions, network: NetworkId) -> None:
    with anyio.move_on_after(seconds):
        await half_a_write(transactions, network)


async def stopped_after(seconds: float, transactions: PostgresTransactions, network: NetworkId) -> None:
    task = asyncio.create_task(half_a_write(transactions, network))
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.wait([task])


async def test_an_interrupted_transaction_leaves_neither_rows_nor_a_held_connection(
    transactions: PostgresTransactions,
) -> None:
    networks = [NetworkId(uuid4()) for _ in range(200)]
    interruptions = (cancelled_after, stopped_after)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        for number, network in enumerate(networks):
            group.create_task(interruptions[number % 2](number * 0.0007, transactions, network))
    async with asyncio.timeout(30):
        for network in networks:
            async with transactions.session(network) as session:
                count = await session.connection.fetchval("SELECT count(*) FROM networks")
                assigned = await session.connection.fetchval("SELECT pg_current_xact_id_if_assigned()::text")
            assert (count, assigned) == (0, None)
    await transactions.close()
    assert transactions.pool.get_idle_size() == transactions.pool.get_size()
    await asyncio.wait_for(transactions.pool.close(), 5)
