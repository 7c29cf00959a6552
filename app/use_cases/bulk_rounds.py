"""What the worker does for bulk exports and imports, network by network, one step of one of them at a time."""

from collections.abc import Awaitable, Callable

from app.domain.errors import Unavailable
from app.domain.identity import NetworkId, ResourceExportId
from app.ports.bulk import BulkWatch, ExportLanguage, Waiting
from app.ports.security import Seal
from app.ports.transactions import TransactionConflict
from app.use_cases import bulk_putting_out
from app.use_cases.bulk_standing import call_of
from app.use_cases.core import Core
from app.use_cases.rounds import visit_each

PASSING = (Unavailable, TransactionConflict)
"""What is over by itself; after anything else the work is broken off, so that it keeps nobody else waiting."""
Step = Callable[[Waiting], Awaitable[bool]]


class BulkExports:
    """Takes bulk exports on, each in its turn: what a step has put out stays put out, whatever befalls the next."""

    def __init__(self, core: Core, watch: BulkWatch, language: ExportLanguage, seal: Seal) -> None:
        self._core, self._watch, self._language, self._seal = core, watch, language, seal

    async def turn(self) -> bool:
        """Go round; True when a step was taken, since there may be another."""
        return await visit_each(await self._watch.networks(), self._visit)

    async def _visit(self, network: NetworkId) -> bool:
        waiting = await self._watch.next_export(network)
        return waiting is not None and await stepped(waiting, self._step, self._break_off)

    async def _step(self, waiting: Waiting) -> bool:
        export, call = ResourceExportId(waiting.id), call_of(waiting, "bulk-exports")
        return await self._core.run(call, bulk_putting_out.go_on, export, self._language, self._seal)

    async def _break_off(self, waiting: Waiting) -> bool:
        export, call = ResourceExportId(waiting.id), call_of(waiting, "bulk-exports")
        await self._core.run(call, bulk_putting_out.break_off, export)
        return True


async def stepped(waiting: Waiting, step: Step, break_off: Step) -> bool:
    """Take work one step on; a failure that would come again breaks it off, and is raised all the same."""
    try:
        return await step(waiting)
    except PASSING:
        raise
    except Exception:
        await break_off(waiting)
        raise
