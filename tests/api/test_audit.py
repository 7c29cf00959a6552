"""The audit log over REST: searched by those who watch, proved to anybody, accounted for to clients."""

import io
from base64 import b64decode
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pypdf
import pytest

from app.adapters.audit_keys import AuditKeys, Signatures
from app.domain.audit.checkpoint import Checkpoint, SignedNote, VerifierKey, note_of, origin_of
from app.domain.audit.merkle import leaf_hash
from app.domain.audit.proofs import ConsistencyProof, InclusionProof
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.agency import AgencyProfile, Membership, ProgramType
from app.domain.networks.roles import Role
from app.use_cases.clients import clients
from app.use_cases.networks import agencies
from tests.support.audit import Seal
from tests.support.builders_directory import World, found_world
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

WATCHING = (Role.PRIVACY_OFFICER, Role.NETWORK_ADMIN)


async def watcher(doors: Doors, *roles: Role) -> httpx.AsyncClient:
    office = doors.world.joined.get("Network office") or await doors.world.an_agency("Network office")
    return await doors.caller(office.id, *(roles or (Role.PRIVACY_OFFICER,)))


async def found(caller: httpx.AsyncClient, path: str = "/v1/audit", **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while True:
        answer = await caller.get(path, params=query)
        assert answer.status_code == HTTPStatus.OK, answer.text
        items += answer.json()["items"]
        if answer.json()["next_cursor"] is None:
            return items
        query["cursor"] = answer.json()["next_cursor"]


async def reads_client(scene: Scene, *roles: Role) -> None:
    await scene.core.run(scene.at_sender(*roles), clients.read, scene.client)


async def test_everything_that_was_done_with_a_client_is_found(doors: Doors, scene: Scene, seal: Seal) -> None:
    for _ in range(3):
        await reads_client(scene)
    await seal()
    entries = await found(await watcher(doors), client_id=str(scene.client), limit=2)
    assert [entry["action"] for entry in entries] == ["client.read"] * 3 + ["consent.grant", "client.register"]
    assert {str(scene.sender.id)} == {entry["agency_id"] for entry in entries}
    assert sorted((entry["seq"] for entry in entries), reverse=True) == [entry["seq"] for entry in entries]


async def test_a_search_is_narrowed_down(doors: Doors, scene: Scene, seal: Seal) -> None:
    await reads_client(scene)
    await seal()
    caller = await watcher(doors)
    whole = await found(caller)
    read = next(entry for entry in whole if entry["action"] == "client.read")
    for query, holds in (
        ({"action": "client.read"}, lambda e: e["action"] == "client.read"),
        ({"agency_id": str(scene.sender.id)}, lambda e: e["agency_id"] == str(scene.sender.id)),
        ({"actor_id": read["api_client_id"]}, lambda e: e["api_client_id"] == read["api_client_id"]),
        ({"subject_id": str(scene.client)}, lambda e: str(scene.client) in e["subject_ids"]),
        ({"to": read["at"]}, lambda e: e["at"] < read["at"]),
        ({"from": read["at"], "client_id": str(scene.client)}, lambda e: e["id"] == read["id"]),
        ({"client_id": str(scene.client), "subject_id": str(uuid4())}, lambda _: False),
    ):
        expected = {entry["id"] for entry in whole if holds(entry)}
        assert expected <= {entry["id"] for entry in await found(caller, **query)}, query
        assert all(holds(entry) for entry in await found(caller, **query)), query


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.SUPERVISOR])
async def test_an_agencys_own_people_find_what_their_agency_did(
    doors: Doors, scene: Scene, seal: Seal, role: Role
) -> None:
    await reads_client(scene)
    await seal()
    entry = (await found(await watcher(doors), client_id=str(scene.client)))[0]
    mine, other = await doors.caller(scene.sender.id, role), await doors.caller(scene.pantries[0].id, role)
    assert entry["id"] in [each["id"] for each in await found(mine)]
    assert {str(scene.pantries[0].id)} >= {each["agency_id"] for each in await found(other)}
    assert await found(other, client_id=str(scene.client)) == []
    for end in ("", "/proof"):
        answers = [await caller.get(f"/v1/audit/{entry['id']}{end}") for caller in (mine, other)]
        assert [answer.status_code for answer in answers] == [200, 404]
        unknown = await other.get(f"/v1/audit/{uuid4()}{end}")
        assert {**unknown.json(), "request_id": None, "instance": None} == {
            **answers[1].json(),
            "request_id": None,
            "instance": None,
        }


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.INTAKE, Role.COORDINATOR])
async def test_who_does_not_watch_reads_no_log(doors: Doors, scene: Scene, role: Role) -> None:
    caller = await doors.caller(scene.sender.id, role)
    for path in ("", "/keys", "/checkpoints", "-anchors", f"/{uuid4()}", "/consistency?from=0"):
        assert (await caller.get(f"/v1/audit{path}")).status_code == HTTPStatus.FORBIDDEN


