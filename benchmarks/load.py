"""A load generator that costs little: prepared requests over plain sockets, one at a time on each connection."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import quantiles

CONNECTIONS = 16
END_OF_HEADERS = b"\r\n\r\n"
LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run measured; `p50` and `p99` in milliseconds."""

    requests_per_second: float
    p50: float
    p99: float
    statuses: dict[int, int]

    def __str__(self) -> str:
        return f"{self.requests_per_second:8.0f} req/s   p50 {self.p50:6.1f} ms   p99 {self.p99:6.1f} ms"


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the answer before is complete."""

    def __init__(self, run: "_Run") -> None:
        self.run = run
        self.buffer = bytearray()
        self.sent = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head = self.buffer.find(END_OF_HEADERS)
        if head < 0 or len(self.buffer) < head + len(END_OF_HEADERS) + self._length(head):
            return
        self.run.note(int(self.buffer[9:12]), time.perf_counter() - self.sent)
        self.buffer.clear()
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)
        if exc is not None:
            self.run.statuses[0] += 1

    def _length(self, head: int) -> int:
        lowered = bytes(self.buffer[:head]).lower()
        start = lowered.find(LENGTH)
        if start < 0:
            return 0
        end = lowered.find(b"\r\n", start)
        return int(lowered[start + len(LENGTH) : end if end > 0 else None])

    def _send(self) -> None:
        request = self.run.next_request()
        if request is None:
            self.transport.close()
            return
        self.sent = time.perf_counter()
        self.transport.write(request)


class _Run:
    def __init__(self, requests: Iterator[bytes], seconds: float) -> None:
        self.requests = requests
        self.until = time.perf_counter() + seconds
        self.latencies: list[float] = []
        self.statuses: Counter[int] = Counter()

    def next_request(self) -> bytes | None:
        if time.perf_counter() > self.until:
            return None
        return next(self.requests, None)

    def note(self, status: int, seconds: float) -> None:
        self.statuses[status] += 1
        self.latencies.append(seconds)


async def load(port: int, requests: Iterator[bytes], *, seconds: float, connections: int = CONNECTIONS) -> Result:
    """Send requests to 127.0.0.1 until they or the time run out."""
    started = time.perf_counter()
    run = _Run(requests, seconds)
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(lambda: _Connection(run), "127.0.0.1", port) for _ in range(connections)]
    await asyncio.gather(*(protocol.done for _, protocol in opened))
    elapsed = time.perf_counter() - started
    cuts = quantiles(run.latencies, n=100) if len(run.latencies) > 1 else [0.0] * 99
    return Result(
        requests_per_second=len(run.latencies) / elapsed,
        p50=cuts[49] * 1000,
        p99=cuts[98] * 1000,
        statuses=dict(run.statuses),
    )


def http(method: str, path: str, *, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """Write one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + END_OF_HEADERS + body


def forever(make: Callable[[], bytes]) -> Iterator[bytes]:
    """Repeat a request maker without end; the time bounds the run."""
    while True:
        yield make()
