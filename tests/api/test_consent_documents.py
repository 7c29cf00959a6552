"""Signed papers over REST: kept with a consent, as they were sent, for those who may read it."""

from hashlib import sha256
from typing import Any

import httpx
import pytest

from tests.support.doors import Doors

ANY = {"If-Match": "*"}
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 90
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 90
FILES = {"application/pdf": PDF, "image/png": PNG, "image/jpeg": JPEG}
TERMS: dict[str, Any] = {
    "type": "general",
    "recipient_classes": ["network"],
    "purposes": ["care_coordination"],
    "categories": ["food-insecurity"],
    "direction": "both",
    "signature": {"name": "Ana Lima", "signer": "client", "method": "paper", "signed_at": "2026-01-15T09:30:00Z"},
    "language": "es",
}


async def recorded(caller: httpx.AsyncClient) -> str:
    client = (await caller.post("/v1/clients", json={"names": [{"given": ["Ana"]}]})).json()["id"]
    answer = await caller.post("/v1/consents", json=TERMS | {"client_id": client})
    assert answer.status_code == 201, answer.text
    return f"/v1/consents/{answer.json()['id']}"


async def attached(
    caller: httpx.AsyncClient, consent: str, content: bytes = PDF, kind: str = "application/pdf", tag: str = "*"
) -> httpx.Response:
    headers = {"Content-Type": kind, "If-Match": tag}
    return await caller.put(f"{consent}/document", content=content, headers=headers)


@pytest.mark.parametrize("kind", FILES)
async def test_a_paper_comes_back_as_it_was_sent_and_runs_nothing(doors: Doors, kind: str) -> None:
    caller = await doors.case_manager()
    consent = await recorded(caller)
    answer = await attached(caller, consent, FILES[kind], kind)
    assert answer.status_code == 200, answer.text
    document = (await caller.get(consent)).json()["document"]
    assert (document["media_type"], document["size"]) == (kind, len(FILES[kind]))
    assert document["sha256"] == sha256(FILES[kind]).hexdigest()
    read = await caller.get(f"{consent}/document")
    assert (read.content, read.headers["content-type"]) == (FILES[kind], kind)
    assert read.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in read.headers["content-security-policy"]
    assert read.headers["x-content-type-options"] == "nosniff"
    again = await caller.get(f"{consent}/document", headers={"If-None-Match": read.headers["ETag"]})
    assert again.status_code == 304


async def test_a_paper_takes_the_place_of_the_one_before_and_goes_when_told(doors: Doors) -> None:
    caller = await doors.case_manager()
    consent = await recorded(caller)
    assert (await caller.get(f"{consent}/document")).status_code == 404
    assert (await caller.delete(f"{consent}/document", headers=ANY)).status_code == 404
    first = await attached(caller, consent, tag='"1"')
    assert (first.json()["version"], (await attached(caller, consent, tag='"1"')).status_code) == (2, 412)
    await attached(caller, consent, PNG, "image/png", tag='"2"')
    assert (await caller.get(f"{consent}/document")).content == PNG
    assert (await caller.delete(f"{consent}/document")).status_code == 428
    assert (await caller.delete(f"{consent}/document", headers=ANY)).status_code == 204
    assert (await caller.get(f"{consent}/document")).status_code == 404
    told = (await caller.get(consent)).json()
    assert (told["document"], told["state"], told["version"]) == (None, "active", 4)


BAD = [
    (b"", "application/pdf", 422),
    (b"<script>", "application/pdf", 422),
    (PDF, "image/png", 422),
    (PNG, "image/jpeg", 422),
    (PDF, "text/html", 415),
    (PDF, "application/json", 415),
    (b"%PDF-" + b"x" * 1024 * 1024, "application/pdf", 413),
]


@pytest.mark.parametrize(("content", "kind", "status"), BAD)
async def test_what_is_no_paper_is_refused(doors: Doors, content: bytes, kind: str, status: int) -> None:
    caller = await doors.case_manager()
    consent = await recorded(caller)
    answer = await attached(caller, consent, content, kind)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (await caller.get(consent)).json()["version"] == 1


async def test_who_may_not_read_the_consent_finds_no_paper(doors: Doors) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Riverside Shelter")
    consent = await recorded(caller)
    await attached(caller, consent)
    answers = [
        await other.get(f"{consent}/document"),
        await attached(other, consent),
        await other.delete(f"{consent}/document", headers=ANY),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "consent.not-found")] * 3
    assert (await caller.get(f"{consent}/document")).content == PDF
