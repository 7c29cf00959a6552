"""Every address refuses the methods that the document does not give it, and names those that it does."""

import asyncio
import json
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.config import Settings
from app.serving import application
from app.wiring import unopened

DOCUMENT = json.loads((Path(__file__).parents[2] / "openapi" / "openapi.json").read_text(encoding="utf-8"))


async def _application() -> FastAPI:
    return application(unopened(Settings()))


TRANSPORT = httpx.ASGITransport(asyncio.run(_application()))
AN_ID = "0198c0de-7a11-7000-8000-000000000001"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")


@pytest.mark.parametrize("path", DOCUMENT["paths"])
async def test_an_address_knows_its_own_methods_and_no_other(path: str) -> None:
    known = sorted(method.upper() for method in DOCUMENT["paths"][path] if method.upper() in METHODS)
    known = sorted([*known, "HEAD"]) if "GET" in known else known
    async with httpx.AsyncClient(transport=TRANSPORT, base_url="http://throughline") as caller:
        for method in (each for each in METHODS if each not in known):
            answer = await caller.request(method, re.sub(r"\{[^}]+\}", AN_ID, path))
            assert (answer.status_code, sorted(answer.headers["Allow"].split(", "))) == (405, known), method
