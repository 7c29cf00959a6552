"""Who reads what of care planning: every operation of every noun, asked by everybody, held against decision 0022.

A new operation makes `test_every_operation_is_asked` fail until it is told there of which noun it is and what it does.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Category, Sensitivity
from app.domain.consents.scope import Direction, Purpose, Section
from app.domain.networks.roles import GRANTABLE, Role
from app.use_cases.referrals import handoffs
from app.wiring import Service
from tests.api.test_hostile_input import WRONG_VALUES, spoilt
from tests.support.builders_directory import found_world
from tests.support.builders_referrals import MET
from tests.support.care_doors import (
    OPERATIONS,
    PARAMETERS,
    RULES,
    Deed,
    Operation,
    Recorded,
    nobodys,
    recorded,
    secret,
)
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

A_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EVERY_KIND = (Section.CARE_PLANS, Section.CONDITIONS, Section.ASSESSMENTS, Section.ENCOUNTERS)
RELEASES: dict[str, frozenset[Any]] = {
    "need": frozenset({Section.CONDITIONS, Category.FOOD}),
    "goal": frozenset({Section.CARE_PLANS}),
    "plan": frozenset({Section.CARE_PLANS}),
    "team": frozenset({Section.CARE_PLANS}),
    "handover": frozenset({Section.CARE_PLANS}),
    "assessment": frozenset({Section.ASSESSMENTS}),
    "appointment": frozenset({Section.ENCOUNTERS}),
}
UNLABELLED = {"team"}
"""Of these the record with a label is the same as the one without."""
TERMS: dict[str, dict[str, Any]] = {
    "none": {},
    "another kind": {"categories": (Category.HOUSING_INSTABILITY,)},
    "care plans": {"categories": (Section.CARE_PLANS,)},
    "care plans and a label": {"categories": (Section.CARE_PLANS,), "sensitivities": (Sensitivity.MH,)},
    "conditions": {"categories": (Section.CONDITIONS,)},
    "meetings and assessments with another label": {
        "categories": (Section.ASSESSMENTS, Section.ENCOUNTERS),
        "sensitivities": (Sensitivity.HIV,),
    },
    "every kind": {"categories": EVERY_KIND},
    "every kind and a label": {"categories": EVERY_KIND, "sensitivities": (Sensitivity.MH,)},
    "feedback only": {"categories": EVERY_KIND, "direction": Direction.FEEDBACK},
    "another purpose": {"categories": EVERY_KIND, "purposes": (Purpose.TREATMENT,)},
    "not yet": {"categories": EVERY_KIND, "starts": datetime.now(UTC) + timedelta(days=1)},
}


def releases(terms: Mapping[str, Any], noun: str, kind: str) -> bool:
    """Decide by the words of decision 0022 whether one consent shows a record to an active member of the team."""
    if not sees_client(terms):
        return False
    labelled = kind == "quiet" and noun not in UNLABELLED
    allowed = not labelled or Sensitivity.MH in terms.get("sensitivities", ())
    return bool(RELEASES[noun] & frozenset(terms["categories"])) and allowed


def sees_client(terms: Mapping[str, Any]) -> bool:
    """Decide whether the agency of a member sees the client: as long as anything is released to it."""
    return (
        bool(terms) and not {"purposes", "starts"} & terms.keys() and terms.get("direction") is not Direction.FEEDBACK
    )


def to_a_member(operation: Operation, terms: Mapping[str, Any], kind: str) -> int:
    """Return what an agency on the team is answered, which does not serve the client."""
    noun, deed, seen = operation.rule.noun, operation.rule.deed, sees_client(terms)
    if deed is Deed.CREATE:
        return 403 if seen else 404
    if deed is Deed.LIST:
        return 200 if seen or "client_id" not in operation.nouns else 404
    if deed is Deed.NAME:
        return 201 if seen and noun == "task" else 422
    if noun not in RELEASES or not releases(terms, noun, kind):
        return 404
    if operation.id == "answerGoal":
        return 403  # it is another agency's voice
    return {Deed.READ: 200, Deed.WRITE: 403, Deed.ANSWER: 412}[deed]


def scrubbed(answer: httpx.Response) -> tuple[int, str]:
    """Take from an answer what differs between any two."""
    if not answer.content:
        return answer.status_code, ""
    body = answer.text
    if answer.headers["content-type"].endswith("json"):
        told = answer.json()
        for name in ("request_id", "instance", "updated_at", "created_at"):
            told.pop(name, None)
        body = json.dumps(told)
    return answer.status_code, A_UUID.sub("an id", body)


def said(answer: httpx.Response) -> str:
    """Say in short what was answered."""
    told = answer.text if answer.is_error else ""
    return f"{answer.status_code} {A_UUID.sub('…', re.sub('request_id.*', '', told.partition('detail')[2]))}"


def hidden(record: Recorded, terms: Mapping[str, Any]) -> dict[str, str]:
    """Return what must not stand in any answer: ids and words of each record that is not shown."""
    found = {}
    for kind, ids in record.both.items():
        for noun in RELEASES:
            if (noun, kind) != ("team", "quiet") and not releases(terms, noun, kind):
                found |= {ids[name]: f"{kind} {noun}" for name in PARAMETERS[noun]}
                found[secret(noun, kind)] = f"{kind} {noun}"
        for noun in ("task", "household", "template"):
            found |= {ids[name]: noun for name in PARAMETERS[noun]}
        if not releases(terms, "handover", kind):  # a handover says of which transfer it is a part
            found[ids["transfer_id"]] = f"{kind} transfer"
    return found | {secret("task", "plain"): "task"}


async def everything(caller: httpx.AsyncClient, record: Recorded) -> dict[str, httpx.Response]:
    """Read and list all that can be read or listed, with the client's id and without."""
    found = {}
    for operation in OPERATIONS:
        if operation.method != "GET" or operation.rule.deed is Deed.FREE:
            continue
        for kind, ids in record.both.items():
            found[f"{operation.id} {kind}"] = await operation.ask(caller, ids)
            for name in operation.queries:
                found[f"{operation.id} of the client"] = await operation.ask(caller, ids, **{name: ids[name]})
    return found