async def test_an_entry_is_proved_with_nothing_but_the_public_key(doors: Doors, scene: Scene, seal: Seal) -> None:
    await reads_client(scene)
    await seal()
    caller = await watcher(doors)
    key = VerifierKey.parse((await caller.get("/v1/audit/keys")).json()["keys"][0]["key"])
    for entry in await found(caller, client_id=str(scene.client)):
        told = (await caller.get(f"/v1/audit/{entry['id']}/proof")).json()
        note = SignedNote.parse(told["checkpoint"])
        assert Signatures().signed(key, note.by(key) or b"", note.text)
        leaf = leaf_hash(told["entry"].encode())
        path = tuple(b64decode(each) for each in told["path"])
        proof = InclusionProof(seq=told["seq"], leaf=leaf, size=told["size"], path=path)
        assert (note.checkpoint.size, note.checkpoint.root) == (told["size"], proof.root())
        assert b64decode(told["leaf"]) == leaf


async def test_an_entry_without_a_place_is_proved_later(doors: Doors, seal: Seal) -> None:
    caller = await watcher(doors)
    await seal()
    await caller.get("/v1/audit/keys")
    newest = (await found(caller, action="audit.read_keys"))[0]
    answer = await caller.get(f"/v1/audit/{newest['id']}/proof")
    assert (newest["seq"], answer.status_code, answer.json()["code"]) == (None, 409, "audit.not-sealed-yet")


async def test_an_old_checkpoint_is_proved_to_be_the_beginning_of_the_log(
    doors: Doors, scene: Scene, seal: Seal
) -> None:
    caller = await watcher(doors)
    await seal()
    old = SignedNote.parse((await found(caller, "/v1/audit/checkpoints"))[0]["note"]).checkpoint
    for _ in range(9):
        await reads_client(scene)
    await seal()
    new = SignedNote.parse((await found(caller, "/v1/audit/checkpoints"))[0]["note"]).checkpoint
    for query in ({"from": old.size}, {"from": old.size, "to": new.size}):
        told = (await caller.get("/v1/audit/consistency", params=query)).json()
        path = tuple(b64decode(each) for each in told["path"])
        proof = ConsistencyProof(first=told["first"], second=told["second"], path=path)
        assert proof.holds(old.root, new.root)
    for query, pointer in (({"from": new.size + 1}, "/query/from"), ({"from": 1, "to": 10**9}, "/query/to")):
        answer = await caller.get("/v1/audit/consistency", params=query)
        assert (422, pointer) == (answer.status_code, answer.json()["errors"][0]["pointer"])


def a_note(keys: AuditKeys, network: NetworkId, size: int = 3, root: bytes = b"\1" * 32) -> dict[str, str]:
    checkpoint = Checkpoint(origin=origin_of(network), size=size, root=root)
    key = keys.public(network)
    return {"note": note_of(checkpoint, key, keys.sign(network, checkpoint.text)), "key": key.spelled}


