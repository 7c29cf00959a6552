"""Takes what was sent to be imported, part by part, in the name of who sent it and by the rules of the door.

Some lines are taken in one transaction. Where one of them is refused, each half is tried by itself, so that what is
right is taken and what is wrong is told. A part that was not finished is taken again: what was done is unchanged then.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.errands.bulk_import import Fate, ImportPart, Told
from app.domain.errors import Forbidden, Unavailable
from app.domain.identity import ErrandId
from app.ports.security import Seal
from app.ports.transactions import TransactionConflict
from app.use_cases.bulk.bulk_imports import IMPORTS
from app.use_cases.core import Call, Context, Core, UseCase
from app.use_cases.errands import act_as_asker

TOGETHER = 50
"""How many lines are taken in one transaction."""
PASSING = (Unavailable, TransactionConflict)
"""What says nothing of a line, and is over by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what was sent: where it stands, and what it says."""

    number: int
    text: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What became of one line, in words."""

    number: int
    fate: Fate
    said: bytes


class ImportLanguage(Protocol):
    """Reads lines as resources, takes them as the door does, and says what became of them."""

    async def take(self, context: Context, lines: Sequence[Line]) -> Sequence[Reported]:
        """Take lines together, or raise why one of them is refused."""
        ...

    def refused(self, line: Line, refusal: Exception) -> Reported:
        """Say why a line was refused; raise what is no refusal."""
        ...


async def take_next(core: Core, call: Call, import_id: ErrandId, language: ImportLanguage, seal: Seal) -> bool:
    """Take the next part of an import; False when there was nothing to be done."""
    part = await core.run(call, next_part, import_id)
    if part is None:
        return False
    content = seal.open(part.content)
    if content is None:
        await core.run(call, IMPORTS.break_off, import_id)
        return True
    lines = [_line(each) for each in zlib.decompress(content).split(b"\n")]
    reported: list[Reported] = []
    for first in range(0, len(lines), TOGETHER):
        reported += await _take(core, call, import_id, lines[first : first + TOGETHER], language)
    await core.run(call, settle, import_id, part, _told(reported))
    return True


def _line(text: bytes) -> Line:
    number, _, rest = text.partition(b" ")
    return Line(number=int(number), text=rest)


async def _take(
    core: Core, call: Call, import_id: ErrandId, lines: Sequence[Line], language: ImportLanguage
) -> list[Reported]:
    try:
        taken = await core.run(call, take_lines, import_id, lines, language)
    except PASSING:
        raise
    except Exception as refusal:  # noqa: BLE001 - the language of the door tells refusals from failures
        whole = language.refused(lines[0], refusal)
        if len(lines) == 1:
            return [whole]
    else:
        return list(taken)
    half = len(lines) // 2
    taken = await _take(core, call, import_id, lines[:half], language)
    return taken + await _take(core, call, import_id, lines[half:], language)


def _told(reported: Sequence[Reported]) -> Told:
    in_order = sorted(reported, key=lambda each: each.number)
    return Told(
        taken=b"".join(each.said + b"\n" for each in in_order if each.fate is not Fate.REJECTED),
        refused=b"".join(each.said + b"\n" for each in in_order if each.fate is Fate.REJECTED),
        fates=Counter(each.fate for each in reported),
    )


async def _next_part(context: Context, import_id: ErrandId) -> ImportPart | None:
    """Return the part whose turn it is, left to this worker for a while; an import that cannot go on ends here."""
    taken = await IMPORTS.taken_up(context, import_id)
    if taken is None or not taken.lease(context.now):
        return None
    await context.tx.resource_imports.save(taken)
    return await context.tx.resource_imports.part(import_id, taken.done + 1)


async def _take_lines(
    context: Context, import_id: ErrandId, lines: Sequence[Line], language: ImportLanguage
) -> Sequence[Reported]:
    """Take some lines, one worker at a time: another that takes the same finds what was done."""
    await context.tx.holds.hold(f"bulk-import {import_id}")
    taken = await context.tx.resource_imports.get(import_id)
    if taken is None or not taken.running or not await act_as_asker(context, taken):
        raise Forbidden("bulk-import.ended", "The import was given up, or its sender may not act any more.")
    context.saw(import_id)
    return await language.take(context, lines)


async def _settle(context: Context, import_id: ErrandId, part: ImportPart, told: Told) -> None:
    """Keep what is told of a part, and go on with the next."""
    taken = await context.tx.resource_imports.lock(import_id)
    if taken is None or not taken.running or taken.done + 1 != part.number:
        return
    part.refused = told.fates.get(Fate.REJECTED, 0)
    part.taken = part.lines - part.refused
    await context.tx.resource_imports.settle(import_id, part, told)
    taken.took(told, context.now)
    context.saw(import_id)
    await context.tx.resource_imports.save(taken)


next_part = UseCase(_next_part, IMPORTS.rule("go_on", "r"))
take_lines = UseCase(_take_lines, IMPORTS.rule("take", "u"))
settle = UseCase(_settle, IMPORTS.rule("settle", "u"))
