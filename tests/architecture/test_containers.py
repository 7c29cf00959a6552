"""The container files fit the code: what they copy and start is there, and secrets come from outside."""

import json
import re

import pytest
import yaml
from typer.main import get_command

from app.cli.commands import app
from app.config import Settings
from tests.architecture.sources import REPOSITORY

DOCKERFILE = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((REPOSITORY / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if "build" in service}
COMMANDS = set(get_command(app).commands)


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    allowed = {line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert sources
    assert [source for source in sources if not (REPOSITORY / source).exists()] == []
    assert set(sources) == allowed


def test_the_image_starts_the_command_line_as_a_normal_user_and_checks_its_health() -> None:
    entry = json.loads(re.search(r"^ENTRYPOINT (.+)$", DOCKERFILE, re.MULTILINE)[1])
    command = json.loads(re.search(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)[1])
    user = re.search(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)[1]

    assert entry == ["python", "-m", "app"]
    assert command[0] in COMMANDS
    assert user not in {"root", "0"}
    assert "curl" not in DOCKERFILE
    assert re.search(r"^HEALTHCHECK .*\\\n +CMD \[\"python\"", DOCKERFILE, re.MULTILINE)


def test_the_health_check_is_a_program_that_python_understands() -> None:
    program = json.loads(re.search(r"^ +CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)[1])

    compile(program[2], "health", "exec")


def test_the_image_sets_only_settings_that_there_are() -> None:
    known = {"PORT", *(f"THROUGHLINE_{name.upper()}" for name in Settings.model_fields)}
    named = set(re.findall(r"\b(THROUGHLINE_\w+|PORT)=", DOCKERFILE))

    assert set() == named - known


@pytest.mark.parametrize("name", OURS)
def test_a_service_starts_a_command_that_there_is(name: str) -> None:
    assert OURS[name]["command"][0] in COMMANDS


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_given_only_settings_that_there_are(name: str) -> None:
    known = {"PORT", "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "DATABASE_ADMIN_URL"}
    known |= {f"THROUGHLINE_{field.upper()}" for field in Settings.model_fields}

    assert set() == set(OURS[name]["environment"]) - known


def test_no_secret_is_written_down() -> None:
    environments = [service["environment"] for service in COMPOSE["services"].values()]
    secrets = [
        str(value) for each in environments for key, value in each.items() if re.search("PASSWORD|SECRET|URL", key)
    ]

    assert [secret for secret in secrets if "${" not in secret] == []


def test_the_api_and_the_worker_wait_for_the_migrations_and_those_for_the_database() -> None:
    waits = {
        name: {on: how["condition"] for on, how in service["depends_on"].items()} for name, service in OURS.items()
    }

    assert {"migrate": "service_completed_successfully"} == waits["api"] == waits["worker"]
    assert waits["migrate"] == {"provision": "service_completed_successfully"}
    assert waits["provision"] == {"database": "service_healthy"}
    assert "test" in COMPOSE["services"]["database"]["healthcheck"]
