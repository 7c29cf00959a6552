"""The contracts of .importlinter hold, and they speak of every package that they should."""

import configparser
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import APP, REPOSITORY

DOORS = "importlinter:contract:doors"
SQL = "importlinter:contract:sql"


def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / ".importlinter")
    return parser


def packages(folder: Path) -> set[str]:
    names = (path.parent.relative_to(APP.parent) for path in folder.glob("*/__init__.py"))
    return {".".join(path.parts) for path in names}


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(  # noqa: S603 - our own arguments
        [program, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


def test_the_contract_of_the_doors_names_every_door() -> None:
    named = set(contracts()[DOORS]["modules"].split())

    assert packages(APP / "api") == named


def test_the_contract_about_sql_names_every_adapter_but_the_one_that_speaks_it() -> None:
    named = set(contracts()[SQL]["source_modules"].split())

    assert set() == packages(APP / "adapters") - {"app.adapters.postgres"} - named
