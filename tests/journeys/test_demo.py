"""What `make run` prints, pasted into another terminal by somebody who has nothing else."""

import json
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import a_home
from tests.support.running import Running, a_running


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with a_home() as home:
        yield home


@pytest.fixture(scope="module")
def demo(home: Path) -> Iterator[Running]:
    with a_running("demo", THROUGHLINE_HOME=str(home)) as demo:
        yield demo


def test_the_printed_lines_take_a_referral_from_send_to_completion(demo: Running, tmp_path: Path) -> None:
    lines = demo.words()
    script = lines[lines.index("  pick()") :]
    done = subprocess.run(["bash", "-eu"], input=script, text=True, cwd=tmp_path, capture_output=True, check=True)  # noqa: S607
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
