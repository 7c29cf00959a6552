"""An operator's day: start, stop, kill, misconfigure, migrate, on real processes."""

import json
import os
import signal
import socket
import urllib.request
from pathlib import Path

import asyncpg
import psutil
import pytest

from app.adapters.postgres.provisioning import passwords_in
from tests.support.postgres import Database, a_home
from tests.support.processes import ending, environment
from tests.support.running import PATIENCE, Running, a_running, eventually_ready, finish, free_port, typed

GONE = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)


def read(url: str) -> dict[str, object]:
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
        return json.load(answer)


def descendants(running: Running) -> list[psutil.Process]:
    return psutil.Process(running.process.pid).children(recursive=True)


def test_a_service_without_a_database_brings_its_own_and_takes_it_along_when_it_stops() -> None:
    with a_home() as home, a_running("serve", to_the_letter=True, THROUGHLINE_HOME=str(home)) as running:
        checks = read(f"{running.url}/readyz")["checks"]
        database = descendants(running)
        code = running.stop(signal.SIGINT)

        assert checks == {"database": "ok", "migrations": "ok"}
        assert code == 0
        assert database
        assert not [process for process in database if process.is_running()]


@pytest.mark.long
def test_a_killed_service_takes_its_database_along_and_starts_again_on_the_same_home() -> None:
    with a_home() as home:
        with a_running("serve", THROUGHLINE_HOME=str(home)) as running:
            database = descendants(running)
            running.stop(signal.SIGKILL)
        psutil.wait_procs(database, timeout=PATIENCE)
        with a_running("serve", THROUGHLINE_HOME=str(home)) as running:
            checks = read(f"{running.url}/readyz")["checks"]

    assert not [process for process in database if process.is_running() and process.status() not in GONE]
    assert checks == {"database": "ok", "migrations": "ok"}


@pytest.mark.long
def test_a_killed_database_comes_back_under_a_running_service() -> None:
    with a_home() as home, a_running("serve", THROUGHLINE_HOME=str(home)) as running:
        for postmaster in psutil.Process(running.process.pid).children():
            postmaster.kill()
            postmaster.wait(PATIENCE)
        eventually_ready(running.url)

        assert running.stop() == 0


@pytest.mark.long
def test_two_processes_share_one_database_and_the_survivor_keeps_it() -> None:
    with (
        a_home() as home,
        a_running("serve", THROUGHLINE_HOME=str(home)) as first,
        a_running("serve", THROUGHLINE_HOME=str(home)) as second,
    ):
        kept_by = [bool(descendants(first)), bool(descendants(second))]
        first.stop()
        eventually_ready(second.url)

        assert kept_by == [True, False]
        assert descendants(second)


def test_a_taken_port_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = finish("serve", PORT=str(taken.getsockname()[1]), THROUGHLINE_HOME="unused")

    assert code == 1
    assert "in use" in said
    assert "Traceback" not in said


def test_every_wrong_setting_is_named() -> None:
    code, said = finish("serve", PORT="99999", THROUGHLINE_DATABASE_POOL_SIZE="none")

    assert code == 1
    assert "PORT" in said
    assert "database_pool_size" in said


def test_an_unknown_command_is_a_wrong_command_line() -> None:
    with ending(typed("fly")) as process:
        process.communicate(timeout=PATIENCE)

    assert process.returncode == 2


def test_the_service_refuses_to_start_as_a_superuser(database: Database) -> None:
    wrong = {**environment(database), "DATABASE_URL": database.superuser}
    code, said = finish("serve", PORT=str(free_port()), **wrong)

    assert code == 1
    assert "superuser" in said


def test_the_service_refuses_tables_that_are_behind(empty_database: Database) -> None:
    back, _ = finish("migrate", "--revision", "base", **owned(empty_database))
    code, said = finish("serve", PORT=str(free_port()), **environment(empty_database))
    forth, _ = finish("migrate", **owned(empty_database))
    fit, shown = finish("verify-config", **environment(empty_database))

    assert (back, forth, fit) == (0, 0, 0)
    assert code == 1
    assert "migrate" in said
    assert "fit" in shown


def owned(database: Database) -> dict[str, str]:
    return {**environment(database), "DATABASE_OWNER_URL": database.owner}


def test_migrating_needs_the_owner(database: Database) -> None:
    code, said = finish("migrate", **environment(database))

    assert code == 1
    assert "DATABASE_OWNER_URL" in said


def test_a_database_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    url = f"postgresql://throughline_app:x@/throughline?host={tmp_path}"
    code, said = finish("serve", PORT=str(free_port()), DATABASE_URL=url, THROUGHLINE_SECRET_KEY="x")

    assert code == 1
    assert "Traceback" not in said


def test_the_shown_configuration_hides_secrets(database: Database) -> None:
    _, shown = finish("verify-config", **environment(database))

    assert database.server.home.passwords.read_text()
    assert not [word for word in passwords_in(database.owner, database.app, database.worker).values() if word in shown]


async def test_provisioning_prepares_an_operators_own_server(database: Database) -> None:
    name = f"own_{os.urandom(4).hex()}"
    urls = {key: value.replace(f"/{database.name}?", f"/{name}?") for key, value in owned(database).items()}
    code, said = finish("provision", **urls, DATABASE_ADMIN_URL=database.superuser)
    migrated, _ = finish("migrate", **urls)
    connection = await asyncpg.connect(urls["DATABASE_URL"])
    revision = await connection.fetchval("SELECT version_num FROM alembic_version")
    await connection.close()

    assert (code, migrated) == (0, 0), said
    assert revision


def test_provisioning_names_the_roles_that_it_misses(database: Database) -> None:
    code, said = finish("provision", **environment(database), DATABASE_ADMIN_URL=database.superuser)

    assert code == 1
    assert "throughline_owner" in said


def test_the_api_answers_on_a_real_socket(server: Running) -> None:
    assert read(f"{server.url}/healthz") == {"status": "ok"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_finished_before_the_service_stops(database: Database, number: int) -> None:
    with a_running("serve", **environment(database)) as running:
        host, port = running.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as caller:
            caller.sendall(b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\n")
            running.process.send_signal(number)
            caller.sendall(b"a=b")
            answer = caller.recv(4096)
        code = running.process.wait(PATIENCE)

    assert answer.startswith(b"HTTP/1.1 4")
    assert code == 0
