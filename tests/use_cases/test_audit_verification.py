"""With the owner's rights on the database the log is bent in every way there is, and the first bad entry is named."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from app.adapters.anchors import FileAnchors
from app.adapters.audit_keys import AuditKeys, Signatures
from app.adapters.postgres.audit_files import network_in, read_lines, written
from app.adapters.postgres.audit_reading import PostgresLogReader
from app.adapters.postgres.records import leaf as leaf_of
from app.domain.audit.checkpoint import Checkpoint, note_of, origin_of
from app.domain.audit.examination import Wrong
from app.domain.audit.merkle import Tree
from app.domain.identity import uuid7
from app.ports.audit import KeptCheckpoint
from app.use_cases.audit.audit_verification import Report, Trust, examine, examine_lines
from tests.support.audit import Log
from tests.support.long import mostly_long

ENTRIES = 40
EVERY_TABLE = ("audit_entries", "audit_leaves", "audit_nodes", "audit_heads", "audit_checkpoints", "audit_subjects")


@dataclass(slots=True)
class Bent:
    """A log, and what somebody kept of it."""

    log: Log
    kept: Sequence[KeptCheckpoint] = ()

    async def examined(self, *, secret: bool = True, anchors: bool = True) -> Report:
        keys = self.log.service.audit_keys
        public = keys.public(self.log.network)
        trust = Trust(
            verifies=Signatures(),
            current=public if secret else None,
            others=frozenset() if secret else frozenset({public}),
        )
        reader = PostgresLogReader(self.log.worker.transactions, keys if secret else None)
        folder = FileAnchors(self.log.folder if anchors else None)
        return await examine(reader, self.log.network, trust, folder, self.kept)


@pytest.fixture
async def bent(log: Log) -> Bent:
    """A log of forty entries, sealed in three steps, the second of which somebody wrote down."""
    await log.read_often(9)
    await log.seal()
    await log.read_often(10)
    await log.seal()
    note = await FileAnchors(log.folder).read(log.network)
    await log.read_often(20)
    await log.seal()
    return Bent(log, (KeptCheckpoint(note=note or "", source="a piece of paper"),))


def hash_of(row: dict[str, object]) -> bytes:
    return leaf_of({name: value for name, value in row.items() if name not in ("leaf", "mac")})


async def rewrite(log: Log, leaves: Sequence[tuple[UUID, bytes]]) -> None:
    """Lay the log anew over these entries, as if it had always been so; only the keys are missing."""
    rows = await log.owner("SELECT seq, entry_id, leaf, mac FROM audit_leaves")
    genuine = {(row["seq"], row["entry_id"], row["leaf"]): row["mac"] for row in rows}
    forger = AuditKeys(b"not the service's secret")
    for table in ("audit_leaves", "audit_nodes", "audit_checkpoints"):
        await log.owner(f"DELETE FROM {table}")  # noqa: S608
    tree, nodes = Tree(), []
    for seq, (entry, leaf) in enumerate(leaves):
        nodes += tree.append(leaf)
        place = genuine.get((seq, entry, leaf)) or forger.of_place(log.network, seq, entry, leaf)
        sql = "INSERT INTO audit_leaves VALUES ($1, $2, $3, $4, $5)"
        await log.owner(sql, log.network, seq, entry, leaf, place)
    for node in nodes:
        sql = "INSERT INTO audit_nodes VALUES ($1, $2, $3, $4)"
        await log.owner(sql, log.network, node.level, node.index, node.hash)
    checkpoint = Checkpoint(origin=origin_of(log.network), size=tree.size, root=tree.root())
    key = forger.public(log.network)
    note = note_of(checkpoint, key, forger.sign(log.network, checkpoint.text))
    sql = "INSERT INTO audit_checkpoints VALUES ($1, date_trunc('hour', now()), $2, $3, now(), $4, $5)"
    await log.owner(sql, log.network, tree.size, tree.root(), key.hash.hex(), note)
    await log.owner("UPDATE audit_heads SET size = $1, peaks = $2", tree.size, tree.pack())


async def leaves_of(log: Log) -> list[tuple[UUID, bytes]]:
    rows = await log.owner("SELECT entry_id, leaf FROM audit_leaves ORDER BY seq")
    return [(row["entry_id"], row["leaf"]) for row in rows]


async def edit(log: Log) -> None:
    sql = "UPDATE audit_entries SET action = 'nothing.at_all' WHERE id = $1"
    await log.owner(sql, (await log.entries())[9])


async def edit_and_hash_anew(log: Log) -> None:
    await edit(log)
    row = (await log.owner("SELECT * FROM audit_entries WHERE action = 'nothing.at_all'"))[0]
    leaf = hash_of(dict(row))
    await log.owner("UPDATE audit_entries SET leaf = $1 WHERE id = $2", leaf, row["id"])
    await log.owner("UPDATE audit_leaves SET leaf = $1 WHERE entry_id = $2", leaf, row["id"])


async def delete(log: Log) -> None:
    await log.owner("DELETE FROM audit_entries WHERE id = $1", (await log.entries())[9])


async def delete_with_its_place(log: Log) -> None:
    await delete(log)
    await log.owner("DELETE FROM audit_leaves WHERE seq = 9")


async def delete_and_close_the_gap(log: Log) -> None:
    await delete_with_its_place(log)
    await log.owner("UPDATE audit_leaves SET seq = -seq WHERE seq > 9")
    await log.owner("UPDATE audit_leaves SET seq = -seq - 1 WHERE seq < 0")


async def delete_and_lay_everything_anew(log: Log) -> None:
    leaves = await leaves_of(log)
    await delete(log)
    await rewrite(log, leaves[:9] + leaves[10:])


async def move(log: Log) -> None:
    for seq, to in ((9, -1), (20, 9), (-1, 20)):
        await log.owner("UPDATE audit_leaves SET seq = $2 WHERE seq = $1", seq, to)


async def move_and_lay_everything_anew(log: Log) -> None:
    leaves = await leaves_of(log)
    leaves[9], leaves[20] = leaves[20], leaves[9]
    await rewrite(log, leaves)


async def insert_in_the_middle(log: Log) -> None:
    leaves = await leaves_of(log)
    await rewrite(log, [*leaves[:9], await insert(log), *leaves[9:]])


async def insert(log: Log) -> tuple[UUID, bytes]:
    """Put in an entry with a hash that fits it."""
    row = dict((await log.owner("SELECT * FROM audit_entries ORDER BY id DESC LIMIT 1"))[0])
    an_hour_ago = int((datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000)
    row |= {"id": uuid7(an_hour_ago, bytes(10)), "action": "client.read"}
    row["leaf"] = hash_of(row)
    marks = ", ".join(f"${n}" for n in range(1, len(row) + 1))
    await log.owner(f"INSERT INTO audit_entries ({', '.join(row)}) VALUES ({marks})", *row.values())  # noqa: S608
    return row["id"], row["leaf"]


async def cut(log: Log) -> None:
    await log.owner("DELETE FROM audit_entries WHERE id IN (SELECT entry_id FROM audit_leaves WHERE seq >= 9)")
    await log.owner("DELETE FROM audit_leaves WHERE seq >= 9")


async def cut_and_lay_everything_anew(log: Log) -> None:
    leaves = await leaves_of(log)
    await log.owner("DELETE FROM audit_entries WHERE id IN (SELECT entry_id FROM audit_leaves WHERE seq >= 9)")
    await rewrite(log, leaves[:9])


async def truncate_the_entries(log: Log) -> None:
    await log.owner("TRUNCATE audit_entries")


async def truncate_everything(log: Log) -> None:
    await log.owner(f"TRUNCATE {', '.join(EVERY_TABLE)}")


async def replace_everything(log: Log) -> None:
    """Edit one entry and lay everything anew, so that all fits: only what was signed and kept does not."""
    await edit_and_hash_anew(log)
    await rewrite(log, await leaves_of(log))


async def bend_the_tree(log: Log) -> None:
    await log.owner("UPDATE audit_nodes SET hash = sha256(hash) WHERE level = 1 AND index = 4")


Deed = Callable[[Log], Awaitable[object]]
# Which deed, what it is called, and the place of the first bad entry.
DEEDS: list[tuple[Deed, Wrong, int | None]] = [
    (edit, Wrong.EDITED, 9),
    (edit_and_hash_anew, Wrong.EDITED, 9),
    (delete, Wrong.DELETED, 9),
    (delete_with_its_place, Wrong.DELETED, 9),
    (delete_and_close_the_gap, Wrong.MOVED, 9),
    (delete_and_lay_everything_anew, Wrong.MOVED, 9),
    (move, Wrong.MOVED, 9),
    (move_and_lay_everything_anew, Wrong.MOVED, 9),
    (insert, Wrong.INSERTED, None),
    (insert_in_the_middle, Wrong.EDITED, 9),
    (cut, Wrong.TRUNCATED, 9),
    (cut_and_lay_everything_anew, Wrong.TRUNCATED, 9),
    (truncate_the_entries, Wrong.DELETED, 0),
    (truncate_everything, Wrong.TRUNCATED, 0),
    (replace_everything, Wrong.EDITED, 9),
    (bend_the_tree, Wrong.TREE, 8),
]


async def test_an_untouched_log_is_intact_and_everything_kept_of_it_holds(bent: Bent) -> None:
    report = await bent.examined()
    assert (
        report.size,
        report.proved,
        report.witnesses,
        report.waiting,
        report.defects,
    ) == (ENTRIES, ENTRIES, 3, 0, ())


@pytest.mark.parametrize(("deed", "wrong", "seq"), DEEDS, ids=[deed.__name__ for deed, *_ in DEEDS])
async def test_whatever_the_owner_of_the_database_does_is_found_and_the_first_bad_entry_named(
    bent: Bent, deed: Deed, wrong: Wrong, seq: int | None
) -> None:
    await deed(bent.log)
    first = (await bent.examined()).first
    assert first is not None
    assert (wrong, seq) == (first.wrong, first.seq)


@pytest.mark.parametrize("deed", mostly_long((deed for deed, *_ in DEEDS), one_in=6), ids=lambda deed: deed.__name__)
async def test_it_is_found_without_the_services_secret_as_well(bent: Bent, deed: Deed) -> None:
    await deed(bent.log)
    assert (await bent.examined(secret=False)).first is not None


async def test_what_was_cut_down_to_a_signed_beginning_is_known_by_whatever_is_kept_elsewhere(bent: Bent) -> None:
    """The owner kept an old checkpoint with its true signature, and takes the log back to it."""
    await bent.log.owner("DELETE FROM audit_entries WHERE id IN (SELECT entry_id FROM audit_leaves WHERE seq >= 20)")
    await bent.log.owner("DELETE FROM audit_leaves WHERE seq >= 20")
    await bent.log.owner("UPDATE audit_checkpoints SET size = 20, note = $1", bent.kept[0].note)
    found = (await bent.examined()).first
    assert found is not None
    assert (found.wrong, found.seq) == (Wrong.TRUNCATED, 20)
    assert "the anchor file knows 40 entries" in found.words
    unkept = await Bent(bent.log).examined(anchors=False)
    assert [defect.wrong for defect in unkept.defects] == [Wrong.HIDDEN]


async def test_a_note_that_somebody_else_signed_proves_nothing(bent: Bent) -> None:
    forger = AuditKeys(b"not the service's secret")
    network = bent.log.network
    checkpoint = Checkpoint(origin=origin_of(network), size=5, root=b"\0" * 32)
    note = note_of(checkpoint, forger.public(network), forger.sign(network, checkpoint.text))
    bent.kept = [KeptCheckpoint(note=note, source="a stranger"), KeptCheckpoint(note="hello", source="a letter")]
    defects = (await bent.examined()).defects
    assert [defect.wrong for defect in defects] == [Wrong.UNSIGNED] * 2


async def test_an_entry_that_waits_for_its_place_is_no_fault(bent: Bent) -> None:
    await bent.log.read()
    report = await bent.examined()
    assert (report.waiting, report.defects) == (1, ())


async def test_who_hides_an_entry_from_those_who_look_for_it_is_found(bent: Bent) -> None:
    await bent.log.owner("DELETE FROM audit_subjects WHERE entry_id = $1", (await bent.log.entries())[9])
    first = (await bent.examined()).first
    assert first is not None
    assert (Wrong.HIDDEN, (await bent.log.entries())[9]) == (first.wrong, first.entry)


async def exported(bent: Bent) -> list[bytes]:
    reader = PostgresLogReader(bent.log.worker.transactions, None)
    async with reader.snapshot(bent.log.network) as snapshot:
        return [line async for line in snapshot.written()]


async def test_an_exported_log_is_examined_without_any_database(bent: Bent) -> None:
    lines, keys = await exported(bent), bent.log.service.audit_keys
    network = network_in(lines[0])
    trust = Trust(verifies=Signatures(), current=None, others=frozenset({keys.public(network)}))
    note = await FileAnchors(bent.log.folder).read(network) or ""
    kept = [*bent.kept, KeptCheckpoint(note=note, source="the checkpoint beside it")]

    def report(given: Sequence[bytes]) -> Report:
        return examine_lines(network, read_lines(network, given, None), trust, kept)

    assert (report(lines).size, report(lines).proved, report(lines).defects) == (ENTRIES, ENTRIES, ())
    edited = [*lines[:9], lines[9].replace(b"network.read", b"network.lose"), *lines[10:]]
    for bent_lines, wrong, seq in (
        (edited, Wrong.EDITED, 9),
        (lines[:9] + lines[10:], Wrong.DELETED, 9),
        ([*lines[:9], lines[20], *lines[10:20], lines[9], *lines[21:]], Wrong.DELETED, 9),
        (lines[:25], Wrong.TRUNCATED, 25),
    ):
        first = report(bent_lines).first
        assert first is not None
        assert (wrong, seq) == (first.wrong, first.seq)


def test_the_leaf_of_an_exported_entry_is_the_hash_of_its_bytes() -> None:
    """What anybody can do with `sha256sum`."""
    entry = {"id": str(uuid4()), "network_id": str(uuid4()), "request_id": "ä\n\x7f"}
    line = written(0, b"", entry, leaf_of(entry), b"")
    text = line[len(b'{"entry":') : line.index(b',"leaf":')]
    assert json.loads(line)["leaf"] == sha256(b"\0" + text).hexdigest()
    assert text == json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
