"""Clients registered over REST, with their keys judged on the spot."""

import json
from typing import Any

import pytest

from app.domain.networks.roles import Role
from tests.api.oauth.conftest import NewPartner
from tests.support.assertions import key_for, public_key_set
from tests.support.oauth import Partner, bearer

ADMINISTRATION = "system/Device.cruds system/Task.rs"


@pytest.fixture
async def administrator(new_partner: NewPartner) -> Partner:
    return await new_partner(scopes=ADMINISTRATION, roles=frozenset({Role.AGENCY_ADMIN}))


async def register(administrator: Partner, **fields: Any) -> Any:
    usual = {
        "agency_id": str(administrator.agency.id),
        "name": "EHR",
        "roles": ["agency_admin"],
        "scope": "system/Task.rs",
        "auth_method": "private_key_jwt",
    }
    headers = bearer(await administrator.token())
    return await administrator.http.post("/v1/api-clients", json=usual | fields, headers=headers)


async def test_a_registered_client_signs_and_gets_its_token(administrator: Partner) -> None:
    answer = await register(administrator, jwks=json.loads(public_key_set()))
    assert answer.status_code == 201, answer.text
    signer = administrator.signer()
    signer = type(signer)(client_id=answer.json()["client_id"])
    assert (await administrator.prove(signer.assertion())).status_code == 200


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"jwks": {"keys": []}}, "/jwks"),
        ({"jwks": {"keys": [key_for("ES384").as_dict(private=True)]}}, "/jwks"),
        ({"jwks_uri": "https://127.0.0.1/jwks"}, "/jwks_uri"),
        ({"jwks_uri": "https://169.254.169.254/jwks"}, "/jwks_uri"),
        ({"jwks_uri": "https://user:secret@keys.example/jwks"}, "/jwks_uri"),
        ({"jwks_uri": "https://[::1]/jwks"}, "/jwks_uri"),
    ],
)
async def test_keys_that_could_prove_nothing_are_refused(
    administrator: Partner, fields: dict[str, object], pointer: str
) -> None:
    answer = await register(administrator, **fields)
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (422, [pointer])


async def test_only_an_administrator_hears_about_keys(new_partner: NewPartner) -> None:
    worker = await new_partner()
    answer = await register(worker, jwks_uri="https://127.0.0.1/jwks")
    assert answer.status_code == 403
