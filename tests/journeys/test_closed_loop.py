"""Referrals from sending to closing, on a published directory and published patients, over HTTP with real tokens.

What each side may see at each stage is compared with exactly the disclosure tier; whatever is answered is compared
with the OpenAPI document; what webhooks heard is compared with the event feed.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.journeys import Journey, every_move_was_told, leaks
from tests.support.town import Town, eventually

OUTCOME = {"result": "need_met", "services": [{"code": "food-box", "units": 4}], "enrollment": "enrolled"}
REASON = {"code": "no_capacity", "party": "provider", "next_action": "reroute"}


def moves(history: dict[str, Any]) -> list[str]:
    return [f"{each['action']}:{each['target']}" for each in history["items"]]


@pytest.fixture
def begin(town: Town) -> Iterator[Callable[[str], Journey]]:
    """Begin a client's journey; at its end, every webhook has heard what the feed tells, in its order, and signed."""
    begun: list[Journey] = []

    def begin(family: str) -> Journey:
        begun.append(Journey(town, family))
        return begun[-1]

    yield begin
    for journey in begun:
        referrals = [each["id"] for each in town.sender.get("/v1/referrals", client_id=journey.client["id"])["items"]]
        for referral in referrals:
            every_move_was_told(journey, referral)
        for member in town.members:
            assert member.hearing is not None
            assert member.hearing.faults == []
            told_before = [each for each in member.hearing.messages if b'"handoff.' in each.body]
            assert leaks(repr([each.body for each in told_before]), journey.secrets()) == []


def test_a_direct_referral_goes_from_a_blocked_draft_to_its_outcome(
    town: Town, begin: Callable[[str], Journey]
) -> None:
    journey = begin("Gulgowski")
    sender, [provider, stranger, _] = journey.sender, journey.providers
    assert sender.hearing is not None
    sender.hearing.stumbles = 1
    journey.permits()
    draft = journey.refers("direct", [provider])
    assert [(each["code"], each["weight"]) for each in draft["blockers"]] == [("consent_missing", "wall")]
    path, handoff = f"/v1/referrals/{draft['id']}", draft["handoffs"][0]["id"]
    refused = sender.act(path, "send", expect=409)
    assert refused["code"] == "referral.blocked"
    everybody_else = [provider, stranger, town.outsider]
    for member in everybody_else:
        journey.hidden_from(member, draft["id"], handoff)

    journey.agrees()
    sender.act(path, "send")
    journey.sender_sees(draft["id"], "open", "sent")
    journey.sees_identity(provider, handoff)
    assert provider.status(path) == 404
    for member in (stranger, town.outsider):
        journey.hidden_from(member, draft["id"], handoff)

    share = f"/v1/handoffs/{handoff}"
    provider.act(share, "view")
    provider.act(share, "ask", {"question": "Is there a fridge?"})
    assert sender.act(share, "answer", {"answer": "A small one."})["answer"] == "A small one."
    provider.act(share, "accept")
    journey.sender_sees(draft["id"], "placed", "accepted")
    provider.act(share, "schedule", {"starts": "2030-01-07T15:00:00Z", "place": "Room 2"})
    assert journey.sender_sees(draft["id"], "placed", "scheduled")["handoffs"][0]["meeting"]["place"] == "Room 2"
    provider.act(share, "start")
    journey.sender_sees(draft["id"], "in_service", "in_progress")
    assert sender.act(path, "complete", {"outcome": OUTCOME}, expect=409)["code"] == "referral.still-in-service"
    journey.sees_identity(provider, handoff)
    provider.act(share, "complete", {"outcome": OUTCOME})
    journey.sees_identity(provider, handoff, record=404)
    seen = journey.sender_sees(draft["id"], "in_service", "completed")
    assert (seen["handoffs"][0]["outcome"]["result"], seen["handoffs"][0]["withheld"]) == ("need_met", [])
    assert journey.tasks(sender, draft["id"]) == [("referral_close", "open")]

    closed = sender.act(path, "complete", {"outcome": OUTCOME})
    assert (closed["state"], closed["service_request_status"]) == ("completed", "completed")
    assert journey.tasks(sender, draft["id"]) == [("referral_close", "done")]
    assert moves(sender.get(f"{path}/history")) == [
        "send:open", "send:sent", "view:viewed", "ask:info_requested", "answer:viewed", "accept:accepted",
        "place:placed", "schedule:scheduled", "start:in_progress", "begin:in_service", "complete:completed",
        "complete:completed",
    ]  # fmt: skip
    eventually(lambda: max(sender.hearing.attempts.values()) == 2, "what was refused is sent again")


