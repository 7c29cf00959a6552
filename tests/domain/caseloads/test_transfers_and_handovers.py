"""What a transfer refuses, and what another agency reads of a handover."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.caseloads.acuity import Acuity, ClientAcuity
from app.domain.caseloads.handover import Handover, Point, PointKind
from app.domain.caseloads.transfer import MOST_AT_ONCE, MOST_NAMED, NewTransfer, TransferReason, planned
from app.domain.consents.scope import Section
from app.domain.errors import Invalid
from app.domain.identity import AgencyId, ClientId, HandoverId, NetworkId, TransferId, WorkerId

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
NETWORK, AGENCY, OTHER = NetworkId(UUID(int=1)), AgencyId(UUID(int=2)), AgencyId(UUID(int=3))
GIVER, RECEIVER = WorkerId(UUID(int=4)), WorkerId(UUID(int=5))
ANA, EVA = ClientId(UUID(int=6)), ClientId(UUID(int=7))
NEW = NewTransfer(giver=GIVER, receiver=RECEIVER, reason=TransferReason.BALANCE, clients=(ANA,))


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"receiver": GIVER}, "/to_worker_id"),
        ({"clients": ()}, "/client_ids"),
        ({"everyone": True}, "/client_ids"),
        ({"clients": (ANA, ANA)}, "/client_ids"),
        ({"clients": tuple(ClientId(UUID(int=n)) for n in range(MOST_NAMED + 1))}, "/client_ids"),
        ({"reason": TransferReason.OTHER}, "/note"),
        ({"note": " "}, "/note"),
        ({"notes": ((EVA, "Likes tea."),)}, "/client_notes/0/client_id"),
        ({"notes": ((ANA, ""),)}, "/client_notes/0/note"),
        ({"effective": AT + timedelta(days=400)}, "/effective"),
        (
            {
                "notes": tuple((ClientId(UUID(int=n)), "x") for n in range(MOST_AT_ONCE + 1)),
                "everyone": True,
                "clients": (),
            },
            "/client_notes",
        ),
    ],
)
def test_what_cannot_be_transferred_so_is_named(wrong: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        replace(NEW, **wrong).check(AT)

    assert [pointer] == [fault.pointer for fault in refusal.value.faults]


def test_a_note_of_one_client_stands_for_that_of_all() -> None:
    transfer = planned(
        replace(NEW, clients=(ANA, EVA), note="All are well.", notes=((EVA, "Moves in May."),)),
        id=TransferId(UUID(int=8)),
        network=NETWORK,
        agency=AGENCY,
        by=UUID(int=9),
        at=AT,
    )

    assert (transfer.note_on(ANA), transfer.note_on(EVA)) == ("All are well.", "Moves in May.")


@pytest.mark.parametrize(("hours", "due"), [(None, True), (-1, True), (0, True), (1, False)])
def test_a_transfer_is_due_when_its_time_has_come(hours: int | None, *, due: bool) -> None:
    effective = None if hours is None else AT + timedelta(hours=hours)
    transfer = planned(
        replace(NEW, effective=effective),
        id=TransferId(UUID(int=8)),
        network=NETWORK,
        agency=AGENCY,
        by=UUID(int=9),
        at=AT,
    )

    assert due is transfer.is_due(AT)


def a_handover() -> Handover:
    return Handover(
        id=HandoverId(UUID(int=10)),
        network=NETWORK,
        client=ANA,
        agency=AGENCY,
        transfer=TransferId(UUID(int=8)),
        giver=GIVER,
        receiver=RECEIVER,
        reason=TransferReason.BALANCE,
        note="She trusts slowly.",
        points=tuple(
            Point(kind=kind, text=kind.value, subject=UUID(int=20 + place)) for place, kind in enumerate(PointKind)
        ),
        created_at=AT,
        updated_at=AT,
    )


def test_the_agency_and_the_networks_people_read_all_of_a_handover() -> None:
    handover = a_handover()

    assert (handover.points, handover.note, ()) == handover.told_to(AGENCY, network_wide=False)
    assert (handover.points, handover.note, ()) == handover.told_to(OTHER, network_wide=True)


def test_another_agency_reads_the_goals_and_plans_of_a_handover() -> None:
    points, note, withheld = a_handover().told_to(OTHER, network_wide=False)

    assert ([point.kind for point in points], note) == ([PointKind.GOAL, PointKind.CARE_PLAN], None)
    assert withheld == ("alert", "appointment", "handoff", "need", "note", "referral", "task")


def test_another_agency_reads_no_goal_of_a_handover_that_it_may_not_read_by_itself() -> None:
    handover = a_handover()
    hidden = {point.subject for point in handover.points if point.subject and point.kind is PointKind.GOAL}
    points, _, withheld = handover.told_to(OTHER, network_wide=False, hidden=hidden)

    assert [point.kind for point in points] == [PointKind.CARE_PLAN]
    assert "goal" in withheld


def test_a_handover_is_released_as_a_care_plan_is() -> None:
    assert {Section.CARE_PLANS} == a_handover().kinds


@pytest.mark.parametrize(
    ("acuity", "weight"),
    [(None, 1), (Acuity.LOW, 1), (Acuity.MODERATE, 2), (Acuity.HIGH, 3), (Acuity.CRISIS, 5)],
)
def test_a_client_weighs_as_much_as_the_acuity_says(acuity: Acuity | None, weight: int) -> None:
    judged = ClientAcuity(network=NETWORK, agency=AGENCY, client=ANA, acuity=acuity)

    assert weight == judged.weight


def test_to_judge_the_same_again_changes_nothing() -> None:
    judged = ClientAcuity(network=NETWORK, agency=AGENCY, client=ANA)

    assert [
        judged.judge(Acuity.HIGH, None, AT),
        judged.judge(Acuity.HIGH, None, AT),
        judged.judge(Acuity.HIGH, "Notice to leave.", AT),
    ] == [True, False, True]