async def test_another_networks_checkpoint_is_kept_and_what_contradicts_it_refused(doors: Doors) -> None:
    caller, keys, other = await watcher(doors, Role.NETWORK_ADMIN), AuditKeys(b"another service"), NetworkId(uuid4())
    note = a_note(keys, other)
    made = await caller.post("/v1/audit-anchors", json=note)
    assert (made.status_code, made.json()["size"]) == (201, 3)
    assert made.json() == (await caller.get(made.headers["Location"])).json()
    assert [made.json()] == await found(caller, "/v1/audit-anchors", origin=origin_of(other))
    assert await found(caller, "/v1/audit-anchors", origin="another") == []
    assert (await caller.post("/v1/audit-anchors", json=a_note(keys, other, size=4))).status_code == HTTPStatus.CREATED
    bent = await caller.post("/v1/audit-anchors", json=a_note(keys, other, root=b"\2" * 32))
    assert (bent.status_code, bent.json()["code"]) == (409, "audit.anchor-contradicts")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"note": "hello"}, "/note"),
        ({"key": "hello"}, "/key"),
        ({"key": AuditKeys(b"somebody").public(NetworkId(uuid4())).spelled}, "/note"),
    ],
)
async def test_what_is_no_signed_checkpoint_is_refused(doors: Doors, change: dict[str, str], pointer: str) -> None:
    caller = await watcher(doors)
    answer = await caller.post("/v1/audit-anchors", json=a_note(AuditKeys(b"x"), NetworkId(uuid4())) | change)
    assert (422, pointer) == (answer.status_code, answer.json()["errors"][0]["pointer"])


async def test_logs_of_other_networks_do_not_exist(doors: Doors, seal: Seal) -> None:
    await seal()
    other = await found_world(doors.world.core)
    office = await other.an_agency("Their office")
    stranger = await Doors(app=doors.app, world=other, callers=doors.callers).caller(office.id, *WATCHING)
    entry = (await found(await watcher(doors)))[0]
    assert (await stranger.get(f"/v1/audit/{entry['id']}")).status_code == HTTPStatus.NOT_FOUND
    assert entry["id"] not in [each["id"] for each in await found(stranger)]


async def disclosures(caller: httpx.AsyncClient, scene: Scene, **query: Any) -> list[dict[str, Any]]:
    return await found(caller, f"/v1/clients/{scene.client}/disclosures", **query)


async def let_in(scene: Scene, agency: AgencyId, basis: Basis, tier: Tier) -> None:
    at, source = scene.core.clock.now(), uuid4()
    grant = AccessGrant(agency=agency, client=scene.client, basis=basis, source=source, since=at, tier=tier)
    async with scene.core.transactions.begin(scene.world.network.id) as tx:
        await tx.access.grant(grant)


async def test_a_client_is_told_who_saw_its_record_when_and_why(doors: Doors, scene: Scene, seal: Seal) -> None:
    await let_in(scene, scene.pantries[0].id, Basis.HANDOFF, Tier.IDENTITY)
    pantry = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await pantry.get(f"/v1/clients/{scene.client}")
    await scene.core.run(scene.as_coordinator(), clients.read, scene.client)
    await seal()
    officer = await watcher(doors)
    for caller in (officer, await doors.caller(scene.sender.id, Role.CASE_MANAGER)):
        told = [each for each in await disclosures(caller, scene) if each["noun"] != "disclosure"]
        assert [(each["deed"], each["noun"], each["agency_name"], each["basis"]) for each in told[:3]] == [
            ("seen", "client", None, ["coordinator"]),
            ("seen", "client", "Harbor Pantry", ["handoff"]),
            ("added", "consent", "Bayside Clinic", ["caseload"]),
        ]
    later = told[0]["at"]
    assert await disclosures(officer, scene, to="2020-01-01T00:00:00Z") == []
    assert later in [each["at"] for each in await disclosures(officer, scene, **{"from": later})]


async def test_to_ask_for_the_accounting_is_itself_on_it(doors: Doors, scene: Scene, seal: Seal) -> None:
    officer = await watcher(doors)
    await disclosures(officer, scene)
    await seal()
    told = await disclosures(officer, scene)
    assert (
        told[0]["action"],
        told[0]["agency_name"],
        told[0]["basis"],
    ) == ("disclosure.list", "Network office", ["own_record"])


