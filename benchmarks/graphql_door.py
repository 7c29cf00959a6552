"""Prints how fast the GraphQL door is, beside the raw limit of the same path and the same pages over REST, in one run.

BENCH_CLIENTS (2000), BENCH_REFERRALS (5 for each client), BENCH_SECONDS and BENCH_CONNECTIONS as in `make bench`. The
screens are the documents of docs/graphql, which tests show to need the same statements for one thing and for a hundred.
Last, how soon hostile documents are refused, asked one by one.
"""

import itertools
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("BENCH_CLIENTS", "2000")
os.environ.setdefault("BENCH_REFERRALS", "5")

from app.adapters.postgres.embedded.passwords import Role
from app.adapters.postgres.embedded.server import EmbeddedServer
from benchmarks.__main__ import RAW, measure, prepare
from benchmarks.load import http, load
from benchmarks.operations import Operations
from benchmarks.running import run
from benchmarks.servers import a_server

SCREENS = Path(__file__).parents[1] / "docs" / "graphql"
ONE = "query One($id: ID!) { client(id: $id) { id displayName birthDate version updatedAt names { family given } } }"
PAGE = """
query Page { clients(first: 50) {
  nodes { id uuid version displayName birthDate pronouns administrativeSex doNotContact deceased updatedAt }
  pageInfo { hasNextPage endCursor }
} }"""
WITH_SENDERS = """
query Page { referrals(first: 50) {
  nodes { id state category priority updatedAt client { displayName } worker { family } sender { name } }
} }"""

HOSTILE = {
    "depth 30": "{ tasks { nodes " + "{ client { tasks { nodes " * 9 + "{ id }" + " } } }" * 9 + " } }",
    "200 aliases": "{" + " ".join(f"a{number}: tasks {{ totalCount }}" for number in range(200)) + "}",
    "20,000 duplicates": "{ tasks { nodes {" + " id" * 20_000 + " } } }",
    "circular fragments": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "50 operations": " ".join(f"query Q{number} {{ tasks {{ totalCount }} }}" for number in range(50)),
    "a page of 100,000": "{ tasks(first: 100000) { nodes { id client { id } } } }",
    "30 times 30 times 30": "{ clients(first: 30) { nodes { referrals(first: 30) { nodes { client { "
    "tasks(first: 30) { nodes { id } } } } } } } }",
}


async def main(home: Path) -> None:
    """Prepare, measure, print."""
    async with EmbeddedServer(home) as server:
        database, generated = await prepare(server, home)
        service = {"THROUGHLINE_HOME": str(home), "THROUGHLINE_LOG_LEVEL": "warning"}
        async with (
            a_server([*RAW, "--log-level", "warning"], {"LIMITS_DSN": database.app}) as raw,
            a_server(["-m", "app", "serve"], service) as ours,
        ):
            operations = await Operations.prepare(ours.port, generated, server.dsn(role=Role.SUPERUSER))
            asked = Asked(operations)
            await measure(raw, ours, asked.all())
            await _refusals(ours.port, asked)


async def _refusals(port: int, asked: "Asked") -> None:
    """Print how long it takes until documents that are too much are refused."""
    print(f"\n{'refused':34} {'p50 ms':>8} {'p99 ms':>8}")
    for name, document in HOSTILE.items():
        result = await load(port, asked.repeated(document), seconds=1, connections=1)
        print(f"{name:34} {result.p50:8.1f} {result.p99:8.1f}")


class Asked:
    """What is asked of the graph, each an endless supply."""

    def __init__(self, operations: Operations) -> None:
        partner = operations.generated.partners[0]
        self.headers = {"Authorization": f"Bearer {operations.tokens[partner.agency]}"}
        self.clients, self.workers = operations.generated.clients, partner.workers

    def all(self) -> Iterator[tuple[str, str, Iterator[bytes]]]:
        """Yield a name, the limit beside it, and the requests."""
        yield "REST read a client", "one", (self._get(f"/v1/clients/{each}") for each in itertools.cycle(self.clients))
        yield "GraphQL one client", "one", self._each(ONE, "id", self.clients)
        yield "REST clients, page of 50", "page", itertools.repeat(self._get("/v1/clients?limit=50"))
        yield "GraphQL clients, page of 50", "page", itertools.repeat(self._post(PAGE))
        yield "GraphQL referrals and theirs, 50", "page", itertools.repeat(self._post(WITH_SENDERS))
        yield "GraphQL screen: caseload of 50", "page", self._each(_screen("caseload"), "worker", self.workers)
        yield "GraphQL screen: a client", "page", self._each(_screen("client"), "client", self.clients)
        yield "GraphQL screen: inbox of 50", "page", itertools.repeat(self._post(_screen("inbox")))

    def repeated(self, query: str) -> Iterator[bytes]:
        """Return one request again and again, each time with a document that is not known yet."""
        return (self._post(f"{query} #{number}") for number in itertools.count())

    def _each(self, query: str, name: str, ids: Iterable[object]) -> Iterator[bytes]:
        return (self._post(query, **{name: str(id_)}) for id_ in itertools.cycle(ids))

    def _get(self, path: str) -> bytes:
        return http("GET", path, headers=self.headers)

    def _post(self, query: str, **variables: Any) -> bytes:
        body = json.dumps({"query": query, "variables": variables}).encode()
        return http("POST", "/graphql", headers=self.headers | {"Content-Type": "application/json"}, body=body)


def _screen(name: str) -> str:
    return (SCREENS / f"{name}.graphql").read_text(encoding="utf-8")


if __name__ == "__main__":
    run(main, __doc__)
