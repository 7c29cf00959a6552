"""The sealer: gives new audit entries their places in the tree and signs how far it has come, network by network."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from app.domain.audit.checkpoint import Checkpoint, SignedNote, VerifierKey, note_of, origin_of
from app.domain.audit.merkle import Node, Tree
from app.domain.identity import NetworkId, uuid7
from app.ports.audit import Anchors, AuditLog, Head, LogKeys, Place, Stretch, Unsealed
from app.use_cases.audit import audit_alarms
from app.use_cases.core import Core
from app.use_cases.rounds import system_call, visit_each

BATCH = 500
NOTHING = UUID(int=0)
LATE = timedelta(seconds=20)  # how long an entry may take from its id to its commit
VERY_LATE = timedelta(hours=1)  # or another machine's clock be behind
SWEEP_EVERY = timedelta(seconds=30)

log = logging.getLogger(__name__)


class Untrusted(Exception):
    """The log that is there is not the one that was signed: nothing is built on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What came of one turn in one network: the note that was signed, and the entries that nobody may believe."""

    note: str | None = None
    forged: tuple[UUID, ...] = ()
    full: bool = False


class Sealer:
    """Seals; `trusted` are the keys of secrets that the service had before."""

    def __init__(
        self, core: Core, audit_log: AuditLog, keys: LogKeys, anchors: Anchors, trusted: frozenset[VerifierKey]
    ) -> None:
        self._core, self._log, self._keys, self._anchors, self._trusted = core, audit_log, keys, anchors, trusted
        self._known: dict[NetworkId, Checkpoint] = {}
        self._swept: dict[NetworkId, datetime] = {}
        self._mistrusted: set[NetworkId] = set()

    async def turn(self) -> bool:
        """Seal one batch in each network where entries wait; True when one of them was full."""
        return await visit_each(await self._log.networks_behind(self._core.clock.now()), self._seal)

    async def _seal(self, network: NetworkId) -> bool:
        if network in self._mistrusted:
            return False
        try:
            turn = await self._sealed(network)
        except Untrusted as reason:
            self._mistrusted.add(network)
            await self._alarm(network, network, str(reason))
            return False
        if turn.note is not None:
            await self._anchors.write(network, turn.note)
        for entry in turn.forged:
            await self._alarm(network, entry, "the service did not write it")
        return turn.full

    async def _sealed(self, network: NetworkId) -> Turn:
        async with self._log.sealing(network) as sealing:
            if sealing is None:
                return Turn()
            tree = await self._tree(network, sealing.head)
            waiting = await sealing.waiting(self._floor(network, sealing.head), BATCH)
            genuine = [each for each in waiting if self._wrote(each)]
            stretch = self._stretch(network, tree, genuine, sealing.head) if genuine else None
            if stretch is not None:
                await sealing.append(stretch)
        if stretch is not None:
            self._known[network] = stretch.checkpoint
        return Turn(
            note=None if stretch is None else stretch.note,
            forged=tuple(each.id for each in waiting if not self._wrote(each)),
            full=len(waiting) == BATCH,
        )

    def _stretch(self, network: NetworkId, tree: Tree, entries: list[Unsealed], head: Head | None) -> Stretch:
        places, nodes, now = [], list[Node](), self._core.clock.now()
        for entry in entries:
            mac = self._keys.of_place(network, tree.size, entry.id, entry.leaf)
            places.append(Place(seq=tree.size, entry=entry.id, leaf=entry.leaf, mac=mac))
            nodes += tree.append(entry.leaf)
        checkpoint = Checkpoint(origin=origin_of(network), size=tree.size, root=tree.root(), at=now)
        key = self._keys.public(network)
        return Stretch(
            places=places,
            nodes=nodes,
            tree=tree,
            last=max(entries[-1].id, head.last if head else NOTHING),
            checkpoint=checkpoint,
            key=key,
            note=note_of(checkpoint, key, self._keys.sign(network, checkpoint.text)),
            at=now,
        )

    def _wrote(self, entry: Unsealed) -> bool:
        return entry.leaf == entry.noted and self._keys.of_entry(entry.leaf) == entry.mac

    def _floor(self, network: NetworkId, head: Head | None) -> UUID:
        """Return the id from which on entries may still wait; far back at the first look and now and then."""
        if head is None:
            return NOTHING
        now, swept = self._core.clock.now(), self._swept.get(network)
        sweeps = swept is None or now - swept >= SWEEP_EVERY
        if sweeps:
            self._swept[network] = now
        made = datetime.fromtimestamp((head.last.int >> 80) / 1000, UTC)
        since = made - (VERY_LATE if sweeps else LATE)
        return UUID(int=uuid7(max(int(since.timestamp() * 1000), 0), bytes(10)).int >> 80 << 80)

    async def _tree(self, network: NetworkId, head: Head | None) -> Tree:
        """Return the tree to build on, once it is sure that it is what was signed last."""
        known = self._known.get(network)
        if known is None and (anchored := await self._anchors.read(network)) is not None:
            known = SignedNote.parse(anchored).checkpoint
        size = 0 if head is None else head.tree.size
        if known is not None and size < known.size:
            raise Untrusted(f"{known.size} entries were sealed, and only {size} are there")
        if head is None:
            return Tree()
        root = head.tree.root()
        if known is not None and size == known.size and root == known.root:
            return head.tree
        if (known is not None and size == known.size) or not self._is_signed(network, head, root):
            raise Untrusted("the tree is not the one that was signed")
        return head.tree

    def _is_signed(self, network: NetworkId, head: Head, root: bytes) -> bool:
        try:
            note = SignedNote.parse(head.note or "")
        except ValueError:
            return False
        if (note.checkpoint.origin, note.checkpoint.size, note.checkpoint.root) != (
            origin_of(network),
            head.tree.size,
            root,
        ):
            return False
        return signed_by(self._keys, note, {self._keys.public(network), *self._trusted}) is not None

    async def _alarm(self, network: NetworkId, entry: UUID, why: str) -> None:
        log.error("The audit log of the network %s was tampered with, at %s: %s.", network, entry, why)
        await self._core.run(system_call(network, "audit"), audit_alarms.raise_alarm, entry, why)


class Verifies(Protocol):
    """Whoever can check a signature, with or without a secret of its own."""

    def signed(self, key: VerifierKey, signature: bytes, text: str) -> bool:
        """Whether a signature is of that key, over that text."""
        ...


def signed_by(keys: Verifies, note: SignedNote, trusted: set[VerifierKey]) -> VerifierKey | None:
    """Return the trusted key that signed a note."""
    for key in trusted:
        signature = note.by(key)
        if signature is not None and keys.signed(key, signature, note.text):
            return key
    return None
