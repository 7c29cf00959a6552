"""Where clients are kept and how they are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.clients.access import Tier
from app.domain.clients.client import Client
from app.domain.clients.demographics import AdministrativeSex, Language
from app.domain.clients.names import Name
from app.domain.identity import ClientId
from app.domain.partial_date import PartialDate
from app.ports.access import Access
from app.ports.queries import Cursor, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A client, and how much of it the asker may see."""

    client: Client
    tier: Tier


class Clients(Protocol):
    """The clients of the network."""

    async def get(self, client: ClientId) -> Client | None:
        """Return a client, whoever asks: for rules, never for answers."""
        ...

    async def lock(self, client: ClientId) -> Client | None:
        """Return a client and keep others from changing it until the transaction ends."""
        ...

    async def seen(self, access: Access, client: ClientId) -> Client | None:
        """Return a client if the asker may see it."""
        ...

    async def is_seen(self, access: Access, client: ClientId) -> bool:
        """Whether there is such a client, and the asker may see it."""
        ...

    async def seen_to(self, access: Access, client: ClientId) -> Seen | None:
        """Return a client if the asker may see it, with how much of it."""
        ...

    async def lock_seen(self, access: Access, client: ClientId) -> Client | None:
        """Do both: only if the asker may see it, and keep others from changing it."""
        ...

    async def add(self, client: Client) -> None:
        """Keep a client that was just registered."""
        ...

    async def save(self, client: Client) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...

    async def pointing_at(self, client: ClientId) -> tuple[ClientId, ...]:
        """Return the clients that are linked to this one."""
        ...

    async def lock_known(self, access: Access, identifiers: Sequence[str]) -> tuple[Client, ...]:
        """Return and lock the clients that have one of these identifiers (by key) and that the asker sees whole.

        Restricted ones too: whoever takes records over must find them again.
        """
        ...

    async def alike(self, access: Access, keys: Sequence[str], besides: ClientId | None) -> tuple[Seen, ...]:
        """Return clients that share a blocking key, most keys first, at most 50.

        Only those that the asker may see and that are not restricted: of others not even the number is told.
        """
        ...


class ClientOrder(StrEnum):
    """How a list of clients is sorted."""

    RECENT = "-updated_at"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFilter:
    """Which clients are asked for; everything given must hold.

    `name` finds names of which a word, and what follows it, begins so; those lists are in the order of the names found.
    `identifier` is the key of an identifier.
    """

    name: str | None = None
    identifier: str | None = None
    birth_date: PartialDate | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientItem:
    """A client in a list: enough to recognise the person and to open the record, as far as the asker may see it.

    `display_name` is the name to call the client by, in one line; `birth_date` reads as FHIR writes dates. `withheld`
    names what of that the list would say, and says less of or nothing. It is written out as it is.
    """

    id: ClientId
    version: int
    display_name: str
    names: tuple[Name, ...]
    birth_date: str | None
    administrative_sex: AdministrativeSex | None
    pronouns: str | None
    languages: tuple[Language, ...]
    do_not_contact: bool
    household: UUID | None
    deceased: bool
    withheld: tuple[str, ...]
    created_at: datetime
    updated_at: datetime


class ClientList(Protocol):
    """Lists of clients that the asker may see, without restricted ones, and without those another stands for."""

    async def page(
        self, access: Access, which: ClientFilter, order: ClientOrder, *, after: Cursor | None, limit: int
    ) -> Page[ClientItem]:
        """Return one page."""
        ...
