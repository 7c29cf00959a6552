"""Every statement that asks the predicate asks it of its own row: a subquery joined instead would ask it of any."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from app.adapters.postgres import queries, repositories
from app.adapters.postgres.queries.keyset import ByChange
from app.adapters.postgres.statements import Statement
from app.ports.referrals import Order

JOINED_BY_A_COMMA = re.compile(r"FROM \w+(?: AS \w+)?, \w+")


def modules() -> Iterator[ModuleType]:
    for package in (queries, repositories):
        for found in iter_modules(package.__path__, f"{package.__name__}."):
            yield import_module(found.name)


def statements() -> Iterator[tuple[str, str]]:
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, Statement):
                yield f"{module.__name__}.{name}", value.sql
            if isinstance(value, ByChange):
                yield f"{module.__name__}.{name}", value.ask([{}], Order.NEWEST, None, 50)[0].sql


def test_no_subquery_of_the_predicate_is_joined_with_the_rows_that_it_is_asked_of() -> None:
    asking = {name: sql for name, sql in statements() if "client_access" in sql or "client_shares" in sql}
    assert len(asking) > 20
    assert {name: found for name, sql in asking.items() if (found := JOINED_BY_A_COMMA.findall(sql))} == {}
