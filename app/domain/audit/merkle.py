"""The tree over the audit log (RFC 9162, section 2.1): one hash that changes when any entry changes, goes or moves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


@dataclass(frozen=True, slots=True)
class Node:
    """A complete subtree: of 2^level leaves, the `index`-th of its level."""

    level: int
    index: int
    hash: bytes

    @property
    def start(self) -> int:
        """The place of its first leaf."""
        return self.index << self.level


def leaf_hash(data: bytes) -> bytes:
    """Hash an entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them."""
    return sha256(b"\x01" + left + right).digest()


def joined(hashes: Iterable[bytes]) -> bytes:
    """Return the root over subtrees that stand side by side, the largest first."""
    root: bytes | None = None
    for each in reversed(tuple(hashes)):
        root = each if root is None else node_hash(each, root)
    return EMPTY_ROOT if root is None else root


@dataclass(slots=True)
class Tree:
    """A tree that only grows, known by its size and its peaks: the complete subtrees from left to right."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def packed(cls, size: int, peaks: bytes) -> "Tree":
        """Read a tree from its size and its peaks in one piece; raises `ValueError` when they do not fit."""
        if len(peaks) != size.bit_count() * HASH_BYTES:
            raise ValueError("the peaks do not fit the size")
        return cls(size, [peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)])

    def pack(self) -> bytes:
        """Write the peaks in one piece."""
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf, and return the subtrees that it completes."""
        made: list[Node] = []
        hash_, index, level = leaf, self.size, 0
        while index & 1:
            hash_ = node_hash(self.peaks.pop(), hash_)
            index, level = index >> 1, level + 1
            made.append(Node(level, index, hash_))
        self.peaks.append(hash_)
        self.size += 1
        return made

    def root(self) -> bytes:
        """Return the one hash over all."""
        return joined(self.peaks)
