"""The words, codes and areas under which a service is found, and its hours: small rows beside the service's own."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import any_, bindparam, delete, insert
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.directory import ServiceHoursRow, ServiceLocationRow, ServiceTermRow
from app.domain.clients.names import search_key
from app.domain.directory.eligibility import Eligibility, normal_area, normal_postal_code
from app.domain.directory.service import Service, ServiceProfile

POSTAL, COUNTY, STATE = 1, 2, 4
WORD_LENGTH = 2
_UUIDS = ARRAY(UUID_TYPE(as_uuid=True))
_TABLES = {
    name: table_of(row)
    for name, row in (
        ("terms", ServiceTermRow),
        ("hours", ServiceHoursRow),
        ("places", ServiceLocationRow),
    )
}
_ADD = {name: Statement.of(insert(table)) for name, table in _TABLES.items()}
_REMOVE = {
    name: Statement.of(
        delete(table).where(
            table.c.network_id == bindparam("network"), table.c.service_id == any_(bindparam("services", type_=_UUIDS))
        )
    )
    for name, table in _TABLES.items()
}


def terms_of(profile: ServiceProfile) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of every term of a service."""
    yield from (("category", category.value) for category in profile.categories)
    yield from (("taxonomy", term.code) for term in profile.taxonomy_terms)
    yield from (("language", language.casefold().partition("-")[0]) for language in profile.languages)
    texts = (profile.name, profile.alternate_name, *(term.name for term in profile.taxonomy_terms))
    words = (word for text in texts if text for word in search_key(text).split())
    yield from (("word", word) for word in words if len(word) >= WORD_LENGTH)
    yield from areas_of(profile.eligibility)


def areas_of(eligibility: Eligibility) -> Iterator[tuple[str, str]]:
    """Yield the areas that a service is for."""
    yield from (("postal_code", normal_postal_code(code)) for code in eligibility.postal_codes)
    yield from (("county", normal_area(name)) for name in eligibility.counties)
    yield from (("state", normal_area(name)) for name in eligibility.states)


def area_kinds(eligibility: Eligibility) -> int:
    """Return which divisions the criteria speak of, as bits."""
    stated = ((POSTAL, eligibility.postal_codes), (COUNTY, eligibility.counties), (STATE, eligibility.states))
    return sum(bit for bit, areas in stated if areas)


async def add(session: Session, services: Sequence[Service]) -> None:
    """Write the small rows of services that have none yet."""
    rows: dict[str, list[dict[str, Any]]] = {
        "terms": [
            {"kind": kind, "term": term, **_of(service)}
            for service in services
            for kind, term in sorted(set(terms_of(service.profile)))
        ],
        "hours": [
            {"weekday": hours.weekday.number, "opens": hours.opens, "closes": hours.closes, **_of(service)}
            for service in services
            for hours in service.profile.schedule.hours
        ],
        "places": [
            {"location_id": place, **_of(service)} for service in services for place in service.profile.locations
        ],
    }
    for name, values in rows.items():
        if values:
            await session.execute_many(_ADD[name], values)


async def replace(session: Session, services: Sequence[Service]) -> None:
    """Write the small rows of services anew."""
    ids: list[UUID] = [service.id for service in services]
    for statement in _REMOVE.values():
        await session.execute(statement, services=ids)
    await add(session, services)


def _of(service: Service) -> dict[str, UUID]:
    return {"network_id": service.network, "service_id": service.id}
