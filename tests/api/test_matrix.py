"""Every operation, in every role, against the things of every other agency and network.

Asked of another's thing, an operation must answer as it answers for an id of nothing: byte for byte, apart from ids,
request ids and dates. The operations, and where they take ids, are read from the OpenAPI document: a new one is asked
without being named here, and one that cannot be asked fails.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.networks.roles import GRANTABLE, Role
from app.serving import application
from app.wiring import open_service
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.matrix import (
    COUNTS,
    Pair,
    Question,
    differing,
    ids_of,
    leaks,
    listed,
    pairs,
    scrubbed,
    short,
    unreached,
)
from tests.support.matrix_document import OPERATIONS, Operation, Where
from tests.support.matrix_objects import BIRTH_DATE, Holding, a_holding, sealing
from tests.support.matrix_retries import KEPT, REPLAYED, WORDS, asked_under, keep, known, tag_of
from tests.support.postgres import Database
from tests.support.service import settings_for

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPEN = frozenset({"network", "agency", "service", "location", "instrument", "consent template", "anchor"})
"""What every agency of a network may read: who is there, what is offered, and what may be asked."""

SEEN_BY_ROLE = {
    Role.NETWORK_ADMIN: frozenset(
        {"worker", "other worker", "api client", "webhook", "delivery", "replay", "template", "erasure", "audit entry"}
    ),
    Role.PRIVACY_OFFICER: frozenset({"break glass", "override", "export", "erasure", "audit entry"}),
}
"""What a role administers or watches over across the network."""

OF_CLIENTS = frozenset({"proposeErasure", "readLegalHold", "placeLegalHold", "liftLegalHold"})
BY_DESIGN = {
    Role.NETWORK_ADMIN: OF_CLIENTS | {"listEvents", "streamEvents", "listAuditEntries"},
    Role.PRIVACY_OFFICER: OF_CLIENTS
    | {"requestClientExport", "listClientExports", "readClientExport", "fetchClientExport", "explainAccess"}
    | {"listAuditEntries", "listDisclosures"},
}
"""What a role does across the network with clients whose records it does not read."""

WITHIN_THE_NETWORK = {
    ("createBreakGlass", "client"): "an emergency opens the record, aloud",
    ("addClientCareTeamMember", "worker"): "whoever knows a colleague elsewhere by id may ask it onto a team",
    ("addCareTeamMember", "worker"): "the same",
}
"""Where agencies of one network meet."""

ADMINISTERED = frozenset({"transfer"})
"""What coordinators look after in every agency, labels or not."""


@dataclass(slots=True, kw_only=True)
class Ground:
    """Whose things are asked for, and who asks: an agency of the same network, and one of another."""

    theirs: Holding
    beside: Holding
    beyond: Holding


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(database: Database) -> AsyncIterator[Ground]:
    """Two networks with three agencies that have something of every kind."""
    settings = settings_for(database)
    async with (
        open_service(settings, database.app) as service,
        open_service(settings, database.worker) as worker,
        AsyncExitStack() as callers,
    ):
        app, log = application(service), PostgresEventLog(PostgresTransactions(service.transactions.pool))
        app.state.closing.set()  # streams end when they begin
        here, there = [Doors(app=app, world=await found_world(service.core), callers=callers) for _ in range(2)]
        seal = sealing(worker)
        yield Ground(
            theirs=await a_holding(here, "Ostrander", log, seal),
            beside=await a_holding(here, "Bellweather", log, seal),
            beyond=await a_holding(there, "Carraway", log, seal),
        )


def closed_to_others(ground: Ground, role: Role) -> Iterator[Pair]:
    """Ask for what somebody in this role at another agency of the network may not see."""
    if role is Role.COORDINATOR:
        theirs, kinds = ground.theirs.quiet, ground.theirs.labelled - ADMINISTERED - OPEN
    else:
        theirs = ground.theirs.plain
        kinds = frozenset(theirs) - OPEN - SEEN_BY_ROLE.get(role, frozenset())
    for operation in (each for each in OPERATIONS if str(each) not in BY_DESIGN.get(role, ())):
        for pair in pairs(operation, ground.beside.plain, theirs):
            if pair.kind in kinds and (str(operation), pair.kind) not in WITHIN_THE_NETWORK:
                yield pair


def seen_by(ground: Ground, role: Role) -> frozenset[str]:
    """Return the kinds of which a role sees another agency's."""
    across = frozenset(ground.theirs.plain) if role is Role.COORDINATOR else SEEN_BY_ROLE.get(role, frozenset())
    return OPEN | across


