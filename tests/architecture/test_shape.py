"""The shape of the code, as CONTRIBUTING.md asks for it: what is said there is held here."""

import ast
import io
import re
import tokenize
from pathlib import Path

from tests.architecture.sources import APP, modules, name, tracked, tree

DEEPEST = 3
LONGEST = 300
LARGEST_SHARE_OF_COMMENTS = 0.03
PLACES = {"domain", "ports", "use_cases", "adapters", "api", "cli", "demo"}
FILES = {"__init__.py", "__main__.py", "main.py", "serving.py", "worker.py", "wiring.py", "config.py"}
VAGUE_FILES = {"utils", "util", "helpers", "helper", "base", "common", "misc", "manager", "managers"}
VAGUE_CLASSES = re.compile(r"(Manager|Impl|Helper|Util|Utils)$")


def is_generated(path: Path) -> bool:
    return "migrations" in path.parts or "r4" in path.parts or path.match("fhir/search/parameters.py")


def test_the_top_of_the_tree_is_the_architecture() -> None:
    top = {path.relative_to(APP).parts[0] for path in modules()}

    assert set() == top - PLACES - FILES


def test_no_folder_is_deeper_than_three_below_the_app() -> None:
    deep = [
        name(path) for path in modules() if len(path.relative_to(APP).parts) - 1 > DEEPEST and not is_generated(path)
    ]

    assert deep == []


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    long = [name(p) for p in modules() if not is_generated(p) and len(p.read_text().splitlines()) > LONGEST]

    assert long == []


def test_every_module_says_in_a_docstring_why_it_exists() -> None:
    silent = [name(path) for path in modules() if not ast.get_docstring(tree(path))]

    assert silent == []


def test_a_package_is_one_docstring() -> None:
    busy = [name(path) for path in modules() if path.name == "__init__.py" and len(tree(path).body) != 1]

    assert busy == []


def test_names_say_what_things_are() -> None:
    files = [name(path) for path in modules() if path.stem in VAGUE_FILES]
    classes = [
        f"{name(path)}: {node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and VAGUE_CLASSES.search(node.name)
    ]

    assert (files, classes) == ([], [])


def test_comments_are_rare_and_say_only_why() -> None:
    comments = lines = 0
    for path in modules():
        text = path.read_text(encoding="utf-8")
        lines += len(text.splitlines())
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        comments += sum(1 for token in tokens if token.type == tokenize.COMMENT and not _is_for_a_tool(token.string))

    assert comments / lines <= LARGEST_SHARE_OF_COMMENTS


def _is_for_a_tool(comment: str) -> bool:
    return comment.startswith(("# noqa", "# type:"))


def test_every_package_is_a_package() -> None:
    folders = {path.parent for path in modules()}
    bare = [name(folder) for folder in folders if not (folder / "__init__.py").exists() and folder.name != "versions"]

    assert bare == []


def test_tests_are_where_their_subject_is() -> None:
    places = {"domain", "use_cases", "adapters", "api", "journeys", "architecture", "conformance", "support"}
    tests = [path for path in tracked() if path.parent.parts[-1:] and "tests" in path.parts and path.suffix == ".py"]
    stray = [name(path) for path in tests if path.name != "conftest.py" and not places & set(path.parts)]

    assert stray == []
