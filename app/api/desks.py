"""The desk where every route hands a request to the core, so that no router repeats who asks and how it is answered."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ParamSpec, Protocol, TypeVar

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.api.idempotency import READING, idempotency_of
from app.api.pages import Cursors
from app.api.preconditions import unchanged
from app.api.problems import request_id_of
from app.api.rendering import respond
from app.domain.networks.actor import Actor
from app.ports.transactions import Answer, Rendered
from app.use_cases.core import Call, Core, UseCase
from app.use_cases.together import Together

NOTHING_SAID: Mapping[str, object] = {}

P = ParamSpec("P")
T = TypeVar("T")


class Recognise(Protocol):
    """Tell who sends a request, from its credentials."""

    def __call__(self, request: Request, /) -> Awaitable[Actor]:
        """Return the actor; raises `Unauthenticated`."""
        ...


def as_asked(request: Request, rendered: Answer) -> Response:
    """Respond over HTTP: 304 when the reader has it already."""
    if request.method == "GET" and (not_modified := unchanged(request, rendered)):
        return not_modified
    return respond(rendered)


@dataclass(frozen=True, slots=True)
class Desk:
    """One recognised request: asks the core in the actor's name, once per idempotency key.

    `respond` makes of an answer what the door sends.
    """

    core: Core | Together
    request: Request
    call: Call
    respond: Callable[[Request, Answer], Response] = as_asked

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.call.actor

    async def ask(self, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case and return its result."""
        return await self.core.run(self.call, use_case, *args, **kwargs)

    async def answer(
        self, view: Callable[[T], Rendered], use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Response:
        """Run a use case and respond with the view of its result."""
        call = self.call
        if call.idempotency is not None and use_case.rule.permission in READING:
            call = replace(call, idempotency=None)
        if not call.counts and self.request.scope.get("state", NOTHING_SAID).get("counts", False):
            call = replace(call, counts=True)
        return self.respond(self.request, await self.core.answer(call, view, use_case, *args, **kwargs))


def set_up_desks(state: object, *, core: Core, recognise: Recognise, cursor_key: bytes) -> None:
    """Give an application's state what its desks and pages need."""
    state.core, state.recognise, state.cursors = core, recognise, Cursors(cursor_key)  # type: ignore[attr-defined]


async def desk(request: Request) -> Desk:
    """Open a desk for the actor whom the route has recognised already, or recognise one."""
    recognise: Recognise = request.app.state.recognise
    actor: Actor = getattr(request.state, "actor", None) or await recognise(request)
    request.state.actor = actor
    idempotency = await idempotency_of(request) if request.method == "POST" else None
    call = Call(actor=actor, request_id=request_id_of(request.scope), idempotency=idempotency)
    return Desk(core=request.app.state.core, request=request, call=call)


AtDesk = Annotated[Desk, Depends(desk)]
