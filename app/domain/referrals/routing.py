"""How a referral looks for its provider: the modes as data, so that a new mode is a new row."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Fault, Invalid


class Routing(StrEnum):
    """The modes of routing (domain, section 2.1)."""

    DIRECT = "direct"
    SEQUENTIAL = "sequential"
    FIRST_ACCEPT = "first_accept"
    SELECT = "select"
    ALL = "all"
    POOL = "pool"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """What a mode does: how many handoffs go out at once, who is told what, and what an answer does to the others.

    `at_once` None: as many as there are. `offered` False: the mode has a name but no road yet, and is refused.
    """

    at_once: int | None
    most: int | None
    identity_when_sent: bool
    first_accept_ends_others: bool = False
    next_in_line: bool = False
    willing: bool = False
    offered: bool = True


MODES: Mapping[Routing, Mode] = {
    Routing.DIRECT: Mode(at_once=1, most=1, identity_when_sent=True),
    Routing.SEQUENTIAL: Mode(at_once=1, most=None, identity_when_sent=True, next_in_line=True),
    Routing.FIRST_ACCEPT: Mode(at_once=None, most=None, identity_when_sent=False, first_accept_ends_others=True),
    Routing.SELECT: Mode(at_once=None, most=None, identity_when_sent=False, willing=True, offered=False),
    Routing.ALL: Mode(at_once=None, most=None, identity_when_sent=True, offered=False),
    Routing.POOL: Mode(at_once=1, most=1, identity_when_sent=False),
    Routing.QUEUE: Mode(at_once=None, most=None, identity_when_sent=False, offered=False),
}
OFFERED = tuple(routing for routing, mode in MODES.items() if mode.offered)


def check_routing(routing: Routing, targets: int, *, most: int) -> None:
    """Refuse a mode without a road, and more targets than the mode or the network's policy takes."""
    mode = MODES[routing]
    if not mode.offered:
        raise _wrong("referral.routing-not-offered", "/routing", f"Use one of {', '.join(OFFERED)}.")
    if mode.most is not None and targets > mode.most:
        raise _wrong("referral.too-many-handoffs", "/handoffs", f"`{routing}` takes {mode.most}.")
    if mode.at_once is None and targets > most:
        raise _wrong("referral.too-many-handoffs", "/handoffs", f"The network takes at most {most} at once.")


def _wrong(code: str, pointer: str, message: str) -> Invalid:
    return Invalid(code, message, faults=(Fault(pointer=pointer, message=message),))
