"""Who reads which piece of a client's record: the rule of decision 0022, asked over HTTP of every kind of record."""

import asyncio
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.codes import Category, Sensitivity
from app.domain.consents.scope import Direction, Purpose, Section
from app.domain.networks.roles import Role
from app.use_cases.referrals import handoffs
from tests.support.builders_referrals import MET
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

HUNGER, MEETING = "hunger-vital-sign", {"starts": "2027-01-18T15:00:00Z", "ends": "2027-01-18T16:00:00Z"}
BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "need": ("/v1/needs", {"category": "food-insecurity"}),
    "quiet need": ("/v1/needs", {"category": "intimate-partner-violence"}),
    "need with a label": ("/v1/needs", {"category": "food-insecurity", "labels": ["MH"]}),
    "goal": ("/v1/goals", {"words": "Eat three times a day."}),
    "plan": ("/v1/care-plans", {"title": "Enough to eat"}),
    "assessment": ("/v1/assessments", {"instrument": HUNGER}),
    "appointment": ("/v1/appointments", {"title": "Meet", **MEETING}),
    "team": ("/v1/care-teams", {"name": "Visits"}),
}
EVERYTHING = frozenset(BODIES)
LABELLED = frozenset({"need with a label", "quiet need"}) & EVERYTHING
PLANNING = frozenset({"goal", "plan", "team"})
EVERY_KIND = (Section.CARE_PLANS, Section.CONDITIONS, Section.ASSESSMENTS, Section.ENCOUNTERS)
SHOWN: dict[str, tuple[dict[str, Any], frozenset[str]]] = {
    "nothing of it": ({"categories": (Category.HOUSING_INSTABILITY,)}, frozenset()),
    "care plans": ({"categories": (Section.CARE_PLANS,)}, PLANNING),
    "the need's own category": ({"categories": (Category.FOOD,)}, frozenset({"need"})),
    "every kind": ({"categories": EVERY_KIND}, PLANNING | {"need", "assessment", "appointment"}),
    "every kind and a label": (
        {"categories": EVERY_KIND, "sensitivities": (Sensitivity.MH,)},
        PLANNING | {"need", "need with a label", "assessment", "appointment"},
    ),
    "another purpose": ({"categories": EVERY_KIND, "purposes": (Purpose.TREATMENT,)}, frozenset()),
    "feedback only": ({"categories": EVERY_KIND, "direction": Direction.FEEDBACK}, frozenset()),
    "sending only": ({"categories": (Section.CARE_PLANS,), "direction": Direction.SEND}, PLANNING),
    "not yet": ({"categories": EVERY_KIND, "starts": datetime.now(UTC) + timedelta(days=1)}, frozenset()),
}


async def recorded(doors: Doors, scene: Scene) -> dict[str, str]:
    """Let the agency that serves the client write one record of each kind; return where each is."""
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    paths = {}
    for name, (path, body) in BODIES.items():
        made = await caller.post(path, json={"client_id": str(scene.client), **body})
        assert made.status_code == HTTPStatus.CREATED, made.text
        paths[name] = made.headers["Location"]
    return paths


async def seen(caller: httpx.AsyncClient, scene: Scene, paths: dict[str, str]) -> frozenset[str]:
    """Return what the caller reads, and hold the lists against it."""
    answers = {name: (await caller.get(path)).status_code for name, path in paths.items()}
    assert set(answers.values()) <= {HTTPStatus.OK, HTTPStatus.NOT_FOUND}
    found = frozenset(name for name, status in answers.items() if status == HTTPStatus.OK)
    for collection in {path for path, _ in BODIES.values()}:
        page = await caller.get(collection, params={"client_id": str(scene.client)})
        listed = {each["id"] for each in page.json().get("items", [])} - {str(scene.client)}
        expected = {paths[name].rpartition("/")[2] for name in found if paths[name].startswith(f"{collection}/")}
        assert expected == listed, collection
    return found


async def listed_everywhere(caller: httpx.AsyncClient) -> set[str]:
    """Return what the lists of the whole network show."""
    pages = [await caller.get(path) for path in sorted({path for path, _ in BODIES.values()})]
    return {each["id"] for page in pages for each in page.json()["items"]}


async def with_a_handoff(scene: Scene) -> Any:
    accepted = await scene.accepted(await scene.sent())
    await scene.revoke()
    return accepted


