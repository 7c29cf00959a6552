"""Plans tell, to the byte, what graphql-core tells that executes the same documents field by field."""

import json
import re
from collections.abc import Sequence
from random import Random
from typing import Any

import httpx
import pytest
from graphql import get_named_type, is_required_argument

from app.api.graphql.viewer import viewer
from app.domain.networks.roles import GRANTABLE, Role
from app.main import GRAPHQL
from app.use_cases.core import Call
from tests.api.test_matrix import Ground, ground
from tests.support.graphql import ask
from tests.support.graphql_by_the_book import Book
from tests.support.graphql_documents import OF_READING, Writer
from tests.support.matrix_objects import Holding

__all__ = ["ground"]
pytestmark = pytest.mark.asyncio(loop_scope="module")

GRAPH = GRAPHQL.answering.graph
FIELDS = sorted(
    name
    for name, field in GRAPH.schema.type_map["Query"].fields.items()  # type: ignore[attr-defined]
    if not any(is_required_argument(each) for each in field.args.values())
    and get_named_type(field.type).name not in OF_READING
)
OF_EACH = 2
SOME = range(12)
MANY = pytest.param(range(12, 200), marks=pytest.mark.long)
NOTHING = "01900000-0000-7000-8000-000000000000"


async def a_book(caller: httpx.AsyncClient, holding: Holding) -> Book:
    app = holding.doors.app
    token = caller.headers["authorization"].removeprefix("Bearer ")
    actor = await app.state.recognise.authentication.actor(token)
    return Book(
        graph=GRAPH, app=app, call=Call(actor=actor, request_id="the book"), viewer=viewer(actor, GRAPH.permissions)
    )


def things_of(*holdings: Holding) -> list[tuple[str, str]]:
    """Return things of some agencies by noun and id, and for each noun one that there is not."""
    nouns = [noun for noun in GRAPH.nouns.by_name.values() if noun.read]
    kinds = {noun.name.casefold(): noun.name for noun in nouns}
    found = [
        (kinds[name], id_)
        for holding in holdings
        for kind, id_ in holding.plain.items()
        if (name := kind.replace(" ", "")) in kinds and len(id_) == len(NOTHING)
    ]
    return found + [(noun, NOTHING) for noun in sorted({noun for noun, _ in found})]


@pytest.mark.parametrize("seeds", [SOME, MANY])
@pytest.mark.parametrize("roles", [tuple(GRANTABLE), (Role.CASE_MANAGER,), (Role.INTAKE,)])
async def test_plans_tell_what_the_book_tells(ground: Ground, roles: Sequence[Role], seeds: range) -> None:
    holding = ground.theirs
    caller = await holding.caller(*roles)
    book, things = await a_book(caller, holding), things_of(ground.theirs, ground.beside)
    wrong, errors, told = [], 0, 0
    for seed in seeds:
        random = Random(seed)  # noqa: S311  the same documents each time
        names = random.sample(FIELDS, OF_EACH) + random.sample(["node", "nodes", "viewer"], 1)
        document, variables = Writer(GRAPH, random, things).document(names)
        body = await ask(caller, document, **variables)
        if "data" not in body:  # it is too much for one request
            assert body["errors"][0]["extensions"]["code"].startswith("graphql.too-much"), body
            continue
        by_the_book = await book.answer(document, variables)
        ours, theirs = in_order(body), in_order(by_the_book)
        errors, told = errors + len(by_the_book["errors"]), told + len(theirs)
        if ours != theirs:
            wrong.append(f"{seed}: {differing(ours, theirs)} of {document} {variables}")
    assert wrong == [], "\n\n".join(wrong)
    assert told > len(seeds) * 500
    assert (errors > 0) is (set(roles) != set(GRANTABLE))


def in_order(body: dict[str, Any]) -> str:
    """Write an answer down: its data with keys in their order; its errors, which have none, by their paths.

    JSON has one kind of number: REST says 27 where graphql-core says 27.0.
    """
    errors = [(each["path"], each["message"], each["extensions"]["code"]) for each in body.get("errors", ())]
    return re.sub(r"(?<=\d)\.0\b", "", json.dumps([body["data"], sorted(errors, key=repr)]))


def differing(ours: str, theirs: str) -> str:
    """Return where two answers begin to differ."""
    place = next(number for number, pair in enumerate(zip(ours, theirs, strict=False)) if len(set(pair)) == 2)
    return f"{ours[max(0, place - 150) : place + 80]!r} but {theirs[place : place + 80]!r}"