async def test_who_does_not_serve_the_client_gets_no_accounting(doors: Doors, scene: Scene, seal: Seal) -> None:
    await seal()
    await let_in(scene, scene.pantries[0].id, Basis.HANDOFF, Tier.IDENTITY)
    for agency in scene.pantries[:2]:
        caller = await doors.caller(agency.id, Role.CASE_MANAGER)
        unknown = await caller.get(f"/v1/clients/{uuid4()}/disclosures")
        known = await caller.get(f"/v1/clients/{scene.client}/disclosures")
        assert (404, unknown.json()["code"]) == (known.status_code, known.json()["code"])
    for role in (Role.PRIVACY_OFFICER, Role.COORDINATOR):
        caller = await watcher(doors, role)
        assert (await caller.get(f"/v1/clients/{uuid4()}/disclosures")).status_code == HTTPStatus.NOT_FOUND


async def test_an_agency_whose_name_tells_of_a_treatment_is_named_to_the_officer_alone(
    doors: Doors, scene: Scene, seal: Seal
) -> None:
    profile = AgencyProfile(name="Shoreline Recovery", program_types=(ProgramType.SUBSTANCE_USE,))
    call = scene.world.by(Role.NETWORK_ADMIN)
    clinic = await scene.core.run(call, agencies.join, profile, Membership.FULL)
    await let_in(scene, clinic.id, Basis.CASELOAD, Tier.FULL)
    recovery = await doors.caller(clinic.id, Role.CASE_MANAGER)
    await recovery.get(f"/v1/clients/{scene.client}")
    await seal()
    hidden = ["actor_id", "agency_id", "agency_name", "principal_id"]
    for caller, name, withheld in (
        (await watcher(doors), "Shoreline Recovery", []),
        (recovery, "Shoreline Recovery", []),
        (await doors.caller(scene.sender.id, Role.CASE_MANAGER), None, hidden),
        (await watcher(doors, Role.COORDINATOR), None, hidden),
    ):
        reads = [each for each in await disclosures(caller, scene) if each["action"] == "client.read"]
        assert [(name, withheld)] == [(each["agency_name"], each["withheld"]) for each in reads]
        assert not withheld or [reads[0][name] for name in ("agency_id", "actor_id", "principal_id")] == [None] * 3


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Who looked at your record", "Looked at: your personal data", "Why: they serve you")),
        ("es", ("Quién vio su expediente", "Vio: sus datos personales", "Por qué: le atienden")),
    ],
)
async def test_the_accounting_is_a_paper_for_the_client(
    doors: Doors, scene: Scene, seal: Seal, language: str, said: tuple[str, ...]
) -> None:
    await reads_client(scene)
    await seal()
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, headers = f"/v1/clients/{scene.client}/disclosures", {"Accept-Language": language}
    sheet = await caller.get(path, headers={"Accept": "application/pdf"} | headers)
    page = await caller.get(path, headers={"Accept": "text/html"} | headers)
    assert (200, "application/pdf", language) == (
        sheet.status_code,
        sheet.headers["Content-Type"],
        sheet.headers["Content-Language"],
    )
    text = " ".join(
        " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(sheet.content)).pages).split()
    )
    for words in (*said, "Bayside Clinic", str(scene.client)):
        assert words in page.text
        assert words.replace("-", "") in text.replace("-", "").replace(" ", "") or words in text


async def test_the_paper_of_a_client_of_whom_nothing_happened_says_so(doors: Doors, scene: Scene, seal: Seal) -> None:
    await seal()
    caller = await watcher(doors)
    path = f"/v1/clients/{scene.client}/disclosures?to=2020-01-01T00:00:00Z"
    page = await caller.get(path, headers={"Accept": "text/html"})
    assert "Nobody looked at your record" in page.text


async def test_an_entry_says_what_the_hash_of_the_file_says(doors: Doors, seal: Seal) -> None:
    """The leaf is what `sha256sum` says of a zero byte and the entry."""
    caller = await watcher(doors)
    await seal()
    entry = next(each for each in await found(caller) if each["seq"] is not None)
    told = (await caller.get(f"/v1/audit/{entry['id']}/proof")).json()
    assert b64decode(told["leaf"]) == sha256(b"\0" + told["entry"].encode()).digest()


async def test_no_world_is_left_without_its_founding(world: World, seal: Seal, doors: Doors) -> None:
    await seal()
    entries = await found(await watcher(doors), action="network.found")
    assert [str(world.network.id)] == [entry["subject_ids"][0] for entry in entries]
