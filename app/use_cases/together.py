"""Many reads in one transaction: each under its own rule, and all of them on record before anything is told."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar
from uuid import UUID

from app.domain.networks.actor import Actor
from app.ports.clock import Clock
from app.ports.transactions import Answer, Rendered, Transaction
from app.use_cases.contention import until_nobody_is_in_the_way
from app.use_cases.core import (
    Call,
    Context,
    Core,
    Rule,
    UseCase,
)
from app.use_cases.telling import with_notices, with_total

P = ParamSpec("P")
T = TypeVar("T")


class Together:
    """Runs reads as `Core` runs calls, but in one open transaction and as of one moment; they may run at once."""

    def __init__(self, core: Core, view: Callable[[], Transaction]) -> None:
        self._core = core
        self._view = view
        self._tx = view()
        self._now = core.clock.now()
        self._done: dict[int, tuple[Rule, list[Context]]] = {}  # by the identity of the rule: there is one of each
        self._allowed: dict[int, Actor] = {}  # a page of a hundred asks the same rule a hundred times

    @property
    def clock(self) -> Clock:
        """What time it is."""
        return self._core.clock

    async def run(self, call: Call, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a read and return its result; what it showed is put on record with the others'."""
        _, result = await self._read(call, use_case, *args, **kwargs)
        return result

    async def answer(
        self, call: Call, render: Callable[[T], Rendered], use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """Run a read and render its result."""
        context, result = await self._read(call, use_case, *args, **kwargs)
        result = with_total(result, context.tx)
        return with_notices(render(result), context.labels, result)

    async def _read(self, call: Call, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[Context, T]:
        rule = use_case.rule
        if self._allowed.get(id(rule)) is not call.actor:
            rule.check(call.actor)
            self._allowed[id(rule)] = call.actor
        context = self._core.context(call, self._counting() if call.counts else self._tx, self._now)
        result = await use_case(context, *args, **kwargs)
        if id(rule) not in self._done:
            self._done[id(rule)] = (rule, [])
        self._done[id(rule)][1].append(context)
        return context, result

    def _counting(self) -> Transaction:
        """Return a view that counts: what it counts is one list's, so it is nobody else's."""
        tx = self._view()
        tx.count_lists()
        return tx

    async def record(self, call: Call) -> None:
        """Put on record what was shown: one audit row for each use case, however often it ran."""
        entries = [self._core.entry(call, rule, _one_of(contexts)) for rule, contexts in self._done.values()]
        if entries:
            await self._tx.record_reads(entries)


async def read_together(core: Core, call: Call, work: Callable[[Together], Awaitable[T]]) -> T:
    """Do work that consists of reads, in one transaction; what it tells is on record when it returns."""

    async def whole() -> T:
        async with core.transactions.together(call.actor.network) as view:
            reads = Together(core, view)
            result = await work(reads)
            await reads.record(call)
        return result

    return await until_nobody_is_in_the_way(whole)


def _one_of(contexts: list[Context]) -> Context:
    subjects = dict.fromkeys(subject for context in contexts for subject in context.subjects)
    clients = set[UUID]().union(*(context.clients for context in contexts))
    return replace(contexts[0], subjects=list(subjects), clients=clients)
