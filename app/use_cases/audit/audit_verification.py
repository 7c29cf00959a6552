"""Examines logs against everything that was ever signed over them, wherever it is kept."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.audit.checkpoint import SignedNote, VerifierKey, origin_of
from app.domain.audit.examination import Defect, Examination, Line, Witness, Wrong
from app.domain.identity import NetworkId
from app.ports.audit import Anchors, KeptCheckpoint, LogReader, Snapshot
from app.use_cases.audit.audit_sealing import Verifies, signed_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of examining one log: how many entries it has, what was wrong, and how many wait for their place."""

    network: NetworkId
    size: int
    root: bytes
    proved: int
    witnesses: int
    waiting: int
    first: Defect | None
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whose signatures count: `current` is the key of the service's present secret, where that is at hand."""

    verifies: Verifies
    current: VerifierKey | None
    others: frozenset[VerifierKey] = frozenset()

    def signer(self, note: SignedNote) -> VerifierKey | None:
        """Return the trusted key that signed a note."""
        return signed_by(self.verifies, note, {*self.others, *([self.current] if self.current else [])})


@dataclass(slots=True, kw_only=True)
class Witnesses:
    """The notes that may be believed, and what is wrong with the others."""

    origin: str
    trust: Trust
    found: list[Witness] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    trusted_from: int = 0

    def hear(self, kept: Sequence[KeptCheckpoint]) -> int | None:
        """Take notes; return the largest size among them that may be believed."""
        sizes = [size for each in kept if (size := self._hear(each)) is not None]
        return max(sizes, default=None)

    def _hear(self, kept: KeptCheckpoint) -> int | None:
        try:
            note = SignedNote.parse(kept.note)
        except ValueError as reason:
            self.defects.append(Defect(wrong=Wrong.UNSIGNED, words=f"{kept.source}: {reason}"))
            return None
        signer = self.trust.signer(note)
        if signer is None or note.checkpoint.origin != self.origin:
            words = f"{kept.source} is not signed by a key of this log"
            self.defects.append(Defect(wrong=Wrong.UNSIGNED, words=words))
            return None
        self.found.append(Witness(checkpoint=note.checkpoint, source=kept.source))
        if signer != self.trust.current:
            self.trusted_from = max(self.trusted_from, note.checkpoint.size)
        return note.checkpoint.size


async def examine(
    reader: LogReader, network: NetworkId, trust: Trust, anchors: Anchors, given: Collection[KeptCheckpoint] = ()
) -> Report:
    """Examine one network's log; `given` are notes that somebody kept elsewhere."""
    origin = origin_of(network)
    elsewhere = [*await reader.anchored(origin), *given]
    if (anchored := await anchors.read(network)) is not None:
        elsewhere.append(KeptCheckpoint(note=anchored, source="the anchor file"))
    async with reader.snapshot(network) as snapshot:
        witnesses = Witnesses(origin=origin, trust=trust)
        own = await snapshot.checkpoints()
        sealed = witnesses.hear(own)
        witnesses.hear(elsewhere)
        examination = Examination(witnesses=witnesses.found, defects=witnesses.defects)
        await _walk(snapshot, examination, witnesses.trusted_from)
        examination.finish(sealed if own else 0)
        await _look_around(snapshot, examination)
    return _report(network, examination)


def examine_lines(network: NetworkId, lines: Iterable[Line], trust: Trust, given: Collection[KeptCheckpoint]) -> Report:
    """Examine a log that was exported."""
    witnesses = Witnesses(origin=origin_of(network), trust=trust)
    witnesses.hear(list(given))
    examination = Examination(witnesses=witnesses.found, defects=witnesses.defects)
    for line in lines:
        examination.take(line)
    examination.finish(None)
    return _report(network, examination)


async def _walk(snapshot: Snapshot, examination: Examination, trusted_from: int) -> None:
    async for lines, kept in snapshot.lines(trusted_from):
        made = [node for line in lines for node in examination.take(line)]
        examination.compare(made, kept)


async def _look_around(snapshot: Snapshot, examination: Examination) -> None:
    for stray in await snapshot.strays():
        examination.stray(stray)
    if not examination.next_seq and not examination.waiting and not examination.defects:
        words = "a network is founded with an entry, and there is none"
        examination.blame(Defect(wrong=Wrong.TRUNCATED, seq=0, words=words))
    if (hidden := await snapshot.hidden()) is not None:
        words = "it is not found under all that it is about, or under something else"
        examination.blame(Defect(wrong=Wrong.HIDDEN, entry=hidden, words=words))


def _report(network: NetworkId, examination: Examination) -> Report:
    return Report(
        network=network,
        size=examination.next_seq,
        root=examination.tree.root(),
        proved=examination.proved,
        witnesses=len(examination.witnesses),
        waiting=examination.waiting,
        first=examination.first,
        defects=tuple(examination.defects),
    )
