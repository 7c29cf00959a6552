"""Referrals come back from rows as they went in, with every field told."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from app.adapters.postgres.repositories.referral_rows import handoff_values, history_values, referral_values
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import HandoffRow, ReferralHistoryRow, ReferralRow
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.clients.demographics import Accessibility
from app.domain.clients.summary import Summary
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.codings import Coding
from app.domain.identity import AgencyId, HandoffId, ReferralId
from app.domain.lifecycle import Party
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.clocks import Clock
from app.domain.referrals.content import Content
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.history import Deed, Step, entry_of
from app.domain.referrals.outcomes import Enrollment, Outcome, Result, ServiceReceived
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty, Withdrawal
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState, ReferralState
from tests.support.scenes_referrals import Scene

NOW = datetime(2027, 3, 1, 10, 30, 15, 123456, tzinfo=UTC)
REASON = Reason(
    code=ReasonCode.OTHER, party=ReasonParty.SYSTEM, next_action=NextAction.PARK, note="Closed: «für immer»"
)
OUTCOME = Outcome(
    result=Result.PARTIALLY_MET,
    services=(ServiceReceived(code="food-box", start=date(2027, 1, 2), end=date(2027, 2, 2), units=4),),
    enrollment=Enrollment.WAITLISTED,
    note="Half of it.",
)


def a_whole_handoff(scene: Scene, referral: ReferralId) -> Handoff:
    return Handoff(
        id=HandoffId(uuid4()),
        referral=referral,
        client=scene.client,
        sender=scene.sender.id,
        provider=scene.pantries[0].id,
        service=scene.offered[0].id,
        routing=Routing.SEQUENTIAL,
        category=Category.FOOD,
        priority=Priority.ASAP,
        position=3,
        created_at=NOW,
        updated_at=NOW + timedelta(hours=1),
        state=HandoffState.WITHDRAWN,
        before=HandoffState.PAUSED,
        feedback=True,
        silenced=True,
        sensitivity=frozenset({Sensitivity.MH}),
        reason=REASON,
        withdrawal=Withdrawal.CONSENT_REVOKED,
        outcome=OUTCOME,
        question="How many?",
        answer="Three.",
        meeting=Meeting(starts=NOW, ends=NOW + timedelta(hours=1), place="Room 2"),
        waitlist=Waitlist(position=4, estimate=date(2027, 4, 1)),
        clocks={Clock.STALL: NOW + timedelta(days=7)},
        stopped_at=NOW,
        holds_place=True,
        nudged=True,
        messages=3,
        offered_to=frozenset({scene.pantries[1].id}),
        sent_at=NOW,
        answered_at=NOW,
        ended_at=NOW,
    )


def a_whole_referral(scene: Scene) -> Referral:
    identifier = ReferralId(uuid4())
    return Referral(
        id=identifier,
        network=scene.world.network.id,
        client=scene.client,
        sender=scene.sender.id,
        content=Content(
            category=Category.FOOD,
            priority=Priority.STAT,
            code=Coding(system="http://snomed.info/sct", code="464021000124104", display="Pantry"),
            details="Two children, no stove.",
            authorization_required=True,
            authorization_number="A-17",
        ),
        routing=Routing.SEQUENTIAL,
        created_at=NOW,
        updated_at=NOW + timedelta(hours=1),
        state=ReferralState.ON_HOLD,
        before=ReferralState.PLACED,
        sensitivity=frozenset({Sensitivity.MH, Sensitivity.STD}),
        summary=Summary(
            age_band="25-34", area="331", language="es", interpreter=True, accessibility=(Accessibility.WHEELCHAIR,)
        ),
        override_reason="known",
        reason=REASON,
        outcome=OUTCOME,
        comment="wrong client",
        parent=None,
        replaces=None,
        depth=2,
        reroutes=3,
        line_from=1,
        in_plan=True,
        sent_at=NOW,
        closed_at=NOW,
        handoffs=[a_whole_handoff(scene, identifier)],
    )


async def test_a_referral_comes_back_as_it_went_in(scene: Scene, transactions: PostgresTransactions) -> None:
    kept = a_whole_referral(scene)
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.referrals.add(kept)
    async with transactions.begin(scene.world.network.id) as tx:
        assert await tx.referrals.get(kept.id) == kept
        assert await tx.referrals.lock(kept.id) == kept
        assert await tx.referrals.of_handoff(kept.handoffs[0].id) == kept
        assert await tx.referrals.lock_of_handoff(kept.handoffs[0].id) == kept


def test_every_column_is_written(scene: Scene) -> None:
    referral = a_whole_referral(scene)
    deed = Deed(at=NOW, actor=uuid4(), agency=AgencyId(uuid4()), parties=frozenset({Party.SENDER}))
    step = Step(deed=deed, action="send", source="draft", target="open")
    written = {
        ReferralRow: referral_values(referral),
        HandoffRow: {**handoff_values(referral.handoffs[0]), "network_id": None},
        ReferralHistoryRow: {**history_values(entry_of(step, referral.id, None, 1)), "network_id": None},
    }
    for row, values in written.items():
        assert {column.name for column in table_of(row).c} == set(values)


def test_every_field_is_told_by_the_builder(scene: Scene) -> None:
    """A field that the builder forgets would come back by its default, and prove nothing."""
    transient = {
        "steps",
        "entries",
        "happenings",
        "dropped",
        "changed",
        "stored",
        "opened",
        "on_team",
        "heeded",
        "version",
        "recorded",
    }
    untold = {"parent", "replaces"}
    referral = a_whole_referral(scene)
    for whole in (referral, referral.handoffs[0]):
        empty = {field.name for field in fields(whole) if not getattr(whole, field.name)}
        assert empty <= transient | untold
