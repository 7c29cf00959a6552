"""Who asks: the one thing of the graph that no operation of REST tells."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.graphql.declared import Operation
from app.domain.errors import Forbidden
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

MOST_KEPT = 1_000


class ViewerOut(BaseModel):
    """Who you are to the service, and what you may do."""

    actor_id: UUID = Field(description="You: the worker or the program.")
    network_id: UUID = Field(description="Your network.")
    agency_id: UUID = Field(description="Your agency.")
    worker_id: UUID | None = Field(description="The worker, if you are one.")
    api_client_id: UUID | None = Field(description="The program, if you are one.")
    principal_id: UUID | None = Field(description="The agency in whose name you act, if not your own.")
    roles: list[Role] = Field(description="Your roles.")
    scopes: str = Field(description="The scopes of your token.", examples=["system/*.rs"])
    permissions: list[str] = Field(
        description="The fields of queries and mutations that your roles and scopes allow.", examples=[["tasks"]]
    )


class Permissions:
    """Tells which fields an actor may ask for; that is found out once for all who have the same roles and scopes."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._operations = list(operations)
        self._known: dict[tuple[frozenset[Role], Scopes], list[str]] = {}

    def of(self, actor: Actor) -> list[str]:
        """Return their names, in order."""
        standing = (actor.roles, actor.scopes)
        if standing not in self._known:
            if len(self._known) == MOST_KEPT:
                self._known.clear()
            self._known[standing] = sorted({each.field for each in self._operations if _allowed(each, actor)})
        return self._known[standing]


def viewer(actor: Actor, permissions: Permissions) -> dict[str, Any]:
    """Put an actor into the words of `ViewerOut`."""
    return {
        "actor_id": str(actor.id),
        "network_id": str(actor.network),
        "agency_id": str(actor.agency),
        "worker_id": _text(actor.worker),
        "api_client_id": _text(actor.api_client),
        "principal_id": _text(actor.principal),
        "roles": sorted(actor.roles),
        "scopes": str(actor.scopes),
        "permissions": permissions.of(actor),
    }


def _allowed(operation: Operation, actor: Actor) -> bool:
    try:
        operation.rule.check(actor)
    except Forbidden:
        return False
    return True


def _text(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)