async def test_something_of_every_kind_is_there_to_ask_for(ground: Ground) -> None:
    places = [(operation, place) for operation in OPERATIONS for place in operation.places]
    nameless = [f"{operation} {place.pointer}: of what kind?" for operation, place in places if place.kind is None]
    assert nameless == []
    kinds = {place.kind for _, place in places}
    for holding in (ground.theirs, ground.beside, ground.beyond):
        assert {kind: holding.unmade.get(str(kind)) for kind in kinds - holding.plain.keys()} == {}


@pytest.mark.parametrize("role", sorted(GRANTABLE))
async def test_another_network_is_answered_as_for_nothing(ground: Ground, role: Role) -> None:
    caller, wrong = await ground.beyond.caller(role), []
    for operation in OPERATIONS:
        for pair in pairs(operation, ground.beyond.plain, ground.theirs.plain):
            wrong += await differing(caller, pair, ground.theirs, frozenset())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", sorted(GRANTABLE))
async def test_another_agency_is_answered_as_for_nothing(ground: Ground, role: Role) -> None:
    caller, wrong = await ground.beside.caller(role), []
    seen = seen_by(ground, role)
    for pair in closed_to_others(ground, role):
        wrong += await differing(caller, pair, ground.theirs, seen)
    assert not wrong, "\n".join(wrong)


async def test_every_place_of_an_id_is_reached(ground: Ground) -> None:
    """Else the answers would be equal only because something else was wrong."""
    caller, own = await ground.beyond.caller(*GRANTABLE), ground.beyond.plain
    asked = [pair for operation in OPERATIONS for pair in pairs(operation, own, ground.theirs.plain)]
    answers = [(pair, await pair.nobodys.ask(caller)) for pair in asked]
    wrong = [fault for pair, answer in answers if (fault := unreached(pair, answer))]
    assert not wrong, "\n".join(wrong)


async def test_every_operation_finds_ones_own(ground: Ground) -> None:
    caller, own = await ground.beyond.caller(*GRANTABLE), ground.beyond.plain
    wrong = []
    for operation in OPERATIONS:
        if operation.path_places:
            path = COUNTS | ids_of(operation.path_places, own)
            question = Question(operation=operation, path=path, body=operation.body(own), tag='"999999"')
            answer = await question.ask(caller)
            if answer.status_code in {400, 401, 403, 404, 405}:
                wrong.append(f"{operation}: {short(answer)}")
    assert not wrong, "\n".join(wrong)


LISTS = [operation for operation in OPERATIONS if operation.lists and operation.shown]


async def test_every_list_shows_those_who_may_read_it_something(ground: Ground) -> None:
    """Else a list that shows strangers nothing would prove nothing."""
    caller, own = await ground.theirs.caller(*GRANTABLE), ground.theirs.plain
    shown = {str(operation): await listed(caller, operation, own) for operation in LISTS}
    empty = {name: short(answer) for name, answer in shown.items() if not answer.is_success or not items(answer)}
    assert empty == {}


def items(answer: httpx.Response) -> Any:
    return answer.json()["items"]


@pytest.mark.parametrize("role", sorted(GRANTABLE))
async def test_no_list_of_ones_own_shows_what_is_anothers(ground: Ground, role: Role) -> None:
    wrong = []
    for asker, seen in ((ground.beside, seen_by(ground, role)), (ground.beyond, frozenset[str]())):
        if asker is ground.beside and role in BY_DESIGN.keys() | {Role.COORDINATOR}:
            continue
        caller = await asker.caller(role)
        for operation in (each for each in OPERATIONS if each.reads):
            answer = await listed(caller, operation, asker.plain)
            wrong += [f"{operation} tells {what}" for what in leaks(answer, ground.theirs, "", seen)]
    assert not wrong, "\n".join(wrong)


COUNTED_LISTS = [operation for operation in LISTS if operation.lists == "cursor"]
"""All but the log of events, which has no end."""


