"""What an auditor does at the command line: verify, export, anchor, with the exit codes that scripts rely on."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from app.adapters.audit_keys import AuditKeys
from app.config import Settings
from app.domain.identity import NetworkId
from app.wiring import secret_of
from tests.support.postgres import Database, a_copy
from tests.support.processes import SECRET, environment
from tests.support.running import a_running, finish

Sealed = tuple[Database, dict[str, str], str]


def asked(database: Database, sql: str) -> list[asyncpg.Record]:
    async def ask() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(database.superuser)
        try:
            return await connection.fetch(sql)
        finally:
            await connection.close()

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def sealed(postgres: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    """A network that was founded and sealed by the service's own processes."""
    home = tmp_path_factory.mktemp("home")
    with a_copy(postgres) as database:  # type: ignore[arg-type]
        settings = environment(database, THROUGHLINE_HOME=str(home), DATABASE_OWNER_URL=database.owner)
        code, said = finish("network", "found", "Biscayne Care", **settings)
        assert code == 0, said
        network = json.loads(said)["network"]
        with a_running("serve", "--with-worker", **settings):
            anchor = home / "anchors" / f"{network}.checkpoint"
            for _ in range(200):
                if anchor.exists():
                    break
                asyncio.run(asyncio.sleep(0.1))
        assert anchor.exists()
        yield database, settings, network


def test_a_log_is_verified_exported_and_anchored_and_a_bent_one_refused(sealed: Sealed, tmp_path: Path) -> None:
    database, settings, network = sealed
    log, note = tmp_path / "log.ndjson", tmp_path / "note"
    code, said = finish("verify", **settings)
    assert (code, "Intact." in said) == (0, True), said
    assert finish("audit", "anchor", "--network", network, "--output", str(note), **settings) == (0, "")
    assert finish("audit", "export", "--network", network, "--output", str(log), **settings) == (0, "")
    secret = secret_of(Settings(database_url=database.app, secret_key=SECRET))
    key = AuditKeys(secret or b"").public(NetworkId(UUID(network))).spelled
    nothing = {"PATH": "/usr/bin:/bin"}
    code, said = finish("verify", "--export", str(log), "--checkpoint", str(note), "--trust", key, **nothing)
    assert (code, "proved by 2 checkpoints" in said) == (0, True), said
    assert finish("verify", "--network", network, "--checkpoint", str(note), **settings)[0] == 0

    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([lines[0].replace(b"network.found", b"network.grown"), *lines[1:]]))
    code, said = finish("verify", "--export", str(log), "--trust", key, **nothing)
    assert (code, "First: entry 0" in said and "edited" in said) == (1, True), said

    asked(database, "UPDATE audit_entries SET action = 'client.read' WHERE action = 'agency.join'")
    code, said = finish("verify", "--network", network, **settings)
    place = asked(
        database,
        "SELECT seq, entry_id FROM audit_leaves l JOIN audit_entries e ON e.id = l.entry_id "
        "WHERE e.action = 'client.read'",
    )[0]
    assert (code, f"First: entry {place['seq']} ({place['entry_id']}): edited" in said) == (1, True), said


def test_what_cannot_be_read_or_believed_is_told(sealed: Sealed, tmp_path: Path) -> None:
    _, settings, network = sealed
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("hello\n")
    without = {name: value for name, value in settings.items() if name != "THROUGHLINE_SECRET_KEY"}
    for arguments, given, code, words in (
        (("verify", "--export", str(nonsense)), settings, 1, "line 1 is not an entry"),
        (("verify", "--export", str(tmp_path / "missing")), settings, 1, "No such file"),
        (("verify", "--trust", "hello"), settings, 2, "it is not a key"),
        (("verify", "--network", network, "--checkpoint", str(nonsense)), settings, 1, "unsigned"),
        (("verify", "--network", network), without, 1, "nothing could be believed"),
        (("audit", "anchor", "--network", "00000000-0000-0000-0000-000000000001"), settings, 1, "Nothing of this"),
    ):
        done, said = finish(*arguments, **given)
        assert (code, True) == (done, words in said), f"{arguments}: {said}"
