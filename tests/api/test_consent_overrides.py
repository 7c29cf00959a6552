"""Overrides of missing consents over REST: two people, one referral, a few hours, and never for two labels."""

from typing import Any

import httpx
import pytest

from app.domain.networks.agency import AgencyProfile, Membership, ProgramType
from app.domain.networks.roles import Role
from app.use_cases.networks import agencies
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
WHY = {"reason": "The client is in hospital and cannot sign; a bed is held until noon."}
PATH = "/v1/consent-overrides"


async def supervisor(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER)


async def drafted(caller: httpx.AsyncClient, scene: Scene, **body: Any) -> str:
    """A draft about the client, who allows nothing any more."""
    handoffs = [{"service_id": str(scene.offered[0].id)}]
    told = {"client_id": str(scene.client), "category": "food-insecurity", "handoffs": handoffs} | body
    answer = await caller.post("/v1/referrals", json=told)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def asked(caller: httpx.AsyncClient, referral: str) -> httpx.Response:
    return await caller.post(f"/v1/referrals/{referral}/consent-override", json=WHY)


async def sent(caller: httpx.AsyncClient, referral: str) -> int:
    return (await caller.post(f"/v1/referrals/{referral}/send", json={}, headers=ANY)).status_code


async def blockers(caller: httpx.AsyncClient, referral: str) -> list[str]:
    return [each["code"] for each in (await caller.get(f"/v1/referrals/{referral}")).json()["blockers"]]


async def test_a_referral_goes_out_without_consent_once_a_second_person_has_approved(
    doors: Doors, scene: Scene
) -> None:
    await scene.revoke()
    first, second = await supervisor(doors, scene), await supervisor(doors, scene)
    referral, other = await drafted(first, scene), await drafted(first, scene)
    made = await asked(first, referral)
    assert (made.status_code, made.json()["state"]) == (201, "pending")
    path = made.headers["Location"]
    assert (await sent(first, referral), await blockers(first, referral)) == (409, ["consent_missing"])
    own = await first.post(f"{path}/approve", json={}, headers=ANY)
    assert (own.status_code, own.json()["code"]) == (403, "override.own")
    approved = await second.post(f"{path}/approve", json={"note": "Called the ward."}, headers=ANY)
    assert (approved.status_code, approved.json()["state"], approved.json()["until"] is None) == (
        200,
        "approved",
        False,
    )
    assert (await blockers(first, referral), await blockers(first, other)) == ([], ["consent_missing"])
    assert (await sent(first, other), await sent(first, referral)) == (409, 200)


async def test_a_refused_and_a_withdrawn_override_let_nothing_out(doors: Doors, scene: Scene) -> None:
    await scene.revoke()
    first = await supervisor(doors, scene)
    officer = await doors.caller(scene.pantries[0].id, Role.PRIVACY_OFFICER)
    referral = await drafted(first, scene)
    path = (await asked(first, referral)).headers["Location"]
    again = await asked(first, referral)
    assert (again.status_code, again.json()["code"]) == (409, "override.already-asked")
    refused = await officer.post(f"{path}/refuse", json={"note": "Ask the client."}, headers=ANY)
    assert (refused.status_code, refused.json()["state"], await sent(first, referral)) == (200, "refused", 409)
    path = (await asked(first, referral)).headers["Location"]
    await officer.post(f"{path}/approve", json={}, headers=ANY)
    assert await blockers(first, referral) == []
    assert (await first.post(f"{path}/withdraw", headers=ANY)).json()["state"] == "withdrawn"
    assert (await sent(first, referral), await blockers(first, referral)) == (409, ["consent_missing"])
    late = await officer.post(f"{path}/refuse", json={}, headers=ANY)
    assert (late.status_code, late.json()["context"]["allowed_actions"]) == (409, [])


async def test_what_the_client_takes_back_ends_what_stood_in_for_it(doors: Doors, scene: Scene) -> None:
    await scene.revoke()
    await scene.agree(recipients=(scene.pantries[2].id,), recipient_classes=())
    first, second = await supervisor(doors, scene), await supervisor(doors, scene)
    referral = await drafted(first, scene)
    path = (await asked(first, referral)).headers["Location"]
    await second.post(f"{path}/approve", json={}, headers=ANY)
    assert await sent(first, referral) == 200
    await scene.revoke()
    assert (await first.get(path)).json()["state"] == "ended"
    told = (await first.get(f"/v1/referrals/{referral}")).json()
    assert [each["state"] for each in told["handoffs"]] == ["withdrawn"]


@pytest.mark.parametrize("kind", [ProgramType.SUBSTANCE_USE, ProgramType.VICTIM_SERVICES])
async def test_nothing_overrides_part_2_and_victim_services(doors: Doors, scene: Scene, kind: ProgramType) -> None:
    await scene.revoke()
    profile = AgencyProfile(name="A program", program_types=(kind,))
    call = scene.world.by(Role.NETWORK_ADMIN)
    program = await scene.core.run(call, agencies.join, profile, Membership.FULL)
    first = await supervisor(doors, scene)
    referral = await drafted(first, scene, handoffs=[{"agency_id": str(program.id)}])
    refused = await asked(first, referral)
    assert (refused.status_code, refused.json()["code"]) == (409, "override.never")


async def test_where_a_consent_covers_everything_no_override_is_needed(doors: Doors, scene: Scene) -> None:
    first = await supervisor(doors, scene)
    refused = await asked(first, await drafted(first, scene))
    assert (refused.status_code, refused.json()["code"]) == (409, "override.not-needed")


async def test_only_supervisors_and_coordinators_ask_and_other_agencies_find_nothing(
    doors: Doors, scene: Scene
) -> None:
    await scene.revoke()
    first = await supervisor(doors, scene)
    referral = await drafted(first, scene)
    worker = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    assert (await asked(worker, referral)).status_code == 403
    path = (await asked(first, referral)).headers["Location"]
    stranger = await doors.caller(scene.pantries[0].id, Role.SUPERVISOR)
    answers = [
        await stranger.get(path),
        await stranger.post(f"{path}/approve", json={}, headers=ANY),
        await stranger.post(f"{path}/refuse", json={}, headers=ANY),
        await stranger.post(f"{path}/withdraw", headers=ANY),
        await asked(stranger, referral),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert (await stranger.get(PATH)).json()["items"] == []


async def test_overrides_are_listed_to_the_agency_and_to_the_privacy_officer(doors: Doors, scene: Scene) -> None:
    await scene.revoke()
    first = await supervisor(doors, scene)
    officer = await doors.caller(scene.pantries[0].id, Role.PRIVACY_OFFICER)
    made = [(await asked(first, await drafted(first, scene))).json()["id"] for _ in range(2)]
    await officer.post(f"{PATH}/{made[0]}/refuse", json={}, headers=ANY)
    for caller in (first, officer):
        pending = (await caller.get(PATH, params={"state": "pending"})).json()["items"]
        assert [each["id"] for each in pending] == [made[1]]
        page = await caller.get(PATH, params={"limit": 1})
        following = await caller.get(page.links["next"]["url"])
        assert [each.json()["items"][0]["id"] for each in (page, following)] == [made[0], made[1]]
    offers = {
        each["action"]: each["allowed"] for each in (await officer.get(f"{PATH}/{made[1]}")).json()["available_actions"]
    }
    assert offers == {"approve": True, "refuse": True, "withdraw": False}
