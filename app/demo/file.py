"""Keeps the demo network and the file that tells how to sign in to it: built once, found again at every start."""

import json
import os
from pathlib import Path
from secrets import token_bytes
from typing import Any
from uuid import UUID

from app.demo import caseloads, stories
from app.demo.network import Demo, build
from app.demo.script import script
from app.domain.errors import NotFound
from app.domain.identity import NetworkId
from app.domain.networks import credentials
from app.domain.networks.roles import Role
from app.use_cases.core import Core
from app.use_cases.networks import networks
from app.use_cases.rounds import system_call

NAME = "demo.json"
SENDER, PROVIDER = "northside", "food"


async def prepare(core: Core, home: Path, base_url: str) -> str:
    """Build the demo network unless the file tells of one that is there; return what to tell about it."""
    path = home / NAME
    document = _read(path)
    if document is None or not await _is_there(core, document):
        demo = await build(core, lambda: credentials.client_secret(token_bytes(credentials.RANDOM_BYTES)))
        await stories.tell(demo)
        await caseloads.care_for(demo)
        document = _document(demo)
    document = {**document, "base_url": base_url}
    _write(path, document)
    return script(document, path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None


async def _is_there(core: Core, document: dict[str, Any]) -> bool:
    try:
        network = NetworkId(UUID(document["network"]))
        await core.run(system_call(network, "demo"), networks.read, network)
    except (KeyError, TypeError, ValueError, AttributeError, NotFound):
        return False
    return True


def _document(demo: Demo) -> dict[str, Any]:
    clients = [
        {
            "agency": one.agency,
            "agency_id": str(one.agency_id),
            "role": one.role.value,
            "client_id": one.client_id,
            "client_secret": one.client_secret,
            "scopes": one.scopes,
        }
        for one in demo.credentials
    ]
    users = [
        {
            "agency": one.agency,
            "agency_id": str(one.agency_id),
            "role": one.role.value,
            "worker_id": str(one.worker_id),
            "name": one.name,
            "email": one.email,
        }
        for one in demo.colleagues
    ]
    return {
        "base_url": "",
        "network": str(demo.network),
        "clients": clients,
        "users": users,
        "example": _example(demo),
        "care": [{"about": one.about, "agency": one.agency, "client": str(one.client)} for one in demo.care],
    }


def _example(demo: Demo) -> dict[str, str]:
    """Choose a referral to try: a client who allows it, and a service of another agency."""
    client = next(client for client in reversed(demo.clients[SENDER]) if client.id in demo.consenting - demo.told)
    service = next(service for (member, _), service in demo.services.items() if member == PROVIDER)
    return {
        "sender": demo.credential(SENDER, Role.CASE_MANAGER).client_id,
        "provider": demo.credential(PROVIDER, Role.INTAKE).client_id,
        "client": str(client.id),
        "category": service.profile.categories[0].value,
        "service": str(service.id),
    }


def _write(path: Path, document: dict[str, Any]) -> None:
    """Write the file whole, readable by its owner only: it holds secrets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    fresh.replace(path)
