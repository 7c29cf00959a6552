"""What may be told no more is told by no earlier version either: a history is read now, and not then."""

from typing import Any

import httpx
import pytest

from app.domain.consents.scope import Direction
from tests.support.doors import Doors
from tests.support.fhir_referrals import Programs, patched
from tests.support.scenes_referrals import Scene

WORDS = "Two children, no stove."


@pytest.fixture
async def programs(doors: Doors, scene: Scene) -> Programs:
    return await Programs.start(doors, scene)


async def versions(caller: httpx.AsyncClient, thing: str) -> list[dict[str, Any]]:
    """Return all versions of a resource, the first one first, as its history and as each by itself tells them."""
    bundle = (await caller.get(f"/fhir/{thing}/_history")).raise_for_status().json()
    found = [entry["resource"] for entry in reversed(bundle["entry"])]
    alone = [(await caller.get(f"/fhir/{thing}/_history/{each['meta']['versionId']}")).json() for each in found]
    [of_type] = [
        [each["resource"] for each in reversed(listed["entry"]) if each["resource"]["id"] == found[0]["id"]]
        for listed in [(await caller.get(f"/fhir/{thing.partition('/')[0]}/_history")).json()]
    ]
    assert alone == found == of_type
    return found


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_consent_that_ends_closes_the_earlier_versions_of_what_a_provider_was_told(
    programs: Programs, *, accepted: bool
) -> None:
    _, task = await programs.sent()
    before = [await versions(programs.pantry, f"{type_}/{task}") for type_ in ("Task", "ServiceRequest")]
    if accepted:
        assert (await patched(programs.pantry, f"Task/{task}", status="accepted")).status_code == 200
    await programs.scene.revoke()
    after = [await versions(programs.pantry, f"{type_}/{task}") for type_ in ("Task", "ServiceRequest")]

    assert [WORDS in str(before), programs.patient in str(before)] == [True, True]
    assert [WORDS in str(after), programs.patient in str(after), str(programs.scene.client) in str(after)] == [
        False,
        False,
        False,
    ]
    assert after[0][0]["status"] == "requested"
    assert {each["for"]["extension"][0]["valueCode"] for each in after[0]} == {"masked"}
    assert WORDS in str(await versions(programs.sender, f"ServiceRequest/{task}"))


async def test_what_is_told_back_no_more_leaves_the_history_that_its_sender_reads(programs: Programs) -> None:
    _, task = await programs.sent()
    for status in ("accepted", "in-progress"):
        await patched(programs.pantry, f"Task/{task}", status=status)
    result = {"type": {"text": "Result"}, "valueCodeableConcept": {"text": "A box for four."}}
    done = await patched(programs.pantry, f"Task/{task}", status="completed", output=[result])
    assert done.status_code == 200, done.text
    assert "box for four" in str(await versions(programs.sender, f"Task/{task}"))

    await programs.scene.revoke()
    await programs.scene.agree(direction=Direction.SEND)
    told = await versions(programs.sender, f"Task/{task}")

    assert "box for four" not in str(told)
    assert [each["status"] for each in told][:4] == ["requested", "accepted", "in-progress", "completed"]
    assert "box for four" in str(await versions(programs.pantry, f"Task/{task}"))


async def test_who_is_told_everything_reads_the_whole_history_to_the_byte(programs: Programs) -> None:
    order, _ = await programs.sent()
    first = await programs.sender.get(f"/fhir/ServiceRequest/{order}")
    await programs.sender.post(f"/v1/referrals/{order}/hold", headers={"If-Match": "*"}, json={})
    again = await programs.sender.get(f"/fhir/ServiceRequest/{order}/_history/{first.json()['meta']['versionId']}")
    assert again.content == first.content
