"""Follows /v1/events/stream (server-sent events): each event once, in order, over any number of connections."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import httpx

from throughline_client.answers import ProblemError, told
from throughline_client.generated.api.events import list_events
from throughline_client.generated.client import AuthenticatedClient
from throughline_client.generated.models.event_out import EventOut
from throughline_client.generated.models.problem import Problem

SILENCE = httpx.Timeout(20.0, connect=5.0)  # the service gives a sign of life every 5 seconds
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
LEAST_REFUSAL, LEAST_FAILURE, TOO_MANY = 400, 500, 429


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEvent:
    """An event, and the cursor to go on from: keep it, and give it as `after` to hear what came later."""

    cursor: str
    event: EventOut


def follow(care: AuthenticatedClient, *, after: str | None = None, types: Sequence[str] = ()) -> Iterator[LiveEvent]:
    """Tell what happens from now on, or after a cursor, for as long as somebody asks for the next."""
    cursor = after or told(list_events.sync_detailed(client=care, after="latest")).next_cursor
    failures = 0
    while True:
        try:
            for live in _connected(care, cursor, types):
                failures, cursor = 0, live.cursor
                yield live
        except httpx.TransportError:
            pass
        except ProblemError as refusal:
            if refusal.status < LEAST_FAILURE and refusal.status != TOO_MANY:
                raise
        time.sleep(min(FIRST_WAIT * 2**failures, LONGEST_WAIT))
        failures += 1


def _connected(care: AuthenticatedClient, after: str, types: Sequence[str]) -> Iterator[LiveEvent]:
    http = care.get_httpx_client()
    parameters = {"after": after, "types": list(types)}
    with http.stream("GET", "/v1/events/stream", params=parameters, timeout=SILENCE) as response:
        if response.status_code >= LEAST_REFUSAL:
            response.read()
            raise ProblemError(Problem.from_dict(response.json()))
        fields: dict[str, str] = {}
        for line in response.iter_lines():
            name, _, value = line.partition(": ")
            if line and name:
                fields[name] = value
            elif not line and "data" in fields:
                yield LiveEvent(cursor=fields["id"], event=EventOut.from_dict(json.loads(fields["data"])))
                fields = {}
