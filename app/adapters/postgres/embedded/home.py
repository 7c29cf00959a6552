"""Where the embedded server keeps its files, so that no directory but its own is ever made or touched."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.adapters.postgres.embedded.account import Account
from app.adapters.postgres.embedded.failures import EmbeddedServerFailed

PORT = 5432
LONGEST_SOCKET_PATH = 107  # sun_path holds 108 bytes, the last of them zero
ROOT_HOME = Path("/var/lib/throughline")


def user_home(environment: Mapping[str, str]) -> Path:
    """Choose the data directory that fits the user: THROUGHLINE_HOME, the XDG data directory, or root's."""
    if chosen := environment.get("THROUGHLINE_HOME"):
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        return ROOT_HOME
    if data := environment.get("XDG_DATA_HOME"):
        return Path(data) / "throughline"
    return Path.home() / ".local" / "share" / "throughline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The embedded server's own directory and the places in it."""

    root: Path
    account: Account

    @classmethod
    def at(cls, root: Path) -> "Home":
        """Take the directory for the account that the database will run under."""
        return cls(root=root.absolute(), account=Account.current())

    @property
    def lock(self) -> Path:
        """Held by the process that owns the running server."""
        return self.root / "owner.lock"

    @property
    def passwords(self) -> Path:
        """The roles' passwords, readable by the service only."""
        return self.root / "passwords.json"

    @property
    def record(self) -> Path:
        """Which process was started last as the server."""
        return self.root / "server.json"

    @property
    def area(self) -> Path:
        """The part that belongs to the database's account."""
        return self.root / "postgres"

    @property
    def data(self) -> Path:
        """The database cluster."""
        return self.area / "data"

    @property
    def pid_file(self) -> Path:
        """PostgreSQL's own note of its process."""
        return self.data / "postmaster.pid"

    @property
    def log(self) -> Path:
        """What the server says: starts, stops, failures; never statements."""
        return self.root / "postgres.log"

    @property
    def binaries(self) -> Path:
        """Copies of binaries that the database's account could not read where they are."""
        return self.root / "binaries"

    @property
    def sockets(self) -> Path:
        """The private directory of the server's socket, short enough for the system's limit."""
        near = self.root / "run"
        if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return near
        digest = hashlib.sha256(os.fsencode(self.root.resolve())).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"throughline-{self.account.uid}-{digest}"

    def prepare(self) -> None:
        """Make the directories, and check that the database's account can reach them."""
        new = not self.root.exists()
        self.root.mkdir(mode=0o711 if self.account.is_lent else 0o700, parents=True, exist_ok=True)
        if new and self.account.is_lent:
            self.root.chmod(0o711)
        self._open_for_account()
        self._make_private(self.area)
        self._make_private(self.sockets)

    def _open_for_account(self) -> None:
        barrier = self.account.barrier(self.root)
        if barrier == self.root.resolve():
            self.root.chmod(stat.S_IMODE(self.root.stat().st_mode) | stat.S_IXOTH)
            barrier = self.account.barrier(self.root)
        if barrier is not None:
            raise EmbeddedServerFailed(
                f"PostgreSQL runs as '{self.account.name}' here, which cannot enter {barrier}: "
                f"set THROUGHLINE_HOME to a directory that it can reach, such as {ROOT_HOME}."
            )

    def _make_private(self, directory: Path) -> None:
        try:
            directory.mkdir(mode=0o700)
        except FileExistsError:
            self._check_owner(directory)
            return
        directory.chmod(0o700)
        self.account.give(directory)

    def _check_owner(self, directory: Path) -> None:
        status = directory.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {self.account.uid, os.geteuid()}:
            raise EmbeddedServerFailed(
                f"{directory} belongs to another account than '{self.account.name}': "
                "it was made by another user; choose another THROUGHLINE_HOME."
            )
        directory.chmod(0o700)
        self.account.give(directory)
