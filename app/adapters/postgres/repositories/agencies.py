"""Agencies to rows and back."""

from collections.abc import Collection
from typing import Any

import asyncpg
import msgspec

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.agencies import AgencyRow
from app.domain.clients.names import search_key
from app.domain.codes import label_bits, labels_in
from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.agency import Agency, AgencyProfile, AgencyStatus, Membership


def _values(agency: Agency) -> dict[str, Any]:
    return {
        "network_id": agency.network,
        "id": agency.id,
        "name_key": search_key(agency.name),
        "time_zone": agency.calendar.time_zone,
        "membership": agency.membership,
        "status": agency.status,
        "profile": msgspec.to_builtins(agency.profile),
        "given_labels": label_bits(agency.given),
        "version": agency.version,
        "created_at": agency.created_at,
        "updated_at": agency.updated_at,
    }


def _entity(row: asyncpg.Record) -> Agency:
    return Agency(
        id=AgencyId(row["id"]),
        network=NetworkId(row["network_id"]),
        profile=msgspec.convert(row["profile"], AgencyProfile),
        membership=Membership(row["membership"]),
        status=AgencyStatus(row["status"]),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        given=labels_in(row["given_labels"]),
    )


AGENCIES = Shelf("agency", AgencyRow, _values, _entity, lambda agency: agency.profile.identifiers)


class AgencyRepository:
    """The agencies of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, agency: AgencyId) -> Agency | None:
        """Return an agency."""
        return await AGENCIES.get(self.session, agency)

    async def get_many(self, agencies: Collection[AgencyId]) -> dict[AgencyId, Agency]:
        """Return those that there are, by id."""
        found = await AGENCIES.get_many(self.session, agencies)
        return {AgencyId(id_): agency for id_, agency in found.items()}

    async def lock(self, agency: AgencyId) -> Agency | None:
        """Return an agency and keep others from changing it."""
        return await AGENCIES.lock(self.session, agency)

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Agency]:
        """Return and lock the agencies that another system calls by these values."""
        return await AGENCIES.lock_known(self.session, system, values)

    async def add(self, *agencies: Agency) -> None:
        """Insert agencies that have just joined."""
        await AGENCIES.add(self.session, *agencies)

    async def save(self, agency: Agency) -> None:
        """Write a changed agency."""
        await AGENCIES.save(self.session, agency)

    async def save_locked(self, agencies: Collection[Agency]) -> None:
        """Write many changed agencies that were locked before."""
        await AGENCIES.save_locked(self.session, agencies)
