"""What of the log a subscription wants and its program may read, found as a search of the program's own finds it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.errors import Forbidden, Invalid
from app.domain.subscriptions.subscription import Subscription
from app.domain.subscriptions.topics import DELETED
from app.ports.access import Access
from app.ports.resource_search import Criterion, Ids, Search
from app.ports.resources import StoredResource, Target
from app.ports.subscriptions import ToldEvent
from app.use_cases.bundles import asked
from app.use_cases.core import Context
from app.use_cases.resources.resource_search import searching
from app.use_cases.resources.resources import reading, saw

Understand = Callable[[str, str, datetime], tuple[Criterion, ...]]
"""Reads the criteria of a filter for resources of a type as a search would."""


@dataclass(slots=True, kw_only=True)
class Judged:
    """What may be told: resources as the program reads them now, and those that are gone; `labels` want notices."""

    found: dict[Target, StoredResource] = field(default_factory=dict)
    gone: set[Target] = field(default_factory=set)
    labels: frozenset[Sensitivity] = frozenset()

    def may_tell(self, event: ToldEvent) -> bool:
        """Whether an event may be told with what it is about."""
        return event.focus in self.found or (event.type == DELETED and event.focus in self.gone)


async def judge(
    context: Context, subscription: Subscription, events: Sequence[ToldEvent], understand: Understand
) -> Judged:
    """Ask for the resources of events by the filters and by the rule of access, both as of now."""
    judged, ids = Judged(), defaultdict[str, dict[UUID, None]](dict)
    for event in events:
        ids[event.focus.type][event.focus.id] = None
    for type_, some in ids.items():
        await _find(context, judged, _search(context, subscription, type_, tuple(some), understand))
    await _bury(context, judged, subscription, [event.focus for event in events if event.type == DELETED])
    return judged


def _search(
    context: Context, subscription: Subscription, type_: str, ids: tuple[UUID, ...], understand: Understand
) -> Search | None:
    """Write the search that finds what is wanted among these; None where the filters cannot be read any more."""
    criteria: list[Criterion] = [Ids(any_of=ids)]
    try:
        for each in subscription.terms.filters:
            if each.type == type_:
                criteria += understand(type_, each.criteria, context.now)
    except Invalid:
        return None
    return Search(type=type_, criteria=tuple(criteria), limit=len(ids))


async def _find(context: Context, judged: Judged, search: Search | None) -> None:
    if search is None:
        return
    try:
        page = (await asked(context, searching(search.type), search)).page
    except Forbidden:
        return
    judged.found |= {Target(type=each.type, id=each.id): each for each in page.items}
    judged.labels |= page.labels


async def _bury(context: Context, judged: Judged, subscription: Subscription, targets: Sequence[Target]) -> None:
    """Find what was deleted: what has no terms any more is told of where it was told of before, or all are wanted."""
    if not targets:
        return
    narrowed = {each.type for each in subscription.terms.filters if each.criteria}
    known = await context.tx.subscription_log.known(subscription.id, set(targets))
    access = Access.of(context.actor, context.now)
    for target in dict.fromkeys(targets):
        if target.type in narrowed and target not in known:
            continue
        try:
            reading(target.type).rule.check(context.actor)
        except Forbidden:
            continue
        there = await context.tx.resources.read(access, target)
        if there is not None and there.deleted:
            saw(context, there)
            judged.gone.add(target)