def test_a_sequential_referral_goes_down_the_line(town: Town, begin: Callable[[str], Journey]) -> None:
    journey = begin("Johnston")
    sender, [first, second, third] = journey.sender, journey.providers
    journey.permits()
    journey.agrees()
    sent = journey.refers("sequential", [first, second, third], send=True)
    referral, path = sent["id"], f"/v1/referrals/{sent['id']}"
    ids = [each["id"] for each in sent["handoffs"]]
    shares = [f"/v1/handoffs/{each}" for each in ids]
    journey.sender_sees(referral, "open", "sent", "queued", "queued")
    journey.sees_identity(first, ids[0])
    for waiting, handoff in ((second, ids[1]), (third, ids[2]), (town.outsider, ids[0])):
        journey.hidden_from(waiting, referral, handoff)

    first.act(shares[0], "decline", {"reason": REASON, "note": "Full until spring."})
    journey.sender_sees(referral, "open", "declined", "sent", "queued")
    journey.sees_summary(first, ids[0])
    journey.knows_nobody(first, ids[0])
    journey.sees_identity(second, ids[1])
    journey.hidden_from(third, referral, ids[2])

    second.act(shares[1], "accept", {"waitlist": {"position": 3}})
    seen = journey.sender_sees(referral, "placed", "declined", "waitlisted", "queued")
    assert seen["handoffs"][1]["waitlist"] == {"position": 3, "estimate": None}
    journey.sees_identity(second, ids[1])
    second.act(shares[1], "hand-back", {"reason": REASON | {"code": "unable_to_contact", "party": "client"}})
    journey.sees_identity(second, ids[1], record=404)
    journey.sender_sees(referral, "open", "declined", "handed_back", "sent")

    journey.sees_identity(third, ids[2])
    third.act(shares[2], "accept")
    third.act(shares[2], "start")
    third.act(shares[2], "complete", {"outcome": OUTCOME})
    seen = journey.sender_sees(referral, "in_service", "declined", "handed_back", "completed")
    assert [(each["reason"] or {}).get("code") for each in seen["handoffs"]] == [
        "no_capacity",
        "unable_to_contact",
        None,
    ]
    assert sender.act(path, "complete", {"outcome": OUTCOME})["state"] == "completed"
    lines = sender.get(f"{path}/history")["items"]
    assert [each["note"] for each in lines if each["action"] == "decline"] == ["Full until spring."]
    assert [each["target"] for each in lines if each["handoff_id"] == ids[2]] == [
        "sent", "accepted", "in_progress", "completed",
    ]  # fmt: skip
    journey.hidden_from(town.outsider, referral, *ids)


def test_who_accepts_first_learns_who_it_is_and_nobody_else_does(town: Town, begin: Callable[[str], Journey]) -> None:
    journey = begin("Bins")
    sender, [winner, late, other] = journey.sender, journey.providers
    journey.permits()
    journey.agrees()
    sent = journey.refers("first_accept", [winner, late, other], send=True)
    referral, path = sent["id"], f"/v1/referrals/{sent['id']}"
    ids = [each["id"] for each in sent["handoffs"]]
    shares = [f"/v1/handoffs/{each}" for each in ids]
    journey.sender_sees(referral, "open", "sent", "sent", "sent")
    for provider, handoff in zip(journey.providers, ids, strict=True):
        journey.sees_summary(provider, handoff)
        journey.knows_nobody(provider, handoff)
        journey.hidden_from(provider, referral, *(each for each in ids if each != handoff))
    journey.hidden_from(town.outsider, referral, *ids)

    late.act(shares[1], "view")
    journey.sees_summary(late, ids[1])
    winner.act(shares[0], "accept")
    journey.sees_identity(winner, ids[0])
    seen = journey.sender_sees(referral, "placed", "accepted", "withdrawn", "withdrawn")
    assert [each["withdrawal"] for each in seen["handoffs"]] == [None, "filled", "filled"]
    for loser, handoff, share in ((late, ids[1], shares[1]), (other, ids[2], shares[2])):
        lost = journey.sees_summary(loser, handoff)
        assert (lost["state"], lost["withdrawal"], lost["reason"], lost["withheld"]) == (
            "withdrawn",
            "filled",
            None,
            [],
        )
        assert loser.act(share, "accept", expect=409)["code"] == "handoff.already-filled"
        journey.knows_nobody(loser, handoff)
        journey.hidden_from(loser, referral, ids[0])

    winner.act(shares[0], "start")
    winner.act(shares[0], "complete", {"outcome": OUTCOME})
    journey.sees_identity(winner, ids[0], record=404)
    assert sender.act(path, "complete", {"outcome": OUTCOME})["state"] == "completed"


