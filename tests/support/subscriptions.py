"""Subscriptions as programs post them, and what comes of them at their receivers."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from tests.support.receiver import Received, Receiver

BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-"
JSON = {"Content-Type": "application/fhir+json"}
PATIENCE = 60.0
T = TypeVar("T")


def a_subscription(url: str, *filters: str, topic: str = "task-changed", content: str = "id-only", **more: Any) -> Any:
    """Ask to be told of a topic; `more` are members of the channel."""
    said = [{"url": f"{BACKPORT}filter-criteria", "valueString": each} for each in filters]
    return {
        "resourceType": "Subscription",
        "status": "requested",
        "reason": "To know what becomes of our referrals",
        "criteria": f"urn:throughline:topic:{topic}",
        **({"_criteria": {"extension": said}} if said else {}),
        "channel": {
            "type": "rest-hook",
            "endpoint": url,
            "payload": "application/fhir+json",
            "_payload": {"extension": [{"url": f"{BACKPORT}payload-content", "valueCode": content}]},
            **more,
        },
    }


async def subscribed(caller: httpx.AsyncClient, subscription: Any) -> str:
    """Post a subscription, wait until its receiver has answered the handshake, and return its id."""
    answer = await caller.post("/fhir/Subscription", json=subscription, headers=JSON)
    assert [answer.status_code, answer.json().get("status")] == [201, "requested"], answer.text
    id_ = str(answer.json()["id"])
    await becomes(caller, id_, "active")
    return id_


async def becomes(caller: httpx.AsyncClient, subscription: str, status: str) -> Any:
    """Wait until a subscription has a status, and return it."""
    begun = time.monotonic()
    while (there := (await caller.get(f"/fhir/Subscription/{subscription}")).json())["status"] != status:
        assert time.monotonic() - begun < PATIENCE, there
        await asyncio.sleep(0.05)
    return there


def said(parameters: Any) -> dict[str, Any]:
    """Return the parameters of a status by name; those of events are lists of such."""
    found: dict[str, Any] = {"notification-event": []}
    for each in parameters["parameter"]:
        if "part" in each:
            found["notification-event"].append(said({"parameter": each["part"]}))
        else:
            found[each["name"]] = next(value for name, value in each.items() if name.startswith("value"))
    return found


def status_in(request: Received) -> dict[str, Any]:
    """Return what a notification says of its subscription."""
    return said(request.json["entry"][0]["resource"])


def told(receiver: Receiver, path: str = "/") -> list[tuple[int, str | None]]:
    """Return number and focus of each event that a receiver was told of, in the order in which they came."""
    notes = [status_in(each) for each in receiver.received if each.path == path]
    return [
        (int(event["event-number"]), event["focus"]["reference"].partition("/fhir/")[2] if "focus" in event else None)
        for note in notes
        if note["type"] == "event-notification"
        for event in note["notification-event"]
    ]


async def until(found: Callable[[], T | None]) -> T:
    """Wait until there is something to find."""
    begun = time.monotonic()
    while not (it := found()):
        assert time.monotonic() - begun < PATIENCE, "it did not come"
        await asyncio.sleep(0.02)
    return it
