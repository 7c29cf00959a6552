"""Care teams as frontends see them: who is on them, how they come and go, and who may know of it."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.adapters.postgres.session import Session
from app.domain.codes import Category
from app.domain.consents.scope import Direction, Purpose, Section
from app.domain.networks.agency import AgencyProfile, Membership, ProgramType
from app.domain.networks.roles import Role
from app.use_cases.networks import agencies
from app.use_cases.referrals import handoffs
from tests.support.builders_referrals import FULL, MET
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
OK, CREATED, FORBIDDEN = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.FORBIDDEN
NOT_FOUND, CONFLICT, INVALID = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
SISTER = {
    "kind": "related_person",
    "role": {"text": "Emergency contact"},
    "person": {"name": "Rosa Lima", "relationship": {"text": "Sister"}, "phone": "305-555-0134"},
}


async def at_sender(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, Role.CASE_MANAGER)


async def at_pantry(doors: Doors, scene: Scene, place: int = 0) -> httpx.AsyncClient:
    return await doors.caller(scene.pantries[place].id, Role.CASE_MANAGER)


async def a_worker(doors: Doors, scene: Scene, given: str = "Ida") -> str:
    admin = await doors.caller(scene.sender.id, Role.AGENCY_ADMIN)
    body = {"agency_id": str(scene.sender.id), "given": given, "family": "Ruiz", "roles": ["case_manager"]}
    made = await admin.post("/v1/workers", json=body)
    assert made.status_code == CREATED, made.text
    return str(made.json()["id"])


def own(scene: Scene) -> str:
    return f"/v1/clients/{scene.client}/care-team"


async def shares_care_plans(scene: Scene, **more: Any) -> None:
    await scene.agree(**{"categories": (Section.CARE_PLANS, Category.FOOD), **more})


async def test_a_client_has_a_team_of_its_own_before_anybody_has_joined_it(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    team = (await caller.get(own(scene))).json()
    assert (team["id"], team["kind"], team["status"], team["members"]) == (
        str(scene.client),
        "coordination",
        "active",
        [],
    )
    assert (await caller.get(f"/v1/care-teams/{scene.client}")).json()["id"] == str(scene.client)
    refused = await caller.post(f"/v1/care-teams/{scene.client}/close", headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (CONFLICT, "care-team.of-the-client")


async def test_a_member_is_taken_in_described_anew_and_stays_listed_when_it_leaves(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    made = await caller.post(f"{own(scene)}/members", json=SISTER)
    assert made.status_code == CREATED, made.text
    path, tag = made.headers["Location"], made.headers["ETag"]
    assert (await caller.get(path)).json() == made.json()
    changed = await caller.patch(path, json={"role": {"text": "Driver"}}, headers={"If-Match": tag})
    assert (changed.json()["role"]["text"], changed.json()["person"]) == ("Driver", made.json()["person"])
    stale = await caller.patch(path, json={"role": None}, headers={"If-Match": tag})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    ended = (await caller.post(f"{path}/end", headers=ANY)).json()
    assert (ended["status"], ended["until"] is not None) == ("former", True)
    again = await caller.post(f"{path}/end", headers=ANY)
    assert (again.status_code, again.json()["context"]["allowed_actions"]) == (CONFLICT, ["enter_in_error"])
    team = (await caller.get(own(scene))).json()
    assert [(each["id"], each["status"]) for each in team["members"]] == [(ended["id"], "former")]
    assert (await caller.post(f"{own(scene)}/members", json=SISTER)).status_code == CREATED
    twice = await caller.post(f"{own(scene)}/members", json=SISTER)
    assert (twice.status_code, twice.json()["code"]) == (CONFLICT, "care-team.already-member")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "worker"}, "/worker_id"),
        ({"kind": "worker", "worker_id": str(uuid4())}, "/worker_id"),
        ({"kind": "agency"}, "/agency_id"),
        ({"kind": "agency", "agency_id": str(uuid4())}, "/agency_id"),
        ({"kind": "client", "worker_id": str(uuid4())}, "/worker_id"),
        ({"kind": "related_person"}, "/person"),
        ({"kind": "other", "person": {"name": " "}}, "/person/name"),
        ({"kind": "client", "role": {"codings": []}}, "/role"),
        ({"kind": "client", "since": "2199-01-01T00:00:00Z"}, "/since"),
        ({"kind": "somebody"}, "/kind"),
    ],
)
async def test_a_wrong_member_is_refused_with_the_place(
    doors: Doors, scene: Scene, body: dict[str, Any], pointer: str
) -> None:
    caller = await at_sender(doors, scene)
    refused = await caller.post(f"{own(scene)}/members", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (INVALID, pointer)


async def test_an_agency_has_one_primary_case_manager_for_a_client(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    workers = [await a_worker(doors, scene, given) for given in ("Ida", "Ben")]
    for worker in workers:
        body = {"worker_id": worker}
        made = await caller.post(f"{own(scene)}/primary", json=body, headers=ANY)
        assert (made.status_code, made.json()["primary"]) == (OK, True), made.text
    team = (await caller.get(own(scene))).json()
    assert {each["worker_id"]: each["primary"] for each in team["members"]} == dict(
        zip(workers, (False, True), strict=True)
    )
    same = await caller.post(f"{own(scene)}/primary", json={"worker_id": workers[1]}, headers=ANY)
    assert (same.status_code, (await caller.get(own(scene))).json()["version"]) == (OK, team["version"])
    back = await caller.post(f"{own(scene)}/primary", json={"worker_id": workers[0]}, headers=ANY)
    assert back.json()["primary"]
    wrong = await caller.post(f"{own(scene)}/primary", json={"worker_id": str(uuid4())}, headers=ANY)
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (INVALID, "/worker_id")


async def test_a_provider_joins_with_a_handoff_and_leaves_with_it(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    sent = await scene.sent()
    assert (await caller.get(own(scene))).json()["members"] == []
    accepted = await scene.accepted(sent)
    [member] = (await caller.get(own(scene))).json()["members"]
    assert (member["kind"], member["agency_id"], member["handoff_id"], member["status"]) == (
        "agency",
        str(scene.pantries[0].id),
        str(accepted.id),
        "active",
    )
    await scene.core.run(scene.at(0), handoffs.start, accepted.id, expected=None)
    assert [each["version"] for each in (await caller.get(own(scene))).json()["members"]] == [member["version"]]
    await scene.core.run(scene.at(0), handoffs.hand_back, accepted.id, FULL, expected=None)
    [gone] = (await caller.get(own(scene))).json()["members"]
    assert (gone["id"], gone["status"], gone["until"] is not None) == (member["id"], "former", True)


async def test_another_agency_is_taken_in_only_with_the_clients_consent(doors: Doors, scene: Scene) -> None:
    caller, invited = await at_sender(doors, scene), await at_pantry(doors, scene)
    body = {"kind": "agency", "agency_id": str(scene.pantries[0].id)}
    refused = await caller.post(f"{own(scene)}/members", json=body)
    assert (refused.status_code, refused.json()["code"]) == (CONFLICT, "care-team.consent-missing")
    assert (await invited.get(own(scene))).status_code == NOT_FOUND
    await scene.revoke()
    await shares_care_plans(scene)
    made = await caller.post(f"{own(scene)}/members", json=body)
    assert made.status_code == CREATED, made.text
    seen = await invited.get(own(scene))
    assert [each["id"] for each in seen.json()["members"]] == [made.json()["id"]]
    assert (await invited.get(f"/v1/clients/{scene.client}")).json()["withheld"] != []
    barred = await invited.post(f"{own(scene)}/members", json=SISTER)
    assert (barred.status_code, barred.json()["code"]) == (FORBIDDEN, "client.not-served")
    await scene.revoke()
    assert (await invited.get(own(scene))).status_code == NOT_FOUND
    assert (await invited.get(f"/v1/clients/{scene.client}")).status_code == NOT_FOUND
    await scene.agree(categories=(Section.CONDITIONS,))
    assert (await invited.get(own(scene))).status_code == NOT_FOUND
    assert (await invited.get(f"/v1/clients/{scene.client}")).status_code == OK
    await scene.revoke()
    assert (await invited.get(f"/v1/clients/{scene.client}")).status_code == NOT_FOUND
    await shares_care_plans(scene, recipients=(scene.pantries[0].id,), recipient_classes=())
    assert (await invited.get(own(scene))).status_code == OK
    left = await invited.post(f"{made.headers['Location']}/end", headers=ANY)
    assert (left.status_code, left.json()["status"]) == (OK, "former")
    assert (await invited.get(own(scene))).status_code == NOT_FOUND
    assert (await invited.get(f"/v1/clients/{scene.client}")).status_code == NOT_FOUND


async def test_an_invited_agency_lets_nobody_else_go(doors: Doors, scene: Scene) -> None:
    caller, invited = await at_sender(doors, scene), await at_pantry(doors, scene)
    await shares_care_plans(scene)
    body = {"kind": "agency", "agency_id": str(scene.pantries[0].id)}
    assert (await caller.post(f"{own(scene)}/members", json=body)).status_code == CREATED
    path = (await caller.post(f"{own(scene)}/members", json=SISTER)).headers["Location"]
    shown = (await invited.get(path)).json()
    assert [offer["allowed"] for offer in shown["available_actions"]] == [False, False]
    refused = await invited.post(f"{path}/end", headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (FORBIDDEN, "care-team-member.not-yours")


async def test_a_stranger_learns_of_no_team_and_no_member(doors: Doors, scene: Scene) -> None:
    caller, stranger = await at_sender(doors, scene), await at_pantry(doors, scene, 2)
    path = (await caller.post(f"{own(scene)}/members", json=SISTER)).headers["Location"]
    team = f"/v1/care-teams/{scene.client}"
    answers = [
        await stranger.get(own(scene)),
        await stranger.get(team),
        await stranger.get(path),
        await stranger.post(f"{path}/end", headers=ANY),
        await stranger.patch(path, json={"role": None}, headers=ANY),
        await stranger.post(f"{team}/members", json=SISTER),
        await stranger.post(f"{team}/close", headers=ANY),
        await stranger.post(f"{own(scene)}/primary", json={"worker_id": str(uuid4())}, headers=ANY),
        await stranger.post("/v1/care-teams", json={"client_id": str(scene.client), "name": "Ours"}),
        await stranger.get(f"/v1/care-teams/{uuid4()}"),
        await stranger.post(f"/v1/care-teams/{uuid4()}/members", json=SISTER),
    ]
    assert [answer.status_code for answer in answers] == [NOT_FOUND] * len(answers)
    assert (await stranger.get("/v1/care-teams", params={"client_id": str(scene.client)})).json()["items"] == []


async def test_a_named_team_works_rests_and_ends_with_its_members(doors: Doors, scene: Scene) -> None:
    caller, invited = await at_sender(doors, scene), await at_pantry(doors, scene)
    await shares_care_plans(scene)
    body = {"client_id": str(scene.client), "name": "Asthma visits", "proposed": True, "reasons": [{"text": "Asthma"}]}
    made = await caller.post("/v1/care-teams", json=body)
    assert (made.status_code, made.json()["status"]) == (CREATED, "proposed"), made.text
    path = made.headers["Location"]
    agency = {"kind": "agency", "agency_id": str(scene.pantries[0].id)}
    assert (await caller.post(f"{path}/members", json=agency)).status_code == CREATED
    assert (await invited.get(path)).status_code == NOT_FOUND
    for action, status, visible in (
        ("activate", "active", OK),
        ("suspend", "suspended", NOT_FOUND),
        ("resume", "active", OK),
        ("close", "inactive", NOT_FOUND),
    ):
        acted = await caller.post(f"{path}/{action}", headers=ANY)
        assert (acted.json()["status"], (await invited.get(path)).status_code) == (status, visible), acted.text
    assert [each["status"] for each in acted.json()["members"]] == ["former"]
    late = await caller.post(f"{path}/members", json=agency)
    assert (late.status_code, late.json()["code"]) == (CONFLICT, "care-team.ended")
    renamed = await caller.put(path, json={"name": "Home visits"}, headers=ANY)
    assert renamed.status_code == CONFLICT
    corrected = await caller.post(f"{path}/enter-in-error", headers=ANY)
    assert corrected.json()["status"] == "entered_in_error"
    refused = await caller.post(f"{path}/activate", headers=ANY)
    assert (refused.status_code, refused.json()["context"]["allowed_actions"]) == (CONFLICT, [])


async def test_teams_are_listed_by_client_and_by_the_agency_that_named_them(doors: Doors, scene: Scene) -> None:
    caller, other = await at_sender(doors, scene), await at_pantry(doors, scene)
    ids = []
    for name in ("First", "Second", "Third"):
        body = {"client_id": str(scene.client), "name": name}
        ids.append((await caller.post("/v1/care-teams", json=body)).json()["id"])
    await caller.post(f"{own(scene)}/members", json=SISTER)
    of_client = (await caller.get("/v1/care-teams", params={"client_id": str(scene.client)})).json()["items"]
    assert [each["id"] for each in of_client] == [str(scene.client), *reversed(ids)]
    named = (await caller.get("/v1/care-teams", params={"sort": "updated_at", "limit": 2})).json()
    assert [each["name"] for each in named["items"]] == ["First", "Second"]
    rest = {"sort": "updated_at", "limit": 2, "cursor": named["next_cursor"]}
    assert [each["name"] for each in (await caller.get("/v1/care-teams", params=rest)).json()["items"]] == ["Third"]
    assert (await other.get("/v1/care-teams")).json()["items"] == []
    everything = await doors.administrator()
    assert len((await everything.get("/v1/care-teams")).json()["items"]) == len(of_client)


async def test_a_member_whose_program_bears_a_label_is_withheld_from_those_without_it(
    doors: Doors, scene: Scene
) -> None:
    admin = scene.world.by(Role.NETWORK_ADMIN)
    profile = AgencyProfile(name="Quiet House", program_types=(ProgramType.MENTAL_HEALTH,))
    quiet = await scene.core.run(admin, agencies.join, profile, Membership.FULL)
    await shares_care_plans(scene)
    caller, invited = await at_sender(doors, scene), await at_pantry(doors, scene)
    for agency in (scene.pantries[0], quiet):
        body = {"kind": "agency", "agency_id": str(agency.id)}
        assert (await caller.post(f"{own(scene)}/members", json=body)).status_code == CREATED
    whole = (await caller.get(own(scene))).json()
    assert (len(whole["members"]), whole["withheld"]) == (2, [])
    part = (await invited.get(own(scene))).json()
    assert ([each["agency_id"] for each in part["members"]], part["withheld"]) == (
        [str(scene.pantries[0].id)],
        ["members"],
    )
    theirs = await (await doors.caller(quiet.id, Role.CASE_MANAGER)).get(own(scene))
    assert len(theirs.json()["members"]) == 2


@pytest.mark.parametrize(
    "terms",
    [
        {"direction": Direction.FEEDBACK},
        {"purposes": (Purpose.TREATMENT,)},
        {"categories": (Category.FOOD,)},
    ],
    ids=["direction", "purpose", "kind"],
)
async def test_no_other_consent_opens_a_team(doors: Doors, scene: Scene, terms: dict[str, Any]) -> None:
    caller = await at_sender(doors, scene)
    await shares_care_plans(scene, **terms)
    body = {"kind": "agency", "agency_id": str(scene.pantries[0].id)}
    assert (await caller.post(f"{own(scene)}/members", json=body)).json()["code"] == "care-team.consent-missing"


async def test_no_team_is_named_for_a_client_who_is_not_there(doors: Doors) -> None:
    everywhere = await doors.administrator()
    nobody = str(uuid4())
    answers = [
        await everywhere.post("/v1/care-teams", json={"client_id": nobody, "name": "Ours"}),
        await everywhere.get(f"/v1/clients/{nobody}/care-team"),
        await everywhere.post(f"/v1/clients/{nobody}/care-team/members", json=SISTER),
        await everywhere.post(f"/v1/clients/{nobody}/care-team/primary", json={"worker_id": nobody}, headers=ANY),
    ]
    assert [answer.status_code for answer in answers] == [NOT_FOUND] * 4


async def test_a_handoff_costs_its_team_three_statements_at_either_end_and_none_between(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for name in ("fetch", "fetch_row", "fetch_value", "execute"):
        monkeypatch.setattr(Session, name, _listening(getattr(Session, name), asked))

    def of_the_team() -> int:
        count = sum("care_team" in sql or "client_shares" in sql for sql in asked)
        asked.clear()
        return count

    sent = await scene.sent()
    assert of_the_team() == 0
    accepted = await scene.accepted(sent)
    assert of_the_team() == 3  # two change it, and one reads it back to be drawn as a resource
    await scene.core.run(scene.at(0), handoffs.start, accepted.id, expected=None)
    assert of_the_team() == 0
    await scene.core.run(scene.at(0), handoffs.complete, accepted.id, MET, expected=None)
    assert of_the_team() == 3


def _listening(ask: Any, asked: list[str]) -> Any:
    async def listen(session: Session, statement: Any, **given: Any) -> Any:
        asked.append(statement.sql)
        return await ask(session, statement, **given)

    return listen
