"""Lists that are read a page at a time, and those that are asked for whole (decision 0059)."""

import pytest
from sqlalchemy import select

from app.adapters.postgres.queries.keyset import MOST_ROWS, ByChange, equals
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import ReferralRow
from app.ports.queries import MOST_COUNTED
from app.ports.referrals import Order

_R = table_of(ReferralRow)
_LIST = ByChange(lambda: select(_R.c.id, _R.c.updated_at), _R, {"state": equals(_R.c.state)})
BOUND = f"LIMIT {MOST_ROWS}"


def _asked(limit: int) -> Statement:
    statement, arguments = _LIST.ask([{"state": "sent"}, {"state": "placed"}], Order.NEWEST, None, limit)
    assert limit + 1 == arguments["limit"]
    return statement


@pytest.mark.parametrize("limit", [1, 50, MOST_ROWS - 1])
def test_each_part_of_a_page_is_said_to_be_no_longer_than_the_longest_page(limit: int) -> None:
    assert _asked(limit).sql.count(BOUND) == 2


def test_what_is_longer_than_a_page_is_asked_for_without_that_bound() -> None:
    assert BOUND not in _asked(MOST_ROWS).sql


def test_the_whole_list_is_counted_and_not_the_longest_page() -> None:
    counting = _asked(50).counting

    assert MOST_COUNTED > MOST_ROWS
    assert BOUND not in counting.sql
    assert "limit" in counting.names