def leaks(answers: Mapping[str, httpx.Response], unseen: Mapping[str, str]) -> list[str]:
    told = {name: json.dumps(body(answer), ensure_ascii=False) for name, answer in answers.items()}
    return [
        f"{name} tells of the {what}" for name, text in told.items() for words, what in unseen.items() if words in text
    ]


def body(answer: httpx.Response) -> Any:
    """Return what is told beside the address that was asked."""
    if "json" not in answer.headers.get("content-type", ""):
        return answer.text
    told = answer.json()
    return {name: value for name, value in told.items() if name != "instance"}


async def events_of(caller: httpx.AsyncClient, log: PostgresEventLog, doors: Doors) -> dict[str, httpx.Response]:
    while await log.number(doors.world.network.id, limit=1000, now=datetime.now(UTC)):
        pass
    answers, after = {}, {}
    while True:
        answer = await caller.get("/v1/events", params={"limit": 200, **after})
        answers[f"events {after}"] = answer
        after = {"after": answer.json()["next_cursor"]}
        if not answer.json()["has_more"]:
            return answers


@pytest.fixture
def log(service: Service) -> PostgresEventLog:
    return PostgresEventLog(PostgresTransactions(service.transactions.pool))


@pytest.fixture
async def record(doors: Doors, scene: Scene) -> Recorded:
    return await recorded(doors, scene)


async def a_member(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    """Let a provider accept a handoff; then nothing stands of the consent under which it was sent."""
    await scene.accepted(await scene.sent())
    await scene.revoke()
    return await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER, Role.SUPERVISOR)


def test_every_operation_is_asked() -> None:
    assert set(RULES) == {operation.id for operation in OPERATIONS}


async def test_who_serves_the_client_is_refused_nothing(record: Recorded) -> None:
    wrong = []
    fine = {Deed.WRITE: {412, 200, 201}, Deed.ANSWER: {412}}
    for operation in OPERATIONS:
        answer = await operation.ask(record.caller, record.plain)
        expected = fine.get(operation.rule.deed, {200, 201, 412, 428})
        if answer.status_code not in expected:
            wrong.append(f"{operation.id}: {said(answer)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", TERMS)
async def test_a_provider_on_the_team_reads_what_one_consent_releases(
    doors: Doors, scene: Scene, name: str, log: PostgresEventLog
) -> None:
    terms, member = TERMS[name], await a_member(doors, scene)
    if terms:
        await scene.agree(**terms)
    record = await recorded(doors, scene)
    wrong = []
    for operation in (each for each in OPERATIONS if each.rule.deed is not Deed.FREE):
        for kind, ids in record.both.items():
            expected, answer = to_a_member(operation, terms, kind), await operation.ask(member, ids)
            if answer.status_code != expected:
                wrong.append(f"{operation.id} {kind}: {expected} wanted, {said(answer)}")
    unseen = hidden(record, terms)
    wrong += leaks(await everything(member, record), unseen)
    wrong += leaks(await events_of(member, log, doors), unseen)
    assert not wrong, "\n".join(wrong)


async def test_what_is_released_is_there_with_the_next_request_and_gone_with_the_next(
    doors: Doors, scene: Scene
) -> None:
    member = await a_member(doors, scene)
    record = await recorded(doors, scene)
    for terms in (TERMS["every kind and a label"], TERMS["care plans"]):
        assert leaks(await everything(member, record), hidden(record, {})) == []
        await scene.agree(**terms)
        answers = await everything(member, record)
        for operation in (each for each in OPERATIONS if each.rule.deed is Deed.READ and each.rule.noun in RELEASES):
            for kind in record.both:
                expected = 200 if releases(terms, operation.rule.noun, kind) else 404
                assert answers[f"{operation.id} {kind}"].status_code == expected, f"{operation.id} {kind}"
        await scene.revoke()
    assert leaks(await everything(member, record), hidden(record, {})) == []


