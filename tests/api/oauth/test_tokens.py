"""Asking for a token with a secret."""

import base64
from typing import Any

import httpx
import pytest

from app.domain.networks.credentials import compound_id
from tests.api.oauth.conftest import NewPartner
from tests.support.oauth import Partner, basic, bearer

GRANT = {"grant_type": "client_credentials"}


async def test_a_client_with_its_secret_gets_a_token_that_opens_the_doors(partner: Partner) -> None:
    answer = await partner.ask()
    body = answer.json()
    assert (
        answer.status_code,
        answer.headers["cache-control"],
        answer.headers["pragma"],
    ) == (200, "no-store", "no-cache")
    assert {"access_token", "token_type", "expires_in", "scope"} == body.keys()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert body["access_token"].startswith("tla_")
    seen = (await partner.http.get("/whoami", headers=bearer(body["access_token"]))).json()
    assert str(partner.agency.id) == seen["agency"]
    assert seen["roles"] == ["case_manager"]
    assert "system/Patient.rs system/ServiceRequest.cruds system/Task.rs" == seen["scopes"] == body["scope"]


async def test_each_token_is_another_and_only_its_digest_is_kept(partner: Partner, transactions: Any) -> None:
    tokens = {await partner.token() for _ in range(3)}
    assert len(tokens) == 3
    async with transactions.session(partner.registered.network) as session:
        rows = await session.connection.fetch(
            "SELECT * FROM access_tokens WHERE api_client_id = $1", partner.registered.id
        )
    assert len(rows) == 3
    kept = " ".join(str(value) for row in rows for value in row.values())
    assert not any(token in kept for token in tokens)


async def test_issuing_is_audited(partner: Partner, transactions: Any) -> None:
    await partner.token()
    async with transactions.session(partner.registered.network) as session:
        actions = await session.connection.fetch(
            "SELECT action FROM audit_entries WHERE api_client_id = $1", partner.registered.id
        )
    assert [row["action"] for row in actions] == ["token.issue"]


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
async def test_the_scheme_is_read_in_any_case(partner: Partner, scheme: str) -> None:
    header = partner.basic["Authorization"].replace("Basic", scheme)
    answer = await partner.http.post("/oauth/token", data=GRANT, headers={"Authorization": header})
    assert answer.status_code == 200


async def test_credentials_may_be_percent_encoded_to_the_last_letter(partner: Partner) -> None:
    pair = ":".join("".join(f"%{ord(letter):02X}" for letter in part) for part in (partner.client_id, partner.secret))
    header = "Basic " + base64.b64encode(pair.encode()).decode()
    answer = await partner.http.post("/oauth/token", data=GRANT, headers={"Authorization": header})
    assert answer.status_code == 200


def _b64(text: bytes) -> str:
    return "Basic " + base64.b64encode(text).decode()


