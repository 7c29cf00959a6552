"""What a subscription is told, and told again when it asks: always what its program may read at that moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.errors import NotFound
from app.domain.identity import SubscriptionId
from app.domain.networks.roles import CARE_ROLES
from app.domain.subscriptions.subscription import MOST_EVENTS, PayloadContent, Subscription
from app.domain.subscriptions.topics import about
from app.ports.resources import Target
from app.ports.subscriptions import Heard, NotedEvent, Notice, NoticeKind, Progress, ToldEvent
from app.use_cases.core import Context, UseCase, use_case
from app.use_cases.subscriptions.subscription_judging import Judged, Understand, judge
from app.use_cases.subscriptions.subscriptions import RESOURCE, TELLING

AT_ONCE = 200
"""How many events are judged together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is to be told next, and the number of the last event in it."""

    notice: Notice
    upto: int


async def _prepare(
    context: Context, subscription_id: SubscriptionId, lease: UUID, understand: Understand
) -> Prepared | None:
    """Say what is to be told next, and put it on record; None when there is nothing, or somebody else tells it.

    What was told in vain before is told again under the same numbers; what may not be told any more keeps its number
    and nothing else.
    """
    subscription = await context.tx.subscriptions.get(subscription_id)
    progress = await context.tx.subscription_log.progress(subscription_id, lease)
    if subscription is None or progress is None:
        return None
    most = min(subscription.terms.channel.most_events or MOST_EVENTS, MOST_EVENTS)
    waiting = await context.tx.subscription_log.events(
        subscription_id, after=progress.told, upto=progress.last_number, limit=most
    )
    if not waiting:
        return await _fresh(context, subscription, progress, most, understand)
    judged = await judge(context, subscription, waiting, understand)
    return _prepared(subscription, waiting, judged, progress.last_number)


prepare = UseCase(_prepare, TELLING)


@use_case(action="Subscription.events", resource=RESOURCE, permission="r", roles=CARE_ROLES)
async def events(
    context: Context,
    subscription_id: SubscriptionId,
    understand: Understand,
    *,
    span: tuple[int, int | None],
    content: PayloadContent | None,
) -> Notice:
    """Tell again what a subscription was told of, from one number to another, as far as it may be told now."""
    subscription = await context.tx.subscriptions.get(subscription_id)
    if subscription is None or subscription.agency != context.actor.agency:
        raise NotFound("resource")
    since, until = span
    last = await _last_number(context, subscription)
    told = await context.tx.subscription_log.events(
        subscription_id, after=since - 1, upto=last if until is None else until, limit=AT_ONCE
    )
    context.saw(subscription_id)
    judged = await judge(context, subscription, told, understand)
    wanted = content or subscription.terms.channel.content
    return _notice(subscription, NoticeKind.QUERY, last, _noted(told, judged, wanted), judged, wanted)


@use_case(action="Subscription.status", resource=RESOURCE, permission="r", roles=CARE_ROLES)
async def statuses(
    context: Context, ids: Collection[UUID], status: Collection[str] = frozenset()
) -> tuple[Notice, ...]:
    """Tell how subscriptions of one's agency fare: those that are named, or all when none is."""
    wanted = await context.tx.subscriptions.of_agency(context.actor.agency)
    shown = [each for each in wanted if (not ids or each.id in ids) and (not status or each.status in status)]
    context.saw(*(each.id for each in shown))
    return tuple(
        [_notice(each, NoticeKind.STATUS, await _last_number(context, each), (), Judged(), None) for each in shown]
    )


def plain(subscription: Subscription, kind: NoticeKind, last_number: int) -> Notice:
    """Write what tells of nothing that happened: a handshake, a heartbeat."""
    return _notice(subscription, kind, last_number, (), Judged(), None)


async def _fresh(
    context: Context, subscription: Subscription, progress: Progress, most: int, understand: Understand
) -> Prepared | None:
    """Judge the next events of the log, and number those that are told."""
    log = context.tx.subscription_log
    heard = await log.heard(subscription, progress, limit=AT_ONCE)
    meant = [_meant(each, subscription.types) for each in heard]
    judged = await judge(context, subscription, [event for some in meant for event in some], understand)
    chosen: list[ToldEvent] = []
    read = progress.read
    for each, some in zip(heard, meant, strict=True):
        wanted = [event for event in some if judged.may_tell(event)]
        if chosen and len(chosen) + len(wanted) > most:
            break
        chosen += wanted
        read = each.seq
    numbered = [replace(event, number=progress.last_number + place) for place, event in enumerate(chosen, 1)]
    await log.number(subscription.id, read, numbered)
    return _prepared(subscription, numbered, judged, progress.last_number + len(numbered)) if numbered else None


def _meant(heard: Heard, types: Sequence[str]) -> list[ToldEvent]:
    """Return what an event may be about, without numbers yet."""
    subjects = about(heard.type, heard.subject, heard.related, types)
    return [
        ToldEvent(number=0, id=heard.id, type=heard.type, at=heard.at, focus=Target(type=type_, id=id_))
        for type_, id_ in subjects
    ]


def _prepared(subscription: Subscription, told: Sequence[ToldEvent], judged: Judged, last: int) -> Prepared:
    content = subscription.terms.channel.content
    noted = _noted(told, judged, content)
    notice = _notice(subscription, NoticeKind.EVENTS, last, noted, judged, content)
    return Prepared(notice=notice, upto=told[-1].number)


def _noted(told: Sequence[ToldEvent], judged: Judged, content: PayloadContent) -> tuple[NotedEvent, ...]:
    """Say of each event as much as is wanted, and of what may not be told any more only that it had a number."""
    shows, whole = content is not PayloadContent.EMPTY, content is PayloadContent.FULL
    return tuple(
        NotedEvent(
            number=event.number,
            at=event.at,
            type=event.type,
            focus=event.focus if shows and judged.may_tell(event) else None,
            resource=judged.found.get(event.focus) if whole else None,
        )
        for event in told
    )


def _notice(
    subscription: Subscription,
    kind: NoticeKind,
    last: int,
    noted: tuple[NotedEvent, ...],
    judged: Judged,
    content: PayloadContent | None,
) -> Notice:
    return Notice(
        kind=kind,
        subscription=subscription.id,
        topic=subscription.terms.topic,
        status=subscription.status,
        since_start=last,
        content=content or subscription.terms.channel.content,
        events=noted,
        labels=judged.labels,
        error=subscription.error,
    )


async def _last_number(context: Context, subscription: Subscription) -> int:
    progress = await context.tx.subscription_log.progress(subscription.id)
    return 0 if progress is None else progress.last_number
