"""Who may work next: agencies take turns, so that one with a thousand requests waiting holds up no other's first."""

import asyncio
from collections import OrderedDict, deque
from uuid import UUID


class Turns:
    """Lets so many requests work at once; the others wait in one line for each agency, and the lines take turns."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self.working = 0
        self._lines: OrderedDict[UUID, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(line) for line in self._lines.values())

    async def take(self, agency: UUID) -> None:
        """Return when it is this request's turn; whoever took a turn gives it back with `leave`."""
        if self.working < self.at_once:
            self.working += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(agency, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was given the turn in the very moment in which it gave up
                self.leave()
            raise

    def leave(self) -> None:
        """Give the turn to the agency that has waited longest for one."""
        while self._lines:
            agency, line = self._lines.popitem(last=False)
            turn = line.popleft()
            if line:
                self._lines[agency] = line
            if not turn.done():
                turn.set_result(None)
                return
        self.working -= 1
