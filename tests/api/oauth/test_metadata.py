"""The documents by which clients find the door, and that they promise only what is there."""

import httpx
import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from joserfc.jwk import KeySet

from app.adapters.oauth.assertions import ALGORITHMS
from app.domain.networks.scopes import parse_scope
from tests.support.oauth import BASE_URL, Partner


async def test_the_server_metadata_is_valid_by_authlibs_own_reading(http: httpx.AsyncClient) -> None:
    answer = await http.get("/.well-known/oauth-authorization-server")
    metadata = AuthorizationServerMetadata(answer.json())
    assert metadata["response_types_supported"] == []
    metadata |= {"response_types_supported": ["none"]}  # Authlib knows no server without an authorization endpoint
    metadata.validate()
    assert answer.json()["issuer"] == BASE_URL


@pytest.mark.parametrize("path", ["/.well-known/smart-configuration", "/fhir/.well-known/smart-configuration"])
async def test_the_smart_configuration_is_where_clients_look(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert f"{BASE_URL}/oauth/token" == answer.json()["token_endpoint"]
    assert "client-confidential-asymmetric" in answer.json()["capabilities"]


async def test_every_promised_endpoint_is_there_and_nothing_else_is_promised(partner: Partner) -> None:
    document = (await partner.http.get("/.well-known/oauth-authorization-server")).json()
    for name in ("token_endpoint", "revocation_endpoint", "introspection_endpoint"):
        assert (await partner.http.post(document[name])).status_code == 400
    assert (await partner.http.get(document["jwks_uri"])).status_code == 200
    assert document["grant_types_supported"] == ["client_credentials"]
    assert not {"authorization_endpoint", "registration_endpoint", "userinfo_endpoint"} & document.keys()
    assert (await partner.http.get("/.well-known/openid-configuration")).status_code == 404
    assert set(ALGORITHMS) == set(document["token_endpoint_auth_signing_alg_values_supported"])
    assert all(parse_scope(scope) for scope in document["scopes_supported"])


async def test_the_published_keys_are_public_and_usable(http: httpx.AsyncClient) -> None:
    answer = await http.get("/oauth/jwks")
    assert answer.headers["content-type"] == "application/jwk-set+json"
    keys = KeySet.import_key_set(answer.json()).keys
    assert len({key.kid for key in keys}) == 3
    assert not any(key.is_private for key in keys)
