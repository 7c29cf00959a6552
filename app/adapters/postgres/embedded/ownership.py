"""Which process owns the server of a home: the one that holds a lock, which the system frees however it ends."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 0.1  # seconds between two looks at a lock that another process holds


@contextmanager
def held(lock: Path, *, given_up: threading.Event, another: threading.Event) -> Iterator[bool]:
    """Wait for the lock until it is ours or given up, and hold it for the block; yields whether it is ours.

    `another` is set when a living process is found to hold it.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _wait(descriptor, given_up, another)
    finally:
        os.close(descriptor)


def _wait(descriptor: int, given_up: threading.Event, another: threading.Event) -> bool:
    while not given_up.is_set():
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            another.set()
            given_up.wait(PATIENCE)
        else:
            return True
    return False
