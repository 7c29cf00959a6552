"""The embedded cluster: how it is made, and the settings it runs with."""

import os
import shutil
import subprocess
from pathlib import Path

from app.adapters.postgres.embedded.binaries import Binaries, find
from app.adapters.postgres.embedded.failures import EmbeddedServerFailed
from app.adapters.postgres.embedded.home import PORT, Home
from app.adapters.postgres.embedded.passwords import Passwords, Role
from app.adapters.postgres.embedded.spawning import finish, spawn

BUILTIN_LOCALES = 17  # the first version that brings C.UTF-8 itself
MEBIBYTE = 1 << 20

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # The log must never hold personal data: no statements, no parameters, no values of broken constraints.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "track_io_timing": "off",
}
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def ensure(home: Home, *, fsync: bool) -> Binaries:
    """Make the cluster if there is none yet, and give the programs that fit it; the caller owns the home."""
    if not (home.data / "PG_VERSION").exists():
        return _make(home, fsync=fsync)
    return find(home, version=int((home.data / "PG_VERSION").read_text()))


def command(home: Home, binaries: Binaries, *, fsync: bool) -> list[str]:
    """Compose the server's command line: every setting is stated here, none in the data directory."""
    sockets = str(home.sockets).replace('"', '""')
    settings = SETTINGS | _memory() | {"unix_socket_directories": f'"{sockets}"'} | ({} if fsync else UNSAFE_SETTINGS)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries.postgres), "-D", str(home.data), *options]


def _memory() -> dict[str, str]:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    shared = min(max(total // 8, 64), 512)
    return {"shared_buffers": f"{shared}MB", "effective_cache_size": f"{max(total // 2, 128)}MB"}


def _make(home: Home, *, fsync: bool) -> Binaries:
    binaries = find(home)
    unfinished, secret = home.area / "data.new", home.area / "password"
    shutil.rmtree(unfinished, ignore_errors=True)
    passwords = Passwords.read(home.passwords) or Passwords.new()
    passwords.write(home.passwords)
    _write_secret(secret, passwords.of(Role.SUPERUSER), home)
    try:
        _initdb(home, binaries, target=unfinished, secret=secret, fsync=fsync)
    finally:
        secret.unlink(missing_ok=True)
    unfinished.rename(home.data)
    return binaries


def _write_secret(path: Path, password: str, home: Home) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{password}\n")
        home.account.give(path)


def _initdb(home: Home, binaries: Binaries, *, target: Path, secret: Path, fsync: bool) -> None:
    options = ["--data-checksums", "--encoding=UTF8", "--auth=scram-sha-256", f"--username={Role.SUPERUSER}"]
    files = [f"--pgdata={target}", f"--pwfile={secret}"]
    speed = [] if fsync else ["--no-sync"]
    arguments = [str(binaries.initdb), *options, *_locale(binaries), *files, *speed]
    process = spawn(home, arguments, output=subprocess.PIPE)
    said, code = finish(process)
    if code != 0:
        raise EmbeddedServerFailed(f"PostgreSQL could not make its cluster in {home.data}:\n{said.strip()}")


def _locale(binaries: Binaries) -> list[str]:
    """Order by code point whatever the machine: the built-in locale, else the system's, else plain C."""
    if binaries.version >= BUILTIN_LOCALES:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.lower()  # noqa: S607 - wherever it is
    return ["--locale=C.UTF-8"] if "c.utf8" in listed or "c.utf-8" in listed else ["--locale=C"]
