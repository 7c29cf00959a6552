"""Every noun of the table, every element, every standing: told or withheld, and named, alike in all that shows it."""

from typing import Any

import httpx
import pytest

from app.domain.clients.access import Tier
from app.domain.codes import Category
from app.domain.consents.scope import Direction, Section
from app.domain.disclosure.elements import ELEMENTS, READER, Claim, Noun, Standing
from app.wiring import Service
from tests.support.care_doors import HUNGRY
from tests.support.doors import Doors
from tests.support.elements import Team, done, got, walked
from tests.support.retention import exported
from tests.support.scenes_referrals import Scene

OWN = Standing(claims=frozenset({Claim.OWN, Claim.BY_ITSELF}))
BY_ITSELF = Standing(claims=frozenset({Claim.BY_ITSELF}))
REASON = {"code": "no_capacity", "party": "provider", "next_action": "reroute"}
OUTCOME = {"result": "need_met", "services": [{"code": "food-box", "units": 4}], "enrollment": "enrolled"}
PERSON = {
    "names": [{"family": "Vidal", "given": ["Ana"]}, {"use": "former", "family": "Lima"}],
    "birth_date": "1984-03",
    "identifiers": [{"system": "https://hmis.example/persons", "value": "H-77"}],
    "pronouns": "she/her",
    "gender_identity": "other",
    "gender_identity_text": "muxe",
    "administrative_sex": "female",
    "races": ["2106-3"],
    "ethnicities": ["2135-2"],
    "race_ethnicity_text": "Zapotec",
    "languages": [{"tag": "es", "preferred": True, "interpreter": True}],
    "accessibility": ["wheelchair"],
    "accessibility_text": "Comes with her own chair.",
    "cultural_preferences": "A woman leads.",
    "addresses": [{"lines": ["12 Elm Street"], "city": "Austin", "safe": False}],
    "contact_points": [{"system": "phone", "value": "305-555-0134", "permitted": ["call"]}],
    "do_not_contact": True,
    "alerts": [{"text": "A dog in the yard."}],
    "deceased": True,
    "deceased_on": "2026-01-02",
}


@pytest.fixture
def team(doors: Doors, scene: Scene) -> Team:
    return Team(doors, scene)


async def test_a_client(team: Team) -> None:
    await team.meet(Category.FOOD)
    path = f"/v1/clients/{team.client}"
    await done(team.own, path, PERSON, "PATCH")
    await done(team.own, "/v1/households", {"members": [{"client_id": team.client, "head": True}]})
    whole = await got(team.own, path)
    assert whole["withheld"] == []
    found = walked(Noun.CLIENT, Standing(tier=Tier.IDENTITY), await got(team.member, path), whole)
    assert found == set(ELEMENTS[Noun.CLIENT]) - {"restricted"}
    assert found == walked(Noun.CLIENT, Standing(), await got(await team.coordinator(), path), whole)
    for caller, tier in ((team.own, Tier.FULL), (team.member, Tier.IDENTITY)):
        [item] = (await got(caller, "/v1/clients", name="Vidal"))["items"]
        walked(Noun.CLIENT, Standing(tier=tier), item, whole)
        [item] = (await done(caller, "/v1/clients/search", {"name": "Vidal"}))["items"]
        walked(Noun.CLIENT, Standing(tier=tier), item, whole)
    await done(team.own, path, {"restricted": True}, "PATCH")
    whole = await got(team.own, path)
    assert "restricted" in walked(Noun.CLIENT, Standing(tier=Tier.IDENTITY), await got(team.member, path), whole)


STEPS: dict[str, list[tuple[str, Any]]] = {
    "sent": [],
    "declined": [("decline", {"reason": REASON, "note": "Too far away."})],
    "waiting": [("accept", {"waitlist": {"position": 2, "estimate": "2027-04-01"}})],
    "completed": [
        ("accept", None),
        ("schedule", {"starts": "2027-01-04T10:00:00Z", "place": "Room 2"}),
        ("start", None),
        ("complete", {"outcome": OUTCOME, "note": "All well."}),
    ],
}
TOLD_BACK = {"meeting", "outcome", "reason", "waitlist"}


async def worked(team: Team, provider: httpx.AsyncClient, steps: list[tuple[str, Any]], routing: str) -> str:
    code = {"system": "http://snomed.info/sct", "code": "464021000124104"}
    body = {
        "client_id": team.client,
        "category": "food-insecurity",
        "details": "Two children, no stove.",
        "handoffs": [{"service_id": str(team.scene.offered[0].id)}],
        "code": code,
        "send": True,
        "override_reason": "one more",
        "routing": routing,
    }
    sent = await done(team.own, "/v1/referrals", body)
    path = f"/v1/handoffs/{sent['handoffs'][0]['id']}"
    for action, said in steps:
        await done(provider, f"{path}/{action}", said)
    return path


