"""What may happen to a transfer of clients, as one table: it waits, goes on in steps, and is done or called off."""

from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class TransferStatus(StrEnum):
    """Where a transfer stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class TransferAction(StrEnum):
    """What can be done to a transfer."""

    BEGIN = "begin"
    FINISH = "finish"
    CANCEL = "cancel"


TRANSFERS: Machine[TransferStatus, TransferAction] = Machine(
    "transfer",
    TransferStatus,
    (
        Move(
            action=TransferAction.BEGIN,
            sources=frozenset({TransferStatus.PLANNED}),
            target=TransferStatus.RUNNING,
            by=frozenset({Party.SYSTEM}),
            why="its time has come: the clients are counted",
        ),
        Move(
            action=TransferAction.FINISH,
            sources=frozenset({TransferStatus.RUNNING}),
            target=TransferStatus.DONE,
            by=frozenset({Party.SYSTEM}),
            why="every client was handed over or passed by",
        ),
        Move(
            action=TransferAction.CANCEL,
            sources=frozenset({TransferStatus.PLANNED, TransferStatus.RUNNING}),
            target=TransferStatus.CANCELLED,
            by=frozenset({Party.AGENCY, Party.SYSTEM}),
            why="called off, or the receiving worker has left; who was handed over stays so",
        ),
    ),
)
