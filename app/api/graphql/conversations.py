"""Results told one after the other over a connection that stays open, whichever protocol carries them."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import FastAPI

from app.api.graphql.execution import Told
from app.api.graphql.live_events import wanted_of
from app.api.graphql.preparing import Prepared, Preparing
from app.api.graphql.subscriptions import Follow
from app.api.limits import Limits
from app.domain.limits.accounts import Account
from app.ports.event_log import NumberedEvent
from app.use_cases.events.followers import Bearer
from app.use_cases.events.wires import Wire

Results = AsyncGenerator[bytes | None, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One connection of a caller: what is asked over it is told in its name, while its token is good."""

    app: FastAPI
    preparing: Preparing
    account: Account
    wire: Wire
    bearer: Bearer

    async def results(self, asked: Mapping[str, Any], seconds: float | None = None) -> Results:
        """Tell the result of a query, or one result after the other of a subscription; None after silent `seconds`.

        Raises what is wrong with the document, `Throttled`, and why nothing may be heard any more.
        """
        prepared = self.preparing.prepare(self.app, self.bearer.call, asked, self.account)
        limits: Limits = self.app.state.limits
        if prepared.execution.subscribes:
            with limits.subscribed(self.account):
                async for result in self._followed(prepared, seconds):
                    yield result
            return
        self.account.charge(1 + prepared.units, limits.clock())
        async with limits.turn(self.bearer.call.actor):
            told = await prepared.execution.run(prepared.values)
        yield _result(prepared, told)

    async def _followed(self, prepared: Prepared, seconds: float | None) -> Results:
        follow, values = prepared.execution.follow(prepared.values), prepared.values
        wanted, after = wanted_of(values.of(follow.definition, follow.node), self.app.state.cursors)
        async with self.wire.following(self.bearer, wanted, after) as follower:
            while True:
                event = await self.wire.heard(follower, seconds)
                yield None if event is None else _result(prepared, await self._told(prepared, follow, event))

    async def _told(self, prepared: Prepared, follow: Follow, event: NumberedEvent) -> Told:
        """Tell of one event; what it leads to is read in its turn, and paid for."""
        live, call, limits = self.preparing.graph.live, self.bearer.call, self.app.state.limits
        assert live is not None  # noqa: S101  the document is valid
        value = live.value(event, self.app.state.cursors)
        if prepared.units:
            self.account.charge(prepared.units, limits.clock())
        if not follow.reads:
            return await prepared.execution.tell(follow, value, prepared.values, call)
        async with limits.turn(call.actor):
            return await prepared.execution.tell(follow, value, prepared.values, call)


def _result(prepared: Prepared, told: Told) -> bytes:
    body = prepared.body(told)
    if told.notices:
        body["extensions"]["notices"] = sorted(told.notices)
    return msgspec.json.encode(body, enc_hook=str)
