"""How often a call asks the database: beginning and ending a transaction are a message each (decision 0048)."""

from collections.abc import Awaitable
from typing import TypeVar

from app.api.fhir.drafting import drafted
from app.use_cases.clients import clients
from app.use_cases.referrals import pools
from app.use_cases.resources import resource_search, resources
from tests.support.found_resources import understood
from tests.support.scenes_referrals import Scene

T = TypeVar("T")


async def test_a_call_asks_the_database_no_more_often_than_it_must(scene: Scene, messages: list[str]) -> None:
    core, sender, sent = scene.core, scene.at_sender(), dict[str, int]()

    async def counted(name: str, doing: Awaitable[T]) -> T:
        messages.clear()
        done = await doing
        sent[name] = len(messages)
        return done

    view = await counted("submit a referral", scene.sent())
    await counted("accept a handoff", scene.accepted(view))
    await counted("read a client", core.run(sender, clients.read, scene.client))
    await counted("list a pool", core.run(sender, pools.browse, after=None, limit=50))
    await counted("read", core.run(sender, resources.reading("Patient"), scene.client))
    await counted("read a version", core.run(sender, resources.reading_version("Patient"), scene.client, 1))
    tasks = understood("Task", f"requester=Organization/{scene.sender.id}&_include=Task:focus").search
    await counted("search with what comes along", core.run(sender, resource_search.searching("Task"), tasks))
    patients = understood("Patient", "name=a").search
    await counted("search", core.run(sender, resource_search.searching("Patient"), patients))
    observation = drafted({"resourceType": "Observation", "subject": {"reference": f"Patient/{scene.client}"}})
    await counted("keep a resource", core.run(sender, resources.creating("Observation"), observation))

    assert sent == {
        "submit a referral": 7,
        "accept a handoff": 12,
        "read a client": 1,
        "list a pool": 2,
        "read": 1,
        "read a version": 2,
        "search with what comes along": 3,
        "search": 3,
        "keep a resource": 5,
    }
