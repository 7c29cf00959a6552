"""The guides, followed to the letter against the demo: what they show is what comes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.postgres.embedded.server import EmbeddedServer
from tests.support.guides import GUIDES, run
from tests.support.postgres import a_copy
from tests.support.processes import environment
from tests.support.running import a_running, free_port


@pytest.fixture(scope="module")
def demo(postgres: EmbeddedServer) -> Iterator[dict[str, str]]:
    """The demo as `make run` serves it, and the environment of somebody who uses it."""
    with a_copy(postgres) as database, tempfile.TemporaryDirectory() as home:
        settings = environment(database, DATABASE_OWNER_URL=database.owner, THROUGHLINE_HOME=home)
        with a_running("demo", **settings):
            yield settings | {"DEMO": f"{home}/demo.json", "RECEIVER_PORT": str(free_port())}


@pytest.mark.parametrize("guide", sorted(GUIDES.glob("*.md")), ids=lambda guide: guide.stem)
def test_a_guide_leads_where_it_says(guide: Path, demo: dict[str, str], tmp_path: Path) -> None:
    run(guide, tmp_path, demo)
