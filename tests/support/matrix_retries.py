"""What callers send that was given to others: the key of an answer that is kept, the tag of a version."""

from hashlib import sha256
from uuid import UUID

import httpx

from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransaction
from app.domain.identity import AgencyId, ApiClientId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import GRANTABLE
from app.domain.networks.scopes import Scopes
from app.ports.transactions import Answer
from app.use_cases.core import Call, Idempotency
from app.use_cases.networks import agencies
from tests.support.canaries import canary
from tests.support.matrix import COUNTS, Question, ids_of
from tests.support.matrix_document import OPERATIONS, Operation
from tests.support.matrix_objects import Holding

KEY = "Idempotency-Key"
REPLAYED = "idempotency-replayed"
WORDS = canary("what was answered under a key")
KEPT = [operation for operation in OPERATIONS if KEY in operation.named("header")]
"""The operations whose answers are kept."""


def asked_under(operation: Operation, holding: Holding, key: str) -> Question:
    """Write a request about what somebody holds, under a key."""
    ids = holding.plain
    path = COUNTS | ids_of(operation.path_places, ids)
    return Question(operation=operation, path=path, body=operation.body(ids), tag='"999999"', headers={KEY: key})


def fingerprint(request: httpx.Request) -> bytes:
    """Digest a request as the service does."""
    digest = sha256()
    for part in (request.method.encode(), request.url.path.encode(), request.url.query):
        digest.update(part + b"\0")
    digest.update(request.content)
    return digest.digest()


async def known(holding: Holding, caller: httpx.AsyncClient) -> Actor:
    """Find out under whose id the keys of a caller are kept: by an answer that was kept for it."""
    asked = await caller.post("/v1/tasks", json={"title": "Call"}, headers={KEY: "who-am-i"})
    assert asked.status_code == 201, asked.text
    network = holding.doors.world.network.id
    async with holding.doors.world.core.transactions.begin(network) as tx:
        assert isinstance(tx, PostgresTransaction)
        of_caller = Statement.text(
            "SELECT caller_id FROM kept_answers WHERE network_id = $1 AND key = 'who-am-i'", "network"
        )
        [row] = await tx.session.fetch(of_caller)
    return Actor(
        network=network,
        agency=AgencyId(UUID(holding.plain["agency"])),
        api_client=ApiClientId(row["caller_id"]),
        roles=GRANTABLE,
        scopes=Scopes.parse("system/*.cruds"),
    )


async def keep(holding: Holding, actor: Actor, request: httpx.Request) -> None:
    """Let an answer be kept for a request of somebody, as if it had been given."""
    held = Idempotency(key=request.headers[KEY], fingerprint=fingerprint(request))
    call = Call(actor=actor, request_id="kept", idempotency=held)
    answer = Answer(status=200, headers=(("Content-Type", "application/json"),), body=f'"{WORDS}"'.encode())
    await holding.doors.world.core.answer(call, lambda _: answer, agencies.read, actor.agency)


def reads(operation: Operation) -> Operation | None:
    """Return the operation that reads what an operation is asked of: at the same address, or the next one above it."""
    path = operation.path
    gets = {each.path: each for each in OPERATIONS if each.method == "GET" and each.path_places}
    while path.count("/") > 2:
        if path in gets and gets[path].path_places and path.endswith("}"):
            return gets[path]
        path = path.rpartition("/")[0]
    return None


async def tag_of(operation: Operation, caller: httpx.AsyncClient, holding: Holding) -> str | None:
    """Return the tag of what an operation is asked of, as whoever holds it reads it."""
    reading = operation if operation.method == "GET" else reads(operation)
    if reading is None:
        return None
    path = COUNTS | ids_of(reading.path_places, holding.plain)
    answer = await Question(operation=reading, path=path).ask(caller)
    tag: str | None = answer.headers.get("ETag")
    return tag
