"""Administration over REST: who manages what, and that whoever loses a right has lost it when the answer comes."""

import json
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.wiring import Service
from tests.support import assertions
from tests.support.doors import Doors
from tests.support.oauth import Partner, a_partner, bearer, prove

ANY = {"If-Match": "*"}


@pytest.fixture
async def partner(doors: Doors) -> Partner:
    """A program of an agency, beside its administrator."""
    return await a_partner(doors.world, await doors.nobody(), scopes="system/Patient.rs system/Task.rs")


async def admin_of(doors: Doors, partner: Partner, scopes: str = "system/*.cruds") -> httpx.AsyncClient:
    return await doors.caller(partner.agency.id, Role.AGENCY_ADMIN, scopes=scopes)


def at(partner: Partner) -> str:
    return f"/v1/api-clients/{partner.registered.id}"


async def reads(partner: Partner, token: str) -> int:
    return (await partner.http.get("/v1/clients", headers=bearer(token))).status_code


async def test_a_program_is_renamed_and_keeps_its_tokens(doors: Doors, partner: Partner) -> None:
    held, admin = await partner.token(), await admin_of(doors, partner)
    before = await admin.get(at(partner))
    answer = await admin.patch(at(partner), json={"name": "Front desk"}, headers={"If-Match": before.headers["ETag"]})
    assert (answer.status_code, answer.json()["name"]) == (HTTPStatus.OK, "Front desk")
    assert await reads(partner, held) == HTTPStatus.OK
    stale = await admin.patch(at(partner), json={"name": "Other"}, headers={"If-Match": before.headers["ETag"]})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED


@pytest.mark.parametrize("patch", [{"scope": "system/Task.rs"}, {"roles": ["intake"]}])
async def test_a_program_that_may_do_less_has_lost_it_with_the_answer(
    doors: Doors, partner: Partner, patch: dict[str, Any]
) -> None:
    held, admin = await partner.token(), await admin_of(doors, partner)
    assert await reads(partner, held) == HTTPStatus.OK
    assert (await admin.patch(at(partner), json=patch, headers=ANY)).status_code == HTTPStatus.OK
    assert await reads(partner, held) == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    ("patch", "pointer"),
    [
        ({"name": None}, "/name"),
        ({"scope": "Task.rs"}, "/scope"),
        ({"jwks": {"keys": []}}, "/jwks"),
        ({"jwks_uri": None}, "/jwks_uri"),
        ({"agency_id": "01890000-0000-7000-8000-000000000000"}, "/agency_id"),
        ({"roles": []}, "/roles"),
    ],
)
async def test_a_wrong_change_is_refused_at_its_place(
    doors: Doors, partner: Partner, patch: dict[str, Any], pointer: str
) -> None:
    answer = await (await admin_of(doors, partner)).patch(at(partner), json=patch, headers=ANY)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, pointer)


async def test_nobody_gives_a_program_more_than_they_have_but_it_keeps_what_it_has(
    doors: Doors, partner: Partner
) -> None:
    admin = await admin_of(doors, partner, "system/Device.cruds")
    more = await admin.patch(at(partner), json={"scope": "system/Patient.rs system/Goal.r"}, headers=ANY)
    assert (more.status_code, more.json()["code"]) == (HTTPStatus.FORBIDDEN, "scope.not-yours-to-grant")
    less = await admin.patch(at(partner), json={"scope": "system/Patient.r"}, headers=ANY)
    assert (less.status_code, less.json()["scope"]) == (HTTPStatus.OK, "system/Patient.r")
    for role in (Role.COORDINATOR, Role.NETWORK_ADMIN, Role.PRIVACY_OFFICER):
        raised = await admin.patch(at(partner), json={"roles": [role]}, headers=ANY)
        assert (raised.status_code, raised.json()["code"]) == (HTTPStatus.FORBIDDEN, "role.not-yours-to-grant")


