"""Connections go from one call to the next, and nobody who asks the pool itself is left waiting."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, close_pool, open_pool
from app.adapters.postgres.lending import TURN_SECONDS, Lending
from tests.support.postgres import Database

SIZE = 2
Pool = asyncpg.Pool


@pytest.fixture
async def pool(database: Database) -> "AsyncIterator[Pool[asyncpg.Record]]":
    pool = await open_pool(PoolSettings(dsn=database.app, size=SIZE))
    yield pool
    await close_pool(pool)


async def at_work(lending: Lending, until: float) -> int:
    """Take and give until a moment of the loop's clock; return how often."""
    times = 0
    while asyncio.get_running_loop().time() < until:
        connection = await lending.take()
        await connection.fetchval("SELECT 1")
        await lending.give(connection)
        times += 1
    return times


async def test_a_connection_goes_from_one_call_to_the_next(pool: "Pool[asyncpg.Record]") -> None:
    lending = Lending(pool)
    first = await lending.take()
    await lending.give(first)
    second = await lending.take()
    await lending.give(second)
    await lending.close()

    assert first is second
    assert pool.get_idle_size() == pool.get_size() == 1


async def test_who_waits_longest_is_handed_what_comes_back_and_who_gave_up_is_passed_over(
    pool: "Pool[asyncpg.Record]",
) -> None:
    lending = Lending(pool)
    held = [await lending.take() for _ in range(SIZE)]
    waiting = [asyncio.create_task(lending.take()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    for connection in held:
        await lending.give(connection)
    handed = await asyncio.gather(*waiting[1:])
    for connection in handed:
        await lending.give(connection)
    await lending.close()

    assert handed == held


async def test_who_asks_the_pool_itself_has_its_turn_while_calls_follow_each_other(
    pool: "Pool[asyncpg.Record]",
) -> None:
    lending = Lending(pool)
    until = asyncio.get_running_loop().time() + 0.5
    working = [asyncio.create_task(at_work(lending, until)) for _ in range(3 * SIZE)]
    await asyncio.sleep(0.1)
    async with pool.acquire(timeout=0.3) as connection:
        assert await connection.fetchval("SELECT 1") == 1
    done = await asyncio.gather(*working)
    await lending.close()

    assert min(done) > 0
    assert pool.get_idle_size() == pool.get_size()


async def test_what_nobody_wants_goes_back_to_the_pool_by_itself(pool: "Pool[asyncpg.Record]") -> None:
    lending = Lending(pool)
    await lending.give(await lending.take())
    kept = pool.get_idle_size()
    await asyncio.sleep(10 * TURN_SECONDS)

    assert (kept, pool.get_idle_size()) == (0, 1)


async def test_a_connection_that_was_lost_is_not_lent_again(pool: "Pool[asyncpg.Record]") -> None:
    lending = Lending(pool)
    lost = await lending.take()
    await lending.give(lost)
    lost.terminate()
    found = await lending.take()
    answer = await found.fetchval("SELECT 1")
    await lending.give(found)
    await lending.close()

    assert (answer, found is lost) == (1, False)
