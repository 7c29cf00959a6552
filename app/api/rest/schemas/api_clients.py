"""API clients as they are sent and shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from pydantic import BaseModel, Field

from app.api.rest.schemas.shapes import Input, Name, WebAddress
from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId
from app.domain.networks.api_client import ApiClientStatus, AuthMethod, NewApiClient
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

SCOPE_LENGTH = 2_000


class ApiClientFields(BaseModel):
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
        try:
            scopes = Scopes.parse(self.scope)
        except Invalid as refusal:
            fault = Fault(pointer="/scope", message=refusal.message)
            raise Invalid("api-client.invalid", "The API client cannot be registered.", faults=(fault,)) from None
        return NewApiClient(
            agency=AgencyId(self.agency_id),
            name=self.name,
            roles=frozenset(self.roles),
            scopes=scopes,
            auth_method=self.auth_method,
            jwks=None if self.jwks is None else msgspec.json.encode(self.jwks).decode(),
            jwks_uri=self.jwks_uri,
            algorithms=tuple(self.algorithms),
        )


class ApiClientOut(ApiClientFields):
    """A registered program."""

    id: UUID = Field(description="Its identifier in this API.")
    client_id: str = Field(description="Its identifier at the token endpoint.", examples=["tlc_aaaa"])
    status: ApiClientStatus = Field(description="Whether it may obtain and use tokens.")
    revoked_at: datetime | None = Field(description="When it was revoked.")
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was registered.")
    updated_at: datetime = Field(description="When it last changed.")


class ApiClientWithSecretOut(ApiClientOut):
    """A registered program with its secret, which is shown this once and kept only as a hash."""

    client_secret: str | None = Field(description="The secret; null for a client that signs.", examples=["tls_aaaa"])