async def test_nobody_gets_hold_of_a_program_that_may_do_more_than_they(doors: Doors, partner: Partner) -> None:
    admin = await admin_of(doors, partner, "system/Device.cruds system/Task.rs")
    rotated = await admin.post(f"{at(partner)}/rotate-secret", headers=ANY)
    assert (rotated.status_code, rotated.json()["code"]) == (HTTPStatus.FORBIDDEN, "scope.not-yours-to-grant")
    signing = await a_partner(
        doors.world, partner.http, agency=partner.agency, jwks=assertions.public_key_set(), scopes="system/Patient.rs"
    )
    body = {"jwks": json.loads(assertions.public_key_set(assertions.key_for("RS384", "mine")))}
    replaced = await admin.patch(at(signing), json=body, headers=ANY)
    assert (replaced.status_code, replaced.json()["code"]) == (HTTPStatus.FORBIDDEN, "scope.not-yours-to-grant")


async def test_a_program_of_another_agency_is_not_there(doors: Doors, partner: Partner) -> None:
    other = await doors.world.an_agency("Other")
    stranger = await doors.caller(other.id, Role.AGENCY_ADMIN)
    assert (await stranger.patch(at(partner), json={"name": "Ours"}, headers=ANY)).status_code == HTTPStatus.NOT_FOUND
    inside = await doors.caller(partner.agency.id, Role.SUPERVISOR)
    assert (await inside.patch(at(partner), json={"name": "Ours"}, headers=ANY)).status_code == HTTPStatus.FORBIDDEN


async def test_a_secret_is_rotated_with_both_working_for_a_while(doors: Doors, partner: Partner) -> None:
    held, admin = await partner.token(), await admin_of(doors, partner)
    answer = await admin.post(f"{at(partner)}/rotate-secret", json={"overlap_hours": 24}, headers=ANY)
    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["former_secret_until"] is not None
    assert await reads(partner, held) == HTTPStatus.OK
    renewed = Partner(
        http=partner.http,
        registered=partner.registered,
        secret=answer.json()["client_secret"],
        agency=partner.agency,
    )
    assert (await partner.ask()).status_code == HTTPStatus.OK
    assert (await renewed.ask()).status_code == HTTPStatus.OK
    await admin.post(f"{at(partner)}/rotate-secret", headers=ANY)
    assert (await partner.ask()).status_code == HTTPStatus.UNAUTHORIZED
    assert (await renewed.ask()).status_code == HTTPStatus.UNAUTHORIZED
    assert await reads(partner, held) == HTTPStatus.UNAUTHORIZED


async def test_keys_are_rotated_by_naming_both_for_a_while(doors: Doors, service: Service) -> None:
    http, old, new = await doors.nobody(), assertions.key_for("ES384"), assertions.key_for("RS384")
    sets = [[old], [old, new], [new]]
    both = [{"keys": [key.as_dict(private=False) for key in keys]} for keys in sets]
    partner = await a_partner(doors.world, http, jwks=json.dumps(both[0]))
    admin = await admin_of(doors, partner)
    audience = f"{service.settings.base_url}/oauth/token"
    expected = [(200, 401), (200, 200), (401, 200)]
    for keys, answers in zip(both, expected, strict=True):
        assert (await admin.patch(at(partner), json={"jwks": keys}, headers=ANY)).status_code == HTTPStatus.OK
        proofs = [partner.signer(algorithm=name, audience=audience).assertion() for name in ("ES384", "RS384")]
        assert tuple([(await prove(http, proof)).status_code for proof in proofs]) == answers


async def test_a_suspended_agency_loses_everything_with_the_answer(doors: Doors, partner: Partner) -> None:
    held = await partner.token()
    office = await doors.world.an_agency("Office")
    coordinator = await doors.caller(office.id, Role.COORDINATOR)
    assert await reads(partner, held) == HTTPStatus.OK
    path = f"/v1/agencies/{partner.agency.id}"
    assert (await coordinator.post(f"{path}/suspend", headers=ANY)).status_code == HTTPStatus.OK
    assert await reads(partner, held) == HTTPStatus.UNAUTHORIZED
    assert (await partner.ask()).status_code == HTTPStatus.UNAUTHORIZED
    assert (await coordinator.post(f"{path}/reinstate", headers=ANY)).status_code == HTTPStatus.OK
    assert (await partner.ask()).status_code == HTTPStatus.OK
    own = await coordinator.post(f"/v1/agencies/{office.id}/suspend", headers=ANY)
    assert (own.status_code, own.json()["code"]) == (HTTPStatus.FORBIDDEN, "agency.your-own")


