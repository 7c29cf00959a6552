"""The fixtures that every test may use."""

import gc
import os

import pytest

# Nothing that is loaded or collected before the first test is garbage; looking through it ever again costs seconds.
gc.disable()

# Workers and the processes that tests start keep their bytecode: compiling anew takes longer than most of them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = [
    "tests.support.canaries",
    "tests.support.postgres",
    "tests.support.service",
    "tests.support.running",
    "tests.support.real_data",
    "tests.support.builders_directory",
    "tests.support.scenes_referrals",
    "tests.support.doors",
    "tests.support.bulk",
    "tests.support.consent_circle",
    "tests.support.audit",
    "tests.support.town",
    "tests.support.messages",
]

# Files of few tests that take long, the longest first: begun last, each would keep one worker busy while others wait.
_LONG = ("journeys/test_guides", "journeys/", "_plans.py", "test_fhir_", "test_matrix", "test_consent_table")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: files are given out whole, in this order (`--no-loadscope-reorder`)."""
    items.sort(key=lambda item: next((place for place, part in enumerate(_LONG) if part in item.nodeid), len(_LONG)))


def pytest_collection_finish() -> None:
    """Look for garbage in what tests leave behind only."""
    gc.freeze()
    gc.enable()
