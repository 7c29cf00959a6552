"""The service's own secret: made once, kept where only the service can read it."""

import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


def read_or_make(path: Path) -> bytes:
    """Return the secret at `path`; make it when there is none. Processes that start together get the same one."""
    if not path.exists():
        _make(path)
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise SystemExit(f"{path} must hold {SECRET_BYTES} bytes: it was cut off or replaced.")
    return secret


def _make(path: Path) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # fails when another process was faster, and then its secret counts
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
