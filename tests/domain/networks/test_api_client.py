"""API clients, their ids, secrets and tokens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Conflict, Invalid
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks import credentials
from app.domain.networks.api_client import ApiClient, ApiClientChanges, AuthMethod, NewApiClient, register
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NEW = NewApiClient(
    agency=AgencyId(UUID(int=2)),
    name="Intake desk",
    roles=frozenset({Role.INTAKE}),
    scopes=Scopes.parse("system/Task.rus"),
)


def registered(new: NewApiClient = NEW) -> ApiClient:
    return register(new, id=ApiClientId(UUID(int=3)), network=NetworkId(UUID(int=1)), secret="first", at=NOW)


@given(st.uuids(), st.uuids())
def test_a_client_id_reads_back_as_what_it_was_made_of(network: UUID, client: UUID) -> None:
    text = credentials.compound_id(NetworkId(network), ApiClientId(client))
    assert credentials.split_compound_id(text) == (network, client)


@pytest.mark.parametrize(
    "text", ["", "tlc_", "tlc_" + "a" * 51, "tlc_" + "A" * 52, "tlc_" + "1" * 52, "x" * 56, "tlc_" + "é" * 52]
)
def test_what_is_no_client_id_is_recognised_as_none(text: str) -> None:
    assert credentials.split_compound_id(text) is None


@given(st.uuids(), st.binary(min_size=32, max_size=32))
def test_a_token_names_its_network(network: UUID, random: bytes) -> None:
    text = credentials.token(credentials.ACCESS_TOKEN_PREFIX, NetworkId(network), random)
    assert credentials.network_of(credentials.ACCESS_TOKEN_PREFIX, text) == network
    assert credentials.network_of(credentials.REFRESH_TOKEN_PREFIX, text) is None


@pytest.mark.parametrize("text", ["", "tla_", "tla_é", "tla_!!!!", "tla_" + "A" * 63, "tla_" + "A" * 1000])
def test_what_is_no_token_names_no_network(text: str) -> None:
    assert credentials.network_of(credentials.ACCESS_TOKEN_PREFIX, text) is None


def test_only_the_hash_of_a_secret_is_kept() -> None:
    client = registered()
    assert client.proves("first")
    assert not client.proves("second")
    assert b"first" not in (client.secret_hash or b"")


def test_a_rotated_secret_replaces_the_old_one_at_once() -> None:
    client = registered()
    client.rotate_secret("second", NOW)
    assert client.proves("second")
    assert not client.proves("first")


def test_a_former_secret_works_on_until_its_time_is_over_and_never_survives_a_second_change() -> None:
    client = registered()
    first = client.secret_hash
    client.rotate_secret("second", NOW, timedelta(hours=1))
    assert client.former_secret(NOW + timedelta(minutes=59)) == first
    assert client.former_secret(NOW + timedelta(hours=1)) is None
    client.rotate_secret("third", NOW, timedelta(hours=1))
    assert client.former_secret(NOW) != first
    client.rotate_secret("fourth", NOW)
    assert client.former_secret(NOW) is None


@pytest.mark.parametrize("overlap", [timedelta(hours=-1), timedelta(days=7, seconds=1)])
def test_an_overlap_is_a_week_at_most(overlap: timedelta) -> None:
    with pytest.raises(Invalid):
        registered().rotate_secret("second", NOW, overlap)


def test_a_change_leaves_what_it_does_not_name_and_tells_whether_there_was_any() -> None:
    client = registered()
    assert client.change(ApiClientChanges(name="Front desk"), NOW)
    assert (client.name, client.roles, client.scopes) == ("Front desk", NEW.roles, NEW.scopes)
    assert not client.change(ApiClientChanges(name="Front desk"), NOW)


def test_another_key_source_takes_the_place_of_the_first() -> None:
    client = registered(replace(NEW, auth_method=AuthMethod.PRIVATE_KEY_JWT, jwks="{}"))
    client.change(ApiClientChanges(jwks_uri="https://ehr.example/jwks.json"), NOW)
    assert (client.jwks, client.jwks_uri) == (None, "https://ehr.example/jwks.json")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        (ApiClientChanges(name=" "), "/name"),
        (ApiClientChanges(roles=frozenset({Role.SYSTEM})), "/roles"),
        (ApiClientChanges(scopes=Scopes()), "/scopes"),
        (ApiClientChanges(jwks="{}"), "/jwks"),
        (ApiClientChanges(algorithms=("ES384",)), "/algorithms"),
    ],
)
def test_a_wrong_change_is_refused_at_its_place_and_changes_nothing(changes: ApiClientChanges, pointer: str) -> None:
    client = registered()
    with pytest.raises(Invalid) as refusal:
        client.change(changes, NOW)
    assert [pointer] == [fault.pointer for fault in refusal.value.faults]
    assert client == registered()


def test_a_revoked_client_proves_nothing_and_stays_revoked() -> None:
    client = registered()
    client.revoke(NOW)
    assert not client.proves("first")
    with pytest.raises(Conflict, match="revoked"):
        client.rotate_secret("second", NOW)


def test_a_signing_client_has_keys_and_no_secret() -> None:
    client = registered(replace(NEW, auth_method=AuthMethod.PRIVATE_KEY_JWT, jwks_uri="https://ehr.example/jwks.json"))
    assert client.secret_hash is None
    assert client.algorithms == ("ES384", "RS384", "PS256", "ES256", "EdDSA")
    with pytest.raises(Conflict, match="no secret"):
        client.rotate_secret("second", NOW)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"roles": frozenset()}, "/roles"),
        ({"roles": frozenset({Role.SYSTEM})}, "/roles"),
        ({"scopes": Scopes()}, "/scopes"),
        ({"jwks": "{}"}, "/jwks"),
        ({"auth_method": AuthMethod.PRIVATE_KEY_JWT}, "/jwks"),
        ({"auth_method": AuthMethod.PRIVATE_KEY_JWT, "jwks_uri": "http://ehr.example/keys"}, "/jwks_uri"),
        ({"auth_method": AuthMethod.PRIVATE_KEY_JWT, "jwks": "{}", "algorithms": ("none",)}, "/algorithms/0"),
    ],
)
def test_a_wrong_registration_is_refused_at_its_place(change: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        registered(replace(NEW, **change))  # type: ignore[arg-type]
    assert [pointer] == [fault.pointer for fault in refusal.value.faults]
