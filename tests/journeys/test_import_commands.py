"""The import commands as operators type them."""

import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.forking import Forked
from tests.support.postgres import Database
from tests.support.processes import ending

PACKAGE = {
    "organizations.csv": "id,name\n1,Harbor Food Bank\n",
    "services.csv": "id,organization_id,name\n10,1,Food pantry\n",
    "locations.csv": "id,organization_id,name\n100,1,Pier\n",
    "services_at_location.csv": "id,service_id,location_id\n5,10,100\n",
}
PATIENT = {
    "resourceType": "Patient",
    "identifier": [{"system": "http://hospital.example/mrn", "value": "77"}],
    "name": [{"family": "Gómez", "given": ["Raúl"]}],
}


class Shell:
    """Runs the command line in a process of its own, on the worker's database."""

    def __init__(self, database: Database, home: Path) -> None:
        self.network = ""
        self.environment = {
            **os.environ,
            "THROUGHLINE_HOME": str(home),
            "DATABASE_URL": database.app,
            "DATABASE_WORKER_URL": database.worker,
            "THROUGHLINE_SECRET_KEY": "a secret for tests",
        }

    def __call__(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        with ending(Forked(*map(str, words), environment=self.environment)) as process:
            said, complaints = process.communicate(timeout=120)
        return subprocess.CompletedProcess(words, process.wait(), said, complaints)

    def taken(self, *words: str | Path, exit_code: int = 0) -> dict[str, Any]:
        report = Path(self.environment["THROUGHLINE_HOME"]) / "report.json"
        done = self("import", *words, "--network", self.network, "--report", report)
        assert exit_code == done.returncode, done.stdout + done.stderr
        told: dict[str, Any] = json.loads(report.read_text())
        return told


@pytest.fixture(scope="module")
def shell(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell in which a network was founded."""
    shell = Shell(database, tmp_path_factory.mktemp("home"))
    founded = shell("network", "found", "Biscayne Care Network")
    assert founded.returncode == 0, founded.stderr
    shell.network = json.loads(founded.stdout)["network"]
    return shell


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "harbor feed"
    folder.mkdir()
    for name, content in PACKAGE.items():
        (folder / name).write_text(content)
    return folder


def test_a_directory_is_taken_over_from_a_folder_and_from_an_archive(shell: Shell, package: Path) -> None:
    first = shell.taken("directory", package, "--source", "urn:hsds:harbor")
    assert [counts["created"] for counts in first["counts"].values()] == [1, 1, 1]
    archive = package.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as writing:
        for path in package.iterdir():
            writing.write(path, f"export/{path.name}")
    rehearsed = shell.taken("directory", archive, "--source", "urn:hsds:harbor", "--dry-run")
    assert rehearsed["dry_run"]
    again = shell.taken("directory", archive, "--source", "urn:hsds:harbor")
    assert [counts["unchanged"] for counts in again["counts"].values()] == [1, 1, 1]


def test_a_rejected_row_stands_in_the_report_and_where_asked_in_the_exit_code(shell: Shell, package: Path) -> None:
    (package / "services.csv").write_text("id,organization_id,name\n10,1,Food pantry\n11,9,Lost\n")
    told = shell.taken("directory", package, "--source", "urn:hsds:other")
    (remark,) = told["remarks"]
    assert (remark["file"], remark["line"], remark["column"]) == ("services.csv", 3, "organization_id")
    assert told["counts"]["service"]["created"] == 1
    shell.taken("directory", package, "--source", "urn:hsds:other", "--strict", exit_code=3)


def test_patients_are_taken_over_onto_a_caseload(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "raúl.json").write_text(json.dumps(PATIENT), encoding="utf-8")
    words = ("fhir", tmp_path / "raúl.json", "--agency", "Biscayne Care Network")
    rehearsed = shell.taken(*words, "--dry-run")
    assert (rehearsed["dry_run"], rehearsed["counts"]["client"]["created"]) == (True, 1)
    assert shell.taken(*words)["counts"]["client"]["created"] == 1
    assert shell.taken(*words)["counts"]["client"]["unchanged"] == 1


def test_what_cannot_be_done_is_said_in_a_line(shell: Shell) -> None:
    for words, exit_code, said in (
        ("directory /nowhere", 1, "There is nothing at /nowhere"),
        ("directory pyproject.toml", 1, "neither a folder nor a zip archive"),
        ("directory app --report /nowhere/report.json", 1, "The report cannot be written"),
        ("directory app --time-zone Mars/Olympus", 2, "IANA time zone"),
        ("fhir pyproject.toml --agency Nobody --network " + shell.network, 1, "none has such a name"),
    ):
        done = shell("import", *words.split())
        assert exit_code == done.returncode, words
        assert said in done.stderr
        assert "Traceback" not in done.stderr