@pytest.mark.parametrize("consent", SHOWN)
async def test_an_active_member_reads_what_one_consent_releases(doors: Doors, scene: Scene, consent: str) -> None:
    terms, expected = SHOWN[consent]
    paths, member = await recorded(doors, scene), await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await with_a_handoff(scene)
    assert frozenset() == await seen(member, scene, paths)
    await scene.agree(**terms)
    assert {path: name in expected for name, path in paths.items()} == {
        path: (await member.get(path)).status_code == HTTPStatus.OK for path in paths.values()
    }
    await scene.revoke()
    assert frozenset() == await seen(member, scene, paths)


async def test_who_serves_the_client_reads_all_of_its_own_and_strangers_nothing(doors: Doors, scene: Scene) -> None:
    paths = await recorded(doors, scene)
    await scene.agree(categories=EVERY_KIND, sensitivities=(Sensitivity.MH,))
    serving = await doors.caller(scene.sender.id, Role.INTAKE)
    everywhere = await doors.administrator()
    stranger = await doors.caller(scene.pantries[2].id, Role.CASE_MANAGER)
    assert await seen(serving, scene, paths) == EVERYTHING
    assert await seen(everywhere, scene, paths) == EVERYTHING - LABELLED
    assert await listed_everywhere(everywhere) == {paths[each].rpartition("/")[2] for each in EVERYTHING - LABELLED}
    office = scene.world.joined["Network office"].id
    await scene.agree(categories=EVERY_KIND, sensitivities=(Sensitivity.MH,), recipients=(office,))
    assert await seen(everywhere, scene, paths) == EVERYTHING - {"quiet need"}
    assert frozenset() == await seen(stranger, scene, paths)


async def test_a_provider_that_has_not_accepted_is_not_on_the_team(doors: Doors, scene: Scene) -> None:
    paths, provider = await recorded(doors, scene), await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await scene.agree(categories=EVERY_KIND)
    sent = await scene.sent()
    assert (await provider.get(f"/v1/clients/{scene.client}")).status_code == HTTPStatus.OK
    assert frozenset() == await seen(provider, scene, paths)
    accepted = await scene.accepted(sent)
    assert (await provider.get(paths["goal"])).status_code == HTTPStatus.OK
    await scene.core.run(scene.at(0), handoffs.start, accepted.id, expected=None)
    assert (await provider.get(paths["goal"])).status_code == HTTPStatus.OK
    await scene.core.run(scene.at(0), handoffs.complete, accepted.id, MET, expected=None)
    assert frozenset() == await seen(provider, scene, paths)


async def test_two_consents_are_not_added_together(doors: Doors, scene: Scene) -> None:
    paths, member = await recorded(doors, scene), await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await with_a_handoff(scene)
    await scene.agree(categories=(Section.CONDITIONS,))
    await scene.agree(categories=(Section.CARE_PLANS,), sensitivities=(Sensitivity.MH,))
    assert PLANNING | {"need"} == await seen(member, scene, paths)


async def test_what_a_consent_released_is_gone_when_it_has_run_out(doors: Doors, scene: Scene) -> None:
    paths, member = await recorded(doors, scene), await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await with_a_handoff(scene)
    ends = datetime.now(UTC) + timedelta(seconds=1.5)
    await scene.agree(categories=(Section.CARE_PLANS,), ends=ends)
    assert (await member.get(paths["goal"])).status_code == HTTPStatus.OK
    await asyncio.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()))
    assert frozenset() == await seen(member, scene, paths)


async def test_an_agency_with_two_handoffs_leaves_with_the_second(doors: Doors, scene: Scene) -> None:
    paths, member = await recorded(doors, scene), await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await scene.agree(categories=(Section.CARE_PLANS, Category.FOOD))
    first = await scene.accepted(await scene.sent())
    second = await scene.accepted(await scene.sent(override_reason="For the weekend."))
    for accepted, status in ((first, HTTPStatus.OK), (second, HTTPStatus.NOT_FOUND)):
        await scene.core.run(scene.at(0), handoffs.complete, accepted.id, MET, expected=None)
        assert (await member.get(paths["goal"])).status_code == status


async def test_a_member_writes_nothing(doors: Doors, scene: Scene) -> None:
    await recorded(doors, scene)
    member = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await scene.agree(categories=(*EVERY_KIND, Category.FOOD))
    await scene.accepted(await scene.sent())
    for path, body in BODIES.values():
        refused = await member.post(path, json={"client_id": str(scene.client), **body})
        assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.FORBIDDEN, "client.not-served")
