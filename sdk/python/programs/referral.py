"""Two agencies run referrals with this package against a service that is really served."""

import asyncio
import base64
import os
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from throughline_client.answers import ProblemError, each, each_async, etag, told
from throughline_client.connecting import connect
from throughline_client.generated.api.clients import read_client
from throughline_client.generated.api.handoffs import accept_handoff, list_handoffs, read_handoff, start_handoff
from throughline_client.generated.api.referrals import create_referral
from throughline_client.generated.api.tasks import change_task, create_task
from throughline_client.generated.api.webhooks import delete_webhook, register_webhook
from throughline_client.generated.client import AuthenticatedClient
from throughline_client.generated.models.accept_handoff_body import AcceptHandoffBody
from throughline_client.generated.models.destination_in import DestinationIn
from throughline_client.generated.models.handoff_item_page import HandoffItemPage
from throughline_client.generated.models.new_task_in import NewTaskIn
from throughline_client.generated.models.referral_in import ReferralIn
from throughline_client.generated.models.referral_out import ReferralOut
from throughline_client.generated.models.task_in import TaskIn
from throughline_client.generated.models.webhook_in import WebhookIn
from throughline_client.generated.types import Unset
from throughline_client.live import LiveEvent, follow
from throughline_client.webhooks import NotBelieved, believed

T = TypeVar("T")
BASE, CLIENT, SERVICE = os.environ["BASE_URL"], UUID(os.environ["CLIENT"]), UUID(os.environ["SERVICE"])


