"""Proofs over the tree (RFC 9162, sections 2.1.3 and 2.1.4): an entry is in it, and an old one is its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.audit.merkle import node_hash


@dataclass(frozen=True, slots=True)
class Span:
    """The leaves from `start` up to, and without, `end`: a proof is the hashes of some spans."""

    start: int
    end: int

    def subtrees(self) -> list[tuple[int, int]]:
        """Return level and index of the complete subtrees that make it up, from left to right."""
        found, at = [], self.start
        while at < self.end:
            fits = (self.end - at).bit_length() - 1
            level = fits if at == 0 else min(fits, (at & -at).bit_length() - 1)
            found.append((level, at >> level))
            at += 1 << level
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionProof:
    """What shows that the leaf at a place is in the tree of a size."""

    seq: int
    leaf: bytes
    size: int
    path: tuple[bytes, ...]

    def root(self) -> bytes | None:
        """Return the root that the proof leads to; None when it is malformed."""
        if not 0 <= self.seq < self.size:
            return None
        place, last, hash_ = self.seq, self.size - 1, self.leaf
        for each in self.path:
            if last == 0:
                return None
            if place & 1 or place == last:
                hash_ = node_hash(each, hash_)
                while not place & 1 and place:
                    place, last = place >> 1, last >> 1
            else:
                hash_ = node_hash(hash_, each)
            place, last = place >> 1, last >> 1
        return hash_ if last == 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyProof:
    """What shows that the tree of one size is the beginning of a later one."""

    first: int
    second: int
    path: tuple[bytes, ...]

    def holds(self, first_root: bytes, second_root: bytes) -> bool:
        """Whether the later root keeps all that the earlier one stood for."""
        if self.first == self.second:
            return not self.path and first_root == second_root
        if self.first == 0:
            return not self.path
        path = [first_root, *self.path] if self.first & (self.first - 1) == 0 else list(self.path)
        return self.first < self.second and bool(path) and self._roots(path) == (first_root, second_root)

    def _roots(self, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
        place, last = self.first - 1, self.second - 1
        while place & 1:
            place, last = place >> 1, last >> 1
        old = new = path[0]
        for each in path[1:]:
            if last == 0:
                return None
            if place & 1 or place == last:
                old, new = node_hash(each, old), node_hash(each, new)
                while not place & 1 and place:
                    place, last = place >> 1, last >> 1
            else:
                new = node_hash(new, each)
            place, last = place >> 1, last >> 1
        return (old, new) if last == 0 else None


def inclusion_spans(seq: int, size: int) -> list[Span]:
    """Return the spans whose hashes prove that a leaf is in a tree, from the leaf upwards."""
    found, start, end = [], 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if seq < middle:
            found.append(Span(middle, end))
            end = middle
        else:
            found.append(Span(start, middle))
            start = middle
    return found[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """Return the spans whose hashes prove that the tree of one size begins the other."""
    if first in (0, second):
        return []
    found, start, end = [], 0, second
    while first != end:
        middle = start + _half(end - start)
        if first <= middle:
            found.append(Span(middle, end))
            end = middle
        else:
            found.append(Span(start, middle))
            start = middle
    if start > 0:
        found.append(Span(start, end))
    return found[::-1]


def _half(width: int) -> int:
    """Return the largest power of two below a width of two or more."""
    return 1 << (width - 1).bit_length() - 1
