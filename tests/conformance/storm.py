"""The storm of the ledger: writers and readers that never give up, and a hand that kills what serves them."""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from app.adapters.postgres.embedded.server import EmbeddedServer
from tests.support.receiver import Receiver

WRITERS = 6
CALM_SECONDS = 120.0  # longer than a lease, which is how long a killed worker's calls are waited for
BETWEEN_KILLS = (2.0, 6.0)
TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
CONSENT = {
    "type": "general",
    "recipient_classes": ["network"],
    "purposes": ["care_coordination"],
    "categories": ["food-insecurity"],
    "direction": "both",
    "language": "en",
}


@dataclass(slots=True)
class Ledger:
    """What was acknowledged: the event that each write must have left."""

    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    reads: dict[str, int] = field(default_factory=dict)
    answers: Counter[int | str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def acknowledge(self, kind: str, subject: str) -> None:
        self.events[kind, subject] += 1


class Kept:
    """One process of the service, started again whenever it ends."""

    def __init__(self, command: tuple[str, ...], env: dict[str, str], log: Path) -> None:
        self.command, self.env, self.log = command, env, log
        self.process: asyncio.subprocess.Process | None = None
        self.starts = 0

    async def keep(self) -> None:
        with self.log.open("ab") as log:
            while True:
                self.starts += 1
                self.process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "app", *self.command, env=self.env, stdout=log, stderr=log
                )
                try:
                    await self.process.wait()
                except asyncio.CancelledError:
                    self.process.kill()
                    await self.process.wait()
                    raise
                await asyncio.sleep(0.3)

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()


