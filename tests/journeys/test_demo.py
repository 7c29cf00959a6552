"""What `make run` prints, pasted into another terminal by somebody who has nothing else."""

import json
import stat
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.postgres import a_home
from tests.support.running import Running, a_running
from tests.support.town import Member, a_member


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with a_home() as home:
        yield home


@pytest.fixture(scope="module")
def demo(home: Path) -> Iterator[Running]:
    with a_running("demo", to_the_letter=True, THROUGHLINE_HOME=str(home)) as demo:
        yield demo


def test_the_printed_lines_take_a_referral_from_send_to_completion(demo: Running, tmp_path: Path) -> None:
    lines = demo.words()
    script = lines[lines.index("  pick()") :]
    done = subprocess.run(
        ["bash", "-eu"],  # noqa: S607
        input=script,
        text=True,
        cwd=tmp_path,
        capture_output=True,
        check=True,
        timeout=120,
    )
    history = json.loads(done.stdout[done.stdout.rindex('{"items":') :])
    targets = [(entry["handoff_id"] is None, entry["target"]) for entry in history["items"]]
    assert targets[-1] == (True, "completed")
    assert (False, "completed") in targets


def test_the_credentials_are_for_the_owner_only_and_name_a_network_administrator(demo: Running, home: Path) -> None:
    file = home / "demo.json"
    document = json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert document["base_url"] == demo.url
    assert "network_admin" in {client["role"] for client in document["clients"]}
    wanted = {"agency", "agency_id", "role", "client_id", "client_secret", "scopes"}
    assert {frozenset(client) for client in document["clients"]} == {frozenset(wanted)}


def test_the_clients_that_the_file_names_have_a_story_to_see(demo: Running, home: Path) -> None:
    document = json.loads((home / "demo.json").read_text())
    with ExitStack() as stack:
        workers = {
            told["agency"]: stack.enter_context(a_program(demo, document, told["agency"], "case_manager"))
            for told in document["care"]
        }
        for told in document["care"]:
            entries = workers[told["agency"]].get(f"/v1/clients/{told['client']}/timeline")["items"]
            assert {entry["kind"] for entry in entries} & {"assessment", "need"}


def test_a_supervisor_finds_a_caseload_worth_looking_at(demo: Running, home: Path) -> None:
    document = json.loads((home / "demo.json").read_text())
    with a_program(demo, document, "Northside Family Center", "supervisor") as supervisor:
        loads = supervisor.get("/v1/caseloads")["items"]
        assert sum(load["clients"] for load in loads) == 28
        plans = supervisor.get("/v1/care-plans")["items"]
        assert {plan["status"] for plan in plans} == {"draft", "active", "completed"}
        [reached] = [plan["id"] for plan in plans if plan["status"] == "completed"]
        printed = supervisor.http.get(f"/v1/care-plans/{reached}/print", params={"language": "en"})
        assert "You reached this goal on" in printed.text


def a_program(demo: Running, document: dict[str, Any], agency: str, role: str) -> AbstractContextManager[Member]:
    """An API client that the file tells of."""
    found = next(one for one in document["clients"] if (one["agency"], one["role"]) == (agency, role))
    return a_member(demo.url, agency, {**found, "agency": found["agency_id"]})
