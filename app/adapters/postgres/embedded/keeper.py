"""The thread that keeps the server: it starts the process, lives as long as it, and starts it again if it dies."""

import logging
import os
import signal
import subprocess
import threading
import time
from typing import IO

from app.adapters.postgres.embedded.cluster import command, ensure
from app.adapters.postgres.embedded.failures import EmbeddedServerFailed
from app.adapters.postgres.embedded.home import Home
from app.adapters.postgres.embedded.ownership import held
from app.adapters.postgres.embedded.postmaster import disown_stale, is_ready, running
from app.adapters.postgres.embedded.processes import Process
from app.adapters.postgres.embedded.spawning import release, spawn

LOOK = 0.01  # seconds between two looks at a file or a process
REPEAT = 1.0  # seconds after which an unanswered signal is sent again
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0  # seconds before a dead server is started again
STEADY = 30.0  # seconds of life after which a death counts as the first again
ATTEMPTS = 6  # starts that never became ready, before the home is said not to work
LONGEST_LOG = 16 << 20

logger = logging.getLogger(__name__)


class Keeper:
    """Own the server of a home, or stand by to own it when its owner ends.

    One thread does it all, because the kernel ends the server with the thread that started it.
    """

    def __init__(self, home: Home, *, fsync: bool) -> None:
        self.owns = False
        self._home = home
        self._fsync = fsync
        self._stopping = threading.Event()
        self._follows = threading.Event()  # another process owns the server, and we wait for its end
        self._guard = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._failure: Exception | None = None
        self._was_ready = False
        self._thread = threading.Thread(target=self._keep, name="embedded-postgres", daemon=True)

    def start(self) -> None:
        """Begin to keep the server."""
        self._thread.start()

    def wait_until_ready(self) -> None:
        """Wait while there is hope: until connections are taken, or the keeper has given up."""
        while not self._is_ready():
            if self._failure is not None:
                raise self._failure
            if self._stopping.is_set():
                raise EmbeddedServerFailed("The database was stopped while it was starting.")
            time.sleep(LOOK)

    def _is_ready(self) -> bool:
        """Tell whether the server takes connections, and is not one that is about to follow its dead owner."""
        ours = self._process is not None and self._process.poll() is None
        return (ours or self._follows.is_set()) and is_ready(self._home)

    def stop(self) -> None:
        """Stop the server if it is ours, by a fast shutdown, and wait for its end."""
        self._stopping.set()
        while self._thread.is_alive():
            self._ask_to_stop()
            self._thread.join(REPEAT)

    def _ask_to_stop(self) -> None:
        with self._guard:
            if self._process is not None and self._process.poll() is None:
                self._process.send_signal(signal.SIGINT)

    def _keep(self) -> None:
        try:
            with held(self._home.lock, given_up=self._stopping, another=self._follows) as self.owns:
                if self.owns:
                    self._outlive_predecessor()
                    self._serve()
        except Exception as error:  # noqa: BLE001 - whatever it is, the thread that waits for the server must hear it
            self._failure = error
            logger.error("The embedded PostgreSQL cannot run: %s", error)  # noqa: TRY400 - it is raised where it is awaited
        finally:
            self.owns = False

    def _outlive_predecessor(self) -> None:
        """Wait for the end of a server whose owner is gone, as long as that takes."""
        predecessor, asked = running(self._home), 0.0
        while predecessor is not None and predecessor.lives and not self._stopping.is_set():
            if time.monotonic() - asked > REPEAT:
                predecessor.signal(signal.SIGINT)
                asked = time.monotonic()
            time.sleep(LOOK)

    def _serve(self) -> None:
        deaths = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            code = self._serve_once()
            if self._stopping.is_set():
                return
            deaths = 1 if time.monotonic() - began > STEADY else deaths + 1
            self._judge(deaths)
            pause = min(FIRST_PAUSE * 2 ** (deaths - 1), LONGEST_PAUSE)
            logger.warning("The embedded PostgreSQL ended (%s); starting it again in %.1f s", code, pause)
            self._stopping.wait(pause)

    def _judge(self, deaths: int) -> None:
        if not self._was_ready and deaths >= ATTEMPTS:
            raise EmbeddedServerFailed(f"PostgreSQL does not start in {self._home.root}:\n{self._last_words()}")

    def _serve_once(self) -> int:
        with self._guard, self._open_log() as log:
            if self._stopping.is_set():
                return 0
            process = self._begin(log)
            self._process = process
        while process.poll() is None and not is_ready(self._home):
            time.sleep(LOOK)
        self._was_ready = self._was_ready or process.poll() is None
        return process.wait()

    def _begin(self, log: IO[str]) -> "subprocess.Popen[str]":
        binaries = ensure(self._home, fsync=self._fsync)
        disown_stale(self._home, launcher=os.getpid())
        process = spawn(self._home, command(self._home, binaries, fsync=self._fsync), output=log)
        if (started := Process.find(process.pid)) is not None:
            started.write(self._home.record)
        release(process)
        return process

    def _open_log(self) -> IO[str]:
        path = self._home.log
        long = path.exists() and path.stat().st_size > LONGEST_LOG
        truncate = os.O_TRUNC if long else 0
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | truncate, 0o600), "a")

    def _last_words(self) -> str:
        return "\n".join(self._home.log.read_text(errors="replace").splitlines()[-12:])