class Counting(httpx.BaseTransport):
    """A network that counts what is asked, and loses answers or is busy when it is told to."""

    def __init__(self) -> None:
        self.wire = httpx.HTTPTransport()
        self.asked: Counter[str] = Counter()
        self.faults: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Count it, and pass it on unless there is a fault to come."""
        self.asked[request.url.path] += 1
        fault = self.faults.pop() if self.faults and request.url.path.startswith("/v1/tasks") else ""
        if fault == "busy":
            return httpx.Response(503, headers={"Retry-After": "1"}, text="busy")
        answer = self.wire.handle_request(request)
        if fault == "lost":
            answer.read()
            raise httpx.ReadError("The connection broke before the answer came.")
        return answer


def at(agency: str, transport: httpx.BaseTransport | None = None) -> AuthenticatedClient:
    name, secret = os.environ[f"{agency}_ID"], os.environ[f"{agency}_SECRET"]
    return connect(BASE, client_id=name, client_secret=secret, transport=transport)


SENDER, PROVIDER = at("SENDER"), at("PROVIDER")


def sent() -> ReferralOut:
    """Send one more referral."""
    draft = ReferralIn(
        client_id=CLIENT,
        category="food-insecurity",
        handoffs=[DestinationIn(service_id=SERVICE)],
        override_reason="Every part of this program sends one of its own.",
        send=True,
    )
    key = str(uuid4())
    first = create_referral.sync_detailed(client=SENDER, body=draft, idempotency_key=key)
    again = create_referral.sync_detailed(client=SENDER, body=draft, idempotency_key=key)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert told(again).id == told(first).id
    return told(first)


def refused(doing: Callable[[], T]) -> ProblemError:
    try:
        doing()
    except ProblemError as refusal:
        return refusal
    raise AssertionError("This should have been refused.")


def refer() -> None:
    handoff = sent().handoffs[0].id
    before = read_handoff.sync_detailed(handoff, client=PROVIDER)
    note = AcceptHandoffBody(note="Come on Friday.")
    accepted = told(accept_handoff.sync_detailed(handoff, client=PROVIDER, body=note, if_match=etag(before)))
    assert accepted.state == "accepted"

    stale = refused(lambda: told(start_handoff.sync_detailed(handoff, client=PROVIDER, if_match=etag(before))))
    assert (stale.code, stale.is_stale, stale.context["current_version"]) == ("handoff.stale", True, accepted.version)
    now = etag(read_handoff.sync_detailed(handoff, client=PROVIDER))
    impossible = refused(lambda: told(accept_handoff.sync_detailed(handoff, client=PROVIDER, if_match=now)))
    assert (impossible.status, "allowed_actions" in impossible.context) == (409, True)
    unchanged = read_handoff.sync_detailed(handoff, client=PROVIDER, if_none_match=now)
    assert unchanged.status_code == 304
    wrong = refused(lambda: told(create_task.sync_detailed(client=SENDER, body=NewTaskIn(title=""))))
    assert (wrong.status, [fault.pointer for fault in wrong.faults]) == (422, ["/title"])
    print("  a referral is sent, replayed, accepted; 412, 409, 422 and 304 come as they should")


def page() -> None:
    for _ in range(4):
        sent()

    inbox = each(
        lambda cursor: told(
            list_handoffs.sync_detailed(client=PROVIDER, to="me", state=["sent"], limit=2, cursor=cursor)
        )
    )
    seen = [handoff.id for handoff in inbox]
    assert len(seen) >= 4
    assert len(set(seen)) == len(seen)
    print(f"  {len(seen)} handoffs of an inbox, in pages of two")
    assert asyncio.run(_paged()) == seen


async def _paged() -> list[UUID]:
    async with at("PROVIDER") as care:

        async def read(cursor: str | Unset) -> HandoffItemPage:
            return told(
                await list_handoffs.asyncio_detailed(client=care, to="me", state=["sent"], limit=2, cursor=cursor)
            )

        return [handoff.id async for handoff in each_async(read)]


def tokens() -> None:
    network = Counting()
    care = at("SENDER", network)
    reads = [
        threading.Thread(target=read_client.sync_detailed, args=(CLIENT,), kwargs={"client": care}) for _ in range(10)
    ]
    for each_read in reads:
        each_read.start()
    for each_read in reads:
        each_read.join()
    assert network.asked == {"/oauth/token": 1, f"/v1/clients/{CLIENT}": 10}
    last = care.get_httpx_client().get(f"/v1/clients/{CLIENT}").request.headers["Authorization"]
    basic = httpx.BasicAuth(os.environ["SENDER_ID"], os.environ["SENDER_SECRET"])
    httpx.post(f"{BASE}/oauth/revoke", data={"token": last.removeprefix("Bearer ")}, auth=basic).raise_for_status()
    told(read_client.sync_detailed(CLIENT, client=care))
    assert network.asked["/oauth/token"] == 2
    print("  ten threads fetch one token; a revoked one is replaced")


def retries() -> None:
    network = Counting()
    care = at("SENDER", network)
    network.faults = ["busy", "lost"]
    begun = time.monotonic()
    made = create_task.sync_detailed(client=care, body=NewTaskIn(title="Call about Friday"))
    assert time.monotonic() - begun >= 1
    assert made.headers["Idempotency-Replayed"] == "true"
    network.faults = ["lost"]
    change = TaskIn(title="Call")
    try:
        change_task.sync_detailed(told(made).id, client=care, body=change, if_match=etag(made))
    except httpx.ReadError:
        print("  what was turned away or lost is sent again, with one effect")
    else:
        raise AssertionError("What has no key is not repeated: nobody knows what became of it.")


def listen() -> None:
    received: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            received.put((dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    receiver = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    admin = at("PROVIDER_ADMIN")
    new = WebhookIn(url=f"http://127.0.0.1:{receiver.server_port}/hook", types=["handoff.accepted"])
    hook = told(register_webhook.sync_detailed(client=admin, body=new))
    secret = hook.secret or ""
    start = PROVIDER.get_httpx_client().get("/v1/events", params={"after": "latest"}).json()["next_cursor"]
    heard: queue.Queue[LiveEvent] = queue.Queue()
    live = follow(PROVIDER, after=start, types=["handoff.accepted"])
    threading.Thread(target=lambda: heard.put(next(live)), daemon=True).start()

    handoff = sent().handoffs[0].id
    told(accept_handoff.sync_detailed(handoff, client=PROVIDER, if_match="*"))
    event = heard.get(timeout=10).event
    assert (event.type_, event.subject.id) == ("handoff.accepted", handoff)
    headers, body = received.get(timeout=10)
    message = believed(headers, body, secret)
    assert (message.type_, message.data.subject_id, message.data.event_id) == ("handoff.accepted", handoff, event.id)
    for tampered in ((headers, body + b" ", secret), (headers, body, "whsec_bm90IGl0"), ({}, body, secret)):
        try:
            believed(*tampered)
        except NotBelieved:
            continue
        raise AssertionError("This should not have been believed.")
    pair = Ed25519PrivateKey.generate()
    known = "whpk_" + base64.b64encode(pair.public_key().public_bytes_raw()).decode()
    head = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode()
    by_key = headers | {"webhook-signature": "v1a," + base64.b64encode(pair.sign(head + body)).decode()}
    assert believed(by_key, body, known).data.event_id == event.id
    told(delete_webhook.sync_detailed(hook.id, client=admin, if_match="*"))
    receiver.shutdown()
    print("  an accept is heard live and by webhook; a message that was changed is not believed")


for part in (refer, page, tokens, retries, listen):
    part()
