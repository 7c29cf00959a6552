"""Several use cases as one: a transaction of interactions happens as a whole or not at all."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from app.domain.networks.actor import Actor
from app.domain.networks.roles import ANYONE
from app.use_cases.core import Context, Rule, UseCase

P = ParamSpec("P")
T = TypeVar("T")


class RuleOfParts(Rule):
    """The rule of what consists of parts: each part has its own, which `asked` checks when its turn comes."""

    __slots__ = ()

    def check(self, actor: Actor) -> None:
        """Leave it to the parts."""


def of_parts(permission: str, work: Callable[[Context], Awaitable[T]]) -> UseCase[[], T]:
    """Make one use case of work that asks others; `permission` is what it is on record with."""
    rule = RuleOfParts(action="bundle.process", resource="Bundle", permission=permission, roles=ANYONE)
    return UseCase(work, rule)


async def asked(context: Context, part: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask a use case inside of another, by its own rule."""
    part.rule.check(context.actor)
    return await part(context, *args, **kwargs)
