"""The embedded server on real processes: what dies, what lives, and who starts it again."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from app.adapters.postgres.embedded import binaries
from app.adapters.postgres.embedded.account import Account
from app.adapters.postgres.embedded.failures import EmbeddedServerFailed
from app.adapters.postgres.embedded.home import LONGEST_SOCKET_PATH, ROOT_HOME, Home, user_home
from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.postmaster import running
from app.adapters.postgres.embedded.processes import Process
from app.adapters.postgres.embedded.provision import provision
from app.adapters.postgres.embedded.server import EmbeddedServer
from tests.support.processes import ending

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 30
KEEP = """
import sys, threading
from pathlib import Path
from app.adapters.postgres.embedded.server import EmbeddedServer
with EmbeddedServer(Path(sys.argv[1]), fsync=False) as server:
    print(server.pid, server.is_owner, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="throughline-test-"))
    yield directory
    shutil.rmtree(directory)


def eventually(question: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def another_process(home: Path, python: str = sys.executable, **options: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own arguments
        [python, "-c", KEEP, str(home)],
        cwd=options.pop("cwd", REPOSITORY),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def let_others_through(home: Path) -> None:
    home.chmod(0o711)


def a_stranger(account: Account) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["/bin/sleep", "60"], user=account.uid if account.is_lent else None)


def first_word(process: "subprocess.Popen[str]") -> tuple[int, bool]:
    pid, owner = process.stdout.readline().split()
    return int(pid), owner == "True"


async def ask(server: EmbeddedServer, question: str, role: Role = Role.SUPERUSER, database: str = "postgres") -> object:
    connection = await asyncpg.connect(server.dsn(role=role, database=database))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def answers_a_query(server: EmbeddedServer) -> bool:
    home = server.home
    return running(home) is not None and "ready" in home.pid_file.read_text()


async def test_a_fresh_home_gets_a_checksummed_utf8_cluster_on_a_private_socket_only(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        shown = [
            await ask(server, f"SHOW {name}") for name in ("data_checksums", "server_encoding", "listen_addresses")
        ]

        assert shown == ["on", "UTF8", ""]
        assert mode(server.home.sockets) == 0o700
        assert mode(server.home.passwords) == 0o600
        assert mode(server.home.data) == 0o700


async def test_writes_are_durable_unless_a_test_asks_otherwise(home: Path) -> None:
    async with EmbeddedServer(home) as server:
        shown = [await ask(server, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")]

    assert shown == ["on", "on", "on"]


async def test_text_is_ordered_by_code_point_on_every_machine(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        ordered = await ask(server, "SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['a', 'B', 'é', 'Z', 'z']) x")

    assert ordered == "BZazé"


async def test_the_second_start_is_warm_and_finds_what_was_written(home: Path) -> None:
    async with EmbeddedServer(home) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 42 AS value")
    began = time.monotonic()
    async with EmbeddedServer(home) as server:
        ready_after = time.monotonic() - began
        kept = await ask(server, "SELECT value FROM kept")

    assert kept == 42
    assert ready_after < 2


async def test_stopping_leaves_no_process_and_no_note_of_one(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        process = psutil.Process(server.pid)
        children = process.children()

    assert not any(each.is_running() for each in [process, *children])
    assert not server.home.pid_file.exists()


async def test_a_wrong_password_does_not_open_the_database(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.dsn(role=Role.SUPERUSER, database="postgres"), password="guess")


async def test_a_killed_server_is_started_again_with_all_that_was_committed(home: Path) -> None:
    async with EmbeddedServer(home) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 42 AS value")
        killed = server.pid
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: server.pid not in {killed, None} and answers_a_query(server))

        assert await ask(server, "SELECT value FROM kept") == 42


async def test_a_server_killed_again_and_again_comes_back_each_time(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        for _ in range(3):
            killed = server.pid
            os.kill(killed, signal.SIGKILL)
            eventually(lambda killed=killed: server.pid not in {killed, None} and answers_a_query(server))

        assert await ask(server, "SELECT 1") == 1


async def test_a_stale_note_that_names_a_living_stranger_does_not_hinder_the_start(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        pid_file, noted = server.home.pid_file, server.home.pid_file.read_text()
    account = server.home.account
    stranger = a_stranger(account)
    try:
        lines = noted.splitlines()
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        Process(pid=stranger.pid, started="another time").write(server.home.record)
        pid_file.chmod(0o600)
        account.give(pid_file)
        async with EmbeddedServer(home, fsync=False) as again:
            assert await ask(again, "SELECT 1") == 1

        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_two_processes_on_one_home_share_one_server(home: Path) -> None:
    with ending(another_process(home)) as first:
        pid, owner = first_word(first)
        async with EmbeddedServer(home, fsync=False) as second:
            shared = (second.pid, second.is_owner, await ask(second, "SELECT 1"))
        still_there = psutil.pid_exists(pid)
        first.stdin.close()

    assert owner
    assert (pid, False, 1) == shared
    assert still_there


async def test_two_that_start_at_once_make_one_cluster(home: Path) -> None:
    with ending(another_process(home)) as first, ending(another_process(home)) as second:
        words = [first_word(first), first_word(second)]
        first.stdin.close()
        second.stdin.close()

    assert len({pid for pid, _ in words}) == 1
    assert sorted(owner for _, owner in words) == [False, True]


async def test_the_survivor_takes_over_when_the_owner_leaves(home: Path) -> None:
    with ending(another_process(home)) as first:
        pid, _ = first_word(first)
        async with EmbeddedServer(home, fsync=False) as survivor:
            first.stdin.close()
            first.wait(PATIENCE)
            eventually(lambda: survivor.is_owner and survivor.pid not in {pid, None} and answers_a_query(survivor))

            assert await ask(survivor, "SELECT 1") == 1


async def test_the_server_ends_with_a_killed_owner_and_the_next_one_starts_it(home: Path) -> None:
    with ending(another_process(home)) as owner:
        pid, _ = first_word(owner)
        process = psutil.Process(pid)
        owner.kill()
        owner.wait()
    async with EmbeddedServer(home, fsync=False) as server:
        assert server.is_owner
        assert server.pid not in {pid, None}
        assert await ask(server, "SELECT 1") == 1
        eventually(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)


async def test_the_server_outlives_no_killed_owner_even_if_nobody_follows(home: Path) -> None:
    with ending(another_process(home)) as owner:
        process = psutil.Process(first_word(owner)[0])
        owner.kill()
        owner.wait()

    eventually(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)


async def test_a_half_made_cluster_is_made_anew(home: Path) -> None:
    place = Home.at(home)
    place.prepare()
    (place.area / "data.new").mkdir()
    (place.area / "data.new" / "PG_VERSION").write_text("15")
    async with EmbeddedServer(home, fsync=False) as server:
        assert await ask(server, "SELECT 1") == 1


async def test_provisioning_makes_three_roles_without_power_and_can_be_repeated(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        await provision(server)
        await provision(server)
        powers = (
            "SELECT bool_or(rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole) FROM pg_roles WHERE rolname = "
        )
        names = [str(role) for role in (Role.OWNER, Role.APP, Role.WORKER)]
        found = [await ask(server, f"{powers} '{name}'") for name in names]

        assert found == [False, False, False]
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(server, "CREATE TABLE mine (id int)", Role.APP, "throughline")
        assert await ask(server, "CREATE TABLE mine (id int)", Role.OWNER, "throughline") is None


async def test_a_long_home_gets_a_short_private_socket_directory(home: Path) -> None:
    long = home / ("long" * 25)
    let_others_through(home)
    async with EmbeddedServer(long, fsync=False) as server:
        socket = server.home.sockets / ".s.PGSQL.5432"

        assert await ask(server, "SELECT 1") == 1
        assert len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH
        assert mode(server.home.sockets) == 0o700
    server.home.sockets.rmdir()


async def test_no_statement_and_no_value_reaches_the_log(home: Path) -> None:
    async with EmbeddedServer(home, fsync=False) as server:
        await ask(server, "CREATE TABLE people (name text PRIMARY KEY)")
        await ask(server, "INSERT INTO people VALUES ('Ada Quill')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await ask(server, "INSERT INTO people VALUES ('Ada Quill')")
        said = server.home.log.read_text()

    assert "Quill" not in said
    assert "INSERT" not in said


async def test_the_wheels_binaries_serve_where_the_system_has_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "SYSTEM", home / "nothing")
    monkeypatch.setenv("PATH", str(home / "nothing"))
    async with EmbeddedServer(home, fsync=False) as server:
        await ask(server, "CREATE EXTENSION pg_trgm")
        program = psutil.Process(server.pid).cmdline()[0]

    assert "pginstall" in program


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
async def test_binaries_that_the_lent_account_cannot_read_are_copied_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "SYSTEM", home / "nothing")
    monkeypatch.setenv("PATH", str(home / "nothing"))
    place = Home.at(home)
    place.prepare()
    [original] = binaries._of_the_wheel(place)
    package, hidden = original.directory.parents[1], home / "hidden"
    hidden.mkdir(mode=0o700)
    shutil.copytree(package, hidden / package.name, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), hidden / f"{package.name}.libs")
    monkeypatch.syspath_prepend(hidden)
    async with EmbeddedServer(home, fsync=False) as server:
        program = Path(psutil.Process(server.pid).cmdline()[0])

    assert program.is_relative_to(server.home.binaries)
    assert mode(hidden) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
async def test_root_lends_an_account_and_touches_no_directory_but_its_own(home: Path) -> None:
    parent = mode(home.parent)
    async with EmbeddedServer(home, fsync=False) as server:
        user = psutil.Process(server.pid).uids().real

    assert Account.unprivileged().uid == user
    assert parent == mode(home.parent)
    assert mode(home) == 0o701


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
def test_a_home_that_the_lent_account_cannot_reach_is_refused_by_name(home: Path) -> None:
    with pytest.raises(EmbeddedServerFailed, match=f"cannot enter {home}"):
        EmbeddedServer(home / "below", fsync=False).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_a_normal_user_runs_the_server_under_its_own_account(home: Path) -> None:
    python = next((path for path in ("/usr/bin/python3", sys.executable) if _runs_for_nobody(path)), None)
    if python is None:
        pytest.skip("no interpreter that a normal user can run")
    account = Account.current()
    shutil.copytree(REPOSITORY / "app", home / "code" / "app", ignore=shutil.ignore_patterns("__pycache__"))
    (home / "own").mkdir()
    os.chown(home / "own", 65534, 65534)
    home.chmod(0o755)
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    with ending(another_process(home / "own", python, cwd=home / "code", **nobody)) as process:
        pid, owner = first_word(process)
        user = psutil.Process(pid).uids().real
        process.stdin.close()

    assert owner
    assert user == 65534
    assert account.name == Account.current().name


def _runs_for_nobody(python: str) -> bool:
    version = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        asked = subprocess.run([python, "-c", version], user=65534, group=65534, cwd="/", check=False)  # noqa: S603 - ours
    except OSError:
        return False
    return asked.returncode == 0


def test_the_home_follows_the_environment() -> None:
    expected_default = ROOT_HOME if os.geteuid() == 0 else Path("/data/throughline")

    assert Path("/srv/tl") == user_home({"THROUGHLINE_HOME": "/srv/tl", "XDG_DATA_HOME": "/data"})
    assert expected_default == user_home({"XDG_DATA_HOME": "/data"})


def test_a_process_is_known_by_its_start_and_not_by_its_number_alone(tmp_path: Path) -> None:
    me = Process.find(os.getpid())
    me.write(tmp_path / "server.json")
    noted = json.loads((tmp_path / "server.json").read_text())

    assert me.lives
    assert me == Process.read(tmp_path / "server.json")
    assert not Process(pid=me.pid, started=noted["started"] + "0").lives