async def same_as_nothing(caller: httpx.AsyncClient, record: Recorded) -> list[str]:
    """Ask everything twice, of what is there and of what is not, and return what differs or is not refused."""
    wrong = []
    for operation in (each for each in OPERATIONS if each.rule.deed is not Deed.FREE):
        about = [{}, *({name: record.plain[name]} for name in operation.queries)]
        for ids, query in [(ids, query) for ids in record.both.values() for query in about]:
            answer = await operation.ask(caller, ids, **query)
            nothing = await operation.ask(caller, nobodys(), **dict.fromkeys(query, str(uuid4())))
            if scrubbed(answer) != scrubbed(nothing):
                wrong.append(f"{operation.id}: {said(answer)} but {said(nothing)}")
            if operation.nouns and answer.status_code != 404:
                wrong.append(f"{operation.id}: {said(answer)}")
    return [*wrong, *leaks(await everything(caller, record), hidden(record, {}))]


@pytest.mark.parametrize("terms", ["none", "every kind and a label"])
async def test_a_stranger_and_a_former_provider_are_answered_as_for_nothing(
    doors: Doors, scene: Scene, terms: str
) -> None:
    accepted = await scene.accepted(await scene.sent())
    await scene.core.run(scene.at(0), handoffs.start, accepted.id, expected=None)
    await scene.core.run(scene.at(0), handoffs.complete, accepted.id, MET, expected=None)
    await scene.revoke()
    record = await recorded(doors, scene)
    if TERMS[terms]:
        await scene.agree(**TERMS[terms])
    for place in (2, 0):
        caller = await doors.caller(scene.pantries[place].id, Role.CASE_MANAGER, Role.SUPERVISOR)
        assert await same_as_nothing(caller, record) == [], place


async def test_another_network_is_answered_as_for_nothing(
    doors: Doors, record: Recorded, log: PostgresEventLog
) -> None:
    other = Doors(app=doors.app, world=await found_world(doors.world.core), callers=doors.callers)
    caller = await other.administrator()
    assert await same_as_nothing_with_power(caller, record) == []
    unseen = hidden(record, {})
    assert leaks(await events_of(caller, log, other), unseen) == []


async def same_as_nothing_with_power(caller: httpx.AsyncClient, record: Recorded) -> list[str]:
    """Do the same as somebody whose own network lets it do everything."""
    wrong = []
    for operation in OPERATIONS:
        answer = await operation.ask(caller, record.plain)
        nothing = await operation.ask(caller, nobodys() | {"version": "1"})
        if operation.rule.deed is not Deed.FREE and scrubbed(answer) != scrubbed(nothing):
            wrong.append(f"{operation.id}: {said(answer)} but {said(nothing)}")
        if operation.nouns and answer.status_code == 200:
            wrong.append(f"{operation.id}: {said(answer)}")
    return wrong


@pytest.mark.parametrize("role", sorted(GRANTABLE))
async def test_a_role_that_may_not_is_told_so_before_anything_is_looked_up(
    doors: Doors, record: Recorded, role: Role
) -> None:
    caller, wrong = await doors.caller(record.scene.sender.id, role), []
    for operation in OPERATIONS:
        for ids in (nobodys(), *(() if role in operation.rule.roles else (record.plain,))):
            answer = await operation.ask(caller, ids)
            refused = answer.status_code == 403 and answer.json()["code"] == "role.insufficient"
            if refused is (role in operation.rule.roles):
                wrong.append(f"{operation.id}: {said(answer)}")
    assert not wrong, "\n".join(wrong)


async def test_a_token_without_the_scope_does_nothing(doors: Doors, record: Recorded) -> None:
    caller = await doors.caller(record.scene.sender.id, *GRANTABLE, scopes="system/Observation.cruds")
    answers = {operation.id: await operation.ask(caller, record.plain) for operation in OPERATIONS}
    assert [name for name, answer in answers.items() if answer.json()["code"] != "scope.insufficient"] == []


async def test_nothing_odd_that_is_sent_of_what_is_there_makes_us_fail(record: Recorded) -> None:
    wrong = []
    for operation in (each for each in OPERATIONS if each.rule.body is not None):
        for told in islice(spoilt(operation.body(record.plain)), len(WRONG_VALUES), None):
            answer = await operation.send(record.caller, record.plain, told, tag="*")
            if answer.status_code >= 500:
                wrong.append(f"{operation.id} {str(told)[:200]}: {answer.text}")
    assert not wrong, "\n".join(wrong)
