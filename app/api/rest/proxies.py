"""Proxies of clients over REST."""

from dataclasses import fields
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.schemas.proxies import ProxyEndIn, ProxyIn, ProxyOut
from app.domain.consents.proxy import Proxy, ProxyContent
from app.domain.identity import ClientId, ProxyId
from app.ports.transactions import Answer
from app.use_cases.consents import proxies

operations = Operations("Consents", "/v1/clients/{client_id}/proxies")
router = operations.router

DayQuery = Annotated[date | None, Query(description="Only those in force on this day.")]


@operations.get("", proxies.of_client, answers=PageOf[ProxyOut])
async def list_client_proxies(desk: AtDesk, page: Paged, client_id: UUID, on: DayQuery = None) -> Response:
    """List who may speak for a client, the newest first."""
    return await desk.answer(
        lambda found: page.answer(found, view),
        proxies.of_client,
        ClientId(client_id),
        on=on,
        after=page.after,
        limit=page.limit,
    )


@operations.post("", proxies.record, answers=ProxyOut, status=201)
async def create_client_proxy(desk: AtDesk, client_id: UUID, proxy: ProxyIn) -> Response:
    """Record who may speak for a client.

    For agencies that serve the client. Consents that somebody else than the client signs name one of these.
    """
    return await desk.answer(_made, proxies.record, ClientId(client_id), proxy.content())


@operations.get("/{proxy_id}", proxies.read, answers=ProxyOut)
async def read_client_proxy(desk: AtDesk, client_id: UUID, proxy_id: UUID) -> Response:
    """Read who may speak for a client."""
    return await desk.answer(_shown, proxies.read, ClientId(client_id), ProxyId(proxy_id))


@operations.put("/{proxy_id}", proxies.change, answers=ProxyOut)
async def change_client_proxy(
    desk: AtDesk, client_id: UUID, proxy_id: UUID, expected: Expected, proxy: ProxyIn
) -> Response:
    """Describe a proxy anew.

    Consents that were signed before stay as they are.
    """
    return await desk.answer(
        _shown, proxies.change, ClientId(client_id), ProxyId(proxy_id), proxy.content(), expected=expected
    )


@operations.post("/{proxy_id}/end", proxies.end, answers=ProxyOut)
async def end_client_proxy(
    desk: AtDesk, client_id: UUID, proxy_id: UUID, expected: Expected, end: ProxyEndIn
) -> Response:
    """End a proxy.

    Consents that the proxy signed stand until somebody takes them back.
    """
    return await desk.answer(
        _shown, proxies.end, ClientId(client_id), ProxyId(proxy_id), end.on, end.reason, expected=expected
    )


def view(proxy: Proxy) -> dict[str, Any]:
    """Put a proxy into the words of `ProxyOut`."""
    return {
        "id": proxy.id,
        "client_id": proxy.client,
        "agency_id": proxy.agency,
        **{field.name: getattr(proxy.content, field.name) for field in fields(ProxyContent)},
        "ended": proxy.ended,
        "version": proxy.version,
        "created_at": proxy.created_at,
        "updated_at": proxy.updated_at,
    }


def _shown(proxy: Proxy) -> Answer:
    return answer(view(proxy), version=proxy.version)


def _made(proxy: Proxy) -> Answer:
    location = f"/v1/clients/{proxy.client}/proxies/{proxy.id}"
    return created(view(proxy), version=proxy.version, location=location)
