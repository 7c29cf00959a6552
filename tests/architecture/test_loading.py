"""Commands load what they need, and no more: a health check is asked for twice a minute, an auditor serves nobody."""

import subprocess
import sys

import pytest

HEAVY = {"pydantic", "sqlalchemy", "asyncpg", "fastapi", "strawberry", "app.wiring"}


def loaded_by(module: str) -> set[str]:
    program = f"import sys, {module}; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    return HEAVY & set(said.stdout.split())


@pytest.mark.parametrize(
    ("module", "loaded"),
    [
        ("app.cli.commands", set()),
        ("app.cli.auditing", HEAVY - {"fastapi", "strawberry"}),
        ("app.cli.importing", HEAVY - {"fastapi", "strawberry"}),
    ],
)
def test_a_command_loads_what_it_needs(module: str, loaded: set[str]) -> None:
    assert loaded_by(module) == loaded
