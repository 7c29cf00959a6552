"""How use cases are opened: who reads or searches only looks (decision 0059)."""

from app.ports.transactions import Opening
from app.use_cases.clients import clients, timelines
from app.use_cases.referrals import handoffs, referrals


def test_who_reads_or_searches_only_looks() -> None:
    looking = (clients.read, clients.search, handoffs.browse, handoffs.read, referrals.browse, timelines.of_client)

    assert {Opening.LOOK} == {each.rule.opening for each in looking}


def test_who_changes_something_opens_a_transaction() -> None:
    changing = (clients.register, clients.change, handoffs.accept, referrals.send)

    assert {Opening.CHANGE} == {each.rule.opening for each in changing}
