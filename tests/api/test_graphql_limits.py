"""Hostile documents: refused before anything is done, and with what they would have cost."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from app.api.graphql.limits import COSTLIEST
from app.api.security import BearerRecognition
from app.domain.networks.roles import Role
from app.main import create_app
from app.wiring import Service
from tests.support.doors import Doors
from tests.support.graphql import ask, told
from tests.support.limits import limits_for
from tests.support.scenes_referrals import Scene
from tests.support.statements import listening


def deep(levels: int) -> str:
    return "{ tasks { nodes " + "{ client { tasks { nodes " * levels + "{ id }" + " } } }" * levels + " } }"


def nested_fragments(count: int) -> str:
    """Fragments of which each spreads the next twice: a short text that is two to the power of its length."""
    parts = [
        f"fragment F{number} on Client {{ a: household {{ id }} ...F{number + 1} b: linkedTo {{ ...F{number + 1} }} "
        f"c: linkedTo {{ ...F{number + 1} }} }}"
        for number in range(count)
    ]
    return " ".join(["{ clients { nodes { ...F0 } } }", *parts, f"fragment F{count} on Client {{ id }}"])


HOSTILE: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "depth 30": (deep(9), {}, "graphql.too-much-depth"),
    "200 aliases": ("{" + " ".join(f"a{n}: tasks {{ totalCount }}" for n in range(200)) + "}", {}, "aliases"),
    "20,000 duplicates": ("{ tasks { nodes {" + " id" * 20_000 + " } } }", {}, "graphql."),
    "1,300 levels": ("{ a" * 1_300 + "}" * 1_300, {}, "graphql."),
    "1,000 duplicates": ("{ tasks { nodes {" + " id" * 1_000 + " } } }", {}, "fields"),
    "nested fragments": (nested_fragments(20), {}, "graphql.too-much-"),
    "circular fragments": ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", {}, "graphql."),
    "a page of 100,000": ("{ tasks(first: 100000) { nodes { id client { id } } } }", {}, "cost"),
    "a page of 100,000 by variable": (
        "query A($n: Int!) { tasks(first: $n) { nodes { client { id } } } }",
        {"n": 100_000},
        "cost",
    ),
    "a page of 100,000 by default": (
        "query A($n: Int! = 100000) { tasks(first: $n) { nodes { client { id } } } }",
        {},
        "cost",
    ),
    "30 times 30 times 30": (
        (
            "{ clients(first: 30) { nodes { referrals(first: 30) { nodes { client { tasks(first: 30) { nodes { id } } }"
            " } } } } }"
        ),
        {},
        "cost",
    ),
    "50 operations": (" ".join(f"query Q{n} {{ tasks {{ totalCount }} }}" for n in range(50)), {}, "operations"),
    "500 directives": ("{ __typename " + " ".join("@include(if: true)" for _ in range(500)) + " }", {}, "directives"),
    "a schema told again and again": (
        "{" + " ".join(f"s{n}: __schema {{ types {{ name }} }}" for n in range(8)) + " }",
        {},
        "cost",
    ),
    "a long text": ("{ __typename }" + " " * 60_000, {}, "graphql.too-much-characters"),
    "many comments": ("#\n" * 20_000 + "{ __typename }", {}, "graphql."),
    "brackets": ("{" * 10_000, {}, "graphql."),
    "many ids": ("query A($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 20_000}, "cost"),
    "many changes": (
        "mutation {" + " ".join(f"m{n}: startTask(taskId: 1) {{ __typename }}" for n in range(60)) + "}",
        {},
        "cost",
    ),
}


WITHOUT_END = frozenset(
    {"20,000 duplicates", "1,300 levels", "circular fragments", "a long text", "many comments", "brackets"}
)
"""What is given up before it is read to its end, or has none: nobody can tell what it would have cost."""


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_document_is_refused_before_it_is_run(doors: Doors, scene: Scene, name: str) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    await told(caller, "{ __typename }")
    query, variables, code = HOSTILE[name]
    async with listening(doors.app.state.core.transactions.pool) as heard:
        body = await ask(caller, query, **variables)
    [error] = body["errors"][:1]
    assert ("data" in body, heard) == (False, [])
    assert code in error["extensions"]["code"]
    assert ("cost" in error["extensions"].get("context", {})) is (name not in WITHOUT_END)
    if "too-much-cost" in error["extensions"]["code"]:
        assert error["extensions"]["context"]["cost"] > error["extensions"]["context"]["limit"] == COSTLIEST


async def test_a_batch_is_refused(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    batch = [{"query": "{ tasks { totalCount } }"}] * 50
    refused = await caller.post("/graphql", content=json.dumps(batch), headers={"Content-Type": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (httpx.codes.BAD_REQUEST, "graphql.malformed")


async def test_what_is_just_within_the_limits_is_run(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    query = "{ clients(first: 100) { nodes { id tasks(first: 45) { nodes { title } } } } }"
    body = await ask(caller, query)
    cost = body["extensions"]["cost"]
    assert cost["limit"] * 0.9 <= cost["computed"] <= cost["limit"]
    assert len(body["data"]["clients"]["nodes"]) == 1


async def test_what_lists_do_not_show_costs_a_reading_of_each(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    costs = [
        (await ask(caller, f"{{ clients(first: 50) {{ nodes {{ {names} }} }} }}"))["extensions"]["cost"]["computed"]
        for names in ("displayName version", "displayName restricted races")
    ]
    assert costs == [51, 101]


async def test_what_a_document_costs_is_taken_from_the_quota(doors: Doors, service: Service, scene: Scene) -> None:
    limits = limits_for(client=1_000)
    app = create_app(service, BearerRecognition(service.authentication, limits.check_stranger), limits)
    caller = await Doors(app=app, world=doors.world, callers=doors.callers).caller(scene.sender.id, Role.CASE_MANAGER)
    left = []
    for query in ("{ __typename }", "{ clients(first: 100) { nodes { tasks(first: 20) { nodes { title } } } } }"):
        answer = await caller.post("/graphql", json={"query": query})
        left.append(int(answer.headers["ratelimit"].partition("r=")[2].partition(";")[0]))
    assert left == [999, 999 - 1 - 2_201 // 50]


PLAIN = "id uuid version displayName pronouns birthDate withheld doNotContact genderIdentity administrativeSex"
SAME_AGAIN: Mapping[str, str] = {
    "in one place": "{" + "clients { nodes { id displayName } } " * 150 + "}",
    "in fragments": "{ clients { nodes {"
    + " ".join(f"...F{n}" for n in range(48))
    + " } } }"
    + " ".join(f"fragment F{n} on Client {{ {PLAIN} }}" for n in range(48)),
}


@pytest.mark.parametrize("name", SAME_AGAIN)
async def test_the_same_fields_again_and_again_are_given_up_before_all_are_compared(
    doors: Doors, scene: Scene, name: str
) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    [error] = (await ask(caller, SAME_AGAIN[name]))["errors"]
    assert (error["extensions"]["code"], list(error["extensions"]["context"])) == (
        "graphql.too-much-overlap",
        ["limit", "cost"],
    )


async def test_the_parts_of_a_page_may_each_ask_for_the_same(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    wanted = "id uuid displayName needs(first: 5) { nodes { id category agency { id name } } }"
    parts = " ".join(f"fragment P{n} on Client {{ {wanted} }}" for n in range(20))
    spread = " ".join(f"...P{n}" for n in range(20))
    assert "clients" in await told(caller, f"{{ clients {{ nodes {{ {spread} }} }} }} {parts}")


GIVEN_UP: Mapping[str, tuple[str, str]] = {
    "characters": ("{ __typename }" + " " * 60_000, "graphql.too-much-characters"),
    "tokens": ("{ tasks { nodes {" + " id" * 5_000 + " } } }", "graphql.too-much-tokens"),
    "depth": ("{ a" * 300 + "}" * 300, "graphql.too-much-depth"),
}


@pytest.mark.parametrize("name", GIVEN_UP)
async def test_what_is_given_up_unread_is_said_with_its_limit(doors: Doors, scene: Scene, name: str) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    text, code = GIVEN_UP[name]
    [error] = (await ask(caller, text))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["context"]["limit"] > 0) == (code, True)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("query A($n: Int) { clients(first: $n) { nodes { id } } }", "/first"),
        ("query A($n: Order) { clients(first: 2) { nodes { tasks(sort: $n) { nodes { id } } } } }", "/sort"),
    ],
)
async def test_a_variable_that_is_null_and_must_not_be_is_named(
    doors: Doors, scene: Scene, query: str, pointer: str
) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    [error] = (await ask(caller, query, n=None))["errors"]
    assert [fault["pointer"] for fault in error["extensions"]["errors"]] == [pointer]


async def test_a_wrong_id_is_pointed_at_by_the_name_of_its_argument(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    [error] = (await ask(caller, '{ client(id: "nobody") { id } }'))["errors"]
    assert [fault["pointer"] for fault in error["extensions"]["errors"]] == ["/id"]


async def test_a_request_without_a_document_is_told_so(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    [error] = (await caller.post("/graphql", json={})).json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["errors"][0]["pointer"]) == ("graphql.malformed", "/query")


async def test_reading_a_text_anew_is_taken_from_the_quota(doors: Doors, service: Service, scene: Scene) -> None:
    limits = limits_for(client=1_000)
    app = create_app(service, BearerRecognition(service.authentication, limits.check_stranger), limits)
    caller = await Doors(app=app, world=doors.world, callers=doors.callers).caller(scene.sender.id, Role.CASE_MANAGER)
    query = "{ __typename }" + " " * 20_000
    left = []
    for _ in range(2):
        answer = await caller.post("/graphql", json={"query": query})
        left.append(int(answer.headers["ratelimit"].partition("r=")[2].partition(";")[0]))
    assert left == [1_000 - 1 - 20, 1_000 - 1 - 20 - 1]
