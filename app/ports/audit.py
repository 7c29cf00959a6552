"""What sealing and examining the audit log need: its keys, its rows, and where checkpoints are anchored."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.audit.checkpoint import Checkpoint, VerifierKey
from app.domain.audit.examination import Line, Stray
from app.domain.audit.merkle import Node, Tree
from app.domain.identity import NetworkId


class LogKeys(Protocol):
    """The service's own keys: codes for entries and places, signatures for checkpoints."""

    def of_entry(self, leaf: bytes) -> bytes:
        """Return the code that only this service can give an entry."""
        ...

    def of_place(self, network: NetworkId, seq: int, entry: UUID, leaf: bytes) -> bytes:
        """Return the code that only this service can give an entry's place in the log."""
        ...

    def public(self, network: NetworkId) -> VerifierKey:
        """Return the key by which anybody can check the signatures below a network's checkpoints."""
        ...

    def sign(self, network: NetworkId, text: str) -> bytes:
        """Sign a checkpoint."""
        ...

    def signed(self, key: VerifierKey, signature: bytes, text: str) -> bool:
        """Whether a signature is of that key, over that text."""
        ...


class Anchors(Protocol):
    """Where the newest checkpoint of each log is kept, out of the database's reach."""

    async def read(self, network: NetworkId) -> str | None:
        """Return the note that is kept."""
        ...

    async def write(self, network: NetworkId, note: str) -> None:
        """Keep a note in place of the one before."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a log is sealed, with the note that was signed over it."""

    tree: Tree
    last: UUID
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """An entry that waits for its place: `leaf` is the hash of what it says, `noted` what stands beside it."""

    id: UUID
    leaf: bytes
    noted: bytes
    mac: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place that an entry is given."""

    seq: int
    entry: UUID
    leaf: bytes
    mac: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one sealing adds to a log, with the tree and the signed note that it ends in."""

    places: Sequence[Place]
    nodes: Sequence[Node]
    tree: Tree
    last: UUID
    checkpoint: Checkpoint
    key: VerifierKey
    note: str
    at: datetime


class Sealing(Protocol):
    """One log in the hands of one sealer, until the block ends."""

    @property
    def head(self) -> Head | None:
        """How far it is sealed; None before the first time."""
        ...

    async def waiting(self, after: UUID, limit: int) -> Sequence[Unsealed]:
        """Return entries without a place, in the order of their ids; not those that were found to be forged."""
        ...

    async def append(self, stretch: Stretch) -> None:
        """Add places, subtrees and checkpoint, and make the entries findable by whom they are about."""
        ...


class AuditLog(Protocol):
    """The logs of every network, as the sealer meets them."""

    async def networks_behind(self, now: datetime) -> Sequence[NetworkId]:
        """Name the networks in which entries may wait."""
        ...

    def sealing(self, network: NetworkId) -> AbstractAsyncContextManager[Sealing | None]:
        """Take a log in hand; None while another sealer has it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCheckpoint:
    """A signed note as it is kept, and where."""

    note: str
    source: str


class Snapshot(Protocol):
    """One log as it was in one moment, to be examined."""

    async def checkpoints(self) -> Sequence[KeptCheckpoint]:
        """Return the log's own checkpoints, the oldest first."""
        ...

    def lines(self, trusted_from: int) -> AsyncIterator[tuple[Sequence[Line], Mapping[tuple[int, int], bytes]]]:
        """Read the log in batches, each with the subtrees that are kept and end in it.

        Codes are checked from a place on: those before it were given under another secret.
        """
        ...

    def written(self) -> AsyncIterator[bytes]:
        """Read the log as lines of JSON, each an entry with its place, its hash and its codes."""
        ...

    async def strays(self) -> Sequence[Stray]:
        """Return entries without a place, the first of those that are too many."""
        ...

    async def hidden(self) -> UUID | None:
        """Return an entry that cannot be found under all that it is about, or is found under what it is not about."""
        ...


class LogReader(Protocol):
    """Reads logs to examine them."""

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        ...

    async def anchored(self, origin: str) -> Sequence[KeptCheckpoint]:
        """Return what any network of this service keeps of a log."""
        ...

    def snapshot(self, network: NetworkId) -> AbstractAsyncContextManager[Snapshot]:
        """Hold one log still."""
        ...
