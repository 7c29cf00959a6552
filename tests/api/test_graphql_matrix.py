"""Every field of the graph that takes an id, against the things of every other agency and network.

The questions are those of the matrix for REST, so that a new operation is asked of the graph without being named here.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from app.adapters.postgres.news import PostgresNews
from app.domain.networks.roles import GRANTABLE, Role
from app.ports.event_log import NumberedEvent
from app.use_cases.core import Call
from app.use_cases.events.followers import Wanted
from app.use_cases.events.live import Live
from tests.api.test_matrix import OPEN, Ground, closed_to_others, ground, seen_by
from tests.support.graphql import source_of
from tests.support.graphql_asked import asked, there_is
from tests.support.graphql_crawl import deeper, documents, filtering
from tests.support.graphql_matrix import FIELDS, GRAPH, GraphQuestion, as_documents, differing
from tests.support.graphql_reach import NOT_HELD, Known, Secrets, asked_of, filtered, found_by, straying, whole
from tests.support.matrix import COUNTS, Question, ids_of, pairs
from tests.support.matrix_document import NO_IDS, OPERATIONS
from tests.support.matrix_objects import Holding

__all__ = ["ground"]
pytestmark = pytest.mark.asyncio(loop_scope="module")

ASKED = [operation for operation in OPERATIONS if str(operation) in FIELDS]
ROLES = (Role.CASE_MANAGER, Role.COORDINATOR)  # the others differ by rules of REST, which these share

OPEN_NOUNS = ("Network", "Agency", "Service", "Location", "Instrument", "ConsentTemplate", "AuditAnchor")
TOLD_TO_SEVERAL = ("eventId of a Delivery",)
"""What an agency is told of that another may have done: one event, in the log of both."""

OPEN_LISTS = ("agencies", "services", "locations", "consent-templates", "audit-anchors", "pool", "care-plan-templates")
"""Nouns, and lists of REST, that show agencies of one network the same things."""

IDS_GIVEN = frozenset(
    {"agencyId", "clientId", "eventId", "needId", "senderId", "subjectId", "toWorkerId", "transferId", "workerId"}
)
"""Arguments by which the ground's own things are found."""

NOTHING_TO_HIDE = {
    "Subscription": "who follows the log is asked below by what hears it, whose arguments are counted there",
    "LiveEvent": "what is told to those who follow, which is heard below",
    "idempotencyKey": "a key belongs to who sent it: test_matrix asks the same operations under another's",
}
"""Why no document asks for a type or gives an argument."""


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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def known(ground: Ground) -> Known:
    """What the graph tells an agency that holds something of everything."""
    return await whole(ground.theirs, await ground.theirs.staff(), documents())


async def secrets(ground: Ground, known: Known, asker: Holding) -> Secrets:
    """Return what somebody elsewhere must not be told of it."""
    network = await ground.theirs.caller(*GRANTABLE)
    shared = {name: (await network.get(f"/v1/{name}", params={"limit": "200"})).json()["items"] for name in OPEN_LISTS}
    built_in = [each["id"] for each in shared["care-plan-templates"] if each["scope"] == "built_in"]
    if asker is ground.beyond:
        return known.but(built_in)
    of_agencies = [each["id"] for each in shared["care-plan-templates"] if each["scope"] == "agency"]
    seen = {each[name] for items in shared.values() for each in items for name in ("id", "referral_id") if name in each}
    return known.but(
        (seen - {*of_agencies}) | {*asker.plain.values(), *asker.quiet.values()}, OPEN_NOUNS + TOLD_TO_SEVERAL
    )


def questions(ground: Ground) -> Iterator[tuple[str, dict[str, object]]]:
    """Go through everything that is asked here, as documents with their variables."""
    ids, family = ground.theirs.plain, ground.theirs.family
    for document in (*documents(), *filtering()):
        things = {name: "" for name, _ in document.needs} | asked_of(ids, family)
        yield document.text, document.values(things)
    for operation in ASKED:
        path = COUNTS | ids_of(operation.path_places, ids)
        alone = Question(operation=operation, path=path, body=operation.body(ids), tag='"1"')
        for question in (alone, *(pair.theirs for pair in pairs(operation, ids, ids))):
            yield GraphQuestion(asked=question).document()


async def test_every_field_and_every_argument_of_the_schema_is_asked(ground: Ground) -> None:
    """A new one is asked by itself; one that cannot be needs a reason why it hides nothing."""
    met = set().union(*(asked(text, values) for text, values in questions(ground)))
    unmet = [name for name in there_is() if name not in met]
    assert [name for name in unmet if not hides_nothing(name)] == []


def hides_nothing(name: str) -> bool:
    """Tell whether there is a reason; members of inputs are what one writes oneself, but for ids."""
    kind, _, rest = name.partition(".")
    named, _, argument = rest.partition("(")
    if kind.endswith("Input"):
        return not named.endswith(("Id", "Ids")) or source_of(named) in NO_IDS
    return kind in NOTHING_TO_HIDE or argument.rstrip(":)") in NOTHING_TO_HIDE


async def test_every_way_leads_those_who_hold_it_to_something(ground: Ground, known: Known) -> None:
    """Else silence towards others would prove nothing."""
    ways = {f"{noun.name}.{name}" for noun in GRAPH.nouns.by_name.values() for name in noun.edges}
    ways |= {f"Query.{name}" for name in GRAPH.nouns.roots}
    assert ways - known.reached - NOT_HELD == set()
    hidden = {kind: id_ for kind, id_ in ground.theirs.plain.items() if kind not in OPEN and len(id_) == 36}
    assert {kind for kind, id_ in hidden.items() if id_ not in known.things} == set()


@pytest.mark.long
async def test_every_argument_that_takes_an_id_finds_something_by_it(ground: Ground, known: Known) -> None:
    found = await found_by(known, await ground.theirs.staff(), filtering())
    assert found >= IDS_GIVEN


@pytest.mark.parametrize("name", ["beside", "beyond"])
async def test_no_way_through_the_graph_leads_to_anothers_things(ground: Ground, known: Known, name: str) -> None:
    asker = getattr(ground, name)
    hidden, caller = await secrets(ground, known, asker), await asker.caller(Role.CASE_MANAGER)
    assert len(hidden.ids) > len(ground.theirs.plain)
    wrong = await straying(caller, asker, hidden, ground.theirs, documents())
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
@pytest.mark.parametrize("role", [Role.CASE_MANAGER])
@pytest.mark.parametrize("name", ["beside", "beyond"])
async def test_no_way_from_where_a_way_leads_does_either(ground: Ground, known: Known, name: str, role: Role) -> None:
    asker = getattr(ground, name)
    hidden, caller = await secrets(ground, known, asker), await asker.caller(role)
    wrong = await straying(caller, asker, hidden, ground.theirs, deeper())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["beside", "beyond"])
async def test_no_list_is_another_for_being_asked_for_anothers_things(ground: Ground, known: Known, name: str) -> None:
    asker = getattr(ground, name)
    hidden, caller = await secrets(ground, known, asker), await asker.caller(Role.CASE_MANAGER)
    open_kinds = OPEN if asker is ground.beside else frozenset[str]()
    wrong = await filtered(caller, asker, known, hidden, open_kinds, filtering())
    assert not wrong, "\n".join(wrong)


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
