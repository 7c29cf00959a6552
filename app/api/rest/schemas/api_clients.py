"""API clients as they are sent and shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from pydantic import ConfigDict, Field

from app.api.rest.schemas.patches import Patch
from app.api.rest.schemas.shapes import Input, Name, Shape, WebAddress
from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId
from app.domain.networks.api_client import ApiClientChanges, ApiClientStatus, AuthMethod, NewApiClient
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

SCOPE_LENGTH = 2_000
KEY_SOURCES = ("jwks", "jwks_uri")


class ApiClientFields(Shape):
    """What an API client is and may do."""

    agency_id: UUID = Field(description="The agency that it acts for.")
    name: Name = Field(description="What people call it.", examples=["Intake desk"])
    roles: list[Role] = Field(description="What it acts as.", min_length=1, max_length=10)
    scope: str = Field(
        description="What it may ask for, at most: SMART scopes, separated by spaces.",
        min_length=1,
        max_length=SCOPE_LENGTH,
        examples=["system/Patient.rs system/Task.rus"],
    )
    auth_method: AuthMethod = Field(description="How it proves itself at the token endpoint.")
    jwks: dict[str, Any] | None = Field(description="Its public keys, for private_key_jwt.")
    jwks_uri: WebAddress | None = Field(description="Where its public keys are, for private_key_jwt.")
    algorithms: list[str] = Field(description="Algorithms that it signs with.", max_length=10)


class ApiClientIn(Input, ApiClientFields):
    """An API client to be registered."""

    auth_method: AuthMethod = Field(
        default=AuthMethod.CLIENT_SECRET_BASIC, description="How it proves itself at the token endpoint."
    )

    def described(self) -> NewApiClient:
        """Turn what was sent into the domain's value; refuse scopes that cannot be read at their place."""
        return NewApiClient(
            agency=AgencyId(self.agency_id),
            name=self.name,
            roles=frozenset(self.roles),
            scopes=_scopes(self.scope),
            auth_method=self.auth_method,
            jwks=_key_set(self.jwks),
            jwks_uri=self.jwks_uri,
            algorithms=tuple(self.algorithms),
        )


class ApiClientPatch(Patch):
    """A merge patch of an API client: absent stays; keys are replaced by keys, never taken away."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [{"name": "Front desk", "scope": "system/Patient.rs system/Task.rs"}],
        }
    )

    name: Name = Field(description="What people call it.")
    roles: list[Role] = Field(description="What it acts as.", min_length=1, max_length=10)
    scope: str = Field(description="What it may ask for, at most.", min_length=1, max_length=SCOPE_LENGTH)
    jwks: dict[str, Any] = Field(
        description="Its public keys; name the old and the new ones while it changes from one to the other."
    )
    jwks_uri: WebAddress = Field(description="Where its public keys are.")
    algorithms: list[str] = Field(description="Algorithms that it signs with.", min_length=1, max_length=10)

    def changes(self) -> ApiClientChanges:
        """Turn what was sent into the domain's value; only a key source may be null, beside what replaces it."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        keys_given = any(sent.get(name) is not None for name in KEY_SOURCES)
        faults = tuple(
            Fault(pointer=f"/{name}", message="cannot be taken away")
            for name, value in sent.items()
            if value is None and not (name in KEY_SOURCES and keys_given)
        )
        if faults:
            raise Invalid("api-client.invalid", "The API client cannot be as described.", faults=faults)
        return ApiClientChanges(
            name=self.name,
            roles=None if self.roles is None else frozenset(self.roles),
            scopes=None if self.scope is None else _scopes(self.scope),
            jwks=_key_set(self.jwks),
            jwks_uri=self.jwks_uri,
            algorithms=None if self.algorithms is None else tuple(self.algorithms),
        )


class SecretRotationIn(Input):
    """How a secret is replaced."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False, "examples": [{"overlap_hours": 24}]})

    overlap_hours: int = Field(
        default=0, ge=0, le=168, description="How long the old secret works on beside the new one; 0: not at all."
    )


def _scopes(text: str) -> Scopes:
    try:
        return Scopes.parse(text)
    except Invalid as refusal:
        fault = Fault(pointer="/scope", message=refusal.message)
        raise Invalid("api-client.invalid", "The API client cannot be as described.", faults=(fault,)) from None


def _key_set(jwks: dict[str, Any] | None) -> str | None:
    return None if jwks is None else msgspec.json.encode(jwks).decode()


class ApiClientOut(ApiClientFields):
    """A registered program."""

    id: UUID = Field(description="Its identifier in this API.")
    client_id: str = Field(description="Its identifier at the token endpoint.", examples=["tlc_aaaa"])
    former_secret_until: datetime | None = Field(description="Until when the secret before this one works.")
    status: ApiClientStatus = Field(description="Whether it may obtain and use tokens.")
    revoked_at: datetime | None = Field(description="When it was revoked.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was registered.")
    updated_at: datetime = Field(description="When it last changed.")


class ApiClientWithSecretOut(ApiClientOut):
    """A registered program with its secret, which is shown this once and kept only as a hash."""

    client_secret: str | None = Field(description="The secret; null for a client that signs.", examples=["tls_aaaa"])
