"""Published records of real systems, kept beside the repository because they are too large to be in it."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The directory of THROUGHLINE_DATA; its tests are left out where it is missing, except in CI."""
    directory = Path(os.environ.get("THROUGHLINE_DATA", BESIDE))
    if directory.is_dir():
        return directory
    if os.environ.get("CI") == "true":
        pytest.fail(f"{directory} is missing: set THROUGHLINE_DATA")
    pytest.skip(f"{directory} is missing: set THROUGHLINE_DATA to run this")
