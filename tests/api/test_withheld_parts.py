"""What has parts that are read by themselves: what of it is left out is named, in every form, and explained."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from app.adapters.anchors import FileAnchors
from app.adapters.postgres.audit_sealing import PostgresAuditLog
from app.config import Settings
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.codes import Category, Sensitivity
from app.domain.consents.scope import Section
from app.domain.disclosure.elements import ELEMENTS, READER, Claim, Noun, Standing
from app.domain.networks.agency import AgencyProfile, Membership, ProgramType
from app.domain.networks.roles import Role
from app.use_cases.audit.audit_sealing import Sealer
from app.use_cases.core import Context, use_case
from app.use_cases.networks import agencies
from app.wiring import Service, open_service
from tests.support.doors import Doors
from tests.support.elements import Team, done, got, walked
from tests.support.postgres import Database
from tests.support.retention import exported
from tests.support.scenes_referrals import Scene

EVERYTHING = (Section.CARE_PLANS, Section.CONDITIONS, Section.ASSESSMENTS, Section.ENCOUNTERS, Category.FOOD)
OWN = Standing(claims=frozenset({Claim.OWN, Claim.BY_ITSELF}))
BY_ITSELF = Standing(claims=frozenset({Claim.BY_ITSELF}))
OTHERS_MAY_BE_MISSING = "may not show all of your plan"


@pytest.fixture
def team(doors: Doors, scene: Scene) -> Team:
    return Team(doors, scene)


async def a_plan(team: Team) -> tuple[str, str, str]:
    """Make a plan with a need, two goals, and what is done for one, for both, and for none; return it and a goal."""
    need = await team.made("/v1/needs", category="food-insecurity")
    goals = [await team.made("/v1/goals", words=words, state="active") for words in ("Cook", "Sleep")]
    plan = await team.made("/v1/care-plans", title="A good year", goal_ids=goals, need_ids=[need])
    path = f"/v1/care-plans/{plan}"
    for title, served in (("Both", goals), ("Sleep only", goals[1:]), ("None", [])):
        await done(team.own, f"{path}/activities", {"kind": "contact", "title": title, "goal_ids": served})
    await done(team.own, f"{path}/agreement", {"answer": "not_agreed", "reason": "Not now."}, "PUT")
    await done(team.own, f"{path}/activate")
    return path, goals[1], need


async def becomes_sensitive(team: Team, goal: str) -> None:
    await done(team.own, f"/v1/goals/{goal}", {"words": "Sleep", "labels": ["MH"]}, "PUT")


async def explained(team: Team, noun: str, path: str, agency: UUID) -> list[dict[str, Any]]:
    thing = {"type": noun, "id": path.rpartition("/")[2]}
    asked = {"client_id": team.client, "agency_id": str(agency), "record": thing}
    said = await done(team.own, "/v1/access/explain", asked)
    assert said["allowed"]
    elements: list[dict[str, Any]] = said["elements"]
    return elements


async def printed(caller: httpx.AsyncClient, path: str) -> str:
    answer = await caller.get(f"{path}/print", params={"language": "en"}, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_a_plan_with_a_goal_that_became_sensitive(team: Team, service: Service) -> None:
    await team.meet(*EVERYTHING)
    path, secret, _ = await a_plan(team)
    await done(team.own, f"{path}/complete")
    other, coordinator = await team.another(), await team.coordinator()
    readers = {"member": team.member, "other": other, "coordinator": coordinator}
    whole = await got(team.own, path)
    last = f"{path}/versions/{whole['version']}"
    for caller in (team.own, *readers.values()):
        assert (await got(caller, path))["withheld"] == []
        assert OTHERS_MAY_BE_MISSING not in await printed(caller, path)
    await becomes_sensitive(team, secret)
    whole, kept = await got(team.own, path), await got(team.own, last)
    lines = {each["id"]: each for each in whole["activities"]}
    for who, caller in readers.items():
        shown, version = await got(caller, path), await got(caller, last)
        assert shown["withheld"] == version["withheld"] == ["activities", "goals"], who
        assert walked(Noun.CARE_PLAN, READER, shown | {"needs": []}, whole | {"needs": []}) == {"activities", "goals"}
        walked(Noun.CARE_PLAN, READER, version["plan"] | version | {"needs": []}, kept["plan"] | {"needs": []})
        assert (await got(caller, f"{last}/diff", to="1"))["withheld"] == ["activities", "goals"]
        assert [each["title"] for each in shown["activities"]] == ["Both", "None"]
        items = (await got(caller, f"{path}/activities"))["items"]
        for line in [*items, await got(caller, f"{path}/activities/{items[0]['id']}")]:
            standing = READER.also(Claim.BY_ITSELF, when=line["title"] == "None")
            assert walked(Noun.PLAN_ACTIVITY, standing, line, lines[line["id"]]) <= set(ELEMENTS[Noun.PLAN_ACTIVITY])
        assert OTHERS_MAY_BE_MISSING in await printed(caller, path)
        assert secret not in str([shown, version, items])
    await check_exports(team, service, other)


async def check_exports(team: Team, service: Service, other: httpx.AsyncClient) -> None:
    whole = await exported(service, team.own, team.scene, "client_request")
    names = {
        "care_plans": {"needs": "need_ids"},
        "care_plan_goals": {"goals": "goal_id"},
        "care_plan_versions": {"goals": "picture"},
        "goals": {"need_ids": "needs"},
    }
    nouns = dict.fromkeys(names, Noun.CARE_PLAN) | {"goals": Noun.GOAL}
    for caller, standing in ((team.own, OWN), (other, READER)):
        export = await exported(service, caller, team.scene)
        for member, called in names.items():
            for row in export[member]:
                [full] = [each for each in whole[member] if _key(each) == _key(row)]
                seen = {name: row[name] for name in {*called.values(), "withheld"}}
                walked(nouns[member], standing, seen, full, called)


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("id", "plan_id", "number", "position"))


async def test_what_is_explained_of_a_plan_is_what_is_withheld(team: Team) -> None:
    await team.meet(*EVERYTHING)
    path, secret, _ = await a_plan(team)
    await done(team.own, f"{path}/complete")
    agency = team.scene.pantries[0].id
    assert await explained(team, "care-plan", path, agency) == []
    await becomes_sensitive(team, secret)
    said = await explained(team, "care-plan", path, agency)
    shown = await got(team.member, path)
    assert sorted({each["element"] for each in said}) == shown["withheld"]
    assert {each["rule"] for each in said} == {"sensitivity_not_allowed"}
    assert [each["id"] for each in said if each["element"] == "goals"] == [secret]
    assert await explained(team, "care-plan", path, team.scene.sender.id) == []


async def test_needs_that_no_consent_releases_are_named_in_plans_and_goals(team: Team) -> None:
    await team.meet(Section.CARE_PLANS, Category.FOOD)
    path, goal, need = await a_plan(team)
    await team.scene.revoke()
    await team.scene.agree(categories=(Section.CARE_PLANS,))
    whole, shown = await got(team.own, path), await got(team.member, path)
    assert shown["withheld"] == ["needs"]
    seen = {"needs": shown["needs"], "withheld": shown["withheld"]}
    assert walked(Noun.CARE_PLAN, READER, seen, whole) == {"needs"}
    said = await explained(team, "care-plan", path, team.scene.pantries[0].id)
    assert [(each["element"], each["rule"], each["id"]) for each in said] == [("needs", "category_not_allowed", need)]
    await done(team.own, f"/v1/goals/{goal}", {"words": "Sleep", "need_ids": [need]}, "PUT")
    both = await got(team.own, f"/v1/goals/{goal}"), await got(team.member, f"/v1/goals/{goal}")
    assert walked(Noun.GOAL, READER, both[1], both[0]) == set(ELEMENTS[Noun.GOAL])
    said = await explained(team, "goal", f"/v1/goals/{goal}", team.scene.pantries[0].id)
    assert [each["element"] for each in said] == both[1]["withheld"]
    assert both[0]["withheld"] == []


async def test_who_writes_in_a_plan_is_answered_as_who_reads_it(team: Team) -> None:
    await team.meet(*EVERYTHING)
    secret = await team.made("/v1/goals", words="Sleep", labels=["MH"], state="active")
    other = await team.another()
    plan = {"client_id": team.client, "title": "Ours", "goal_ids": [secret]}
    made = await done(other, "/v1/care-plans", plan)
    assert (made["goals"], made["withheld"]) == ([], ["goals"])
    path = f"/v1/care-plans/{made['id']}"
    again = await done(other, path, {"title": "Ours, again"}, "PUT")
    assert (again["goals"], again["withheld"]) == ([], ["goals"])


async def test_a_handover(team: Team) -> None:
    await team.meet(*EVERYTHING)
    await a_plan(team)
    await team.made("/v1/tasks", title="Call her")
    meeting = {"starts": "2027-01-18T15:00:00Z", "ends": "2027-01-18T16:00:00Z", "title": "Visit"}
    await team.made("/v1/appointments", **meeting)
    alerts = {"alerts": [{"text": "A dog in the yard."}]}
    await done(team.own, f"/v1/clients/{team.client}", alerts, "PATCH")
    path = f"/v1/handovers/{await handed_over(team)}"
    whole = of_kinds(await got(team.own, path))
    everything = set(ELEMENTS[Noun.HANDOVER])
    assert everything == {name for name in whole if name in everything}
    told = of_kinds(await got(team.member, path))
    assert walked(Noun.HANDOVER, BY_ITSELF, told, whole) == everything
    walked(
        Noun.HANDOVER,
        Standing(claims=frozenset({Claim.OVERSIGHT})),
        of_kinds(await got(await team.coordinator(), path)),
        whole,
    )
    said = await explained(team, "handover", path, team.scene.pantries[0].id)
    assert sorted(each["element"] for each in said) == told["withheld"]
    assert {each["rule"] for each in said} == {"not_party"}


async def handed_over(team: Team) -> str:
    """Give the client from one worker to another, and return the handover."""
    profiles = [{"given": name, "family": "Vega", "roles": ["case_manager"]} for name in ("Ida", "Ben")]
    admin = await team.doors.administrator()
    agency = {"agency_id": str(team.scene.sender.id)}
    workers = [(await done(admin, "/v1/workers", agency | each))["id"] for each in profiles]
    await done(team.own, f"/v1/clients/{team.client}/care-team/primary", {"worker_id": workers[0]})
    named = {"from_worker_id": workers[0], "to_worker_id": workers[1], "client_ids": [team.client]}
    await done(team.own, "/v1/caseloads/transfers", named | {"reason": "balance", "note": "She trusts slowly."})
    [handover] = (await got(team.own, "/v1/handovers"))["items"]
    return str(handover["id"])


def of_kinds(handover: dict[str, Any]) -> dict[str, Any]:
    """Put the points of a handover by their kinds, as its table of elements names them."""
    kinds: dict[str, Any] = {name: [] for name in ELEMENTS[Noun.HANDOVER]}
    for point in handover["points"]:
        kinds[point["kind"]].append(point["text"])
    return kinds | {"note": handover["note"], "withheld": handover["withheld"]}


async def test_a_team_with_somebody_whose_program_bears_a_label(team: Team) -> None:
    admin = team.scene.world.by(Role.NETWORK_ADMIN)
    profile = AgencyProfile(name="Quiet House", program_types=(ProgramType.MENTAL_HEALTH,))
    quiet = await team.scene.core.run(admin, agencies.join, profile, Membership.FULL)
    await team.scene.revoke()
    everybody = (team.scene.pantries[0].id, quiet.id)
    await team.scene.agree(recipients=everybody, categories=EVERYTHING, sensitivities=(Sensitivity.MH,))
    own = team.own = await team.doors.caller(team.scene.sender.id, Role.CASE_MANAGER)
    path = f"/v1/clients/{team.client}/care-team"
    for agency in everybody:
        await done(own, f"{path}/members", {"kind": "agency", "agency_id": str(agency)})
    await team.scene.revoke()
    await team.scene.agree(recipients=everybody, categories=EVERYTHING)
    member = await team.doors.caller(team.scene.pantries[0].id, Role.CASE_MANAGER)
    whole, shown = await got(own, path), await got(member, path)
    pick = {"members": [each["id"] for each in whole["members"]], "withheld": whole["withheld"]}
    seen = {"members": [each["id"] for each in shown["members"]], "withheld": shown["withheld"]}
    assert walked(Noun.CARE_TEAM, READER, seen, pick) == set(ELEMENTS[Noun.CARE_TEAM])
    assert pick["withheld"] == []
    said = await explained(team, "care-team", f"/{team.client}", team.scene.pantries[0].id)
    assert [(each["element"], each["rule"]) for each in said] == [("members", "sensitivity_not_allowed")]


@use_case(action="test.let-in", resource="Patient", permission="u", roles=frozenset({Role.SYSTEM}))
async def let_in(context: Context, grant: AccessGrant) -> None:
    await context.tx.access.grant(grant)


async def test_a_disclosure(team: Team, service: Service, settings: Settings, database: Database) -> None:
    profile = AgencyProfile(name="Shoreline Recovery", program_types=(ProgramType.SUBSTANCE_USE,))
    scene = team.scene
    clinic = await scene.core.run(scene.world.by(Role.NETWORK_ADMIN), agencies.join, profile, Membership.FULL)
    grant = AccessGrant(
        agency=clinic.id,
        client=scene.client,
        basis=Basis.CASELOAD,
        source=scene.client,
        since=scene.core.clock.now(),
        tier=Tier.FULL,
    )
    await scene.core.run(scene.world.by(Role.SYSTEM), let_in, grant)
    recovery = await team.doors.caller(clinic.id, Role.CASE_MANAGER)
    await got(recovery, f"/v1/clients/{team.client}")
    async with open_service(settings, database.worker) as worker:
        sealer = Sealer(
            worker.core, PostgresAuditLog(worker.transactions), worker.audit_keys, FileAnchors(None), frozenset()
        )
        while await sealer._seal(scene.world.network.id):
            pass
    own = await team.doors.caller(scene.sender.id, Role.CASE_MANAGER, Role.SUPERVISOR)
    office = await team.doors.world.an_agency("Privacy office")
    officer = await team.doors.caller(office.id, Role.PRIVACY_OFFICER)
    path = f"/v1/clients/{team.client}/disclosures"
    whole = {each["id"]: each for each in (await got(officer, path))["items"]}
    read = next(id_ for id_, each in whole.items() if each["action"] == "client.read")
    for caller, standing in ((officer, OWN), (recovery, OWN), (own, READER)):
        [line] = [each for each in (await got(caller, path))["items"] if each["id"] == read]
        there = walked(Noun.DISCLOSURE, standing, named(line), named(whole[read]))
        assert there == set(ELEMENTS[Noun.DISCLOSURE])
    fields = {"actor_id": "actor", "agency_id": "agency", "principal_id": "principal"}
    for purpose, standing in (("client_request", OWN), ("own_use", READER)):
        [row] = [each for each in (await exported(service, own, scene, purpose))["disclosures"] if each["id"] == read]
        seen = {name: row[fields.get(name, name)] for name in (*ELEMENTS[Noun.DISCLOSURE], "withheld")}
        walked(Noun.DISCLOSURE, standing, named(seen), named(whole[read]))


def named(line: dict[str, Any]) -> dict[str, Any]:
    """Let it be told in whose name, where nobody acted in another's: that there is nobody is withheld as well."""
    return line | {"principal_id": None if "principal_id" in line["withheld"] else "nobody"}