@dataclass(kw_only=True)
class Storm:
    """The service, those who write to it, and who breaks it."""

    base_url: str
    tokens: dict[str, str]
    pantry: str
    server: EmbeddedServer
    api: Kept
    workers: tuple[Kept, ...]
    receiver: Receiver
    ledger: Ledger = field(default_factory=Ledger)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    feed: list[dict[str, Any]] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    last: str = ""
    dice: random.Random = field(default_factory=random.SystemRandom)

    async def call(self, who: str, method: str, path: str, **said: Any) -> httpx.Response:
        """Send a request until it is answered for good."""
        headers = {"authorization": f"Bearer {self.tokens[who]}", "if-match": "*", **said.pop("headers", {})}
        async with httpx.AsyncClient(base_url=self.base_url, timeout=10, trust_env=False) as client:
            while True:
                try:
                    answer = await client.request(method, path, headers=headers, **said)
                except httpx.TransportError as error:
                    self.ledger.answers[type(error).__name__] += 1
                else:
                    self.ledger.answers[answer.status_code] += 1
                    self.last = f"{method} {path}: {answer.status_code} {answer.text[:200]}"
                    if answer.status_code == 500:
                        self.ledger.faults.append(f"500 for {method} {path}: {answer.text[:200]}")
                    if answer.is_success or answer.status_code not in TRY_AGAIN or settled(answer):
                        return answer
                await asyncio.sleep(0.1 + self.dice.random() * 0.3)

    async def write(self, who: str, path: str, body: object = None) -> dict[str, Any]:
        """Write once, however often it has to be said."""
        answer = await self.call(who, "POST", path, json=body, headers={"idempotency-key": str(uuid4())})
        if not answer.is_success:
            self.ledger.faults.append(f"{answer.status_code} for POST {path}: {answer.text[:300]}")
            return {}
        made: dict[str, Any] = answer.json()
        return made

    async def keep_writing(self) -> None:
        """Bring client after client to the pantry."""
        while not self.over.is_set():
            await self.one_client()

    async def one_client(self) -> None:
        client = await self.write("sender", "/v1/clients", {"names": [{"given": ["Ana"], "family": "Lima"}]})
        if not client:
            return
        self.ledger.acknowledge("client.registered", client["id"])
        self.ledger.reads[f"/v1/clients/{client['id']}"] = 200
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 5))
        signature = {"name": "Ana Lima", "signer": "client", "method": "paper", "signed_at": now}
        terms = {**CONSENT, "client_id": client["id"], "signature": signature}
        consent = await self.write("sender", "/v1/consents", terms)
        if not consent:
            return
        self.ledger.acknowledge("consent.granted", consent["id"])
        referral = await self.write(
            "sender",
            "/v1/referrals",
            {
                "client_id": client["id"],
                "category": "food-insecurity",
                "handoffs": [{"service_id": self.pantry}],
                "send": True,
            },
        )
        if not referral:
            return
        handoff = referral["handoffs"][0]["id"]
        self.ledger.acknowledge("referral.sent", referral["id"])
        self.ledger.acknowledge("handoff.sent", handoff)
        self.ledger.reads[f"/v1/referrals/{referral['id']}"] = 200
        if await self.write("pantry", f"/v1/handoffs/{handoff}/accept"):
            self.ledger.acknowledge("handoff.accepted", handoff)

    async def keep_reading(self) -> None:
        """Follow the log from the start, as a partner's job does."""
        cursor = ""
        while True:
            after = f"&after={cursor}" if cursor else ""
            answer = await self.call("office", "GET", f"/v1/events?limit=50{after}")
            if not answer.is_success:
                self.ledger.faults.append(f"{answer.status_code} from the feed: {answer.text[:200]}")
                return
            page = answer.json()
            self.feed += page["items"]
            cursor = page["next_cursor"]
            if not page["has_more"]:
                await asyncio.sleep(0.2)

    async def keep_killing(self) -> None:
        """End something with kill -9, again and again."""
        while not self.over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.over.wait(), self.dice.uniform(*BETWEEN_KILLS))
                return
            victim = self.dice.choice(("api", "worker", "worker", "database"))
            self.kills[victim] += 1
            if victim == "api":
                self.api.kill()
            elif victim == "worker":
                self.dice.choice(self.workers).kill()
            elif (pid := self.server.pid) is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    async def rage(self, seconds: float) -> None:
        """Write, read and kill for a while; then let what was begun be finished, and everything be delivered."""
        processes = [asyncio.create_task(kept.keep()) for kept in (self.api, *self.workers)]
        reading = asyncio.create_task(self.keep_reading())
        try:
            await self.call("office", "POST", "/v1/webhooks", json=self.webhook())
            writing = [asyncio.create_task(self.keep_writing()) for _ in range(WRITERS)]
            killing = asyncio.create_task(self.keep_killing())
            await asyncio.sleep(seconds)
            self.over.set()
            await self.be_answered(killing, *writing)
            await self.come_to_rest()
            await self.check_reads()
        finally:
            for task in (reading, *processes):
                task.cancel()
            await asyncio.gather(reading, *processes, return_exceptions=True)

    async def be_answered(self, *work: asyncio.Task[None]) -> None:
        """Let what was begun be finished: with nobody killing any more, every request is answered soon."""
        _, waiting = await asyncio.wait(work, timeout=CALM_SECONDS)
        for task in waiting:
            task.cancel()
            self.ledger.faults.append(f"not answered for {CALM_SECONDS:g} s after the storm: {self.last}")

    def webhook(self) -> dict[str, object]:
        return {"url": self.receiver.url, "types": ["*"], "network_wide": True}

    async def come_to_rest(self) -> None:
        """Wait until the reader and the receiver have heard of everything, or long enough."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CALM_SECONDS):
                while not self.all_heard():  # noqa: ASYNC110 - other processes are at work
                    await asyncio.sleep(0.5)

    def all_heard(self) -> bool:
        told = Counter((event["type"], event["subject"]["id"]) for event in self.feed)
        arrived = {request.headers["webhook-id"] for request in self.receiver.received}
        return not self.ledger.events - told and all(event["id"] in arrived for event in self.subscribed())

    def subscribed(self) -> list[dict[str, Any]]:
        """The events since the webhook was registered."""
        kinds = [event["type"] for event in self.feed]
        begun = kinds.index("webhook.created") + 1 if "webhook.created" in kinds else 0
        return self.feed[begun:]

    async def check_reads(self) -> None:
        for path, status in self.ledger.reads.items():
            answer = await self.call("sender", "GET", path)
            if answer.status_code != status:
                self.ledger.faults.append(f"lost: {answer.status_code} for {path}")


def settled(answer: httpx.Response) -> bool:
    """Whether a 409 is an answer, and not a request to wait for the first one under the same key."""
    return answer.status_code == 409 and answer.json().get("code") != "idempotency.in-flight"
