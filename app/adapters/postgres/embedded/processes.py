"""Is a process the one we mean: a number alone does not tell, since the system gives numbers again."""

import json
import os
import shutil
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
START_FIELD = 19  # of /proc/<pid>/stat, counted behind the command's name: field 22 of proc(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process for certain: its number, and the moment it was started."""

    pid: int
    started: str

    @classmethod
    def find(cls, pid: int) -> "Process | None":
        """Find the living process with this number."""
        started = _started(pid)
        return None if started is None else cls(pid=pid, started=started)

    @classmethod
    def read(cls, record: Path) -> "Process | None":
        """Read the process that was noted, whether it lives or not."""
        try:
            return cls(**json.loads(record.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, record: Path) -> None:
        """Note the process where a later start will look."""
        fresh = record.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(record)

    @property
    def lives(self) -> bool:
        """Tell whether this very process still runs."""
        return Process.find(self.pid) == self

    def signal(self, number: int) -> None:
        """Send a signal, if the process still is the one we mean."""
        if self.lives:
            os.kill(self.pid, number)


def _started(pid: int) -> str | None:
    if not BOOT_ID.exists():
        return _started_elsewhere(pid)
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if fields[0] in {"Z", "X"}:
        return None
    return f"{BOOT_ID.read_text().strip()}:{fields[START_FIELD]}"


def _started_elsewhere(pid: int) -> str | None:
    """Ask `ps`, on systems without /proc."""
    ps = shutil.which("ps")
    if ps is None:
        return None
    answer = subprocess.run([ps, "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    return answer.stdout.strip() or None
