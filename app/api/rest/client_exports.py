"""/v1/clients/{id}/exports: a client's record taken out whole."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

import msgspec
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import RESOURCE, Operations, PageOf
from app.api.pages import Paged
from app.api.printed import chosen
from app.api.rendering import JSON, answer
from app.api.resource_bytes import bundle_of_export
from app.api.rest.schemas.retention import ClientExportIn, ClientExportOut, ExportedOut
from app.domain.errands.client_export import ClientExport, ExportStatus
from app.domain.identity import ClientId, ErrandId
from app.domain.sensitivity.notices import HEADER, Notice, said
from app.ports.security import Seal
from app.ports.transactions import Answer
from app.use_cases.retention import client_exports


class _Head(msgspec.Struct):
    notices: tuple[Notice, ...]


class _Exported(msgspec.Struct):
    """As much of an export as its own answer repeats."""

    export: _Head


operations = Operations("Exports", "/v1/clients")
router = operations.router
MEDIA = [JSON, RESOURCE]
_EXPORTED = msgspec.json.Decoder(_Exported)


@dataclass(frozen=True, slots=True)
class ExportDoor:
    """What opens exports, and the address of the service, from which resources are named."""

    seal: Seal
    base_url: str


def set_up_exports(state: object, door: ExportDoor) -> None:
    """Give an application's state what hands exports out."""
    state.exports = door  # type: ignore[attr-defined]


_MADE = frozenset({ExportStatus.READY, ExportStatus.EXPIRED})


@operations.post("/{client_id}/exports", client_exports.request, answers=ClientExportOut, status=HTTPStatus.ACCEPTED)
async def request_client_export(desk: AtDesk, client_id: UUID, export: ClientExportIn) -> Response:
    """Ask for an export of a client.

    It is made within seconds and kept, sealed, for seven days: see Location. For supervisors and case managers of
    agencies that serve the client, of what they may read; for the client, by a supervisor or a privacy officer, of
    everything that the network has on record.
    """
    return await desk.answer(_accepted, client_exports.request, ClientId(client_id), export.purpose)


@operations.get("/{client_id}/exports", client_exports.browse, answers=PageOf[ClientExportOut])
async def list_client_exports(desk: AtDesk, page: Paged, client_id: UUID) -> Response:
    """List the exports of a client.

    Those that your agency asked for, the newest first.
    """
    return await desk.answer(
        lambda found: page.answer(found, _shown_at(desk)),
        client_exports.browse,
        ClientId(client_id),
        after=page.after,
        limit=page.limit,
    )


@operations.get("/{client_id}/exports/{export_id}", client_exports.read, answers=ClientExportOut)
async def read_client_export(desk: AtDesk, client_id: UUID, export_id: UUID) -> Response:
    """Read how far an export has come.

    It is pending, then ready until it expires; or it has failed, and says why.
    """
    view = _shown_at(desk)
    return await desk.answer(
        lambda export: answer(view(export), version=export.version),
        client_exports.read,
        ClientId(client_id),
        ErrandId(export_id),
    )


@operations.get(
    "/{client_id}/exports/{export_id}/content",
    client_exports.fetch,
    answers=ExportedOut,
    refuses=[HTTPStatus.CONFLICT, HTTPStatus.GONE],
    produces=MEDIA,
)
async def fetch_client_export(desk: AtDesk, client_id: UUID, export_id: UUID) -> Response:
    """Fetch an export.

    JSON: one member for each kind of record, by the names of this API. With `Accept: application/fhir+json` its
    FHIR resources as one Bundle. `409` until it is ready, `410` after seven days.
    """
    door: ExportDoor = desk.request.app.state.exports
    as_bundle = chosen(desk.request, MEDIA) == RESOURCE
    return await desk.answer(
        lambda body: _content(body, f"{door.base_url}/fhir" if as_bundle else None),
        client_exports.fetch,
        ClientId(client_id),
        ErrandId(export_id),
        door.seal,
    )


def _shown_at(desk: AtDesk) -> Callable[[ClientExport], dict[str, object]]:
    """Show exports as they stand when they are asked for."""
    now = desk.core.clock.now()
    return lambda export: _view(export, export.status_at(now))


def _view(export: ClientExport, status: ExportStatus) -> dict[str, object]:
    return {
        "id": export.id,
        "client_id": export.client,
        "purpose": export.purpose,
        "status": status,
        "failure": export.failure,
        "size": export.size,
        "content_href": f"{_path(export)}/content" if status is ExportStatus.READY else None,
        "requested_by": export.asker,
        "requested_at": export.created_at,
        "completed_at": export.completed_at,
        "expires_at": export.expires_at if status in _MADE else None,
        "version": export.version,
    }


def _accepted(export: ClientExport) -> Answer:
    return answer(
        _view(export, ExportStatus.PENDING), status=HTTPStatus.ACCEPTED, version=export.version, location=_path(export)
    )


def _path(export: ClientExport) -> str:
    return f"/v1/clients/{export.client}/exports/{export.id}"


def _content(body: bytes, base: str | None) -> Answer:
    """Hand an export out as it is, or as a Bundle of resources below `base`."""
    headers = {
        "Content-Type": JSON if base is None else RESOURCE,
        "Content-Disposition": 'attachment; filename="client-export.json"',
        "Cache-Control": "no-store",
        "Vary": "Accept",
    }
    line = said(_EXPORTED.decode(body).export.notices)
    if line is not None:
        headers[HEADER] = line
    told = body if base is None else bundle_of_export(body, base)
    return Answer(status=HTTPStatus.OK, headers=tuple(headers.items()), body=told)
