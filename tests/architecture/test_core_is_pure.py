"""The core needs nothing but Python: what it imports is the standard library's or an inner layer's."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import APP, modules, name, tree

INNER = {
    "domain": ("app.domain",),
    "ports": ("app.domain", "app.ports"),
    "use_cases": ("app.domain", "app.ports", "app.use_cases"),
}
UNPURE = {"socket", "subprocess", "random", "time", "threading", "asyncio", "logging", "os", "pathlib", "sqlite3"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("layer", INNER)
def test_a_layer_of_the_core_imports_the_standard_library_and_inner_layers_only(layer: str) -> None:
    allowed = INNER[layer]
    foreign = [
        f"{name(path)}: {module}"
        for path in modules()
        if path.is_relative_to(APP / layer)
        for module in imported(path)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not any(module == inner or module.startswith(f"{inner}.") for inner in allowed)
    ]

    assert foreign == []


def test_the_domain_has_no_clock_no_randomness_and_no_input_or_output() -> None:
    unpure = [
        f"{name(path)}: {module}"
        for path in modules()
        if path.is_relative_to(APP / "domain")
        for module in imported(path)
        if module.partition(".")[0] in UNPURE
    ]
    moments = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if path.is_relative_to(APP / "domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "uuid4", "uuid1"}
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date", "dt", "uuid"}
    ]

    assert (unpure, moments) == ([], [])
