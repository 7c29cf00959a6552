"""Reads by FHIR all that each program of the demo network may read, page by page, with tokens of its own.

What differs from role to role (faces, masks, labels) is kept as it is served, beside bundles, refusals, and the
CapabilityStatement.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable

import httpx
import msgspec

from app.demo.network import Credential, Demo
from app.serving import application
from app.wiring import Service

BASE = "http://service.example"
FORBIDDEN, MOST = 403, 200
SAMPLES = (
    "_count=2&_total=accurate&_include=*",
    "_summary=text&_count=2",
    "_elements=status&_count=2",
    "nonsense=1&_count=1",
)


class Entry(msgspec.Struct):
    """What of an entry is read."""

    resource: msgspec.Raw = msgspec.Raw(b"")


class Link(msgspec.Struct):
    """What of a link is read."""

    relation: str
    url: str


class Bundle(msgspec.Struct):
    """What of a bundle is read."""

    entry: list[Entry] = []
    link: list[Link] = []


async def walked(service: Service, demo: Demo, types: Iterable[str]) -> dict[bytes, None]:
    """Return each resource as it was served, once."""
    found: dict[bytes, None] = {}
    transport = httpx.ASGITransport(application(service), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
        found[(await http.get("/fhir/metadata")).content] = None
        names = sorted(types)
        for credential in demo.credentials:
            headers = {"Authorization": f"Bearer {await _token(http, credential)}"}
            for type_ in names:
                async for line in _type(http, headers, type_):
                    found[line] = None
    return found


async def _token(http: httpx.AsyncClient, credential: Credential) -> str:
    form = {"grant_type": "client_credentials", "scope": credential.scopes}
    pair = (credential.client_id, credential.client_secret)
    return str((await http.post("/oauth/token", data=form, auth=pair)).raise_for_status().json()["access_token"])


async def _type(http: httpx.AsyncClient, headers: dict[str, str], type_: str) -> AsyncIterator[bytes]:
    """Read every page of a type, a few searches of other shapes, and the history; or how it is refused."""
    address: str | None = f"/fhir/{type_}?_count={MOST}"
    while address is not None:
        answer = await http.get(address, headers=headers)
        if answer.status_code == FORBIDDEN:
            yield answer.content
            return
        bundle = msgspec.json.decode(answer.raise_for_status().content, type=Bundle)
        for entry in bundle.entry:
            yield bytes(entry.resource)
        address = next((link.url for link in bundle.link if link.relation == "next"), None)
    asked = (http.get(f"/fhir/{type_}?{sample}", headers=headers) for sample in SAMPLES)
    for answer in await asyncio.gather(*asked, http.get(f"/fhir/{type_}/_history?_count=5", headers=headers)):
        yield answer.content
