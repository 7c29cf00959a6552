"""Notifications as Bundles: https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html.

The first entry is the status of the subscription, as Parameters; the others are what the events are about, once each.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec

from app.api.fhir.bundles import Entry, bundle
from app.api.fhir.serving import instant, resource_bytes, tag_of
from app.api.fhir.subscriptions.backport import NOTIFICATION, STATUS
from app.domain.subscriptions.subscription import PayloadContent
from app.domain.subscriptions.topics import DELETED
from app.ports.subscriptions import NotedEvent, Notice, NoticeKind


def notification(notice: Notice, base: str, at: datetime) -> bytes:
    """Write a notification, or what is told again."""
    own = f"{base}/Subscription/{notice.subscription}"
    status = Entry(
        full_url=f"urn:uuid:{uuid4()}",
        resource=msgspec.json.encode(status_of(notice, base)),
        extra=(("request", {"method": "GET", "url": f"{own}/$status"}), ("response", {"status": "200 OK"})),
    )
    shown = () if notice.content is PayloadContent.EMPTY else notice.events
    entries = [status.written(), *(_entry(event, base).written() for event in _once(shown))]
    return bundle("history", entries, at=instant(at), profile=NOTIFICATION)


def statuses(notices: Sequence[Notice], base: str) -> bytes:
    """Write how subscriptions fare, as what a search found."""
    entries = (
        Entry(
            full_url=f"urn:uuid:{uuid4()}",
            resource=msgspec.json.encode(status_of(notice, base)),
            extra=(("search", {"mode": "match"}),),
        )
        for notice in notices
    )
    return bundle("searchset", [entry.written() for entry in entries], total=len(notices))


def status_of(notice: Notice, base: str) -> dict[str, Any]:
    """Write the status of a subscription; large numbers are strings in R4."""
    said: list[dict[str, Any]] = [
        {"name": "subscription", "valueReference": {"reference": f"{base}/Subscription/{notice.subscription}"}},
        {"name": "topic", "valueCanonical": notice.topic},
        {"name": "status", "valueCode": notice.status.value},
        {"name": "type", "valueCode": notice.kind.value},
        {"name": "events-since-subscription-start", "valueString": str(notice.since_start)},
    ]
    said += [{"name": "notification-event", "part": _event(event, base)} for event in notice.events]
    if notice.error is not None and notice.kind is NoticeKind.STATUS:
        said.append({"name": "error", "valueCodeableConcept": {"text": notice.error}})
    return {"resourceType": "Parameters", "meta": {"profile": [STATUS]}, "parameter": said}


def _event(event: NotedEvent, base: str) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = [
        {"name": "event-number", "valueString": str(event.number)},
        {"name": "timestamp", "valueInstant": instant(event.at)},
    ]
    if event.focus is not None:
        reference = f"{base}/{event.focus.type}/{event.focus.id}"
        said.append({"name": "focus", "valueReference": {"reference": reference}})
    return said


def _once(events: Iterable[NotedEvent]) -> Iterable[NotedEvent]:
    """Name each resource once, for the last of its events: it is told as it is now."""
    return {event.focus: event for event in events if event.focus is not None}.values()


def _entry(event: NotedEvent, base: str) -> Entry:
    assert event.focus is not None  # noqa: S101 - chosen by it
    place, stored = f"{event.focus.type}/{event.focus.id}", event.resource
    gone = event.type == DELETED
    response = {"status": "204 No Content" if gone else "200 OK"}
    if stored is not None:
        response |= {"etag": tag_of(stored.version), "lastModified": instant(stored.updated_at)}
    return Entry(
        full_url=f"{base}/{place}",
        resource=None if stored is None else resource_bytes(stored),
        extra=(("request", {"method": "DELETE" if gone else "PUT", "url": place}), ("response", response)),
    )
