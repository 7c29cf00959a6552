"""Administration and the directory, as partners' programs see them."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.requests import Request

from app.domain.identity import AgencyId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.main import create_app
from app.wiring import Service
from tests.support.builders_directory import World, an_actor
from tests.support.limits import limits_for

ANY = {"If-Match": "*"}


class Caller:
    """Calls the service as whoever the test says."""

    def __init__(self, http: httpx.AsyncClient, world: World) -> None:
        self.http, self.world = http, world
        self.actor: Actor = an_actor(world.network.id, world.home, Role.NETWORK_ADMIN)

    def become(self, *roles: Role, agency: str | None = None) -> None:
        self.actor = an_actor(self.world.network.id, AgencyId(agency or self.world.home), *roles)  # type: ignore[arg-type]

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.request(method, path, json=body, headers=named)

    async def made(self, path: str, body: Any) -> dict[str, Any]:
        answer = await self("POST", path, body)
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        assert answer.headers["Location"] == f"{path}/{answer.json()['id']}"
        made: dict[str, Any] = answer.json()
        return made


@pytest.fixture
async def api(service: Service, world: World) -> AsyncIterator[Caller]:
    async def recognise(_: Request) -> Actor:
        return caller.actor

    app = create_app(service, recognise, limits_for())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as http:
        caller = Caller(http, world)
        yield caller


async def test_an_agency_joins_is_described_suspended_and_reinstated(api: Caller) -> None:
    agency = await api.made("/v1/agencies", {"name": "Harbor Food Bank", "membership": "full"})
    path = f"/v1/agencies/{agency['id']}"
    assert (agency["membership"], agency["calendar"]["time_zone"]) == ("full", "UTC")
    read = await api("GET", path)
    assert agency == read.json()
    described = {
        "name": "Harbor Pantry",
        "calendar": {"time_zone": "America/New_York", "holidays": [{"first": "2026-12-25", "last": "2026-12-25"}]},
    }
    changed = await api("PUT", path, described, If_Match=read.headers["ETag"])
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Harbor Pantry", 2)
    assert (await api("PUT", path, described, If_Match=read.headers["ETag"])).status_code == 412
    assert (await api("PUT", path, described)).status_code == 428
    assert (await api("POST", f"{path}/suspend", If_Match="*")).json()["status"] == "suspended"
    assert (await api("POST", f"{path}/suspend", If_Match="*")).status_code == 409
    assert (await api("POST", f"{path}/reinstate", If_Match="*")).json()["status"] == "active"
    light = await api("PUT", f"{path}/membership", {"membership": "light"}, If_Match="*")
    assert light.json()["membership"] == "light"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"membership": "full"}, "/name"),
        ({"name": "x", "membership": "huge"}, "/membership"),
        ({"name": "x", "membership": "full", "colour": "blue"}, "/colour"),
        ({"name": "x", "membership": "full", "email": "nobody"}, "/email"),
        ({"name": "x", "membership": "full", "calendar": {"time_zone": "Mars/Olympus"}}, "/calendar/time_zone"),
        (
            {
                "name": "x",
                "membership": "full",
                "calendar": {"time_zone": "UTC", "hours": [{"weekday": "monday", "opens": "25:00", "closes": "26:00"}]},
            },
            "/calendar/hours/0/opens",
        ),
    ],
)
async def test_a_wrong_agency_is_refused_at_its_place(api: Caller, body: dict[str, Any], pointer: str) -> None:
    answer = await api("POST", "/v1/agencies", body)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


async def test_an_api_client_shows_its_secret_once(api: Caller) -> None:
    agency = await api.made("/v1/agencies", {"name": "Harbor", "membership": "full"})
    new = {"agency_id": agency["id"], "name": "Desk", "roles": ["intake"], "scope": "system/Task.rus system/Patient.rs"}
    client = await api.made("/v1/api-clients", new)
    assert client["client_secret"].startswith("tls_")
    assert client["client_id"].startswith("tlc_")
    path = f"/v1/api-clients/{client['id']}"
    read = await api("GET", path)
    assert "client_secret" not in read.json()
    rotated = await api("POST", f"{path}/rotate-secret", If_Match=read.headers["ETag"])
    assert rotated.json()["client_secret"] not in (None, client["client_secret"])
    revoked = await api("POST", f"{path}/revoke", If_Match="*")
    assert revoked.json()["status"] == "revoked"
    listed = await api("GET", "/v1/api-clients?status=revoked")
    assert [client["id"]] == [item["id"] for item in listed.json()["items"]]
    assert client["client_secret"] not in listed.text


async def test_a_retried_registration_makes_one_client(api: Caller) -> None:
    agency = await api.made("/v1/agencies", {"name": "Harbor", "membership": "full"})
    new = {"agency_id": agency["id"], "name": "Desk", "roles": ["intake"], "scope": "system/Task.rus"}
    first = await api("POST", "/v1/api-clients", new, Idempotency_Key="one")
    second = await api("POST", "/v1/api-clients", new, Idempotency_Key="one")
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len((await api("GET", "/v1/api-clients")).json()["items"]) == 1


async def test_an_unreadable_scope_is_refused_at_its_place(api: Caller) -> None:
    new = {"agency_id": str(uuid4()), "name": "Desk", "roles": ["intake"], "scope": "everything"}
    answer = await api("POST", "/v1/api-clients", new)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/scope"]


async def test_workers_come_and_go(api: Caller) -> None:
    agency = await api.made("/v1/agencies", {"name": "Harbor", "membership": "full"})
    new = {"agency_id": agency["id"], "given": "Ana", "family": "Reyes", "roles": ["case_manager"]}
    worker = await api.made("/v1/workers", new)
    path = f"/v1/workers/{worker['id']}"
    changed = await api("PUT", path, {"given": "Ana", "family": "Núñez", "roles": ["supervisor"]}, If_Match="*")
    assert (changed.json()["family"], changed.json()["roles"]) == ("Núñez", ["supervisor"])
    assert (await api("POST", f"{path}/leave", If_Match="*")).json()["status"] == "left"
    assert (await api("POST", f"{path}/come-back", If_Match="*")).json()["status"] == "active"
    assert [worker["id"]] == [w["id"] for w in (await api("GET", "/v1/workers?role=supervisor")).json()["items"]]


async def test_a_service_is_entered_found_and_reports_its_room(api: Caller) -> None:
    agency = await api.made("/v1/agencies", {"name": "Harbor", "membership": "full"})
    place = await api.made(
        "/v1/locations",
        {
            "agency_id": agency["id"],
            "name": "Pier",
            "latitude": 25.77,
            "longitude": -80.19,
            "address": {"lines": ["1 Pier"], "postal_code": "33132"},
        },
    )
    service = await api.made("/v1/services", {
        "agency_id": agency["id"], "name": "Food pantry", "categories": ["food-insecurity"], "languages": ["es"],
        "locations": [place["id"]], "eligibility": {"minimum_age": 18},
        "schedule": {"hours": [{"weekday": "monday", "opens": "09:00", "closes": "17:00"}]},
    })  # fmt: skip
    reported = await api(
        "PUT", f"/v1/services/{service['id']}/capacity", {"accepting": "open", "total": 5, "available": 2}, If_Match="*"
    )
    assert (reported.status_code, reported.json()["capacity"]["available"]) == (200, 2)
    found = await api("GET", "/v1/services/search?category=food-insecurity&language=es")
    (match,) = found.json()["items"]
    assert match["service"] == reported.json()
    assert match["score"] == sum(factor["points"] for factor in match["factors"])
    asked = {"category": "food-insecurity", "person": {"age": 17}, "near": {"latitude": 25.8, "longitude": -80.2}}
    assert (await api("POST", "/v1/services/search", asked)).json()["items"] == []
    asked["person"]["age"] = 18  # type: ignore[index]
    assert len((await api("POST", "/v1/services/search", asked)).json()["items"]) == 1
    assert [place["id"]] == [
        place["id"] for place in (await api("GET", "/v1/locations?postal_code=33132-1000")).json()["items"]
    ]


async def test_a_search_by_post_pages_with_the_cursor_in_its_body(api: Caller) -> None:
    agency = await api.made("/v1/agencies", {"name": "Harbor", "membership": "full"})
    for number in range(3):
        await api.made("/v1/services", {"agency_id": agency["id"], "name": f"Pantry {number}"})
    first = (await api("POST", "/v1/services/search", {"words": "pantry", "limit": 2})).json()
    rest = (
        await api("POST", "/v1/services/search", {"words": "pantry", "limit": 2, "cursor": first["next_cursor"]})
    ).json()
    names = [match["service"]["name"] for match in first["items"] + rest["items"]]
    assert names == ["Pantry 0", "Pantry 1", "Pantry 2"]
    assert rest["next_cursor"] is None


async def test_a_moment_without_a_zone_is_refused(api: Caller) -> None:
    assert (await api("GET", "/v1/services/search?open_at=2026-03-02T09:00:00")).status_code == 422


async def test_the_network_shows_and_changes_its_policies(api: Caller) -> None:
    (network,) = (await api("GET", "/v1/networks")).json()["items"]
    network["policies"]["clocks"]["urgent"] = {"amount": 2, "unit": "business_hours"}
    body = {"name": network["name"], "policies": network["policies"]}
    changed = await api("PUT", f"/v1/networks/{network['id']}", body, If_Match="*")
    assert network["policies"] == changed.json()["policies"]
    assert (await api("GET", f"/v1/networks/{uuid4()}")).status_code == 404


async def test_whoever_is_no_administrator_writes_nothing(api: Caller) -> None:
    agency = await api.made("/v1/agencies", {"name": "Harbor", "membership": "full"})
    service = await api.made("/v1/services", {"agency_id": agency["id"], "name": "Pantry"})
    api.become(Role.CASE_MANAGER, agency=agency["id"])
    for method, path, body in (
        ("POST", "/v1/agencies", {"name": "x", "membership": "full"}),
        ("PUT", f"/v1/agencies/{agency['id']}", {"name": "x"}),
        ("POST", f"/v1/agencies/{agency['id']}/suspend", None),
        ("POST", "/v1/workers", {"agency_id": agency["id"], "given": "A", "family": "B", "roles": ["intake"]}),
        ("GET", "/v1/api-clients", None),
        ("PUT", f"/v1/services/{service['id']}", {"name": "x"}),
        ("POST", "/v1/locations", {"agency_id": agency["id"], "name": "x"}),
    ):
        answer = await api(method, path, body, If_Match="*")
        assert (answer.status_code, answer.json()["code"]) == (403, "role.insufficient"), path


async def test_the_search_has_methods_of_its_own(api: Caller) -> None:
    answer = await api("PUT", "/v1/services/search", {})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert (await api("GET", "/v1/services/no-id")).status_code == HTTPStatus.NOT_FOUND
