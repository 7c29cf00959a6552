"""The sealer on a real log: everything that was written gets its place, and nothing that the service did not write."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from app.adapters.anchors import FileAnchors
from app.adapters.audit_keys import AuditKeys
from app.domain.audit.checkpoint import SignedNote
from app.domain.audit.merkle import Tree
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.roles import Role
from app.use_cases.audit.audit_sealing import signed_by
from app.use_cases.networks import agencies, api_clients
from tests.support.audit import Log
from tests.support.builders_directory import EVERYTHING

UNSEALED = """
SELECT count(*) FROM audit_entries e WHERE network_id = $1
    AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.network_id = $1 AND l.entry_id = e.id)
"""
FORGED = """
INSERT INTO audit_entries
SELECT (jsonb_populate_record(e, jsonb_build_object('id', $2::uuid, 'action', 'client.read'))).*
FROM audit_entries e WHERE network_id = $1 ORDER BY id DESC LIMIT 1
"""


async def counted(log: Log, sql: str) -> int:
    return int((await log.owner(sql, log.network))[0][0])


async def test_every_entry_gets_a_place_and_the_tree_over_them_is_signed(log: Log) -> None:
    await log.read_often(20)
    await log.seal()
    await log.read_often(3)
    await log.seal()
    places = await log.owner("SELECT * FROM audit_leaves WHERE network_id = $1 ORDER BY seq", log.network)
    tree = Tree()
    nodes = [node for place in places for node in tree.append(place["leaf"])]
    kept = await log.owner("SELECT level, index, hash FROM audit_nodes WHERE network_id = $1", log.network)
    note = SignedNote.parse(await FileAnchors(log.folder).read(log.network) or "")
    assert (list(range(24)), 0) == ([place["seq"] for place in places], await counted(log, UNSEALED))
    assert {(n.level, n.index, n.hash) for n in nodes} == {tuple(row) for row in kept}
    assert (24, tree.root()) == (note.checkpoint.size, note.checkpoint.root)
    key = log.service.audit_keys.public(log.network)
    assert key == signed_by(log.service.audit_keys, note, {key})


async def test_an_idle_network_is_not_even_entered(log: Log) -> None:
    await log.seal()
    await log.owner("UPDATE audit_heads SET sealed_at = sealed_at - interval '2 minutes'")
    assert await log.behind() == []
    await log.read()
    assert await log.behind() == [log.network]


async def test_what_was_committed_late_gets_its_place_all_the_same(log: Log) -> None:
    pool = log.service.transactions
    async with pool.session(log.network):
        await log.read()
        late = (await log.owner("SELECT * FROM audit_entries ORDER BY id DESC LIMIT 1"))[0]
        await log.owner("DELETE FROM audit_entries WHERE id = $1", late["id"])
    await log.read_often(2)
    await log.seal()
    marks = ", ".join(f"${n}" for n in range(1, len(late) + 1))
    await log.owner(f"INSERT INTO audit_entries ({', '.join(late.keys())}) VALUES ({marks})", *late.values())  # noqa: S608
    await log.seal()
    assert (late["id"], 0) == ((await log.entries())[-1], await counted(log, UNSEALED))


async def test_several_sealers_at_once_give_each_entry_one_place(log: Log) -> None:
    others = [log.another_sealer() for _ in range(3)]
    reading = asyncio.create_task(log.read_often(120))
    while not reading.done():
        await asyncio.gather(*(sealer.turn() for sealer in others))
    await log.seal()
    entries = await log.entries()
    assert (len(entries), len(set(entries))) == (121, 121)


async def test_an_entry_that_the_service_did_not_write_is_set_apart_and_told_once(log: Log) -> None:
    office = await log.world.an_agency("Privacy office")
    new = NewApiClient(agency=office.id, name="Watch", roles=frozenset({Role.PRIVACY_OFFICER}), scopes=EVERYTHING)
    await log.service.core.run(log.world.by(Role.NETWORK_ADMIN), api_clients.register, new, "a secret")
    await log.seal()
    await log.owner(FORGED, log.network, forged := uuid4())
    for _ in range(2):
        await log.seal()
    sql = "SELECT subject_id FROM events WHERE type = 'audit.tampered' AND audience = ARRAY[$1::uuid]"
    told = await log.owner(sql, office.id)
    found = await log.owner("SELECT entry_id, fault FROM audit_findings")
    assert ([(forged,)], [(forged, "the service did not write it")]) == (
        [tuple(row) for row in told],
        [tuple(row) for row in found],
    )
    assert forged not in await log.entries()


BENT = {
    "an entry put into the tree": "UPDATE audit_heads SET size = size + 1",
    "another tree": "UPDATE audit_heads SET peaks = sha256(peaks) || substr(peaks, 33)",
    "a tree that is cut": "UPDATE audit_heads SET size = 0, peaks = ''",
    "no head": "DELETE FROM audit_heads",
    "a checkpoint that nobody signed": "UPDATE audit_checkpoints SET note = 'trust me'",
}


@pytest.mark.parametrize("bent", BENT)
async def test_nothing_is_built_on_a_tree_that_was_not_signed(log: Log, bent: str) -> None:
    await log.read_often(4)
    await log.seal()
    await log.owner(BENT[bent])
    await log.read()
    fresh = log.another_sealer()
    (log.folder / f"{log.network}.checkpoint").unlink()
    for _ in range(2):
        await fresh.turn()
    told = await log.owner("SELECT subject_id FROM events WHERE type = 'audit.tampered'")
    assert [(log.network,)] == [tuple(row) for row in told]
    assert len(await log.entries()) == 5


async def test_a_log_that_was_cut_back_to_what_was_signed_once_is_known_by_its_anchor(log: Log) -> None:
    await log.seal()
    kept = {table: await log.owner(f"SELECT * FROM {table}") for table in ("audit_heads", "audit_checkpoints")}  # noqa: S608
    await log.read_often(3)
    await log.seal()
    await log.owner("DELETE FROM audit_leaves WHERE seq > 0")
    await log.owner("DELETE FROM audit_nodes")
    for table, rows in kept.items():
        await log.owner(f"DELETE FROM {table}")  # noqa: S608
        for row in rows:
            marks = ", ".join(f"${n}" for n in range(1, len(row) + 1))
            await log.owner(f"INSERT INTO {table} VALUES ({marks})", *row.values())  # noqa: S608
    await log.another_sealer().turn()
    assert await log.owner("SELECT fault FROM audit_findings") == [("4 entries were sealed, and only 1 are there",)]


async def test_a_service_with_a_new_secret_goes_on_where_the_former_key_is_trusted(log: Log) -> None:
    await log.seal()
    former = log.service.audit_keys.public(log.network)
    log.service.core.transactions.stamp = AuditKeys(b"new").of_entry  # type: ignore[attr-defined]
    await log.read()
    sealer = log.another_sealer(former)
    sealer._keys = AuditKeys(b"new")
    await sealer.turn()
    assert len(await log.entries()) == 2


async def test_whom_an_entry_is_about_can_be_found_with_the_basis(log: Log) -> None:
    agency = await log.world.an_agency()
    await log.service.core.run(log.world.by(Role.NETWORK_ADMIN), agencies.read, agency.id)
    await log.seal()
    found = await log.owner("SELECT bases FROM audit_subjects WHERE subject_id = $1", agency.id)
    assert [tuple(row) for row in found] == [(None,), (None,)]


async def test_neither_service_nor_worker_can_take_back_what_is_sealed(log: Log) -> None:
    await log.seal()
    for role in (log.database.app, log.database.worker):
        connection = await asyncpg.connect(role)
        for table in ("audit_entries", "audit_leaves", "audit_nodes", "audit_subjects", "audit_findings"):
            for verb in (f"UPDATE {table} SET network_id = network_id", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(verb)
        await connection.close()
