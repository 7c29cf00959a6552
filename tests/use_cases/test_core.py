"""One call, one transaction, one audit row: on real PostgreSQL."""

import asyncio
from uuid import UUID, uuid4

import pytest

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.errors import Conflict, Forbidden, Invalid
from app.domain.events import Happening
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.networks.scopes import Scopes
from app.ports.transactions import Answer, Opening, TransactionConflict
from app.use_cases.core import Call, Context, Core, Idempotency, use_case


def an_actor(*, scopes: str = "system/*.cruds", role: Role = Role.CASE_MANAGER) -> Actor:
    return Actor(
        network=NetworkId(uuid4()),
        agency=AgencyId(uuid4()),
        api_client=ApiClientId(uuid4()),
        roles=frozenset({role}),
        scopes=Scopes.parse(scopes),
    )


def a_call(actor: Actor, *, key: str | None = None, fingerprint: bytes = b"same") -> Call:
    idempotency = None if key is None else Idempotency(key=key, fingerprint=fingerprint)
    return Call(actor=actor, request_id="request-1", idempotency=idempotency)


@use_case(action="thing.make", resource="Patient", permission="c", roles=CARE_ROLES)
async def make(context: Context, times: int = 1) -> UUID:
    thing = context.new_id()
    for version in range(1, times + 1):
        context.happened(
            Happening(type="thing.made", subject_type="thing", subject=thing, version=version, stream=thing)
        )
    return thing


@use_case(action="thing.break", resource="Patient", permission="c", roles=CARE_ROLES)
async def make_and_fail(context: Context) -> None:
    await make(context)
    raise Conflict("thing.broken", "It broke.")


def shown(thing: UUID) -> Answer:
    return Answer(status=201, headers=(("Location", f"/things/{thing}"),), body=str(thing).encode())


async def count(transactions: PostgresTransactions, actor: Actor, table: str) -> int:
    async with transactions.session(actor.network) as session:
        return int(await session.connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own names


async def test_a_call_leaves_its_events_and_one_audit_row(core: Core, transactions: PostgresTransactions) -> None:
    actor = an_actor()
    await core.run(a_call(actor), make, 3)
    assert await count(transactions, actor, "events") == 3
    assert await count(transactions, actor, "audit_entries") == 1


async def test_a_refused_call_leaves_nothing(core: Core, transactions: PostgresTransactions) -> None:
    actor = an_actor()
    with pytest.raises(Conflict):
        await core.run(a_call(actor), make_and_fail)
    assert await count(transactions, actor, "events") == 0
    assert await count(transactions, actor, "audit_entries") == 0


async def test_a_scope_that_does_not_cover_the_use_case_is_refused(core: Core) -> None:
    with pytest.raises(Forbidden) as refused:
        await core.run(a_call(an_actor(scopes="system/Patient.rs")), make)
    assert refused.value.facts == {"scope": "system/Patient.c"}


async def test_a_role_that_may_not_is_refused(core: Core) -> None:
    with pytest.raises(Forbidden) as refused:
        await core.run(a_call(an_actor(role=Role.AGENCY_ADMIN)), make)
    assert refused.value.code == "role.insufficient"


async def test_a_retry_with_the_same_key_hears_the_same_answer_and_has_no_effect(
    core: Core, transactions: PostgresTransactions
) -> None:
    actor = an_actor()
    first = await core.answer(a_call(actor, key="k"), shown, make)
    again = await core.answer(a_call(actor, key="k"), shown, make)
    assert (again.status, again.headers, again.body) == (first.status, first.headers, first.body)
    assert (first.replayed, again.replayed) == (False, True)
    assert await count(transactions, actor, "events") == 1


async def test_a_key_cannot_stand_for_two_requests(core: Core) -> None:
    actor = an_actor()
    await core.answer(a_call(actor, key="k"), shown, make)
    with pytest.raises(Invalid) as refused:
        await core.answer(a_call(actor, key="k", fingerprint=b"other"), shown, make)
    assert refused.value.code == "idempotency.key-reused"


async def test_two_callers_may_use_the_same_key(core: Core) -> None:
    one = await core.answer(a_call(an_actor(), key="k"), shown, make)
    other = await core.answer(a_call(an_actor(), key="k"), shown, make)
    assert one.body != other.body


async def test_twenty_at_once_under_one_key_have_one_effect(core: Core, transactions: PostgresTransactions) -> None:
    actor = an_actor()
    calls = (core.answer(a_call(actor, key="k"), shown, make) for _ in range(20))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    refusals = [answer for answer in answers if isinstance(answer, Exception)]
    assert {refusal.code for refusal in refusals if isinstance(refusal, Conflict)} <= {"idempotency.in-flight"}
    assert len({answer.body for answer in answers if isinstance(answer, Answer)}) == 1
    assert await count(transactions, actor, "events") == 1


async def test_work_that_met_another_transaction_is_done_again(core: Core, transactions: PostgresTransactions) -> None:
    actor = an_actor()
    attempts: list[UUID] = []

    @use_case(action="thing.contend", resource="Patient", permission="c", roles=CARE_ROLES)
    async def contended(context: Context) -> None:
        attempts.append(await make(context))
        if len(attempts) < 3:
            raise TransactionConflict("40001")

    await core.run(a_call(actor), contended)
    assert len(attempts) == 3
    assert await count(transactions, actor, "events") == 1


async def test_one_network_never_sees_the_rows_of_another(core: Core, transactions: PostgresTransactions) -> None:
    await core.run(a_call(an_actor()), make)
    assert await count(transactions, an_actor(), "events") == 0


async def test_a_kept_answer_cannot_be_read_in_the_database(core: Core, transactions: PostgresTransactions) -> None:
    actor = an_actor()
    answer = await core.answer(a_call(actor, key="k"), shown, make)
    async with transactions.session(actor.network) as session:
        kept = await session.connection.fetchval("SELECT body FROM kept_answers")
    assert answer.body not in kept


@use_case(action="thing.look", resource="Patient", permission="r", roles=CARE_ROLES, opening=Opening.LOOK)
async def look(context: Context, *, making: bool = False) -> None:
    if making:
        await make(context)


async def test_who_only_looks_is_on_record_and_leaves_the_network(
    core: Core, transactions: PostgresTransactions
) -> None:
    actor = an_actor()
    await core.run(a_call(actor), look)
    async with transactions.pool.acquire() as connection:
        seen = await connection.fetchval("SELECT count(*) FROM audit_entries")
    assert (await count(transactions, actor, "audit_entries"), seen) == (1, 0)


async def test_who_only_looks_cannot_write(core: Core, transactions: PostgresTransactions) -> None:
    actor = an_actor()
    with pytest.raises(RuntimeError, match="writes nothing"):
        await core.run(a_call(actor), look, making=True)
    assert [await count(transactions, actor, table) for table in ("events", "audit_entries")] == [0, 0]