def test_without_feedback_consent_the_sender_hears_only_that_it_is_over(begin: Callable[[str], Journey]) -> None:
    journey = begin("Little")
    sender, [provider, second, _] = journey.sender, journey.providers
    journey.permits()
    journey.agrees("send")
    sent = journey.refers("sequential", [provider, second], send=True)
    path, shares = f"/v1/referrals/{sent['id']}", [f"/v1/handoffs/{each['id']}" for each in sent["handoffs"]]
    provider.act(shares[0], "decline", {"reason": REASON | {"code": "other", "note": "She owes us."}, "note": "Rude."})
    second.act(shares[1], "accept")
    second.act(shares[1], "schedule", {"starts": "2030-01-07T15:00:00Z", "place": "Clinic for X"}, expect=200)
    second.act(shares[1], "start")
    second.act(shares[1], "complete", {"outcome": OUTCOME | {"note": "Sober again."}, "note": "Was sober."})

    seen = journey.sender_sees(sent["id"], "in_service", "declined", "completed")
    assert [(each["reason"], each["outcome"], each["meeting"], each["withheld"]) for each in seen["handoffs"]] == [
        (None, None, None, ["outcome", "reason"]),
        (None, None, None, ["meeting", "outcome", "reason"]),
    ]
    told = [sender.http.get(road).text for road in (path, f"{path}/history", *shares, "/v1/tasks")]
    told += [sender.http.get(f"{share}/history").text for share in shares]
    assert leaks("".join(told), ["She owes us.", "Rude.", "Clinic for X", "ober", "need_met", "food-box"]) == []
    assert provider.get(shares[0])["reason"]["note"] == "She owes us."
    assert second.get(shares[1])["outcome"]["result"] == "need_met"
    closed = sender.act(path, "complete", {"outcome": {"result": "partially_met"}})
    assert (closed["state"], closed["outcome"]["result"]) == ("completed", "partially_met")


def test_consent_revoked_in_the_middle_stops_what_nobody_accepted_and_tells_nothing_new(
    town: Town, begin: Callable[[str], Journey]
) -> None:
    journey = begin("McLaughlin")
    sender, [asked, working, _] = journey.sender, journey.providers
    journey.permits()
    consent = journey.agrees("both", "food-insecurity", "housing-instability")
    first = journey.refers("direct", [asked], send=True)
    second = journey.refers("direct", [working], send=True, category="housing-instability")
    unanswered, accepted = first["handoffs"][0]["id"], second["handoffs"][0]["id"]
    working.act(f"/v1/handoffs/{accepted}", "accept")
    journey.sees_identity(asked, unanswered)
    journey.sees_identity(working, accepted)

    sender.act(f"/v1/consents/{consent}", "revoke", {"how": "phone"})
    seen = journey.sender_sees(first["id"], "needs_action", "withdrawn")
    assert seen["handoffs"][0]["withdrawal"] == "consent_revoked"
    assert journey.tasks(sender, first["id"]) == [("referral_needs_action", "open")]
    journey.sees_summary(asked, unanswered)
    journey.knows_nobody(asked, unanswered)

    journey.sender_sees(second["id"], "placed", "accepted")
    for member in (sender, working):
        assert journey.tasks(member, second["id"]) == [("consent_revoked", "open")]
    held = journey.sees_summary(working, accepted)
    assert (held["state"], held["withheld"]) == ("accepted", ["client", "details"])
    journey.knows_nobody(working, accepted)

    again = journey.agrees("both", "housing-instability")
    journey.sees_identity(working, accepted)
    journey.sees_summary(asked, unanswered)
    sender.act(f"/v1/consents/{again}", "revoke", {"how": "writing"})
    journey.sees_summary(working, accepted)

    refused = sender.act(
        f"/v1/referrals/{first['id']}", "reroute", {"handoffs": [{"service_id": working.service}]}, expect=409
    )
    assert refused["code"] == "referral.blocked"
    working.act(f"/v1/handoffs/{accepted}", "start")
    working.act(f"/v1/handoffs/{accepted}", "complete", {"outcome": OUTCOME})
    journey.sees_summary(working, accepted)
    seen = journey.sender_sees(second["id"], "in_service", "completed")
    assert (seen["handoffs"][0]["outcome"], seen["handoffs"][0]["withheld"]) == (None, ["outcome", "reason"])
    journey.hidden_from(town.outsider, second["id"], accepted, unanswered)
