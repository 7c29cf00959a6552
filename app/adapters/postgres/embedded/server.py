"""The embedded server as the service sees it: enter to have a database, leave to have it stopped."""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlencode

from app.adapters.postgres.embedded.failures import EmbeddedServerFailed
from app.adapters.postgres.embedded.home import PORT, Home
from app.adapters.postgres.embedded.keeper import Keeper
from app.adapters.postgres.embedded.passwords import Passwords, Role
from app.adapters.postgres.embedded.postmaster import running

DATABASE = "throughline"


class EmbeddedServer:
    """Run PostgreSQL below one home directory, shared by every process that enters the same home.

    The first to enter owns the server: it starts it, starts it again if it dies, and stops it when leaving. The others
    only connect. When the owner ends, however it ends, the server ends with it, and one of the others becomes the owner
    and starts it again: their connections break once and can be made again after a moment.
    """

    def __init__(self, home: Path, *, fsync: bool = True) -> None:
        self.home = Home.at(home)
        self._keeper = Keeper(self.home, fsync=fsync)

    def start(self) -> None:
        """Have a server that takes connections; wait for a recovery as long as the server lives."""
        self.home.prepare()
        self._keeper.start()
        self._keeper.wait_until_ready()

    def stop(self) -> None:
        """Leave the server; its owner stops it and waits until its files are at rest."""
        self._keeper.stop()

    @property
    def is_owner(self) -> bool:
        """Tell whether this process keeps the server, rather than sharing another's."""
        return self._keeper.owns

    @property
    def pid(self) -> int | None:
        """The number of the server's process, while it runs."""
        server = running(self.home)
        return server.pid if server is not None else None

    def dsn(self, *, role: Role, database: str = DATABASE) -> str:
        """Compose the address for a role, as asyncpg and SQLAlchemy understand it."""
        passwords = Passwords.read(self.home.passwords)
        if passwords is None:
            raise EmbeddedServerFailed(f"{self.home.passwords} is missing: start the server first.")
        place = urlencode({"host": str(self.home.sockets), "port": PORT})
        return f"postgresql://{role}:{quote(passwords.of(role), safe='')}@/{quote(database, safe='')}?{place}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        try:
            await asyncio.to_thread(self.start)
        except asyncio.CancelledError:
            self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)