def standing_to(who: str, body: dict[str, Any]) -> Standing:
    bound = who == "provider"
    standing = Standing(tier=Tier(body["tier"]) if bound else Tier.IDENTITY, claims=frozenset({Claim.OPENED}))
    return standing.also(Claim.OWN, when=bound).also(Claim.FEEDBACK, when=body["feedback"])


def check_handoff(standing: Standing, shown: dict[str, Any], whole: dict[str, Any], *, told_before: bool) -> set[str]:
    """Check a handoff, of which a tier that is not reached yet is told by its number, not in `withheld`."""
    named, there = set(shown["withheld"]), {name for name in ELEMENTS[Noun.HANDOFF] if whole[name] is not None}
    if whole["state"] in {"declined", "completed"}:
        named -= {"reason", "outcome"} - there  # which of them there is, is not told either
    later = {"category", "summary", "code", "client_id"} | (set() if told_before else {"client", "details"})
    seen = dict(shown) | {"withheld": sorted(named | {name for name in later & there if shown[name] is None})}
    if seen["client"]:  # whose work is over is left no way to reach the client
        seen["client"] = whole["client"]
    assert shown["withheld"] == sorted(shown["withheld"])
    return walked(Noun.HANDOFF, standing, seen, whole)


async def test_a_handoff(team: Team) -> None:
    await team.meet(Category.FOOD)
    provider, coordinator = team.member, await team.coordinator()
    callers = {"sender": team.own, "provider": provider, "coordinator": coordinator}
    found: set[str] = set()
    for direction in (Direction.BOTH, Direction.SEND):
        await team.scene.revoke()
        await team.scene.agree(direction=direction)
        for steps in STEPS.values():
            for routing in ("direct", "first_accept"):
                path = await worked(team, provider, steps, routing)
                whole = await got(team.own, path)
                whole |= {name: (await got(provider, path))[name] for name in TOLD_BACK}
                for who, caller in callers.items():
                    shown = await got(caller, path)
                    found |= check_handoff(standing_to(who, shown), shown, whole, told_before=False)
                    [item] = [
                        each
                        for each in (await got(caller, "/v1/handoffs", limit="200"))["items"]
                        if each["id"] == shown["id"]
                    ]
                    assert check_handoff(standing_to(who, item), item, whole, told_before=False) <= found
    assert found == set(ELEMENTS[Noun.HANDOFF])


async def test_a_handoff_of_a_restricted_client(team: Team) -> None:
    await team.meet(Category.FOOD)
    await team.scene.revoke()
    await team.scene.agree()
    path = await worked(team, team.member, STEPS["waiting"], "direct")
    await done(team.own, f"/v1/clients/{team.client}", {"restricted": True}, "PATCH")
    whole = await got(team.own, path)
    for who, caller in (("sender", team.own), ("provider", team.member)):
        opened = await got(caller, path)
        check_handoff(standing_to(who, opened), opened, whole, told_before=True)
        [item] = [each for each in (await got(caller, "/v1/handoffs"))["items"] if each["id"] == whole["id"]]
        standing = standing_to(who, item)
        listed = Standing(tier=standing.tier, claims=standing.claims - {Claim.OPENED})
        check_handoff(listed, item, whole, told_before=True)
        assert (opened["withheld"], item["withheld"]) == ([], ["client"])


async def test_a_handoff_of_whom_the_client_wants_nothing_told_any_more(team: Team) -> None:
    await team.meet(Category.FOOD)
    await team.scene.revoke()
    await team.scene.agree()
    path = await worked(team, team.member, [("accept", None)], "direct")
    whole = await got(team.own, path)
    await team.scene.revoke()
    shown = await got(team.member, path)
    assert shown["withheld"] == ["client", "details"]
    check_handoff(standing_to("provider", shown), shown, whole, told_before=True)


async def test_a_handoff_entered_in_error_tells_no_more_than_before(team: Team) -> None:
    await team.meet(Category.FOOD)
    await team.scene.revoke()
    await team.scene.agree(direction=Direction.SEND)
    for steps in ("declined", "completed"):
        path = await worked(team, team.member, STEPS[steps], "direct")
        await done(team.own, f"{path}/enter-in-error", {"note": "Not meant."})
        shown = await got(team.own, path)
        [item] = [each for each in (await got(team.own, "/v1/handoffs"))["items"] if each["id"] == shown["id"]]
        for each in (shown, item):
            assert [each[name] for name in sorted(TOLD_BACK)] == [None] * 4
            assert set(each["withheld"]) & {"outcome", "reason"}


