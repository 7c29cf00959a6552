"""What a client allows is there with the next request, and what the client takes back is gone with the next.

In lists, counts, timelines, feeds and printed plans, and in events that had happened but not left the house yet.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest

from app.domain.codes import Sensitivity
from tests.support.consent_circle import LABELS, PATHS, Circle, told
from tests.support.consent_table import Case, body_of

ROW = {
    "type": "general",
    "recipient": "named",
    "disclosers": "none",
    "purposes": "care_coordination",
    "categories": "care-plans+conditions",
    "labels": "none",
    "direction": "send",
    "period": "open",
    "revoked": "no",
    "recordable": "yes",
}
NOUNS = tuple(PATHS)


async def consented(circle: Circle, **changed: str) -> dict[str, str]:
    paper = await circle.record(Case(ROW | changed))
    assert paper is not None
    return paper


@contextmanager
def within_a_second() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < 1


async def counted(circle: Circle) -> dict[str, int]:
    """Count what each list shows to the member, and with it the timeline."""
    client = str(circle.scene.client)
    found = {}
    for noun, path in PATHS.items():
        listed = await circle.member.get(path, params={"client_id": client, "limit": 1, "count": "true"})
        found[noun] = listed.json().get("total", 0)
    lived = await circle.member.get(f"/v1/clients/{client}/timeline", params={"limit": 1, "count": "true"})
    found["timeline"] = lived.json().get("total", 0)
    return found


async def test_lists_and_counts_follow_within_the_second(circle: Circle) -> None:
    nothing = dict.fromkeys((*NOUNS, "timeline"), 0)
    every = len(LABELS)
    assert await counted(circle) == nothing
    opened: list[tuple[dict[str, Any], int]] = [({}, 1), ({"labels": "MH"}, 2), ({"labels": "HIV+MH+STD"}, 4)]
    opened.append(({"type": "part2", "labels": "HIV+MH+STD+SUD"}, 5))
    for terms, labels in opened:
        paper = await consented(circle, **terms)
        with within_a_second():
            found = await counted(circle)
        # the plan of each label has a need and a goal of its own beside those that stand alone
        assert {noun: found[noun] for noun in NOUNS} == {"need": 2 * labels, "goal": 2 * labels, "plan": labels}
        assert found["timeline"] > 0
        assert labels < every
        await circle.revoke(paper)
        with within_a_second():
            assert await counted(circle) == nothing


@pytest.mark.parametrize("noun", NOUNS)
async def test_every_way_opens_and_closes_within_the_second(circle: Circle, noun: str) -> None:
    record = circle.ids[noun, "none"]
    paper = await consented(circle)
    version = await circle.happen(noun, "none")
    await circle.deliver()
    assert set((await told(circle, noun, record, version)).values()) == {True}
    await circle.revoke(paper)
    after = await told(circle, noun, record, version)
    assert after.pop("webhook")  # it was sent while the client allowed it
    assert set(after.values()) == {False}
    await consented(circle)
    assert set((await told(circle, noun, record, version)).values()) == {True}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("numbered", [False, True], ids=["not numbered yet", "numbered and in line"])
async def test_what_was_waiting_to_be_told_is_told_to_nobody_who_may_no_longer_know(
    circle: Circle, noun: str, *, numbered: bool
) -> None:
    record = circle.ids[noun, "none"]
    paper = await consented(circle)
    version = await circle.happen(noun, "none")
    if numbered:
        await circle.number()
    await circle.revoke(paper)
    await circle.deliver()
    found = await told(circle, noun, record, version)
    assert (found["event"], found["webhook"]) == (False, False)


@pytest.mark.parametrize("label", sorted({Sensitivity.MH, Sensitivity.HIV, Sensitivity.STD}))
async def test_what_became_sensitive_meanwhile_is_not_told_either(circle: Circle, label: Sensitivity) -> None:
    await consented(circle)
    need = circle.ids["need", "none"]
    version = await circle.happen("need", "none")
    body = {"category": "food-insecurity", "words": "Since the diagnosis.", "labels": [label]}
    changed = await circle.serving.put(f"/v1/needs/{need}", json=body, headers={"If-Match": "*"})
    assert changed.status_code == HTTPStatus.OK, changed.text
    await circle.deliver()
    assert set((await told(circle, "need", need, version)).values()) == {False}


async def test_what_runs_out_is_gone_at_that_moment(circle: Circle) -> None:
    now = datetime.now(UTC)
    terms = Case(ROW | {"period": "running"}).terms(circle.parties, now)
    body = body_of(terms, str(circle.scene.client))
    soon = datetime.fromtimestamp(now.timestamp() + 2.5, UTC)
    answer = await circle.serving.post("/v1/consents", json=body | {"ends": soon.isoformat()})
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    assert (await counted(circle))["plan"] == 1
    time.sleep(max(0, (soon - datetime.now(UTC)).total_seconds()))  # noqa: ASYNC251 - nothing else runs
    with within_a_second():
        assert set((await counted(circle)).values()) == {0}
