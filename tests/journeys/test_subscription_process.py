"""Subscriptions told by workers that are processes of their own: one is killed while it tells, another goes on."""

import asyncpg
import httpx
import pytest

from app.config import Settings
from tests.support.doors import Doors
from tests.support.fhir import a_client, an_observation
from tests.support.postgres import Database
from tests.support.processes import a_process, ended, environment
from tests.support.receiver import HANG, a_receiver
from tests.support.service import SECRET, settings_for
from tests.support.subscriptions import JSON, a_subscription, status_in, subscribed, told, until


@pytest.fixture
def settings(database: Database) -> Settings:
    """The receiver listens on this machine."""
    return settings_for(database).model_copy(update={"allow_private_targets": True})


async def weigh(program: httpx.AsyncClient, patient: str, count: int) -> list[str]:
    kept = [
        await program.post("/fhir/Observation", content=an_observation(patient, f"{70 + number}.50"), headers=JSON)
        for number in range(count)
    ]
    return [f"Observation/{answer.raise_for_status().json()['id']}" for answer in kept]


@pytest.mark.long
async def test_a_worker_killed_while_it_tells_leaves_no_number_out(doors: Doors, database: Database) -> None:
    program = await doors.case_manager()
    patient = await a_client(program)
    shared = environment(database, THROUGHLINE_SECRET_KEY=SECRET)
    async with a_receiver() as receiver:
        async with a_process("worker", env=shared) as doomed:
            await subscribed(program, a_subscription(receiver.url, "Observation?", topic="resource-changed"))
            receiver.answer(HANG)
            weights = await weigh(program, patient, 3)
            await until(lambda: told(receiver))
            doomed.kill()
            await ended(doomed)
        before = told(receiver)
        weights += await weigh(program, patient, 20)
        receiver.received.clear()
        receiver.answer(204)
        connection = await asyncpg.connect(database.superuser)
        await connection.execute("UPDATE subscription_lines SET lease_until = now()")
        await connection.close()
        async with a_process("worker", env=shared):
            await until(lambda: len(told(receiver)) >= len(weights))

    assert told(receiver) == list(enumerate(weights, 1))
    assert before == told(receiver)[: len(before)]
    assert status_in(receiver.received[-1])["events-since-subscription-start"] == str(len(weights))
