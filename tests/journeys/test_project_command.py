"""What an operator does after an upgrade: projects what was there before, all of it or from where it was broken off."""

import asyncio
import json

import asyncpg
import pytest

from tests.support.postgres import Database, a_copy
from tests.support.processes import environment
from tests.support.running import finish

COUNT = "SELECT count(*) FROM resources"


def asked(database: Database, sql: str) -> int | None:
    async def ask() -> int | None:
        connection = await asyncpg.connect(database.superuser)
        try:
            found: int | None = await connection.fetchval(sql)
            return found
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_what_was_there_before_is_projected_and_a_wrong_beginning_refused(
    postgres: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with a_copy(postgres) as database:  # type: ignore[arg-type]
        settings = environment(database, THROUGHLINE_HOME=str(tmp_path_factory.mktemp("home")))
        code, said = finish("network", "found", "Biscayne Care", **settings)
        assert code == 0, said
        network = json.loads(said)["network"]
        before = asked(database, COUNT)
        assert before
        asked(database, "DELETE FROM resources")
        code, said = finish("project", **settings)
        assert (code, f"{network} agency: 1" in said) == (0, True), said
        assert asked(database, COUNT) == before
        code, said = finish("project", "--network", network, "--from", "worker", "--terms", **settings)
        assert (code, "agency" in said) == (0, False), said
        assert finish("project", "--from", "nobody", **settings)[0] == 2
        assert finish("project", "--from", "worker/nobody", **settings)[0] == 2
