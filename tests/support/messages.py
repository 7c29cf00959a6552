"""What goes to the database while something is done: each message is a way there and back."""

from collections.abc import Callable
from typing import Any

import pytest
from asyncpg.connection import Connection

SENDS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are sent from now on, in their order, however they are sent."""
    sent: list[str] = []

    def heard(send: Callable[..., Any]) -> Callable[..., Any]:
        async def listening(connection: Connection, statement: str, *values: Any, **options: Any) -> Any:
            sent.append(statement)
            return await send(connection, statement, *values, **options)

        return listening

    for name in SENDS:
        monkeypatch.setattr(Connection, name, heard(getattr(Connection, name)))
    return sent
