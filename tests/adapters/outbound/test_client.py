"""Calls over real sockets to servers that behave, misbehave and lie."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from ipaddress import ip_address

import pytest

from app.adapters.outbound.client import GuardedWeb, alternating
from app.adapters.outbound.deferred import DeferredWeb
from app.domain.errors import Invalid
from app.ports.gateways import NoAnswer, Trouble
from tests.support.far_servers import Names, Servers

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
LOOPBACK = "127.0.0.1"
PUBLIC = "93.184.216.34"
OpenWeb = Callable[..., AbstractAsyncContextManager[GuardedWeb]]


async def test_the_name_is_verified_and_the_address_pinned(servers: Servers, open_web: OpenWeb) -> None:
    port = await servers.start(OK, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        answer = await web.post(f"https://partner.example:{port}/hook?x=1", headers={"X-A": "b"}, body=b"body")
    assert (answer.status, answer.body, answer.truncated) == (200, b"hello", False)
    assert servers.asked[0].startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert f"host: partner.example:{port}\r\n".encode() in servers.asked[0].lower()
    assert servers.asked[0].endswith(b"body")


async def test_a_certificate_for_another_name_is_refused(servers: Servers, open_web: OpenWeb) -> None:
    port = await servers.start(OK, tls_for="other.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        with pytest.raises(NoAnswer) as refusal:
            await web.get(f"https://partner.example:{port}/")
    assert refusal.value.kind == Trouble.TLS
    assert servers.asked == []


async def test_a_server_without_tls_is_a_tls_trouble(servers: Servers, open_web: OpenWeb) -> None:
    port = await servers.start(OK)
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        with pytest.raises(NoAnswer) as refusal:
            await web.get(f"https://partner.example:{port}/", seconds=3)
    assert refusal.value.kind in {Trouble.TLS, Trouble.CONNECT, Trouble.TIMEOUT}


async def test_a_name_that_turns_private_after_registration_is_refused_at_the_call(open_web: OpenWeb) -> None:
    names = Names(rebinding_example=[[PUBLIC], [LOOPBACK]])
    async with open_web(names, development=False) as web:
        await web.check("https://rebinding.example/hook")
        with pytest.raises(NoAnswer) as refusal:
            await web.post("https://rebinding.example/hook", headers={}, body=b"{}")
    assert refusal.value.kind == Trouble.REFUSED


async def test_a_name_is_asked_for_only_once_per_call(servers: Servers, open_web: OpenWeb) -> None:
    port = await servers.start(OK, tls_for="partner.example")
    names = Names(partner_example=[[LOOPBACK], ["169.254.169.254"]])
    async with open_web(names) as web:
        answer = await web.get(f"https://partner.example:{port}/")
    assert answer.status == 200
    assert names.asked == ["partner.example"]


async def test_a_redirect_is_an_answer_and_is_not_followed(servers: Servers, open_web: OpenWeb) -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    port = await servers.start(answer, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        got = await web.get(f"https://partner.example:{port}/")
    assert (got.status, got.headers["location"]) == (302, "http://169.254.169.254/")
    assert len(servers.asked) == 1


async def test_a_huge_body_is_cut_and_the_connection_closed(servers: Servers, open_web: OpenWeb) -> None:
    sent = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        del reader
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        for _ in range(10_000):
            writer.write(b"x" * 100_000)
            await writer.drain()
            sent += 100_000

    port = await servers.start(flood, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        got = await web.get(f"https://partner.example:{port}/", limit=1000)
    assert (len(got.body), got.truncated) == (1000, True)
    assert sent < 100_000_000


async def test_a_compressed_bomb_is_not_unpacked(servers: Servers, open_web: OpenWeb) -> None:
    packed = b"\x1f\x8b" + b"\x00" * 50
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 52\r\n\r\n" + packed
    port = await servers.start(answer, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        got = await web.get(f"https://partner.example:{port}/")
    assert packed == got.body


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"], ids=["head", "body"])
async def test_a_slow_answer_ends_at_the_total_time(servers: Servers, open_web: OpenWeb, head: bytes) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del reader
        writer.write(head)
        for _ in range(100):
            writer.write(b"H" if not head else b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    port = await servers.start(drip, tls_for="partner.example")
    started = time.monotonic()
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        with pytest.raises(NoAnswer) as refusal:
            await web.get(f"https://partner.example:{port}/", seconds=0.5)
    assert refusal.value.kind == Trouble.TIMEOUT
    assert time.monotonic() - started < 2


async def test_a_slow_resolver_ends_at_the_total_time(open_web: OpenWeb) -> None:
    async def slow(host: str, port: int) -> list[str]:
        del host, port
        await asyncio.sleep(60)
        return [PUBLIC]

    async with open_web(slow) as web:
        with pytest.raises(NoAnswer) as refusal:
            await web.get("https://partner.example/", seconds=0.2)
    assert refusal.value.kind == Trouble.TIMEOUT


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH_9\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"]
)
async def test_what_is_not_http_is_a_protocol_trouble(servers: Servers, open_web: OpenWeb, answer: bytes) -> None:
    port = await servers.start(answer, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        with pytest.raises(NoAnswer) as refusal:
            await web.get(f"https://partner.example:{port}/")
    assert refusal.value.kind == Trouble.PROTOCOL


async def test_the_next_address_is_tried_when_the_first_refuses(servers: Servers, open_web: OpenWeb) -> None:
    port = await servers.start(OK, tls_for="partner.example")
    async with open_web(Names(partner_example=[["127.0.0.2", LOOPBACK]])) as web:
        assert (await web.get(f"https://partner.example:{port}/")).status == 200


def test_both_families_of_addresses_get_their_turn() -> None:
    six, four = [ip_address(f"2606:4700::{number}") for number in range(1, 6)], [ip_address("93.184.216.34")]
    assert alternating((*six, *four))[:3] == (six[0], four[0], six[1])
    assert set(alternating((*six, *four))) == {*six, *four}


async def test_an_ipv6_address_is_connected_to(servers: Servers, open_web: OpenWeb) -> None:
    port = await servers.start(OK, tls_for="partner.example", address="::1")
    async with open_web(Names(partner_example=[["::1"]])) as web:
        assert (await web.get(f"https://partner.example:{port}/")).status == 200


async def test_nobody_listening_is_a_connection_trouble(open_web: OpenWeb) -> None:
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        with pytest.raises(NoAnswer) as refusal:
            await web.get("https://partner.example:1/")
    assert refusal.value.kind == Trouble.CONNECT


async def test_the_environment_cannot_name_a_proxy(
    servers: Servers, open_web: OpenWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    port = await servers.start(OK, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        assert (await web.get(f"https://partner.example:{port}/")).status == 200


async def test_no_cookie_is_carried_from_one_call_to_the_next(servers: Servers, open_web: OpenWeb) -> None:
    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
    port = await servers.start(answer, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        await web.get(f"https://partner.example:{port}/")
        await web.get(f"https://partner.example:{port}/")
    assert not any(b"cookie" in asked.lower() for asked in servers.asked)


async def test_a_host_header_given_by_the_caller_does_not_win(servers: Servers, open_web: OpenWeb) -> None:
    port = await servers.start(OK, tls_for="partner.example")
    async with open_web(Names(partner_example=[[LOOPBACK]])) as web:
        await web.get(f"https://partner.example:{port}/", headers={"Host": "evil.example"})
    assert b"evil.example" not in servers.asked[0]


async def test_a_way_out_that_was_never_used_loads_nothing_and_closes() -> None:
    await DeferredWeb(allow_private_targets=False).close()
    program = "import sys, app.wiring; print(sorted({'httpx', 'jinja2', 'fastapi'} & sys.modules.keys()))"
    said = await asyncio.to_thread(subprocess.check_output, [sys.executable, "-c", program], text=True)
    assert said == "[]\n"


async def test_a_way_out_that_is_deferred_guards_as_well() -> None:
    web = DeferredWeb(allow_private_targets=False)
    with pytest.raises(Invalid):
        await web.check("https://127.0.0.1/")
    with pytest.raises(NoAnswer):
        await web.get("https://127.0.0.1/")
    with pytest.raises(NoAnswer):
        await web.post("https://127.0.0.1/", headers={}, body=b"")
    await web.close()
