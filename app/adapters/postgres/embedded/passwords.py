"""The passwords of the embedded server's roles: random, made once, kept where only the service can read them."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path

from app.adapters.postgres.embedded.failures import EmbeddedServerFailed


class Role(StrEnum):
    """Who may connect: the superuser for provisioning only, the owner for migrations, the service's two halves."""

    SUPERUSER = "throughline_superuser"
    OWNER = "throughline_owner"
    APP = "throughline_app"
    WORKER = "throughline_worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passwords:
    """One password for each role."""

    throughline_superuser: str
    throughline_owner: str
    throughline_app: str
    throughline_worker: str

    @classmethod
    def new(cls) -> "Passwords":
        """Make random passwords."""
        return cls(**{field.name: secrets.token_urlsafe(32) for field in fields(cls)})

    @classmethod
    def read(cls, path: Path) -> "Passwords | None":
        """Read the kept passwords; None when none were kept yet."""
        if not path.exists():
            return None
        try:
            return cls(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise EmbeddedServerFailed(f"{path} does not hold the database's passwords: {error}") from error

    def write(self, path: Path) -> None:
        """Keep the passwords, readable by this account only."""
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    def of(self, role: Role) -> str:
        """Give the role's password."""
        return str(asdict(self)[role.value])
