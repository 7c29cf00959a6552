"""Looks through a log from its first entry to its last and names what is wrong, the earliest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.audit.checkpoint import Checkpoint
from app.domain.audit.merkle import Node, Tree

MOST_FAULTS = 100


class Wrong(StrEnum):
    """What somebody did to the log, as far as it shows."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    MOVED = "moved"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    LEFT_OUT = "left out"
    TREE = "tree"
    UNSIGNED = "unsigned"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """Something wrong: at which place of the log, with which entry, as far as that is known."""

    wrong: Wrong
    words: str
    seq: int | None = None
    entry: UUID | None = None

    def __str__(self) -> str:
        place = "" if self.seq is None else f"entry {self.seq}"
        named = "" if self.entry is None else f"({self.entry})" if place else f"entry {self.entry}"
        where = " ".join(part for part in (place, named) if part)
        return f"{where + ': ' if where else ''}{self.wrong}: {self.words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it is now: `leaf` is its hash, `noted` the hash that stands beside it.

    `genuine` says whether the service wrote it; None where the service's secret is not at hand.
    """

    leaf: bytes
    noted: bytes
    genuine: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A place of the log with the entry that belongs there; `entry` is None when it is gone."""

    seq: int
    id: UUID
    leaf: bytes
    in_place: bool | None
    entry: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """An entry that has no place in the log; `late` when everything around it has long had one."""

    id: UUID
    at: datetime
    genuine: bool | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A checkpoint that must hold, and where it comes from."""

    checkpoint: Checkpoint
    source: str


@dataclass(slots=True, kw_only=True)
class Examination:
    """One walk through one log: give it every line in order, then `finish`."""

    witnesses: Sequence[Witness]
    defects: list[Defect] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    next_seq: int = 0
    proved: int = 0
    waiting: int = 0
    torn: bool = False
    _by_size: dict[int, list[Witness]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_size = {}
        for witness in self.witnesses:
            self._by_size.setdefault(witness.checkpoint.size, []).append(witness)

    @property
    def first(self) -> Defect | None:
        """The earliest defect: by its place, and those without a place last."""
        return min(self.defects, key=lambda d: (d.seq is None, d.seq or 0), default=None)

    def blame(self, defect: Defect) -> None:
        """Keep a defect, up to a number that nobody reads to the end."""
        if len(self.defects) < MOST_FAULTS:
            self.defects.append(defect)

    def take(self, line: Line) -> list[Node]:
        """Look at the next line; return the subtrees that it completes, while the tree can be followed."""
        if line.seq != self.next_seq:
            self.torn = True
            words = "its place in the log is gone" if line.seq > self.next_seq else "the log goes back"
            self.blame(Defect(wrong=Wrong.DELETED, seq=self.next_seq, words=words))
        self.next_seq = line.seq + 1
        if (defect := judged(line)) is not None:
            self.blame(defect)
        if self.torn:
            return []
        made = self.tree.append(line.leaf)
        self._hold_against_witnesses()
        return made

    def compare(self, made: Iterable[Node], kept: Mapping[tuple[int, int], bytes]) -> None:
        """Hold the subtrees against those that are kept, from which proofs are made."""
        for node in sorted(made, key=lambda node: (node.start, node.level)):
            if kept.get((node.level, node.index)) != node.hash and not self._blamed(node.start, 1 << node.level):
                last = node.start + (1 << node.level) - 1
                words = f"the tree over the entries {node.start} to {last} is not theirs"
                self.blame(Defect(wrong=Wrong.TREE, seq=node.start, words=words))

    def stray(self, stray: Stray) -> None:
        """Look at an entry without a place."""
        if stray.genuine is False:
            self.blame(Defect(wrong=Wrong.INSERTED, entry=stray.id, words="the service did not write it"))
        elif stray.late:
            wrong = Wrong.LEFT_OUT if stray.genuine else Wrong.INSERTED
            self.blame(Defect(wrong=wrong, entry=stray.id, words="it was never sealed, though later ones were"))
        else:
            self.waiting += 1

    def finish(self, sealed: int | None) -> None:
        """Look at what should have followed; `sealed` is the size that the newest checkpoint of the log itself has."""
        size = self.next_seq
        if sealed is not None and size > sealed:
            words = "it was put behind what was signed last"
            self.blame(Defect(wrong=Wrong.INSERTED, seq=sealed, words=words))
        longer = [witness for witness in self.witnesses if witness.checkpoint.size > size]
        if longer:
            witness = max(longer, key=lambda each: each.checkpoint.size)
            words = f"{witness.source} knows {witness.checkpoint.size} entries, here are {size}"
            self.blame(Defect(wrong=Wrong.TRUNCATED, seq=size, words=words))

    def _hold_against_witnesses(self) -> None:
        for witness in self._by_size.get(self.tree.size, ()):
            if witness.checkpoint.root == self.tree.root():
                self.proved = self.tree.size
            elif not self._blamed(self.proved, self.tree.size - self.proved):
                words = f"what {witness.source} says of the first {self.tree.size} entries does not hold from here on"
                self.blame(Defect(wrong=Wrong.REWRITTEN, seq=self.proved, words=words))

    def _blamed(self, start: int, count: int) -> bool:
        return any(d.seq is not None and start <= d.seq < start + count for d in self.defects)


def judged(line: Line) -> Defect | None:
    """Say what is wrong with one line."""
    entry = line.entry
    if entry is None:
        return Defect(wrong=Wrong.DELETED, seq=line.seq, entry=line.id, words="it was sealed, and is gone")
    changed = entry.noted != entry.leaf or (entry.leaf != line.leaf and entry.genuine is not True)
    if changed or (line.in_place is False and entry.genuine is False):
        return Defect(wrong=Wrong.EDITED, seq=line.seq, entry=line.id, words="it does not say what was sealed")
    if line.in_place is False or entry.leaf != line.leaf:
        return Defect(wrong=Wrong.MOVED, seq=line.seq, entry=line.id, words="it was not sealed in this place")
    if entry.genuine is False:
        return Defect(wrong=Wrong.INSERTED, seq=line.seq, entry=line.id, words="the service did not write it")
    return None
