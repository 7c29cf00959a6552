"""Documents that nobody has thought of: whatever the schema allows is answered or refused, and nothing breaks."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, nodes, queries

from app.main import GRAPHQL
from app.wiring import Service
from tests.api.test_graphql_statements import town

__all__ = ["town"]
pytestmark = pytest.mark.asyncio(loop_scope="module")

SCHEMA = GRAPHQL.answering.graph.schema
TEXTS = {name: st.text(max_size=12).map(nodes.String) for name in ("UUID", "DateTime", "Date", "JSON")}
MANY = 60


def documents(make: Callable[..., st.SearchStrategy[str]], names: list[str]) -> list[str]:
    """Make the same documents in every run, of one field each."""
    made: list[str] = []
    of_one = st.sampled_from(names).flatmap(
        lambda name: make(SCHEMA, fields=[name], custom_scalars=TEXTS, allow_x00=False)
    )

    @settings(
        max_examples=MANY, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(of_one)
    def collect(document: str) -> None:
        made.append(document)

    collect()
    return made


async def test_random_documents_break_nothing(town: tuple[Service, httpx.AsyncClient]) -> None:
    _, caller = town
    assert SCHEMA.query_type
    assert SCHEMA.mutation_type
    kinds: list[Any] = [(queries, SCHEMA.query_type), (mutations, SCHEMA.mutation_type)]
    asked = [document for make, kind in kinds for document in documents(make, sorted(kind.fields))]
    answers = [(document, await caller.post("/graphql", json={"query": document})) for document in asked]
    assert [(document, answer.text) for document, answer in answers if answer.status_code != httpx.codes.OK] == []
    assert sum("data" in answer.json() for _, answer in answers) > MANY
