"""What needs and goals ask alike: who may change one that may be read, in whose hand, and under which labels."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from app.domain.care_plans.recording import Hand
from app.domain.errors import Forbidden, NotFound
from app.domain.lifecycle import Party
from app.use_cases import records
from app.use_cases.clients import clients
from app.use_cases.core import Context, Versioned, check_version

SERVING = frozenset({Party.AGENCY})
READING: frozenset[Party] = frozenset()


class Held(records.Identified, Versioned, Protocol):
    """A record of a client that counts its changes."""


R = TypeVar("R", bound=Held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Generic[R]):
    """A record as somebody reads it: `parties` says whether the reader's agency serves the client.

    `withheld` names what is left out of it.
    """

    record: R
    parties: frozenset[Party] = SERVING
    withheld: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether its parts need not be asked for one by one: nothing in it bears a label, and all is served."""
        return self.parties != READING and not self.record.sensitivities


async def shown(context: Context, noun: str, record: R | None) -> Shown[R]:
    """Return a record that the actor may read, and what the actor is to it; `NotFound` for every other."""
    serves = record is not None and await clients.sees_whole(context, record.client)
    if record is not None and serves and records.needs_no_share(context, record):
        context.saw(record.id, clients=frozenset({record.client}))
        return Shown(record=record)
    return Shown(record=await _seen(context, noun, record), parties=SERVING if serves else READING)


async def held(context: Context, noun: str, record: R | None, expected: int | None) -> R:
    """Return a locked record that the actor may change, as the actor read it."""
    found = await shown(context, noun, record)
    if found.parties == READING:
        raise Forbidden("client.not-served", "Only agencies that serve the client may write this.")
    check_version(noun, found.record, expected)
    return found.record


def hand_of(context: Context) -> Hand:
    """Return who writes now."""
    return Hand(by=context.actor.id, agency=context.actor.agency, at=context.now)


async def _seen(context: Context, noun: str, record: R | None) -> R:
    await records.check_seen(context, noun, record)
    if record is None:
        raise NotFound(noun)
    return record
