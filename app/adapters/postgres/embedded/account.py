"""Who runs PostgreSQL: it refuses root, so root lends it the rights of an unprivileged account."""

import os
import pwd
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.adapters.postgres.embedded.failures import EmbeddedServerFailed

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The operating system's account that the database processes run under."""

    name: str
    uid: int
    gid: int

    @classmethod
    def current(cls) -> "Account":
        """Take the account of this process, or an unprivileged one for root."""
        if os.geteuid() == 0:
            return cls.unprivileged()
        return cls(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid())

    @classmethod
    def unprivileged(cls) -> "Account":
        """Find the account that root lends: `postgres` where it exists, else `nobody`."""
        for name in UNPRIVILEGED:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
        raise EmbeddedServerFailed(
            "PostgreSQL does not run as root and there is neither an account 'postgres' nor 'nobody': "
            "start the service as a normal user, or set DATABASE_URL."
        )

    @property
    def is_lent(self) -> bool:
        """Tell whether the database runs under another account than this process."""
        return self.uid != os.geteuid()

    def may_enter(self, directory: Path) -> bool:
        """Tell whether the account can pass through the directory and all above it."""
        return self.barrier(directory) is None

    def barrier(self, directory: Path) -> Path | None:
        """Find the first directory on the way that the account cannot pass through."""
        if not self.is_lent:
            return None
        return next((step for step in _way(directory) if not self._passes(step)), None)

    def _passes(self, directory: Path) -> bool:
        status = directory.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)

    def give(self, path: Path) -> None:
        """Make the account the owner of the path."""
        if self.is_lent:
            os.chown(path, self.uid, self.gid)


def _way(directory: Path) -> Iterable[Path]:
    resolved = directory.resolve()
    return [*reversed(resolved.parents), resolved]
