"""A receiver of webhooks on a real socket for programs that do not await, verifying each message as it comes."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.canaries import LISTENING
from tests.support.contracts import payload_keeps_contract
from tests.support.receiver import Received, verifies


@dataclass(slots=True, kw_only=True)
class Hearing:
    """What one agency's webhook heard; `stumbles` messages are answered with 503 the first time that they come."""

    url: str = ""
    secret: str = ""
    stumbles: int = 0
    messages: list[Received] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    others: dict[str, "Hearing"] = field(default_factory=dict)

    def of(self, agency: str) -> "Hearing":
        return self.others.setdefault(agency, Hearing(url=f"{self.url}/{agency}"))

    def take(self, request: Received) -> int:
        """Judge a message and answer it."""
        LISTENING.check("a webhook", f"{request.path} {request.headers} {request.body.decode()}")
        identifier = request.headers["webhook-id"]
        self.attempts[identifier] += 1
        if not verifies(request.headers, request.body, self.secret, now=int(time.time())):
            self.faults.append(f"{identifier}: the signature does not verify")
        try:
            payload_keeps_contract(request.json)
        except AssertionError as fault:
            self.faults.append(str(fault))
        if self.stumbles and self.attempts[identifier] == 1:
            self.stumbles -= 1
            return 503
        self.messages.append(request)
        return 204

    def told(self, *, about: str) -> list[dict[str, Any]]:
        """Return the payloads about one referral, each once, in the order in which they first arrived."""
        payloads = {each.headers["webhook-id"]: each.json for each in self.messages}
        return [each for each in payloads.values() if about in (each["data"]["subject_id"], _referral(each))]


def _referral(payload: dict[str, Any]) -> str | None:
    found: str | None = payload["data"]["related"].get("referral")
    return found


@contextmanager
def a_hearing() -> Iterator[Hearing]:
    """Listen on a free port of this machine; each agency's messages come to a path of its own."""
    hearing = Hearing()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers["content-length"]))
            agency = self.path.strip("/")
            status = hearing.of(agency).take(Received(path=self.path, headers=headers, body=body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    hearing.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hearing
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