def askers(ground: Ground) -> Iterator[tuple[Holding, tuple[Role, ...]]]:
    """Whoever holds it in every role and in two, and another agency and network."""
    yield from ((holding, tuple(GRANTABLE)) for holding in (ground.theirs, ground.beside, ground.beyond))
    yield from ((ground.theirs, (role,)) for role in (Role.CASE_MANAGER, Role.COORDINATOR))


def up_to_now(operation: Operation) -> dict[str, str]:
    """Leave out what is added by asking: the log of who asked for what."""
    return {"to": datetime.now(UTC).isoformat()} if str(operation) == "listAuditEntries" else {}


async def length(
    caller: httpx.AsyncClient, operation: Operation, ids: dict[str, str], asked: dict[str, str]
) -> int | None:
    """Walk through a list to its end; None where the caller may not read it."""
    found, query = 0, {"limit": "7"} | asked
    while True:
        page = await listed(caller, operation, ids, **query)
        if not page.is_success:
            return None
        found += len(items(page))
        if page.json()["next_cursor"] is None:
            return found
        query["cursor"] = page.json()["next_cursor"]


async def test_a_list_has_as_many_items_as_it_says(ground: Ground) -> None:
    wrong, told = [], 0
    for holding, roles in askers(ground):
        caller = await holding.caller(*roles)
        for operation in COUNTED_LISTS:
            asked = up_to_now(operation)
            seen = await length(caller, operation, ground.theirs.plain, asked)
            for limit in ("1", "200"):
                counted = await listed(caller, operation, ground.theirs.plain, limit=limit, count="true", **asked)
                total = counted.json().get("total") if counted.is_success else None
                told += bool(total)
                if total != seen:
                    wrong.append(f"{operation} tells {total} of {seen} as {roles}: {short(counted)}")
    assert not wrong, "\n".join(wrong)
    assert told > len(COUNTED_LISTS)


async def test_nobody_is_told_a_total_who_does_not_ask_for_it_with_the_first_page(ground: Ground) -> None:
    caller = await ground.theirs.caller(*GRANTABLE)
    for operation in COUNTED_LISTS:
        plain = await listed(caller, operation, ground.theirs.plain, limit="1")
        assert not {"total", "total_is_at_least"} & plain.json().keys(), operation
        cursor = plain.json()["next_cursor"]
        if cursor is not None:
            later = await listed(caller, operation, ground.theirs.plain, limit="1", cursor=cursor, count="true")
            assert (later.status_code, later.json()["code"]) == (400, "page.count"), operation


WHO = {
    "listClients": ({"name": "{family}"}, {"identifier": "https://hmis.example/persons|{family}"}),
    "searchClients": (
        {"name": "{family}"},
        {"identifier": {"system": "https://hmis.example/persons", "value": "{family}"}},
    ),
    "matchClients": ({"names": [{"use": "legal", "family": "{family}", "given": ["Ana"]}], "birth_date": BIRTH_DATE},),
}
"""By what clients are searched beside ids."""


@pytest.mark.parametrize("name", WHO)
async def test_nobody_is_found_by_name_or_number_whom_the_asker_may_not_see(ground: Ground, name: str) -> None:
    (operation,) = [each for each in OPERATIONS if str(each) == name]
    theirs, wrong = await ground.theirs.staff(), []
    for asked in WHO[name]:
        assert ground.theirs.plain["client"] in (await searched(theirs, operation, asked, ground.theirs.family)).text
        for asker in (ground.beside, ground.beyond):
            found = await searched(await asker.staff(), operation, asked, ground.theirs.family)
            nobody = await searched(await asker.staff(), operation, asked, "Zyxwvut-Nobodyatall kestrelq")
            if scrubbed(found) != scrubbed(nobody):
                wrong.append(f"{asker.name} {asked}: {short(found)} but of nobody {short(nobody)}")
    assert not wrong, "\n".join(wrong)


async def searched(caller: httpx.AsyncClient, operation: Operation, asked: Any, family: str) -> httpx.Response:
    told = json.loads(json.dumps(asked).replace("{family}", family))
    if operation.method == "GET":
        return await caller.get(operation.path, params=told)
    return await caller.post(operation.path, json=told)


