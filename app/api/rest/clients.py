"""Clients over REST."""

from dataclasses import fields
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged, paging
from app.api.preconditions import Expected
from app.api.problems import bad_request
from app.api.rendering import answer, created
from app.api.rest.schemas.clients import (
    ClientIn,
    ClientItemOut,
    ClientOut,
    ClientPatch,
    ClientSearchIn,
    LinkIn,
    MatchesOut,
    MatchIn,
    RegisteredClientOut,
)
from app.api.rest.schemas.persons import PartialDateText
from app.domain.clients.identifiers import Identifier
from app.domain.clients.profile import Profile
from app.domain.errors import Fault
from app.domain.identity import ClientId
from app.domain.partial_date import PartialDate
from app.ports.clients import ClientFilter, ClientItem, ClientOrder
from app.ports.transactions import Answer
from app.use_cases.clients import clients
from app.use_cases.clients.clients import Shown

operations = Operations("Clients", "/v1/clients")
router = operations.router

NameQuery = Annotated[
    str | None,
    Query(
        description="How a name, or a word of it and what follows, begins. "
        "Names in URLs end in logs: prefer `POST /v1/clients/search`.",
        min_length=1,
        max_length=200,
        examples=["nun"],
    ),
]
IdentifierQuery = Annotated[
    str | None,
    Query(
        description="An identifier, as `system|value`.",
        min_length=3,
        max_length=351,
        examples=["https://hmis.example/persons|H-20417"],
    ),
]
BirthDateQuery = Annotated[PartialDateText | None, Query(description="The birth date exactly as recorded.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only clients changed since then.")]
SortQuery = Annotated[ClientOrder, Query(description="The order, unless a name is searched.")]


@operations.get("", clients.search, answers=PageOf[ClientItemOut])
async def list_clients(
    desk: AtDesk,
    page: Paged,
    name: NameQuery = None,
    identifier: IdentifierQuery = None,
    birth_date: BirthDateQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = ClientOrder.RECENT,
) -> Response:
    """List the clients that you may see.

    Restricted clients are not listed, nor records for which another one that you see stands.
    """
    which = ClientFilter(
        name=name,
        identifier=_identifier_key(identifier),
        birth_date=None if birth_date is None else PartialDate.parse(birth_date),
        updated_since=updated_since,
    )
    return await desk.answer(
        lambda found: page.answer(found, item_view), clients.search, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", clients.register, answers=RegisteredClientOut, status=201)
async def create_client(desk: AtDesk, client: ClientIn) -> Response:
    """Register a client on your agency's caseload.

    Likely duplicates among the clients that you may see come with the answer, scored and explained.
    """
    return await desk.answer(_registered_view, clients.register, client.profile())


@operations.post("/search", clients.search, answers=PageOf[ClientItemOut])
async def search_clients(desk: AtDesk, request: Request, search: ClientSearchIn) -> Response:
    """Search for clients without names in the URL.

    The same as the list; what is searched stays out of addresses and logs.
    """
    page = await paging(request, search.limit, search.cursor, search.count)
    return await desk.answer(
        lambda found: page.answer(found, item_view),
        clients.search,
        search.filter(),
        search.sort,
        after=page.after,
        limit=page.limit,
    )


@operations.post("/match", clients.match, answers=MatchesOut)
async def match_clients(desk: AtDesk, person: MatchIn) -> Response:
    """Find clients who may be the person described.

    Each candidate comes with a score and the reasons; only clients that you may see are compared.
    """
    return await desk.answer(
        lambda found: answer({"items": [_duplicate_view(duplicate) for duplicate in found]}),
        clients.match,
        person.profile(),
    )


@operations.get("/{client_id}", clients.read, answers=ClientOut, refuses=[HTTPStatus.GONE])
async def read_client(desk: AtDesk, client_id: UUID) -> Response:
    """Read a client."""
    return await desk.answer(_shown, clients.read, ClientId(client_id))


@operations.patch("/{client_id}", clients.change, answers=ClientOut)
async def change_client(desk: AtDesk, client_id: UUID, expected: Expected, patch: ClientPatch) -> Response:
    """Change a client by merge patch.

    What is absent stays, what is null is taken away, a list is replaced as a whole.
    """
    return await desk.answer(_shown, clients.change, ClientId(client_id), patch.changes(), expected=expected)


@operations.post("/{client_id}/link", clients.link, answers=ClientOut)
async def link_client(desk: AtDesk, client_id: UUID, expected: Expected, link: LinkIn) -> Response:
    """Say that a client is the same person as another.

    The target stands for both; nothing is merged or lost, and `unlink` undoes it.
    """
    return await desk.answer(_shown, clients.link, ClientId(client_id), ClientId(link.target_id), expected=expected)


@operations.post("/{client_id}/unlink", clients.unlink, answers=ClientOut)
async def unlink_client(desk: AtDesk, client_id: UUID, expected: Expected) -> Response:
    """Undo the link of a client to another."""
    return await desk.answer(_shown, clients.unlink, ClientId(client_id), expected=expected)


_PROFILE = tuple(field.name for field in fields(Profile))


def view(shown: Shown) -> dict[str, Any]:
    """Put a client into the words of `ClientOut`."""
    client, profile = shown.client, shown.client.profile
    return {
        "id": client.id,
        "display_name": profile.name.full,
        **{name: getattr(profile, name) for name in _PROFILE},
        "birth_date": _written(profile.birth_date),
        "deceased_on": _written(profile.deceased_on),
        "withheld": shown.withheld,
        "linked_to": client.link.target if client.link else None,
        "version": client.version,
        "created_at": client.created_at,
        "updated_at": client.updated_at,
    }


def item_view(item: ClientItem) -> ClientItem:
    """Return a client of a list, which has the words of `ClientItemOut`."""
    return item


def _shown(shown: Shown) -> Answer:
    return answer(view(shown), version=shown.client.version)


def _registered_view(registration: clients.Registration) -> Answer:
    client = registration.client
    body = view(Shown(client=client)) | {
        "likely_duplicates": [_duplicate_view(each) for each in registration.duplicates]
    }
    return created(body, version=client.version, location=f"/v1/clients/{client.id}")


def _duplicate_view(duplicate: clients.Duplicate) -> dict[str, Any]:
    match = duplicate.match
    return {
        "client": view(duplicate.shown),
        "score": match.score,
        "grade": match.grade,
        "factors": match.factors,
    }


def _written(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _identifier_key(text: str | None) -> str | None:
    if text is None:
        return None
    system, bar, value = text.partition("|")
    if not (system and bar and value):
        fault = Fault(pointer="/query/identifier", message="Expected system|value.")
        raise bad_request("query.malformed", "The identifier cannot be read.", fault)
    return Identifier(system=system, value=value).key
