"""Subscription by the R5 backport: who wants to be told of which topic, where, and of how much.

https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/StructureDefinition-backport-subscription.html
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.api.fhir.drafting import face_of
from app.api.fhir.mapped.elements import Json, moment_of
from app.api.fhir.mapped.writer import Posted, Writer
from app.api.fhir.subscriptions.backport import CONTENT, FILTER, HEARTBEAT, MOST, TIMEOUT
from app.api.fhir.subscriptions.filters import understood
from app.domain.errors import Fault, Invalid
from app.domain.faults import Faults
from app.domain.identity import SubscriptionId
from app.domain.subscriptions.subscription import (
    MASK,
    Channel,
    Filter,
    Header,
    PayloadContent,
    Subscription,
    SubscriptionStatus,
    Terms,
)
from app.domain.subscriptions.topics import TOPICS
from app.ports.resources import Face
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, UseCase
from app.use_cases.subscriptions import subscriptions

TYPE = "Subscription"
REST_HOOK = "rest-hook"
PAYLOADS = frozenset({"application/fhir+json", "application/json"})


def writer() -> Writer:
    """Return the writer; the values of headers are kept by the domain alone, and told to nobody."""
    return Writer(create=_created, update=_updated, delete=_deleted, shown=_masked)


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    wish = SubscriptionStatus(posted.resource["status"])

    async def verb(context: Context) -> UUID | None:
        return (await _placed(context, posted, lambda terms: ask(context, subscriptions.create, terms, wish))).id

    return UseCase(verb, subscriptions.create.rule)


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    wish, id_ = SubscriptionStatus(posted.resource["status"]), SubscriptionId(subject)

    async def verb(context: Context) -> None:
        await _placed(context, posted, lambda terms: ask(context, subscriptions.change, id_, terms, wish))

    return UseCase(verb, subscriptions.change.rule)


def _deleted(subject: UUID) -> UseCase[[], None]:
    async def verb(context: Context) -> None:
        await ask(context, subscriptions.remove, SubscriptionId(subject))

    return UseCase(verb, subscriptions.remove.rule)


async def _placed(context: Context, posted: Posted, then: Callable[[Terms], Awaitable[Subscription]]) -> Subscription:
    """Read what is asked for and do it; what is refused is refused by the element."""
    try:
        terms = _terms(posted.resource)
        for place, each in enumerate(terms.filters):
            try:
                understood(each.type, each.criteria, context.now)
            except Invalid as refusal:
                fault = Fault(pointer=f"/criteria/extension/{place}", message=refusal.message)
                raise Invalid("subscription.filter", refusal.message, faults=(fault,)) from None
        return await then(terms)
    except Invalid as refusal:
        faults = tuple(replace(fault, pointer=f"/{TYPE}{fault.pointer}") for fault in refusal.faults)
        raise Invalid(refusal.code, refusal.message, faults=faults) from None


def _terms(resource: Json) -> Terms:
    faults = Faults()
    channel = _channel(resource, faults)
    topic = resource["criteria"].strip()
    filters = tuple(_filter(topic, text) for text in _said(resource.get("_criteria"), FILTER))
    faults.refuse("subscription.invalid", "The subscription cannot be kept as described.")
    return Terms(
        topic=topic,
        filters=filters,
        channel=channel,
        reason=resource["reason"],
        ends_at=moment_of(resource.get("end")),
    )


def _channel(resource: Json, faults: Faults) -> Channel:
    channel = resource["channel"]
    faults.require(channel["type"] == REST_HOOK, "/channel/type", f"must be {REST_HOOK}")
    faults.require(channel.get("endpoint"), "/channel/endpoint", "must say where notifications go")
    kind = channel.get("payload", "application/fhir+json").partition(";")[0].strip()
    faults.require(kind in PAYLOADS, "/channel/payload", "must be application/fhir+json")
    contents = list(_said(channel.get("_payload"), CONTENT))
    known = [each for each in contents if each in set(PayloadContent)]
    faults.require(known, "/channel/payload/extension", f"must say the payload's content: {CONTENT}")
    return Channel(
        url=channel.get("endpoint", ""),
        content=PayloadContent(known[0]) if known else PayloadContent.EMPTY,
        headers=tuple(map(_header, channel.get("header", ()))),
        heartbeat=_seconds(channel, HEARTBEAT),
        timeout=_seconds(channel, TIMEOUT),
        most_events=next(iter(_said(channel, MOST)), None),
    )


def _filter(topic: str, text: str) -> Filter:
    """Read `Task?owner=…`; a filter that names no type is about that of the topic."""
    type_, mark, criteria = text.strip().partition("?")
    if not mark and "=" in type_:
        type_, criteria = "", type_
    about = TOPICS[topic].type if topic in TOPICS else None
    return Filter(type=type_ or about or "", criteria=criteria)


def _header(line: str) -> Header:
    name, _, value = line.partition(":")
    return Header(name=name.strip(), value=value.strip())


def _said(holder: Json | None, url: str) -> Iterator[Any]:
    """Return the values of the extensions of an element that have a url."""
    for each in (holder or {}).get("extension", ()):
        if each.get("url") == url:
            yield from (value for name, value in each.items() if name.startswith("value"))


def _seconds(channel: Json, url: str) -> timedelta | None:
    found = next(iter(_said(channel, url)), None)
    return timedelta(seconds=int(found)) if isinstance(found, int) else None


def _masked(posted: Posted) -> Face:
    """Return what may be remembered of it: headers by their names alone."""
    channel = posted.resource["channel"]
    headers = [f"{_header(line).name}: {MASK}" for line in channel.get("header", ())]
    shown = {name: value for name, value in channel.items() if name not in ("header", "_header")}
    return face_of(posted.resource | {"channel": shown | ({"header": headers} if headers else {})})
