"""One timer for the time limits of all requests: a timer for each, set and stopped, costs a twentieth of a read."""

import asyncio
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Deadline:
    """Until when a task has time, by the loop's clock; `expired` says that it was cancelled for having none left."""

    task: "asyncio.Task[object]"
    ends: float
    cancelling: int
    expired: bool = False

    def took_effect(self) -> bool:
        """Whether a cancellation came from here, and from nobody else; asked once, by whoever caught it."""
        return self.expired and self.task.uncancel() <= self.cancelling


class Deadlines:
    """Limits that are all equally long, and so end in the order in which they were set."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._running: dict[Deadline, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> Deadline:
        """Give the current task its time; raises `RuntimeError` outside of a task."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("Only a task has a deadline.")
        loop = asyncio.get_running_loop()
        deadline = Deadline(task, loop.time() + self.seconds, task.cancelling())
        self._running[deadline] = None
        if self._timer is None:
            self._timer = loop.call_at(deadline.ends, self._strike)
        return deadline

    def renew(self, deadline: Deadline) -> None:
        """Let the time begin anew, unless the limit was lifted."""
        if self._running.pop(deadline, deadline) is None:
            deadline.ends = asyncio.get_running_loop().time() + self.seconds
            self._running[deadline] = None

    def lift(self, deadline: Deadline) -> None:
        """Let the task take as long as it wants."""
        self._running.pop(deadline, None)

    def _strike(self) -> None:
        self._timer, loop = None, asyncio.get_running_loop()
        while self._running:
            oldest = next(iter(self._running))
            if oldest.ends > loop.time():
                self._timer = loop.call_at(oldest.ends, self._strike)
                return
            del self._running[oldest]
            oldest.expired = True
            oldest.task.cancel()
