"""What is measured: real requests of real callers, each an endless supply, with the raw path that bounds it."""

import base64
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import httpx

from benchmarks.generate import Generated
from benchmarks.load import http
from benchmarks.partners import Partner
from benchmarks.walks import PHQ_9

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OPEN_HANDOFFS = """
SELECT provider_id, id, version FROM handoffs
WHERE network_id = $1 AND state = 'sent' AND provider_id = ANY($2) ORDER BY id
"""
PLANS = """
SELECT p.id FROM care_plans p JOIN client_access a ON a.network_id = p.network_id AND a.client_id = p.client_id
WHERE p.network_id = $1 AND p.agency_id = $2 AND a.agency_id = $2 AND a.basis = 'caseload' ORDER BY p.id
"""


@dataclass(frozen=True, slots=True)
class Operations:
    """The callers' tokens and the things that they ask about."""

    generated: Generated
    tokens: dict[UUID, str]
    open_handoffs: list[tuple[UUID, UUID, int]]
    plans: list[UUID]

    @classmethod
    async def prepare(cls, port: int, generated: Generated, superuser_dsn: str) -> "Operations":
        """Sign every partner in, and find what waits for an answer."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            tokens: dict[UUID, str] = {partner.agency: await _token(client, partner) for partner in generated.partners}
        connection = await asyncpg.connect(superuser_dsn)
        rows = await connection.fetch(OPEN_HANDOFFS, generated.network, list(tokens))
        plans = await connection.fetch(PLANS, generated.network, generated.partners[0].agency)
        await connection.close()
        return cls(generated, tokens, [(row[0], row[1], row[2]) for row in rows], [row[0] for row in plans])

    def all(self) -> Iterator[tuple[str, str, Iterator[bytes]]]:
        """Yield a name, the limit beside it, and the requests."""
        yield "token (secret)", "write", self._signing_in()
        yield "read a client", "call", self._reading_each("/v1/clients", self.generated.clients)
        yield "inbox, page of 50", "page", self._reading("/v1/handoffs?to=me&limit=50")
        yield "referrals sent, page of 50", "page", self._reading("/v1/referrals?limit=50")
        yield "caseload, page of 50", "page", self._reading("/v1/clients?limit=50")
        yield "clients by name", "page", self._reading("/v1/clients?name=ba&limit=50")
        yield "needs of a client (3)", "few", self._of_clients("/needs?limit=50")
        yield "timeline, page of 50", "page", self._of_clients("/timeline?limit=50")
        yield "read a care plan", "one", self._reading_each("/v1/care-plans", self.plans)
        yield "clients of a worker, page of 50", "page", self._of_workers()
        yield "submit an assessment (PHQ-9)", "write", self._assessing()
        yield "submit a referral (send)", "write", self._submitting()
        yield "accept a handoff", "write", self._accepting()

    @property
    def _mine(self) -> dict[str, str]:
        return self._as(self.generated.partners[0].agency)

    def _as(self, agency: UUID) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[agency]}"}

    def _signing_in(self) -> Iterator[bytes]:
        partners = itertools.cycle(self.generated.partners)
        return (
            http("POST", "/oauth/token", headers=FORM | _of(p), body=b"grant_type=client_credentials") for p in partners
        )

    def _reading_each(self, path: str, ids: Sequence[UUID]) -> Iterator[bytes]:
        return (http("GET", f"{path}/{id_}", headers=self._mine) for id_ in itertools.cycle(ids))

    def _of_clients(self, rest: str) -> Iterator[bytes]:
        clients = itertools.cycle(self.generated.clients)
        return (http("GET", f"/v1/clients/{client}{rest}", headers=self._mine) for client in clients)

    def _of_workers(self) -> Iterator[bytes]:
        workers = itertools.cycle(self.generated.partners[0].workers)
        return (http("GET", f"/v1/caseloads/{worker}?limit=50", headers=self._mine) for worker in workers)

    def _reading(self, path: str) -> Iterator[bytes]:
        return itertools.repeat(http("GET", path, headers=self._mine))

    def _assessing(self) -> Iterator[bytes]:
        answers = {link_id: {"values": [code]} for link_id, code in PHQ_9.items()}
        for number, client in enumerate(itertools.cycle(self.generated.clients)):
            body = {"client_id": str(client), "instrument": "phq-9", "answers": answers, "complete": True}
            headers = self._mine | JSON | {"Idempotency-Key": f"bench-phq-{number}"}
            yield http("POST", "/v1/assessments", headers=headers, body=json.dumps(body).encode())

    def _submitting(self) -> Iterator[bytes]:
        others = itertools.cycle(self.generated.partners[1:])
        clients = itertools.cycle(self.generated.clients)
        for number, client, other in zip(itertools.count(), clients, others, strict=False):
            body = {
                "client_id": str(client),
                "category": "food-insecurity",
                "routing": "direct",
                "handoffs": [{"service_id": str(other.service.service)}],
                "override_reason": "Asked for again in this measurement.",
                "send": True,
            }
            headers = self._mine | JSON | {"Idempotency-Key": f"bench-{number}"}
            yield http("POST", "/v1/referrals", headers=headers, body=json.dumps(body).encode())

    def _accepting(self) -> Iterator[bytes]:
        for provider, handoff, version in self.open_handoffs:
            headers = self._as(provider) | JSON | {"If-Match": f'"{version}"'}
            yield http("POST", f"/v1/handoffs/{handoff}/accept", headers=headers, body=b"{}")


async def _token(client: httpx.AsyncClient, partner: Partner) -> str:
    answer = await client.post("/oauth/token", headers=_of(partner), data={"grant_type": "client_credentials"})
    answer.raise_for_status()
    token: str = answer.json()["access_token"]
    return token


def basic(client_id: str, client_secret: str) -> dict[str, str]:
    """Say who asks for a token."""
    pair = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _of(partner: Partner) -> dict[str, str]:
    return basic(partner.client_id, partner.client_secret)
