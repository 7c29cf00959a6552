"""Exports and legal holds."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.errands.client_export import ClientExport, ExportPurpose, ExportStatus
from app.domain.errors import Conflict, Gone, Invalid
from app.domain.identity import AgencyId, ClientId, ErrandId, NetworkId, WorkerId
from app.domain.networks.actor import Actor
from app.domain.retention import legal_hold

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)


def an_export(purpose: ExportPurpose = ExportPurpose.OWN_USE) -> ClientExport:
    asker = Actor(network=NetworkId(UUID(int=2)), agency=AgencyId(UUID(int=4)), worker=WorkerId(UUID(int=5)))
    left = ClientExport.left(asker, NOW)
    return ClientExport(id=ErrandId(UUID(int=1)), client=ClientId(UUID(int=3)), purpose=purpose, **left)


def test_an_export_is_fetched_for_a_week_from_when_it_was_made() -> None:
    export = an_export()
    with pytest.raises(Conflict, match="cannot be fetched"):
        export.check_fetchable(NOW)
    export.made(10, NOW)
    export.check_fetchable(NOW + WEEK - timedelta(seconds=1))
    with pytest.raises(Gone):
        export.check_fetchable(NOW + WEEK)
    assert export.status_at(NOW + WEEK) is ExportStatus.EXPIRED


def test_a_failed_export_says_why_and_is_never_fetched() -> None:
    export = an_export()
    export.fail("The agency has left.", NOW)
    assert (export.status_at(NOW + WEEK), export.failure) == (ExportStatus.FAILED, "The agency has left.")
    with pytest.raises(Conflict):
        export.check_fetchable(NOW)


def test_only_an_export_for_the_client_is_whole() -> None:
    assert [an_export(purpose).whole for purpose in ExportPurpose] == [False, True]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2_001, "a\x00b"])
def test_a_hold_says_why(reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        legal_hold.placed(reason, network=NetworkId(UUID(int=2)), client=ClientId(UUID(int=3)), by=UUID(int=5), at=NOW)
    assert {"/reason"} == {fault.pointer for fault in refusal.value.faults}