async def test_a_revoked_program_loses_everything_with_the_answer(doors: Doors, partner: Partner) -> None:
    held, admin = await partner.token(), await admin_of(doors, partner)
    assert await reads(partner, held) == HTTPStatus.OK
    assert (await admin.post(f"{at(partner)}/revoke", headers=ANY)).status_code == HTTPStatus.OK
    assert await reads(partner, held) == HTTPStatus.UNAUTHORIZED
    changed = await admin.patch(at(partner), json={"name": "Back again"}, headers=ANY)
    assert (changed.status_code, changed.json()["code"]) == (HTTPStatus.CONFLICT, "api-client.revoked")


async def test_a_worker_who_left_is_given_nothing_any_more(doors: Doors) -> None:
    agency = await doors.world.an_agency("Own")
    admin = await doors.caller(agency.id, Role.AGENCY_ADMIN, Role.CASE_MANAGER)
    person = {"agency_id": str(agency.id), "given": "Ana", "family": "Reyes", "roles": ["case_manager"]}
    worker = (await admin.post("/v1/workers", json=person)).json()["id"]
    assert (await admin.post("/v1/tasks", json={"title": "Call", "worker_id": worker})).status_code == 201
    left = await admin.post(f"/v1/workers/{worker}/leave", headers=ANY)
    assert (left.status_code, left.json()["status"]) == (HTTPStatus.OK, "left")
    refused = await admin.post("/v1/tasks", json={"title": "Call", "worker_id": worker})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    listed = await admin.get("/v1/workers", params={"status": "left", "role": "case_manager"})
    assert [each["id"] for each in listed.json()["items"]] == [worker]


async def test_coordinators_manage_memberships_and_policies_and_agencies_do_not(doors: Doors) -> None:
    agency = await doors.world.an_agency("Own")
    coordinator = await doors.caller((await doors.world.an_agency("Office")).id, Role.COORDINATOR)
    admin = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    network = f"/v1/networks/{doors.world.network.id}"
    agreed = (await coordinator.get(network)).json()
    body = {"name": agreed["name"], "policies": agreed["policies"] | {"break_glass_minutes": 30}}
    membership = f"/v1/agencies/{agency.id}/membership"
    for caller, status in ((admin, HTTPStatus.FORBIDDEN), (coordinator, HTTPStatus.OK)):
        assert (await caller.put(network, json=body, headers=ANY)).status_code == status
        assert (await caller.put(membership, json={"membership": "light"}, headers=ANY)).status_code == status


async def test_every_change_of_administration_is_an_event_of_the_agency(doors: Doors, partner: Partner) -> None:
    admin = await admin_of(doors, partner)
    await admin.patch(at(partner), json={"name": "Front desk"}, headers=ANY)
    await admin.post(f"{at(partner)}/rotate-secret", json={"overlap_hours": 1}, headers=ANY)
    await admin.post(f"{at(partner)}/revoke", headers=ANY)
    async with doors.world.core.transactions.begin(doors.world.network.id) as tx:
        rows = await tx.session.connection.fetch(  # type: ignore[attr-defined]
            "SELECT type FROM events WHERE subject_id = $1 ORDER BY position", partner.registered.id
        )
        audited = await tx.session.connection.fetch(  # type: ignore[attr-defined]
            "SELECT action FROM audit_entries WHERE $1 = ANY(subject_ids) ORDER BY at, id", partner.registered.id
        )
    happened = ["api-client.created", "api-client.changed", "api-client.secret_rotated", "api-client.revoked"]
    assert [row["type"] for row in rows] == happened
    done = ["api-client.register", "api-client.change", "api-client.rotate_secret", "api-client.revoke"]
    assert [row["action"] for row in audited] == done


def test_scopes_are_compared_letter_by_letter() -> None:
    assert Scopes.parse("system/Patient.r").within(Scopes.parse("system/Patient.rs"))
