"""Subscription/$status and $events: https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/operations.html."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from app.api.fhir.asking import Asked, Told
from app.api.fhir.drafting import uuid_of
from app.api.fhir.outcomes import invalid, not_supported
from app.api.fhir.subscriptions import notices
from app.api.fhir.subscriptions.filters import understood
from app.api.fhir.targets import target_of
from app.domain.errors import NotFound
from app.domain.identity import SubscriptionId
from app.domain.subscriptions.subscription import PayloadContent, SubscriptionStatus
from app.ports.resource_search import Criterion
from app.use_cases.core import Context, UseCase
from app.use_cases.subscriptions import subscription_notices

TYPE = "Subscription"
LONGEST_NUMBER = 18
NOBODY = UUID(int=0)
"""What no subscription is called."""


def status(asked: Asked) -> UseCase[[], Told]:
    """Tell how one subscription fares, or all of one's agency that are asked for."""
    _check_type(asked)
    ids = {target_of(asked.place).id} if asked.place.id else {uuid_of(text) or NOBODY for text in _all(asked, "id")}
    states = frozenset(_all(asked, "status"))
    for text in states - set(SubscriptionStatus):
        raise invalid(f"There is no status {text[:40]}.", "http.status")
    asking = subscription_notices.statuses

    async def verb(context: Context) -> Told:
        found = await asking(context, frozenset(ids), states)
        if asked.place.id and not found:
            raise NotFound("resource")
        return Told(status=HTTPStatus.OK, body=notices.statuses(found, asked.base))

    return UseCase(verb, asking.rule)


def events(asked: Asked) -> UseCase[[], Told]:
    """Tell again what a subscription was told of, from one number to another, in as much detail as is asked for."""
    _check_type(asked)
    subscription = SubscriptionId(target_of(asked.place).id)
    since, until = _number(asked, "eventsSinceNumber"), _number(asked, "eventsUntilNumber")
    content = asked.first("content")
    if content not in {None, *PayloadContent}:
        raise invalid("content is empty, id-only or full-resource.", "http.content")
    asking = subscription_notices.events

    def understand(type_: str, criteria: str, at: datetime) -> tuple[Criterion, ...]:
        return understood(type_, criteria, at, asked.base)

    async def verb(context: Context) -> Told:
        wanted = None if content is None else PayloadContent(content)
        notice = await asking(context, subscription, understand, span=(since or 0, until), content=wanted)
        return Told(status=HTTPStatus.OK, body=notices.notification(notice, asked.base, context.now))

    return UseCase(verb, asking.rule)


def _check_type(asked: Asked) -> None:
    if asked.place.type != TYPE:
        raise not_supported(f"{asked.place.operation} is of a Subscription.", HTTPStatus.NOT_FOUND)


def _all(asked: Asked, name: str) -> list[str]:
    values = (value for key, value in asked.query if key == name)
    return [each for value in values for each in value.split(",") if each]


def _number(asked: Asked, name: str) -> int | None:
    text = asked.first(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise invalid(f"{name} is a number.", f"http.{name}")
    return int(text)