async def test_a_line_of_history(team: Team) -> None:
    await team.meet(Category.FOOD)
    found: set[str] = set()
    for direction in (Direction.BOTH, Direction.SEND):
        await team.scene.revoke()
        await team.scene.agree(direction=direction)
        path = await worked(team, team.member, STEPS["declined"], "direct")
        handoff = await got(team.own, path)
        whole = {each["number"]: each for each in (await got(team.member, f"{path}/history"))["items"]}
        back = direction is Direction.BOTH
        referral = f"/v1/referrals/{handoff['referral_id']}"
        for caller, road in ((team.own, path), (team.own, referral), (await team.coordinator(), path)):
            for line in (await got(caller, f"{road}/history"))["items"]:
                mine = line["agency_id"] == handoff["sender_id"]
                standing = Standing().also(Claim.FEEDBACK, when=back).also(Claim.OWN, when=mine)
                found |= walked(Noun.HISTORY, standing, line, whole.get(line["number"], line))
    assert found == set(ELEMENTS[Noun.HISTORY])


async def test_a_handoff_and_its_history_in_an_export(team: Team, service: Service) -> None:
    await team.meet(Category.FOOD)
    for direction in (Direction.BOTH, Direction.SEND):
        await team.scene.revoke()
        await team.scene.agree(direction=direction)
        for steps in STEPS.values():
            await worked(team, team.member, steps, "direct")
    whole = await exported(service, team.own, team.scene, "client_request")
    own = await exported(service, team.own, team.scene)
    rows = {each["id"]: each for each in whole["handoffs"]}
    found: set[str] = set()
    for row in own["handoffs"]:
        standing = Standing().also(Claim.FEEDBACK, when=row["feedback"])
        seen = {name: value for name, value in row.items() if name in {*TOLD_BACK, "withheld"}}
        found |= walked(Noun.HANDOFF, standing, seen, rows[row["id"]])
    assert found == TOLD_BACK
    lines = {(each["referral_id"], each["number"]): each for each in whole["referral_history"]}
    for row in own["referral_history"]:
        standing = Standing().also(Claim.OWN, when=row["agency_id"] == str(team.scene.sender.id))
        walked(Noun.HISTORY, standing, row, lines[row["referral_id"], row["number"]])


async def test_what_an_assessment_found_and_what_was_made_of_it(team: Team, service: Service) -> None:
    await team.meet(Category.FOOD, Section.CONDITIONS)
    made = await team.made("/v1/assessments", instrument="hunger-vital-sign", answers=HUNGRY, complete=True)
    path = f"/v1/assessments/{made}/suggestions"
    by_kind = {each["kind"]: each["id"] for each in (await got(team.own, path))["items"]}
    need = (await done(team.own, f"{path}/{by_kind['need']}/accept", {}))["made"]["id"]
    await done(team.own, f"{path}/{by_kind['referral']}/accept", {})
    whole = await got(team.own, f"/v1/needs/{need}")
    found = walked(Noun.NEED, READER, await got(team.member, f"/v1/needs/{need}"), whole)
    assert found == set(ELEMENTS[Noun.NEED])
    other, coordinator = await team.another(), await team.coordinator()
    for caller in (team.own, other, coordinator):
        walked(Noun.NEED, BY_ITSELF, await got(caller, f"/v1/needs/{need}"), whole)
    everything = await exported(service, team.own, team.scene, "client_request")
    for caller, standing in ((team.own, OWN), (other, READER)):
        [row] = (await exported(service, caller, team.scene))["needs"]
        walked(Noun.NEED, standing, row, everything["needs"][0], {"link_ids": "links"})
        [row] = (await exported(service, caller, team.scene))["assessments"]
        walked(Noun.SUGGESTION, standing, row, everything["assessments"][0], {"made": "suggestions"})
    await team.scene.revoke()
    await team.scene.agree(categories=(Section.ASSESSMENTS,))
    items = {each["id"]: each for each in (await got(team.own, path))["items"]}
    for caller, reads in ((team.member, set()), (other, {"need"}), (coordinator, {"need", "referral"})):
        for line in (await got(caller, path))["items"]:
            standing = READER.also(Claim.BY_ITSELF, when=line["kind"] in reads)
            walked(Noun.SUGGESTION, standing, line, items[line["id"]])
