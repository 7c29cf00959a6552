"""Who asks: the one thing of the graph that no operation of REST tells."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.graphql.declared import Operation
from app.api.graphql.naming import without_verb
from app.domain.errors import Forbidden
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role


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


def viewer(actor: Actor, operations: Iterable[Operation]) -> dict[str, Any]:
    """Put an actor into the words of `ViewerOut`."""
    allowed = {
        without_verb(operation.name) if operation.reads else operation.name
        for operation in operations
        if _allowed(operation, actor)
    }
    return {
        "actor_id": str(actor.id),
        "network_id": str(actor.network),
        "agency_id": str(actor.agency),
        "worker_id": _text(actor.worker),
        "api_client_id": _text(actor.api_client),
        "principal_id": _text(actor.principal),
        "roles": sorted(actor.roles),
        "scopes": str(actor.scopes),
        "permissions": sorted(allowed),
    }


def _allowed(operation: Operation, actor: Actor) -> bool:
    try:
        operation.rule.check(actor)
    except Forbidden:
        return False
    return True


def _text(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)
