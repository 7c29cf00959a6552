"""Askers that do not wait for each other, gone on with by turns: a part of every transaction."""

from collections.abc import Coroutine, Generator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.adapters.postgres.questions import Questions, Rows, answers
from app.adapters.postgres.session import Session

Asker = Coroutine[Any, Any, Any]


class AsksAtOnce:
    """Lets several ask at once."""

    __slots__ = ()
    session: Session

    async def at_once(self, *asking: Asker) -> Any:
        """Return the result of each, having asked in one message whatever they ask in the same turn."""
        if not self.session.gathers:
            return tuple([await each for each in asking])
        nested, self.session.at_once = self.session.at_once, True
        try:
            return await _results(self.session, asking, nested=nested)
        finally:
            self.session.at_once = nested
            for each in asking:
                each.close()


@dataclass(frozen=True, slots=True)
class _Result:
    """What an asker came to in the end."""

    value: Any


@dataclass(frozen=True, slots=True)
class _Other:
    """What an asker waits for that is no question: it goes to the event loop, as if there were nobody between."""

    awaited: Any

    def __await__(self) -> Generator[Any, None, None]:
        """Wait for it."""
        yield self.awaited


async def _results(session: Session, asking: Sequence[Asker], *, nested: bool) -> tuple[Any, ...]:
    results: dict[int, Any] = {}
    told: dict[int, Any] = dict.fromkeys(range(len(asking)))
    while told:
        asked: dict[int, Questions] = {}
        for place, rows in told.items():
            step = await _next(asking[place], rows)
            if isinstance(step, _Result):
                results[place] = step.value
            else:
                asked[place] = step
        told = await _answered(session, asked, nested=nested) if asked else {}
    return tuple(results[place] for place in range(len(asking)))


async def _answered(session: Session, asked: Mapping[int, Questions], *, nested: bool) -> dict[int, list[Rows]]:
    """Have everything answered that was asked in one turn: in one message, or with what others ask around it."""
    questions = tuple(question for some in asked.values() for question in some.each)
    found = iter(await Questions(questions) if nested else await answers(session.connection, questions))
    return {place: list(islice(found, len(some.each))) for place, some in asked.items()}


async def _next(asker: Asker, found: list[Rows] | None) -> Questions | _Result:
    """Go on with an asker until it asks, or is done."""
    try:
        step = asker.send(found)
        while not isinstance(step, Questions):
            try:
                await _Other(step)
            except BaseException as failure:  # noqa: BLE001  it is for the asker to deal with
                step = asker.throw(failure)
            else:
                step = asker.send(None)
    except StopIteration as done:
        return _Result(done.value)
    return step
