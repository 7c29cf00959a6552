"""Settings from the environment, read once at start, so that a wrong one stops the service before it serves."""

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.domain.audit.checkpoint import VerifierKey
from app.domain.networks.quotas import LEAST, MOST


class Settings(BaseSettings):
    """Every setting, with its default; names in the environment are upper case."""

    model_config = SettingsConfigDict(env_prefix="THROUGHLINE_", extra="ignore", frozen=True, populate_by_name=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(alias="PORT", ge=0, le=65535)] = 8000
    home: Path | None = None
    database_url: Annotated[SecretStr | None, Field(alias="DATABASE_URL")] = None
    database_owner_url: Annotated[SecretStr | None, Field(alias="DATABASE_OWNER_URL")] = None
    database_worker_url: Annotated[SecretStr | None, Field(alias="DATABASE_WORKER_URL")] = None
    database_pool_size: Annotated[int, Field(ge=1, le=64)] = 12
    database_statement_cache: Annotated[int, Field(ge=0, le=10_000)] = 512
    secret_key: SecretStr | None = None
    public_url: str | None = None
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    request_deadline_seconds: Annotated[float, Field(gt=0, le=300)] = 15.0
    max_connections: Annotated[int, Field(ge=1)] = 2_000
    max_connections_per_address: Annotated[int, Field(ge=1)] = 500
    max_streams_per_client: Annotated[int, Field(ge=1)] = 50
    rate_limit_client: Annotated[int, Field(ge=LEAST, le=MOST)] = 6_000
    rate_limit_agency: Annotated[int, Field(ge=LEAST, le=MOST)] = 18_000
    rate_limit_ceiling: Annotated[int, Field(ge=LEAST, le=MOST)] = 60_000
    rate_limit_address: Annotated[int, Field(ge=LEAST, le=MOST)] = 1_200
    metrics_token: SecretStr | None = None
    access_token_seconds: Annotated[int, Field(ge=60, le=3600)] = 900
    allow_private_targets: bool = False
    fonts: Path | None = None
    audit_anchors: Path | None = None
    audit_former_keys: Annotated[tuple[str, ...], NoDecode] = ()
    graphql_documents: Path | None = None
    log_level: str = "info"

    @field_validator("cors_origins", "trusted_proxies", "audit_former_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(text, strict=False)) for text in value)

    @field_validator("audit_former_keys")
    @classmethod
    def _keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(VerifierKey.parse(text).spelled for text in value)

    @property
    def base_url(self) -> str:
        """The URL under which the outside world knows the service, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")


def read_settings() -> Settings:
    """Read the environment; exit with every wrong setting named."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "\n".join(f"  {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise SystemExit(f"These settings are wrong:\n{wrong}") from None
