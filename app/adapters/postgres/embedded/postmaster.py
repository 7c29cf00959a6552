"""PostgreSQL's own note of its running server: read to know when it is ready, judged for being stale."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.adapters.postgres.embedded.home import Home
from app.adapters.postgres.embedded.processes import Process

SOCKET_LINE = 4
STATUS_LINE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PidFile:
    """What `postmaster.pid` says: the process, where it listens, how far it is."""

    pid: int
    sockets: str
    status: str

    @classmethod
    def read(cls, path: Path) -> "PidFile | None":
        """Read the note; None when there is none or it is still being written."""
        try:
            lines = path.read_text().splitlines()
            return cls(pid=int(lines[0]), sockets=_line(lines, SOCKET_LINE), status=_line(lines, STATUS_LINE))
        except (OSError, ValueError, IndexError):
            return None


def _line(lines: list[str], index: int) -> str:
    return lines[index].strip() if len(lines) > index else ""


def running(home: Home) -> Process | None:
    """Find the server that runs on this home: the noted process, alive, and named by PostgreSQL's own note."""
    noted, pid_file = Process.read(home.record), PidFile.read(home.pid_file)
    if pid_file is None:
        return None
    if noted is None or noted.pid != pid_file.pid:
        return _started_by_hand(pid_file, home)
    return noted if noted.lives else None


def _started_by_hand(pid_file: PidFile, home: Home) -> Process | None:
    """Recognise a server that another program started, by the directory it works in."""
    try:
        place = Path(f"/proc/{pid_file.pid}/cwd").readlink()
    except OSError:
        return None
    return Process.find(pid_file.pid) if place == home.data.resolve() else None


def is_ready(home: Home) -> bool:
    """Tell whether a server runs on this home and takes connections."""
    pid_file = PidFile.read(home.pid_file)
    return pid_file is not None and pid_file.status == "ready" and running(home) is not None


def disown_stale(home: Home, *, launcher: int) -> None:
    """Make a note whose process is not ours harmless, without losing what else it says.

    PostgreSQL takes the note of any living process of the same user for a running server. It takes its own parent's
    number for stale, and still reads the shared memory's key, which tells whether orphans of a killed server live.
    """
    pid_file = PidFile.read(home.pid_file)
    if pid_file is None or running(home) is not None:
        return
    with suppress(FileNotFoundError):
        _, _, rest = home.pid_file.read_text().partition("\n")
        _overwrite(home.pid_file, f"{launcher}\n{rest}")


def _overwrite(path: Path, text: str) -> None:
    """Write into the file itself, never through a link that the database's account may have put there."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "w") as file:
        file.write(text)