BROKEN = {
    "nothing": "Basic",
    "no base64": "Basic %%%",
    "no padding": "Basic YTpi!",
    "no colon": _b64(b"client"),
    "empty": _b64(b":"),
    "not UTF-8": _b64(b"\xff\xfe:\xff"),
    "percent that is not UTF-8": _b64(b"%ff:%fe"),
    "NUL": _b64(b"\x00:\x00"),
    "long": _b64(b"x" * 5_000 + b":y"),
    "not one of ours": _b64(b"client:secret"),
    "another scheme": "Digest username=x",
    "a bearer": "Bearer tla_x",
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_header_is_an_unknown_client(http: httpx.AsyncClient, name: str) -> None:
    answer = await http.post("/oauth/token", data=GRANT, headers={"Authorization": BROKEN[name]})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith('Basic realm="throughline"')
    assert answer.headers["cache-control"] == "no-store"


async def test_an_unknown_client_a_wrong_secret_and_a_signing_client_sound_the_same(
    partner: Partner, signing_partner: Partner
) -> None:
    registered = partner.registered
    strangers = [
        (partner.client_id, "tls_wrong"),
        (partner.client_id, partner.secret[:-1]),
        (partner.client_id, partner.secret + "x"),
        (partner.client_id, ""),
        (compound_id(registered.network, type(registered.id)(int=1)), partner.secret),
        (compound_id(type(registered.network)(int=1), registered.id), partner.secret),
        (signing_partner.client_id, signing_partner.secret),
    ]
    answers = [await partner.http.post("/oauth/token", data=GRANT, headers=basic(*pair)) for pair in strangers]
    assert {(401, answers[0].text)} == {(answer.status_code, answer.text) for answer in answers}


async def test_no_credentials_at_all_is_an_unknown_client(http: httpx.AsyncClient) -> None:
    answer = await http.post("/oauth/token", data=GRANT)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_a_secret_in_the_form_is_not_accepted(partner: Partner) -> None:
    form = GRANT | {"client_id": partner.client_id, "client_secret": partner.secret}
    assert (await partner.http.post("/oauth/token", data=form)).status_code == 401
    twice = await partner.http.post("/oauth/token", data=form, headers=partner.basic)
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")


async def test_a_client_id_in_the_form_must_be_the_same(partner: Partner, new_partner: NewPartner) -> None:
    assert (await partner.ask(client_id=partner.client_id)).status_code == 200
    assert (await partner.ask(client_id=(await new_partner()).client_id)).status_code == 401
    assert (await partner.ask(client_id="nonsense")).status_code == 401


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ("", "invalid_request"),
        ("grant_type=", "invalid_request"),
        ("grant_type=password&username=a&password=b", "unsupported_grant_type"),
        ("grant_type=authorization_code&code=x", "unsupported_grant_type"),
        ("grant_type=refresh_token&refresh_token=x", "unsupported_grant_type"),
        ("grant_type=%22%5C%C3%A9", "unsupported_grant_type"),
        ("grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
        ("grant_type=client_credentials&scope=system/Task.rs&scope=system/Patient.rs", "invalid_request"),
        ("grant_type=client_credentials&x=%FF", "invalid_request"),
        ("&".join(f"a{number}=1" for number in range(100)), "invalid_request"),
        ("a=" + "x" * 40_000, "invalid_request"),
        ("grant_type=client_credentials&scope=system/Consent.rs", "invalid_scope"),
        ("grant_type=client_credentials&scope=user/Task.rs", "invalid_scope"),
        ("grant_type=client_credentials&scope=%00", "invalid_scope"),
        ("grant_type=client_credentials&scope=%22quoted%22", "invalid_scope"),
    ],
)
async def test_a_wrong_form_is_refused_as_rfc_6749_says(partner: Partner, form: str, error: str) -> None:
    headers = partner.basic | {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await partner.http.post("/oauth/token", content=form, headers=headers)
    assert (400, error) == (answer.status_code, answer.json()["error"])
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    described = answer.json().get("error_description", "")
    assert described.isascii()
    assert not set(described) & set('"\\')


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
async def test_only_forms_are_read(partner: Partner, kind: str) -> None:
    headers = partner.basic | {"Content-Type": kind}
    answer = await partner.http.post("/oauth/token", content=b"grant_type=client_credentials", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_parameters_in_the_address_do_not_count(partner: Partner) -> None:
    answer = await partner.http.post(
        "/oauth/token?grant_type=client_credentials", data={"x": "y"}, headers=partner.basic
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        ("system/Task.rs", "system/Task.rs"),
        ("system/Task.read", "system/Task.read"),
        ("system/Task.cruds system/Consent.rs openid", "system/Task.rs"),
        ("system/*.rs", "system/Patient.rs system/ServiceRequest.rs system/Task.rs"),
    ],
)
async def test_scopes_are_narrowed_to_the_registration_and_named_in_the_answer(
    partner: Partner, asked: str, granted: str
) -> None:
    answer = (await partner.ask(scope=asked)).json()
    assert granted == answer["scope"]
    seen = (await partner.http.get("/whoami", headers=bearer(answer["access_token"]))).json()
    assert granted.replace(".read", ".rs") == seen["scopes"]


async def test_get_is_not_a_token_request(http: httpx.AsyncClient) -> None:
    answer = await http.get("/oauth/token")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
