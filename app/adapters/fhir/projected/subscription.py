"""A subscription as a Subscription by the R5 backport; headers are told by their names alone.

https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/StructureDefinition-backport-subscription.html
"""

from typing import Any

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.values import Json, moment, told
from app.domain.resources.reading import ResourceReading
from app.domain.subscriptions.subscription import MASK, Channel, Filter, Subscription

BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-"


def drawings(subscription: Subscription) -> tuple[Drawing, ...]:
    """Draw a subscription, which its own agency reads."""
    terms = subscription.terms
    filters = [_extension("filter-criteria", "valueString", _written(each)) for each in terms.filters]
    whole = told(
        {
            "meta": {"profile": [f"{BACKPORT}subscription"]},
            "status": subscription.status.value,
            "end": moment(terms.ends_at),
            "reason": terms.reason,
            "criteria": terms.topic,
            "_criteria": {"extension": filters} if filters else None,
            "error": subscription.error,
            "channel": _channel(terms.channel),
        }
    )
    drawing = Drawing(
        type="Subscription",
        id=subscription.id,
        reading=ResourceReading.OWN,
        agency=subscription.agency,
        whole=whole,
    )
    return (drawing,)


def _channel(channel: Channel) -> Json:
    measures = {
        "heartbeat-period": ("valueUnsignedInt", channel.heartbeat and round(channel.heartbeat.total_seconds())),
        "timeout": ("valueUnsignedInt", channel.timeout and round(channel.timeout.total_seconds())),
        "max-count": ("valuePositiveInt", channel.most_events),
    }
    return told(
        {
            "extension": [_extension(name, member, value) for name, (member, value) in measures.items() if value],
            "type": "rest-hook",
            "endpoint": channel.url,
            "payload": "application/fhir+json",
            "_payload": {"extension": [_extension("payload-content", "valueCode", channel.content.value)]},
            "header": [f"{header.name}: {MASK}" for header in channel.headers],
        }
    )


def _extension(name: str, member: str, value: Any) -> Json:
    return {"url": f"{BACKPORT}{name}", member: value}


def _written(each: Filter) -> str:
    return f"{each.type}?{each.criteria}"
