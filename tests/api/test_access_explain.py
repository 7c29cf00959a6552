"""The explanation agrees with what is answered, and tells nobody more than they may know."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.domain.codes import Sensitivity
from app.domain.consents.scope import Direction, Section
from app.domain.networks.roles import Role
from tests.support.care_doors import Recorded, recorded
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
PATHS = {
    "need": "/v1/needs",
    "goal": "/v1/goals",
    "care-plan": "/v1/care-plans",
    "assessment": "/v1/assessments",
    "appointment": "/v1/appointments",
    "care-team": "/v1/care-teams",
    "handover": "/v1/handovers",
}
IDS = {noun: f"{noun.removeprefix('care-')}_id" for noun in PATHS}
WIDE = (Section.CARE_PLANS, Section.CONDITIONS, Section.ASSESSMENTS, Section.ENCOUNTERS)


async def told(caller: httpx.AsyncClient, scene: Scene, **asked: Any) -> dict[str, Any]:
    answer = await caller.post("/v1/access/explain", json={"client_id": str(scene.client)} | asked)
    assert answer.status_code == HTTPStatus.OK, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def explained(record: Recorded, agency: str, noun: str, id_: str) -> dict[str, Any]:
    return await told(record.caller, record.scene, agency_id=agency, record={"type": noun, "id": id_})


CONSENTS: dict[str, dict[str, Any]] = {
    "none": {},
    "care plans": {"categories": (Section.CARE_PLANS,)},
    "everything": {"categories": WIDE, "sensitivities": (Sensitivity.MH,)},
    "another label": {"categories": WIDE, "sensitivities": (Sensitivity.HIV,)},
    "only back": {"categories": WIDE, "direction": Direction.FEEDBACK},
}


@pytest.mark.parametrize("name", CONSENTS)
async def test_the_explanation_says_what_the_answers_say(doors: Doors, scene: Scene, name: str) -> None:
    await scene.accepted(await scene.sent())
    await scene.revoke()
    if CONSENTS[name]:
        await scene.agree(**CONSENTS[name])
    record = await recorded(doors, scene)
    member = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    stranger = await doors.caller(scene.pantries[2].id, Role.CASE_MANAGER)
    wrong = []
    for agency, caller in ((scene.sender, record.caller), (scene.pantries[0], member), (scene.pantries[2], stranger)):
        for noun, path in PATHS.items():
            for kind, ids in record.both.items():
                answer = await caller.get(f"{path}/{ids[IDS[noun]]}")
                said = await explained(record, str(agency.id), noun, ids[IDS[noun]])
                if said["allowed"] is not (answer.status_code == HTTPStatus.OK):
                    wrong.append(f"{agency.name} {kind} {noun}: {answer.status_code} but {said['rule']}")
    assert not wrong, "\n".join(wrong)


async def test_each_rule_is_named_with_the_consent_that_decided(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    provider, member = str(scene.pantries[1].id), str(scene.pantries[0].id)
    await scene.accepted(await scene.sent())
    assert scene.consent is not None
    granted = str(scene.consent.consent.id)
    food: dict[str, Any] = {"categories": ["food-insecurity"]}
    cases: list[tuple[dict[str, Any], tuple[bool, str, str | None]]] = [
        (food, (True, "own_record", None)),
        (food | {"discloser_id": member}, (True, "serves", None)),
        (food | {"agency_id": member}, (True, "consented", granted)),
        (food | {"agency_id": provider}, (False, "not_involved", granted)),
        (food | {"agency_id": member, "purpose": "research"}, (False, "purpose_not_allowed", granted)),
        (food | {"agency_id": member, "sensitivities": ["HIV"]}, (False, "sensitivity_not_allowed", granted)),
        ({"categories": ["care-plans"], "agency_id": member}, (False, "category_not_allowed", granted)),
        (food | {"agency_id": member, "at": "2020-01-01T00:00:00Z"}, (False, "consent_not_yet_valid", granted)),
    ]
    for asked, expected in cases:
        said = await told(caller, scene, **asked)
        assert expected == (said["allowed"], said["rule"], said["consent_id"]), asked
    await scene.revoke()
    said = await told(caller, scene, agency_id=member, **food)
    assert (said["rule"], said["reason"]) == ("consent_revoked", "The client has revoked the consent.")


async def test_the_bases_are_told_with_their_times(doors: Doors, scene: Scene) -> None:
    accepted = await scene.accepted(await scene.sent())
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    said = await told(caller, scene, agency_id=str(accepted.provider_id), categories=["food-insecurity"])
    assert {each["basis"] for each in said["bases"]} == {"handoff"}
    own = await told(caller, scene, categories=["food-insecurity"])
    assert [(each["basis"], each["until"]) for each in own["bases"]] == [("caseload", None)]


async def test_an_emergency_explains_what_it_opens_and_what_not(doors: Doors, scene: Scene) -> None:
    stranger = await doors.caller(scene.pantries[2].id, Role.CASE_MANAGER)
    why = {"client_id": str(scene.client), "reason": "disaster", "words": "No papers left."}
    assert (await stranger.post("/v1/break-glass", json=why)).status_code == HTTPStatus.CREATED
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    asked = {"agency_id": str(scene.pantries[2].id), "categories": ["conditions"]}
    rules = {}
    for label in Sensitivity:
        said = await told(caller, scene, **asked, sensitivities=[label])
        rules[label.value] = (said["allowed"], said["rule"])
    opened, closed = (True, "break_glass"), (False, "category_not_allowed")
    assert rules == {"SUD": closed, "MH": opened, "HIV": opened, "SDV": closed, "STD": opened}
    refused = await stranger.post("/v1/access/explain", json={"client_id": str(scene.client), **asked})
    assert refused.status_code == HTTPStatus.FORBIDDEN  # an emergency shows records, not who else may see them


async def test_what_is_withheld_of_a_client_is_told_element_by_element(doors: Doors, scene: Scene) -> None:
    own = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    await own.patch(f"/v1/clients/{scene.client}", json={"cultural_preferences": "A woman leads."}, headers=ANY)
    await scene.accepted(await scene.sent())
    provider = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    shown = (await provider.get(f"/v1/clients/{scene.client}")).json()["withheld"]
    thing = {"type": "client", "id": str(scene.client)}
    said = await told(own, scene, agency_id=str(scene.pantries[0].id), record=thing)
    assert said["allowed"]
    assert {each["element"] for each in said["elements"]} == set(shown) != set()
    assert {each["rule"] for each in said["elements"]} == {"not_served"}


async def test_what_is_not_told_back_of_a_handoff_is_explained(doors: Doors, scene: Scene) -> None:
    await scene.revoke()
    await scene.agree(direction=Direction.SEND)
    sent = await scene.sent()
    provider = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    sender = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    handoff = sent.handoffs[0]
    declined = await provider.post(
        f"/v1/handoffs/{handoff.id}/decline",
        json={"reason": {"code": "no_capacity", "party": "provider", "next_action": "reroute"}},
        headers=ANY,
    )
    assert declined.status_code == HTTPStatus.OK, declined.text
    shown = (await sender.get(f"/v1/handoffs/{handoff.id}")).json()["withheld"]
    said = await told(sender, scene, record={"type": "handoff", "id": str(handoff.id)})
    assert [each["element"] for each in said["elements"]] == shown != []
    assert {each["rule"] for each in said["elements"]} == {"feedback_not_consented"}


async def test_a_stranger_to_the_client_and_to_the_record_learns_nothing(doors: Doors, scene: Scene) -> None:
    await scene.accepted(await scene.sent())
    record = await recorded(doors, scene)
    plan = {"type": "care-plan", "id": record.plain["plan_id"]}
    stranger = await doors.caller(scene.pantries[2].id, Role.CASE_MANAGER)
    member = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)

    async def asked(caller: httpx.AsyncClient, client: Any, thing: dict[str, str]) -> tuple[int, str]:
        answer = await caller.post("/v1/access/explain", json={"client_id": str(client), "record": thing})
        return answer.status_code, answer.json().get("code", "")

    nothing = (404, "client.not-found")
    assert [nothing, nothing] == [await asked(stranger, scene.client, plan), await asked(stranger, uuid4(), plan)]
    assert await asked(member, scene.client, plan) == (403, "client.not-served")
    other = (await record.caller.post("/v1/clients", json={"names": [{"family": "Sol"}]})).json()["id"]
    absent = (404, "care-plan.not-found")
    assert [absent, absent] == [
        await asked(record.caller, other, plan),
        await asked(record.caller, scene.client, plan | {"id": str(uuid4())}),
    ]


async def test_privacy_officers_and_coordinators_may_ask_about_everybody(doors: Doors, scene: Scene) -> None:
    record = await recorded(doors, scene)
    office = await doors.world.an_agency("Network office")
    officer = await doors.caller(office.id, Role.PRIVACY_OFFICER)
    quiet = {"type": "need", "id": record.quiet["need_id"]}
    said = await told(officer, scene, agency_id=str(scene.sender.id), record=quiet)
    assert (said["allowed"], said["rule"]) == (True, "own_record")
    away = await told(officer, scene, agency_id=str(scene.pantries[0].id), record=quiet)
    assert (away["allowed"], away["consent_id"]) == (False, None)
    coordinator = await doors.caller(office.id, Role.COORDINATOR)
    plain = await told(coordinator, scene, record=quiet | {"id": record.plain["need_id"]})
    assert (plain["allowed"], plain["rule"]) == (True, "network_role")
    hidden = {"client_id": str(scene.client), "record": quiet}
    assert (await coordinator.post("/v1/access/explain", json=hidden)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({}, "/record"),
        ({"categories": ["care-plans"], "record": {"type": "need", "id": str(uuid4())}}, "/record"),
        ({"categories": ["care-plans"], "agency_id": str(uuid4())}, "/agency_id"),
        ({"categories": ["care-plans"], "discloser_id": str(uuid4())}, "/discloser_id"),
        ({"categories": ["gossip"]}, "/categories/0"),
    ],
)
async def test_a_question_that_asks_nothing_is_refused(
    doors: Doors, scene: Scene, asked: dict[str, Any], pointer: str
) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answer = await caller.post("/v1/access/explain", json={"client_id": str(scene.client)} | asked)
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        [pointer],
    )
