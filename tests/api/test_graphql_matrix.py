"""Every field of the graph that takes an id, against the things of every other agency and network.

The questions are those of the matrix for REST, so that a new operation is asked of the graph without being named here.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest

from app.adapters.postgres.news import PostgresNews
from app.domain.networks.roles import GRANTABLE, Role
from app.ports.event_log import NumberedEvent
from app.use_cases.core import Call
from app.use_cases.events.followers import Wanted
from app.use_cases.events.live import Live
from tests.api.test_matrix import OPEN, Ground, closed_to_others, ground, seen_by
from tests.support.graphql_matrix import FIELDS, GRAPH, as_documents, differing
from tests.support.matrix import COUNTS, Question, ids_of, pairs
from tests.support.matrix_document import OPERATIONS
from tests.support.matrix_objects import Holding

__all__ = ["ground"]
pytestmark = pytest.mark.asyncio(loop_scope="module")

ASKED = [operation for operation in OPERATIONS if str(operation) in FIELDS]
ROLES = (Role.CASE_MANAGER, Role.COORDINATOR)  # the others differ by rules of REST, which these share


async def test_models_of_one_name_show_one_thing() -> None:
    several = {noun.name: noun.models for noun in GRAPH.nouns.by_name.values() if len(noun.models) > 1}
    named = {name: {model.__name__ for model in models} for name, models in several.items()}
    assert named == {name: {f"{name}Out", f"{name}ItemOut"} for name in several}
    assert [name for name, models in several.items() if len(models) > 2] == []


async def test_the_fields_find_ones_own(ground: Ground) -> None:
    """Else the answers would be equal only because something else was wrong."""
    caller, own, wrong = await ground.beyond.caller(*GRANTABLE), ground.beyond.plain, []
    for operation in ASKED:
        path = COUNTS | ids_of(operation.path_places, own)
        question = Question(operation=operation, path=path, body=operation.body(own), tag='"999999"')
        for pair in pairs(operation, own, own):
            theirs, _ = as_documents(pair)
            answer = (await theirs.ask(caller)).json()
            if "data" not in answer:
                wrong.append(f"{question.operation} {pair.place.pointer}: {answer['errors'][0]['message']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
async def test_another_network_is_answered_as_for_nothing(ground: Ground, role: Role) -> None:
    caller, wrong = await ground.beyond.caller(role), []
    for operation in ASKED:
        for pair in pairs(operation, ground.beyond.plain, ground.theirs.plain):
            wrong += await differing(caller, pair, ground.theirs, frozenset())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
async def test_another_agency_is_answered_as_for_nothing(ground: Ground, role: Role) -> None:
    caller, wrong = await ground.beside.caller(role), []
    seen = seen_by(ground, role)
    for pair in closed_to_others(ground, role):
        if str(pair.theirs.operation) in FIELDS:
            wrong += await differing(caller, pair, ground.theirs, seen)
    assert not wrong, "\n".join(wrong)


async def test_what_can_be_followed_by_id_is_known_here(ground: Ground) -> None:
    """A new argument that takes an id is to be asked about in the tests below."""
    subscription = GRAPH.schema.subscription_type
    assert subscription is not None
    ids = {
        (name, argument)
        for name, field in subscription.fields.items()
        for argument, each in field.args.items()
        if str(each.type).strip("!") == "ID"
    }
    assert ids == {("events", "subject"), ("events", "about")}
    assert ground.theirs.plain


@pytest.mark.parametrize("role", ROLES)
async def test_whoever_follows_the_log_hears_nothing_of_anothers_things(ground: Ground, role: Role) -> None:
    wrong = []
    for asker, seen in ((ground.beside, seen_by(ground, role) | OPEN), (ground.beyond, frozenset[str]())):
        things = {kind: id_ for kind, id_ in ground.theirs.plain.items() if kind not in seen and len(id_) == 36}
        hidden = {UUID(id_): kind for kind, id_ in things.items()}
        asked = [Wanted(subject=id_) for id_ in list(hidden)[:5]] + [Wanted(about=id_) for id_ in list(hidden)[:5]]
        async with following(await asker.caller(role), asker) as hears:
            for wanted in (Wanted(), *asked):
                told = [id_ for event in await hears(wanted) for id_ in (event.subject, *event.told_ids().values())]
                wrong += [f"{asker.name} hears of the {hidden[id_]} by {wanted}" for id_ in told if id_ in hidden]
    assert not wrong, "\n".join(wrong)


async def test_who_follows_the_log_hears_of_ones_own(ground: Ground) -> None:
    """Else the silence would be equal only because something else was wrong."""
    async with following(await ground.beside.staff(), ground.beside) as hears:
        assert {event.subject for event in await hears(Wanted())} & set(map(UUID, ids_in(ground.beside.plain)))


def ids_in(plain: dict[str, str]) -> list[str]:
    return [id_ for id_ in plain.values() if len(id_) == 36]


@asynccontextmanager
async def following(
    caller: httpx.AsyncClient, asker: Holding
) -> AsyncIterator[Callable[[Wanted], Awaitable[list[NumberedEvent]]]]:
    """Return what tells all that somebody hears who follows the log from its beginning."""
    state, token = asker.doors.app.state, caller.headers["authorization"].removeprefix("Bearer ")
    authentication, core = state.recognise.authentication, asker.doors.world.core
    live = Live(core, authentication, PostgresNews(core.transactions.pool))  # the application's own is closing
    call = Call(actor=await authentication.actor(token), request_id="the matrix")
    async with live.connected(token, call) as (wire, bearer):

        async def hears(wanted: Wanted) -> list[NumberedEvent]:
            told = []
            async with wire.following(bearer, wanted, 0) as follower:
                while (event := await wire.heard(follower, 0.02)) is not None:
                    told.append(event)
            return told

        yield hears
