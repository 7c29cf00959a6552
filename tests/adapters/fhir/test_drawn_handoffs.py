"""The handoff as FHIR tells it, state by state (domain, section 2.3): the table is written out here once more."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.adapters.fhir.projected.values import MASKED
from app.adapters.fhir.validation.validating import validate
from app.domain.clients.access import Tier
from app.domain.codes import Sensitivity
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState
from app.ports.resources import Projection
from tests.support.builders_referrals import MONDAY, SENDER
from tests.support.drawn_handoffs import (
    AGREED,
    CLIENT,
    DETAILS,
    NOTE,
    PLACE,
    PROVIDER,
    REASON,
    WORKED,
    H,
    a_referral_of,
)
from tests.support.drawn_things import shown, the_projector

# state: Task.status, businessStatus, statusReason.text, ServiceRequest.status
TABLE: dict[HandoffState, tuple[str, str | None, str | None, str]] = {
    H.QUEUED: ("draft", "queued", None, "draft"),
    H.SENT: ("requested", "sent", None, "active"),
    H.VIEWED: ("requested", "viewed", None, "active"),
    H.INFO_REQUESTED: ("requested", "info-requested", None, "active"),
    H.WILLING: ("requested", "willing", None, "active"),
    H.ACCEPTED: ("accepted", "accepted", None, "active"),
    H.WAITLISTED: ("on-hold", "waitlisted", "on the provider's waitlist", "active"),
    H.SCHEDULED: ("in-progress", "scheduled", None, "active"),
    H.NO_SHOW: ("in-progress", "no-show", None, "active"),
    H.APPOINTMENT_CANCELLED: ("in-progress", "appointment-cancelled", None, "active"),
    H.IN_PROGRESS: ("in-progress", "in-progress", None, "active"),
    H.PAUSED: ("on-hold", "paused", "paused by the provider", "on-hold"),
    H.COMPLETED: ("completed", "completed", None, "completed"),
    H.FAILED: ("failed", "failed", "no capacity: no places", "revoked"),
    H.DECLINED: ("rejected", "declined", "no capacity: no places", "revoked"),
    H.HANDED_BACK: ("cancelled", "handed-back", "no capacity: no places", "revoked"),
    H.WITHDRAWN: ("cancelled", "withdrawn", "the client took the consent back", "revoked"),
    H.EXPIRED: ("cancelled", "expired", "no response by 2026-03-04T15:00:00Z", "revoked"),
    H.CANCEL_REQUESTED: ("in-progress", "cancel-requested", None, "active"),
    H.CANCELLED: ("cancelled", "cancelled", "cancelled as the sender asked", "revoked"),
    H.ENTERED_IN_ERROR: ("entered-in-error", None, None, "entered-in-error"),
}


def drawn(state: HandoffState, routing: Routing = Routing.DIRECT, **more: Any) -> dict[str, list[Projection]]:
    """The resources of one handoff, by type; those of its referral are left out."""
    referral = a_referral_of(state, routing, **more)
    found: dict[str, list[Projection]] = {"Task": [], "ServiceRequest": []}
    for projection in the_projector().project(referral):
        if projection.id != referral.id:
            found[projection.type].append(projection)
    return found


def read(projection: Projection, *, provider: bool = False) -> dict[str, Any]:
    """A face as a reader has it; without another face, the provider reads the same."""
    face = projection.other if provider and projection.other else projection.face
    raw = shown(projection, face)
    assert [str(issue) for issue in validate(raw).faults] == []
    return dict(json.loads(raw))


def withheld(resource: dict[str, Any]) -> bool:
    return "REDACTED" in {label["code"] for label in resource["meta"]["security"]}


@pytest.mark.parametrize("state", H)
def test_each_state_is_told_as_the_guide_wants_it(state: HandoffState) -> None:
    found = drawn(state, feedback=True)
    status, business, reason, order = TABLE[state]
    for provider in (False, True):
        task = read(found["Task"][-1], provider=provider)
        request = read(found["ServiceRequest"][0], provider=provider)
        assert (status, business, reason, order) == (
            task["status"],
            task["businessStatus"]["coding"][0]["code"] if "businessStatus" in task else None,
            task.get("statusReason", {}).get("text"),
            request["status"],
        )


@pytest.mark.parametrize("feedback", [True, False])
@pytest.mark.parametrize("routing", Routing)
@pytest.mark.parametrize("state", H)
def test_what_the_guide_always_wants_is_always_there(state: HandoffState, routing: Routing, *, feedback: bool) -> None:
    found = drawn(state, routing, feedback=feedback)
    for projection in found["Task"]:
        for provider in (False, True):
            task = read(projection, provider=provider)
            assert task["intent"] == "order"
            assert task["status"] not in ("received", "ready")
            assert {"authoredOn", "requester", "for", "focus", "code"} <= task.keys()
            assert "text" in task.get("statusReason", {"text": ""})
            assert task["code"]["coding"][0]["code"] == "fulfill"
            assert ("output" in task) is (task["status"] == "completed")
            assert ("statusReason" in task) >= (task["status"] in ("failed", "rejected", "cancelled", "on-hold"))
            assert task["focus"] == {"reference": f"ServiceRequest/{projection.id}"}


def test_every_state_is_in_the_table() -> None:
    assert set(TABLE) == set(H)


@pytest.mark.parametrize("state", H)
def test_the_tiers_bind_the_provider_and_nobody_else(state: HandoffState) -> None:
    for routing in (Routing.DIRECT, Routing.FIRST_ACCEPT):
        found = drawn(state, routing, feedback=True, sensitivity=frozenset({Sensitivity.SUD}))
        live = state in (H.SENT, H.VIEWED, H.INFO_REQUESTED, H.WILLING)
        named = state in (*AGREED, *WORKED) or (live and routing is Routing.DIRECT)
        for projection in (*found["Task"], *found["ServiceRequest"]):
            assert str(CLIENT) in shown(projection).decode()
            told = shown(projection, projection.other).decode()
            if state is H.QUEUED:
                assert (projection.other, projection.parties) == (None, frozenset({SENDER}))
                continue
            assert projection.parties == frozenset({SENDER, PROVIDER})
            assert (str(CLIENT) in told) is named
            assert (DETAILS in told) <= named
            assert ("SUD" in told) is named
            assert withheld(read(projection, provider=True)) is not named


@pytest.mark.parametrize(
    ("state", "tier", "summary", "code"),
    [
        (H.SENT, Tier.SUMMARY, True, True),
        (H.DECLINED, Tier.SUMMARY, True, True),
        (H.WITHDRAWN, Tier.SUMMARY, True, True),
        (H.ENTERED_IN_ERROR, Tier.CAPACITY, False, False),
        (H.ACCEPTED, Tier.IDENTITY, False, True),
    ],
)
def test_before_the_accept_only_a_summary_is_told(
    state: HandoffState, tier: Tier, *, summary: bool, code: bool
) -> None:
    found = drawn(state, Routing.FIRST_ACCEPT)
    request, task = (read(found[type_][-1], provider=True) for type_ in ("ServiceRequest", "Task"))
    assert (("contained" in request), ("code" in request)) == (summary, code)
    if tier is Tier.SUMMARY:
        person = request["contained"][0]
        assert request["subject"] == {"reference": "#client"}
        assert (person["address"], {"name", "birthDate", "telecom"} & person.keys()) == ([{"postalCode": "787"}], set())
    assert (task["for"] == MASKED) is (tier < Tier.IDENTITY)


@pytest.mark.parametrize("state", [H.COMPLETED, H.FAILED, H.DECLINED, H.HANDED_BACK, H.SCHEDULED, H.WAITLISTED])
def test_without_consent_to_report_back_the_sender_reads_no_reason_and_no_outcome(state: HandoffState) -> None:
    found = drawn(state, feedback=False)
    for projection in (*found["Task"], *found["ServiceRequest"]):
        mine, theirs = shown(projection).decode(), shown(projection, projection.other).decode()
        for secret in (REASON.text, "no places", NOTE, "not met", PLACE, "position 4", "2026-05-01", "pantry,"):
            assert secret not in mine
        assert withheld(read(projection))
        assert withheld(read(projection, provider=True)) is (state is H.DECLINED)  # it forgets whom it declined
        assert projection.other_agency == PROVIDER
        assert mine != theirs
    assert TABLE[state][0] == read(found["Task"][-1])["status"]


def test_a_pool_has_no_owner_until_somebody_takes_it() -> None:
    assert "owner" not in read(drawn(H.SENT, Routing.POOL)["Task"][0])
    owner = {"reference": f"Organization/{PROVIDER}"}
    assert owner == read(drawn(H.ACCEPTED, Routing.POOL)["Task"][0])["owner"]


def test_who_waits_from_the_first_is_accepted_first() -> None:
    at_once = drawn(H.WAITLISTED, answered_at=MONDAY + timedelta(days=2))["Task"]
    later = drawn(H.WAITLISTED)["Task"]
    assert [read(each)["status"] for each in at_once] == ["accepted", "on-hold"]
    assert [read(each)["status"] for each in later] == ["on-hold"]


@pytest.mark.parametrize(
    ("before", "status"), [(H.ACCEPTED, "accepted"), (H.WAITLISTED, "on-hold"), (None, "accepted")]
)
def test_a_cancellation_that_is_asked_for_changes_no_status(before: HandoffState | None, status: str) -> None:
    assert status == read(drawn(H.CANCEL_REQUESTED, before=before)["Task"][0])["status"]


@pytest.mark.parametrize(
    ("state", "answer", "status"),
    [(H.INFO_REQUESTED, None, "requested"), (H.VIEWED, "Three.", "completed"), (H.VIEWED, None, "cancelled")],
)
def test_a_question_is_a_task_of_its_own_for_the_sender(state: HandoffState, answer: str | None, status: str) -> None:
    found = drawn(state, question="How many?", answer=answer)["Task"]
    task, asked = read(found[0]), read(found[1])
    assert (status, "How many?") == (asked["status"], asked["description"])
    assert asked["partOf"] == [{"reference": f"Task/{task['id']}"}]
    assert asked["owner"] == {"reference": f"Organization/{SENDER}"}
    assert [each["valueString"] for each in asked.get("output", [])] == ([answer] if answer else [])


def test_an_agency_that_refers_to_itself_is_told_everything() -> None:
    found = drawn(H.COMPLETED, provider=SENDER, feedback=False)
    for projection in (*found["Task"], *found["ServiceRequest"]):
        assert (projection.other, projection.other_agency) == (None, None)
    assert NOTE in shown(found["Task"][0]).decode()
