"""Statements are written when they are first used, so a test writes every one that there is."""

import gc
import re
from importlib import import_module
from pkgutil import walk_packages

from sqlalchemy import bindparam, column, select, table

from app.adapters import postgres
from app.adapters.postgres.statements import Statement, Written

FOUND = table("clients", column("id"), column("name"))


def every_statement() -> list[Statement]:
    """Load every module that has statements, and return those there are, in shelves and lists too."""
    for module in walk_packages(postgres.__path__, f"{postgres.__name__}."):
        if ".migrations" not in module.name:
            import_module(module.name)
    gc.unfreeze()  # what was loaded before the first test is hidden from the collector
    found = [each for each in gc.get_objects() if isinstance(each, Statement)]
    gc.freeze()
    return found


def places(sql: str) -> set[int]:
    return {int(place) for place in re.findall(r"\$(\d+)", sql)}


def test_every_statement_there_is_can_be_written() -> None:
    statements = every_statement()
    assert len(statements) > 300
    assert [each.sql for each in statements if places(each.sql) != set(range(1, len(each.names) + 1))] == []


def test_a_statement_is_written_when_it_is_first_used_and_only_then() -> None:
    times: list[int] = []

    def write() -> Written:
        times.append(1)
        return Written("SELECT $1", ("id",), {})

    statement = Statement(write)
    assert times == []
    assert (statement.sql, statement.arguments({"id": 3}), statement.alone.sql[:6]) == ("SELECT $1", [3], "SELECT")
    assert statement.arguments({"id": 4}) == [4]
    assert times == [1]


def test_values_fixed_in_a_statement_need_not_be_given() -> None:
    statement = Statement.of(select(FOUND.c.id).where(FOUND.c.name == "Ana", FOUND.c.id == bindparam("id")))
    assert statement.arguments({"id": 3}) == ["Ana", 3]
