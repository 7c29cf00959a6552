"""Needs to rows and back."""

from collections.abc import Collection
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import insert

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.needs import NeedRow, NeedStepRow
from app.domain.care_plans.need import Need, NeedContent, NeedSource
from app.domain.care_plans.need_history import NeedStep
from app.domain.care_plans.need_moves import NeedStatus, Verification
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.identity import AgencyId, AssessmentId, ClientId, NeedId, NetworkId

_ADD_STEP = Statement.of(insert(table_of(NeedStepRow)))


def _values(need: Need) -> dict[str, Any]:
    return {
        "network_id": need.network,
        "id": need.id,
        "client_id": need.client,
        "agency_id": need.agency,
        "kinds": kind_bits(need.kinds),
        "sensitivity": label_bits(need.sensitivities),
        "category": need.content.category,
        "status": need.status,
        "verification": need.verification,
        "content": msgspec.to_builtins(need.content),
        "assessment_id": need.source.assessment if need.source else None,
        "links": list(need.source.links) if need.source else [],
        "recorded_by": need.recorded_by,
        "version": need.version,
        "created_at": need.created_at,
        "updated_at": need.updated_at,
    }


def need_of(row: asyncpg.Record) -> Need:
    """Read a need back."""
    return Need(
        id=NeedId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        content=msgspec.convert(row["content"], NeedContent),
        status=NeedStatus(row["status"]),
        verification=Verification(row["verification"]),
        sensitivities=labels_in(row["sensitivity"]),
        recorded_by=row["recorded_by"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        source=_source(row),
        version=row["version"],
    )


def _source(row: asyncpg.Record) -> NeedSource | None:
    if row["assessment_id"] is None:
        return None
    return NeedSource(assessment=AssessmentId(row["assessment_id"]), links=tuple(row["links"]))


def step_of(row: asyncpg.Record) -> NeedStep:
    """Read a line of history back."""
    return NeedStep(
        need=NeedId(row["need_id"]),
        number=row["number"],
        at=row["at"],
        by=row["by"],
        agency=AgencyId(row["agency_id"]),
        action=row["action"],
        status=NeedStatus(row["status"]),
        verification=Verification(row["verification"]),
        note=row["note"],
    )


def _step_values(step: NeedStep, network: NetworkId) -> dict[str, Any]:
    return {
        "network_id": network,
        "need_id": step.need,
        "number": step.number,
        "at": step.at,
        "by": step.by,
        "agency_id": step.agency,
        "action": step.action,
        "status": step.status,
        "verification": step.verification,
        "note": step.note,
    }


NEEDS = Shelf("need", NeedRow, _values, need_of, lambda need: need.identifiers)


class NeedRepository:
    """The needs of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, need: NeedId) -> Need | None:
        """Return a need."""
        return await NEEDS.get(self.session, need)

    async def get_many(self, needs: Collection[NeedId]) -> dict[NeedId, Need]:
        """Return those that there are, by id."""
        return {NeedId(id_): need for id_, need in (await NEEDS.get_many(self.session, needs)).items()}

    async def lock(self, need: NeedId) -> Need | None:
        """Return a need and keep others from changing it."""
        return await NEEDS.lock(self.session, need)

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Need]:
        """Return and lock the needs that another system calls by these values."""
        return await NEEDS.lock_known(self.session, system, values)

    async def add(self, *needs: Need) -> None:
        """Insert new needs with the first lines of their histories."""
        await NEEDS.add(self.session, *needs)
        await self._tell(needs)

    async def save(self, need: Need) -> None:
        """Write a changed need and the new lines of its history."""
        await NEEDS.save(self.session, need)
        await self._tell([need])

    async def save_locked(self, needs: Collection[Need]) -> None:
        """Write many changed needs that were locked before."""
        await NEEDS.save_locked(self.session, needs)
        await self._tell(needs)

    async def _tell(self, needs: Collection[Need]) -> None:
        steps = [_step_values(step, need.network) for need in needs for step in need.steps]
        for need in needs:
            need.steps = []
        if steps:
            await self.session.execute_many(_ADD_STEP, steps)
