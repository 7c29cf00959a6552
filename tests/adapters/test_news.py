"""A live reader may be cut off at any moment; the connection that listens for it must not be lost."""

import asyncio
from uuid import uuid4

import anyio

from app.adapters.postgres.news import PostgresNews
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import NetworkId


async def read_for(seconds: float, news: PostgresNews) -> None:
    with anyio.move_on_after(seconds):
        async with news.hear(NetworkId(uuid4())):
            await news.listen()
            await asyncio.sleep(10)


async def test_a_reader_that_is_cut_off_leaves_no_connection_behind(transactions: PostgresTransactions) -> None:
    news = PostgresNews(transactions.pool)
    for moment in range(150):
        await read_for(moment * 0.0002, news)
    async with asyncio.timeout(5):
        while transactions.pool.get_idle_size() != transactions.pool.get_size():  # noqa: ASYNC110 - the pool tells nobody
            await asyncio.sleep(0.01)
        await transactions.pool.close()
