"""Lets hypothesis take a transfer on in any steps, and looks for clients who are counted twice or never."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain.caseloads.transfer import OWNER, SYSTEM, NewTransfer, TransferReason, planned
from app.domain.caseloads.transfer_moves import TransferStatus
from app.domain.errors import DomainError
from app.domain.identity import AgencyId, ClientId, NetworkId, TransferId, WorkerId
from app.domain.lifecycle import Party

AT = datetime(2027, 3, 1, tzinfo=UTC)


class AnyTransfer(RuleBasedStateMachine):
    @initialize(clients=st.integers(1, 9), everyone=st.booleans(), delay=st.integers(0, 2))
    def plan(self, clients: int, everyone: bool, delay: int) -> None:  # noqa: FBT001 - drawn
        self.at = AT
        self.waiting = clients
        self.transfer = planned(
            NewTransfer(
                giver=WorkerId(UUID(int=1)),
                receiver=WorkerId(UUID(int=2)),
                reason=TransferReason.ABSENCE,
                clients=() if everyone else tuple(ClientId(UUID(int=n)) for n in range(clients)),
                everyone=everyone,
                effective=AT + timedelta(hours=delay),
            ),
            id=TransferId(UUID(int=3)),
            network=NetworkId(UUID(int=4)),
            agency=AgencyId(UUID(int=5)),
            by=UUID(int=6),
            at=AT,
        )

    def attempt(self, verb: Callable[[], object]) -> bool:
        before = (self.transfer.status, self.transfer.done, self.transfer.passed)
        try:
            verb()
        except DomainError:
            assert before == (self.transfer.status, self.transfer.done, self.transfer.passed)
            return False
        return True

    @rule(hours=st.integers(0, 2))
    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule()
    def begin(self) -> None:
        was = self.transfer.status
        assert self.attempt(lambda: self.transfer.begin(self.waiting, self.at)) is (was is TransferStatus.PLANNED)

    @precondition(lambda self: self.transfer.status is TransferStatus.RUNNING)
    @rule(data=st.data())
    def take_a_step(self, data: st.DataObject) -> None:
        done = data.draw(st.integers(0, self.waiting))
        passed = data.draw(st.integers(0, self.waiting - done))
        self.waiting -= done + passed
        self.transfer.count(done=done, passed=passed, at=self.at)

    @rule(parties=st.sampled_from([OWNER, SYSTEM, frozenset({Party.PROVIDER})]))
    def call_off(self, parties: frozenset[Party]) -> None:
        alive = self.transfer.status in (TransferStatus.PLANNED, TransferStatus.RUNNING)
        may = bool(parties & (OWNER | SYSTEM))
        assert self.attempt(lambda: self.transfer.cancel(parties, self.at)) is (alive and may)

    @invariant()
    def every_client_is_counted_once(self) -> None:
        transfer = self.transfer
        counted = transfer.done + transfer.passed
        assert transfer.total is None or counted + self.waiting == transfer.total
        assert (transfer.status is TransferStatus.DONE) is (
            transfer.status is not TransferStatus.CANCELLED
            and transfer.ended_at is not None
            and counted == transfer.total
        )
        assert (transfer.ended_at is not None) is (transfer.status in (TransferStatus.DONE, TransferStatus.CANCELLED))

    @invariant()
    def what_is_over_never_goes_on(self) -> None:
        over = self.transfer.ended_at is not None
        assert not (over and self.transfer.is_due(self.at + timedelta(days=9)))


TestAnyTransfer = AnyTransfer.TestCase
TestAnyTransfer.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
