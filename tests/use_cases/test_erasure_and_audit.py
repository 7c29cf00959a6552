"""That a client can be forgotten and the audit stays whole: it says who did what with which id, and verifies."""

import json
import zlib

from app.adapters.anchors import FileAnchors
from app.adapters.audit_keys import Signatures
from app.adapters.postgres.audit_reading import PostgresLogReader
from app.domain.errands.client_export import ExportPurpose
from app.domain.networks.roles import Role
from app.domain.retention.erasure import ErasureReason
from app.use_cases.audit.audit_verification import Report, Trust, examine
from app.use_cases.clients import clients
from app.use_cases.retention import client_exports, erasures
from app.use_cases.rounds import system_call
from tests.support.audit import Log
from tests.support.scenes_referrals import Scene, a_scene


async def examined(log: Log) -> Report:
    keys = log.service.audit_keys
    trust = Trust(verifies=Signatures(), current=keys.public(log.network), others=frozenset())
    reader = PostgresLogReader(log.worker.transactions, keys)
    return await examine(reader, log.network, trust, FileAnchors(log.folder), ())


async def erase(log: Log, scene: Scene) -> None:
    core = log.service.core
    supervisor, officer = scene.at_sender(Role.SUPERVISOR), scene.world.by(Role.PRIVACY_OFFICER)
    view = await core.run(supervisor, erasures.propose, scene.client, ErasureReason.CLIENT_REQUEST, None)
    await core.run(officer, erasures.approve, view.erasure.id, None, expected=None)
    assert await core.run(system_call(log.network, "erasures"), erasures.carry_out_next)


async def test_the_audit_verifies_after_a_client_was_forgotten(log: Log) -> None:
    scene = await a_scene(log.world)
    await log.service.core.run(scene.at_sender(), clients.read, scene.client)
    await log.seal()
    before = await log.head()
    await erase(log, scene)
    await log.seal()
    report = await examined(log)
    assert (report.first, report.defects) == (None, ())
    after = await log.head()
    assert after["size"] > before["size"]
    named = "SELECT count(*) FROM audit_entries WHERE network_id = $1 AND $2 = ANY (client_ids)"
    [[entries]] = await log.owner(named, log.network, scene.client)
    assert entries > 4


async def test_an_export_for_the_client_tells_who_saw_what(log: Log) -> None:
    scene = await a_scene(log.world)
    core, seal = log.service.core, log.service.export_seal
    await core.run(scene.at_sender(), clients.read, scene.client)
    await log.seal()
    supervisor = scene.at_sender(Role.SUPERVISOR)
    export = await core.run(supervisor, client_exports.request, scene.client, ExportPurpose.CLIENT_REQUEST)
    await core.run(system_call(log.network, "exports"), client_exports.make_next, seal)
    body = await core.run(supervisor, client_exports.fetch, scene.client, export.id, seal)
    told = [each["action"] for each in json.loads(body)["disclosures"]]
    assert "client.read" in told
    [[sealed]] = await log.owner("SELECT content FROM client_export_contents WHERE export_id = $1", export.id)
    opened = seal.open(sealed)
    assert opened is not None
    assert zlib.decompress(opened) == body


async def test_answers_kept_for_retries_go_with_the_client(log: Log) -> None:
    scene = await a_scene(log.world)
    await log.owner(
        """
        INSERT INTO kept_answers (network_id, caller_id, key, at, fingerprint, status, headers, body)
        SELECT network_id, coalesce(worker_id, api_client_id, agency_id), id::text, at, '', 200, '[]', ''
        FROM audit_entries WHERE network_id = $1 AND $2 = ANY (client_ids)
        """,
        log.network,
        scene.client,
    )
    await log.seal()
    await erase(log, scene)
    [[left]] = await log.owner("SELECT count(*) FROM kept_answers WHERE network_id = $1", log.network)
    assert left == 0
