"""Labels follow what they come from: amended answers, and programs that an agency did not have before."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.consents.scope import RecipientClass
from app.domain.identity import AgencyId
from app.domain.networks.agency import ProgramType
from app.domain.networks.roles import Role
from app.domain.sensitivity.relabelling import BETWEEN_LOOKS
from app.use_cases.core import Core
from app.use_cases.rounds import Relabellings
from tests.api.test_care_labels import ANY, EVERYTHING, SECRET, Pair
from tests.support.care_doors import recorded
from tests.support.clocks import HandMovedClock
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ITEMS = [{"linkId": key, "type": "integer", "text": key} for key in ("nights", "blows")]
SCORES = [
    {"key": key, "label": {"en": key}, "method": "sum", "items": [{"item": key}], "low": 0, "high": 7, "source": "Ours"}
    for key in ("nights", "blows")
]
RULES = [
    {
        "key": "outside",
        "when": {"score": "nights", "at_least": 1},
        "suggests": [{"key": "visit", "task": {"title": {"en": "Visit tonight"}, "priority": "urgent"}}],
    },
    {
        "key": "hurt",
        "when": {"score": "blows", "at_least": 1},
        "labels": ["SDV"],
        "suggests": [{"key": "talk", "task": {"title": {"en": "Speak alone"}, "priority": "urgent"}}],
    },
]
NIGHTS = {
    "key": "nights-and-blows",
    "version": "1",
    "questionnaire": {"resourceType": "Questionnaire", "status": "active", "title": "Nights", "item": ITEMS},
    "scoring": SCORES,
    "rules": RULES,
}
READ = {
    "need_id": "/v1/needs/{}",
    "goal_id": "/v1/goals/{}",
    "plan_id": "/v1/care-plans/{}",
    "assessment_id": "/v1/assessments/{}",
    "appointment_id": "/v1/appointments/{}",
    "handover_id": "/v1/handovers/{}",
    "team_id": "/v1/care-teams/{}",
}
MENTAL_HEALTH = [ProgramType.MENTAL_HEALTH.value]


@pytest.fixture
async def pair(doors: Doors, scene: Scene) -> Pair:
    await scene.accepted(await scene.sent())
    await scene.revoke()
    await scene.agree(categories=EVERYTHING)
    serving = await doors.caller(scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER, Role.AGENCY_ADMIN)
    return Pair(scene, serving, await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER))


class Worker:
    """The worker, turned by hand."""

    def __init__(self, scene: Scene, transactions: PostgresTransactions) -> None:
        core = scene.core
        self.clock, self.network = HandMovedClock(core.clock.now()), scene.world.network.id
        moved = Core(transactions=transactions, clock=self.clock, ids=core.ids, seal=core.seal)
        self.rounds = Relabellings(moved, PostgresHousekeeping(transactions))

    async def turn(self) -> int:
        """Go on until nothing is left to do for now; return how many steps that took."""
        steps = 0
        self.clock.move(BETWEEN_LOOKS + timedelta(seconds=1))
        while await self.rounds._step(self.network):
            steps += 1
        return steps


@pytest.fixture
def worker(scene: Scene, transactions: PostgresTransactions) -> Worker:
    return Worker(scene, transactions)


def answered(**values: int) -> dict[str, Any]:
    return {key: {"values": [value]} for key, value in values.items()}


async def turn_to(pair: Pair, programs: list[str]) -> None:
    await pair.put(f"/v1/agencies/{pair.scene.sender.id}", name="Bayside Clinic", program_types=programs)


async def seen(caller: httpx.AsyncClient, ids: Mapping[str, str]) -> dict[str, int]:
    return {name: (await caller.get(path.format(ids[name]))).status_code for name, path in READ.items()}


async def serves(pair: Pair, transactions: PostgresTransactions, agency: AgencyId) -> None:
    """Let another agency have the client on its caseload too."""
    grant = AccessGrant(
        agency=agency,
        client=pair.scene.client,
        basis=Basis.CASELOAD,
        source=pair.scene.client,
        since=datetime.now(UTC),
        tier=Tier.FULL,
    )
    async with transactions.begin(pair.scene.world.network.id) as tx:
        await tx.access.grant(grant)


async def timeline(caller: httpx.AsyncClient, pair: Pair) -> set[str]:
    told = await caller.get(f"/v1/clients/{pair.scene.client}/timeline", params={"limit": "200"})
    assert told.status_code == 200, told.text
    return {entry["subject"]["id"] for entry in told.json()["items"]}


async def test_what_was_made_of_an_assessment_bears_what_its_amended_answers_tell(doors: Doors, pair: Pair) -> None:
    published = await pair.serving.post("/v1/instruments", json=NIGHTS)
    assert published.status_code == 201, published.text
    plan = await pair.plan(await pair.made("/v1/goals", words="Sleep inside", state="active"))
    asked = {"instrument": NIGHTS["key"], "answers": answered(nights=3, blows=0), "complete": True}
    path = f"/v1/assessments/{await pair.made('/v1/assessments', **asked)}"
    [visit] = (await pair.serving.get(f"{path}/suggestions")).json()["items"]
    accepted = await pair.act(f"{path}/suggestions/{visit['id']}/accept", plan_id=plan.rpartition("/")[2])
    task = accepted.json()["made"]["id"]
    office = await doors.administrator()
    assert (await pair.member.get(plan)).status_code == 200
    assert (await office.get(f"/v1/tasks/{task}")).status_code == 200
    assert task in await timeline(office, pair)
    await pair.act(f"{path}/amend", answers=answered(blows=2), reason="She told more")
    assert (await pair.serving.get(path)).json()["sensitivity"] == ["SDV"]
    assert (await pair.serving.get(plan)).json()["sensitivity"] == ["SDV"]
    assert (await pair.member.get(plan)).status_code == 404
    assert (await office.get(f"/v1/tasks/{task}")).status_code == 404
    assert task not in await timeline(office, pair)
    assert (await pair.serving.get(f"/v1/tasks/{task}")).status_code == 200


async def test_an_amendment_that_tells_no_more_changes_nothing_that_was_made(pair: Pair) -> None:
    assert (await pair.serving.post("/v1/instruments", json=NIGHTS)).status_code == 201
    plan = await pair.plan(await pair.made("/v1/goals", words="Sleep inside", state="active"))
    asked = {"instrument": NIGHTS["key"], "answers": answered(nights=3, blows=0), "complete": True}
    path = f"/v1/assessments/{await pair.made('/v1/assessments', **asked)}"
    [visit] = (await pair.serving.get(f"{path}/suggestions")).json()["items"]
    await pair.act(f"{path}/suggestions/{visit['id']}/accept", plan_id=plan.rpartition("/")[2])
    before = (await pair.serving.get(plan)).json()["version"]
    await pair.act(f"{path}/amend", answers=answered(nights=4), reason="Miscounted")
    assert (await pair.serving.get(plan)).json()["version"] == before


async def test_all_that_an_agency_keeps_bears_the_label_of_a_program_that_it_takes_up(
    doors: Doors, pair: Pair, worker: Worker
) -> None:
    ids = (await recorded(doors, pair.scene)).plain
    assert await seen(pair.member, ids) == dict.fromkeys(READ, 200)
    assert ids["need_id"] in await timeline(pair.member, pair)
    await turn_to(pair, MENTAL_HEALTH)
    assert await worker.turn() > 0
    assert await seen(pair.member, ids) == dict.fromkeys(READ, 404)
    assert await seen(pair.serving, ids) == dict.fromkeys(READ, 200)
    assert not {ids[name] for name in READ} & await timeline(pair.member, pair)
    for name in ("need_id", "goal_id", "plan_id", "assessment_id"):
        assert (await pair.serving.get(READ[name].format(ids[name]))).json()["sensitivity"] == ["MH"]
    office = await doors.administrator()
    assert (await office.get(f"/v1/tasks/{ids['task_id']}")).status_code == 404


async def test_what_others_made_of_it_inherits_the_label(
    doors: Doors, pair: Pair, worker: Worker, transactions: PostgresTransactions
) -> None:
    need = await pair.made("/v1/needs", category="food-insecurity")
    goal = await pair.made("/v1/goals", words=SECRET, need_ids=[need], state="active")
    elsewhere = await doors.caller(pair.scene.pantries[1].id, Role.CASE_MANAGER)
    await serves(pair, transactions, pair.scene.pantries[1].id)
    about = {"client_id": str(pair.scene.client), "words": "Eat daily", "need_ids": [need]}
    theirs = (await elsewhere.post("/v1/goals", json=about)).json()["id"]
    assert (await pair.member.get(f"/v1/goals/{theirs}")).status_code == 200
    await turn_to(pair, MENTAL_HEALTH)
    await worker.turn()
    assert [(await pair.member.get(f"/v1/goals/{each}")).status_code for each in (goal, theirs)] == [404, 404]
    assert (await elsewhere.get(f"/v1/goals/{theirs}")).json()["sensitivity"] == ["MH"]


async def test_a_referral_that_is_under_way_bears_the_label_with_its_handoffs(
    doors: Doors, pair: Pair, worker: Worker
) -> None:
    to = {"handoffs": [{"service_id": str(pair.scene.offered[1].id)}], "override_reason": "Another child."}
    referral = await pair.made("/v1/referrals", category="food-insecurity", **to, send=True)
    coordinator = await doors.administrator()
    assert (await coordinator.get(f"/v1/referrals/{referral}")).status_code == 200
    [handoff] = (await pair.serving.get(f"/v1/referrals/{referral}")).json()["handoffs"]
    await turn_to(pair, MENTAL_HEALTH)
    await worker.turn()
    assert (await coordinator.get(f"/v1/referrals/{referral}")).status_code == 404
    assert (await coordinator.get(f"/v1/handoffs/{handoff['id']}")).status_code == 404
    provider = await doors.caller(pair.scene.pantries[1].id, Role.INTAKE)
    assert (await provider.get(f"/v1/handoffs/{handoff['id']}")).status_code == 200


async def test_a_program_that_ends_takes_no_label_away(pair: Pair, worker: Worker) -> None:
    old = await pair.made("/v1/needs", category="food-insecurity")
    await turn_to(pair, MENTAL_HEALTH)
    await worker.turn()
    await turn_to(pair, [])
    await worker.turn()
    await pair.put(f"/v1/needs/{old}", category="food-insecurity", words="Hungry")
    assert (await pair.serving.get(f"/v1/needs/{old}")).json()["sensitivity"] == ["MH"]
    goal = await pair.made("/v1/goals", words="Eat", need_ids=[old])
    await pair.put(f"/v1/goals/{goal}", words="Eat daily")
    assert (await pair.serving.get(f"/v1/goals/{goal}")).json()["sensitivity"] == ["MH"]
    new = await pair.made("/v1/needs", category="food-insecurity")
    assert (await pair.serving.get(f"/v1/needs/{new}")).json()["sensitivity"] == []


async def test_what_is_done_is_done_once(pair: Pair, worker: Worker) -> None:
    need = await pair.made("/v1/needs", category="food-insecurity")
    await turn_to(pair, MENTAL_HEALTH)
    assert await worker.turn() == 3  # listed, labelled, found nobody left
    before = (await pair.serving.get(f"/v1/needs/{need}")).json()
    assert await worker.turn() == 2  # the second look finds nothing, and is the last
    assert await worker.turn() == 0
    assert (await pair.serving.get(f"/v1/needs/{need}")).json() == before


async def test_what_was_written_beside_the_first_look_is_found_by_the_second(
    pair: Pair, worker: Worker, transactions: PostgresTransactions
) -> None:
    need = await pair.made("/v1/needs", category="food-insecurity")
    await turn_to(pair, MENTAL_HEALTH)
    await worker.turn()
    async with transactions.begin(worker.network) as tx:
        await tx.session.connection.execute("UPDATE needs SET sensitivity = 0 WHERE id = $1", need)
    await worker.turn()
    assert (await pair.serving.get(f"/v1/needs/{need}")).json()["sensitivity"] == ["MH"]


async def test_each_step_is_on_the_audit_row_of_the_clients_whom_it_touched(
    pair: Pair, worker: Worker, transactions: PostgresTransactions
) -> None:
    need = await pair.made("/v1/needs", category="food-insecurity")
    await turn_to(pair, MENTAL_HEALTH)
    await worker.turn()
    async with transactions.begin(worker.network) as tx:
        rows = await tx.session.connection.fetch(
            "SELECT subject_ids, client_ids, roles FROM audit_entries WHERE action = 'agency.relabel' ORDER BY id"
        )
    told = [(str(each) for each in row["subject_ids"]) for row in rows]
    assert [need in ids for ids in told] == [False, True, False]
    assert [pair.scene.client in row["client_ids"] for row in rows] == [False, True, False]
    assert {tuple(row["roles"]) for row in rows} == {("system",)}


async def test_a_consent_that_names_a_class_opens_at_once_to_an_agency_that_joins_the_class(
    doors: Doors, pair: Pair
) -> None:
    scene = pair.scene
    await scene.revoke()
    classes: dict[str, Any] = {"recipients": (), "recipient_classes": (RecipientClass.MENTAL_HEALTH,)}
    await scene.agree(categories=EVERYTHING, **classes)
    need = await pair.made("/v1/needs", category="food-insecurity")
    assert (await pair.member.get(f"/v1/needs/{need}")).status_code == 404
    pantry, path = scene.pantries[0], f"/v1/agencies/{scene.pantries[0].id}"
    admin = await doors.caller(pantry.id, Role.AGENCY_ADMIN)
    for programs, status in ((MENTAL_HEALTH, 200), ([], 404)):
        told = await admin.put(path, json={"name": pantry.name, "program_types": programs}, headers=ANY)
        assert told.status_code == 200, told.text
        assert (await pair.member.get(f"/v1/needs/{need}")).status_code == status