async def test_a_cursor_of_somebody_else_shows_what_is_ones_own(ground: Ground) -> None:
    theirs, ids, wrong = await ground.theirs.staff(), ground.theirs.plain, []
    for operation in LISTS:
        page = await listed(theirs, operation, ids, limit="1")
        cursor = str(page.json().get("next_cursor") if page.is_success else None)
        for asker, seen in ((ground.beside, OPEN), (ground.beyond, frozenset[str]())):
            query = {"limit": "1", str(operation.lists): cursor}
            answer = await listed(await asker.staff(), operation, ids, **query)
            wrong += [f"{operation} tells {what}" for what in leaks(answer, ground.theirs, str(ids), seen)]
            of = {place.kind for place in operation.path_places} - seen
            if of and answer.status_code not in {400, 403, 404}:
                wrong.append(f"{operation}: {short(answer)}")
    assert not wrong, "\n".join(wrong)


async def test_every_operation_with_an_effect_can_be_retried() -> None:
    """A search by POST has none that could happen twice."""
    assert {str(each) for each in KEPT} == {
        str(each) for each in OPERATIONS if each.method == "POST" and not each.reads
    }


async def test_a_tag_of_anothers_version_tells_nothing(ground: Ground) -> None:
    theirs, wrong = await ground.theirs.caller(*GRANTABLE), []
    asked = [
        (await ground.beyond.caller(*GRANTABLE), list(_all_pairs(ground)), frozenset[str]()),
        (
            await ground.beside.caller(Role.CASE_MANAGER),
            list(closed_to_others(ground, Role.CASE_MANAGER)),
            seen_by(ground, Role.CASE_MANAGER),
        ),
    ]
    compared = 0
    for caller, all_pairs, seen in asked:
        for pair in all_pairs:
            operation = pair.theirs.operation
            if pair.place.where is Where.PATH and (operation.guarded or operation.method == "GET"):
                tag = await tag_of(operation, theirs, ground.theirs)
                if tag is not None:
                    compared += 1
                    wrong += await differing(caller, pair.tagged(tag), ground.theirs, seen)
    assert not wrong, "\n".join(wrong)
    assert compared > len(OPERATIONS) / 2


def _all_pairs(ground: Ground) -> Iterator[Pair]:
    for operation in OPERATIONS:
        yield from pairs(operation, ground.beyond.plain, ground.theirs.plain)


async def test_a_key_of_somebody_else_neither_replays_nor_tells_of_what_was_answered(ground: Ground) -> None:
    """The last of all: the same request under a fresh key has its effect."""
    holder = await ground.theirs.caller(*GRANTABLE)
    actor = await known(ground.theirs, holder)
    strangers = {
        "another program of the agency": await ground.theirs.doors.caller(actor.agency, *GRANTABLE),
        "another agency": await ground.beside.caller(*GRANTABLE),
        "another network": await ground.beyond.caller(*GRANTABLE),
    }
    wrong = []
    for operation in KEPT:
        taken = asked_under(operation, ground.theirs, f"taken-{operation}")
        await keep(ground.theirs, actor, taken.request(holder))
        again = await taken.ask(holder)
        if not (again.text == f'"{WORDS}"' and again.headers.get(REPLAYED) == "true"):
            wrong.append(f"{operation} does not replay: {short(again)}")
        for who, caller in strangers.items():
            wrong += [f"{operation} {fault} to {who}" for fault in await retold(operation, ground.theirs, caller)]
    assert not wrong, "\n".join(wrong)


async def retold(operation: Operation, holding: Holding, caller: httpx.AsyncClient) -> list[str]:
    """Tell what somebody learns by a key that another has used for the same request."""
    fresh = await asked_under(operation, holding, f"fresh-{operation}").ask(caller)
    taken = await asked_under(operation, holding, f"taken-{operation}").ask(caller)
    wrong = [f"tells {what}" for what in (WORDS, REPLAYED) if what in taken.text or what in taken.headers]
    if "idempotency." in taken.text:
        wrong.append(f"tells that the key is taken: {short(taken)}")
    if fresh.is_error and scrubbed(fresh) != scrubbed(taken):
        wrong.append(f"answers {short(taken)} but under a fresh key {short(fresh)}")
    return wrong
