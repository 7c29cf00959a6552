"""The search of the directory: candidates by indexed terms, judged and ranked in the same statement."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import asyncpg

from app.adapters.postgres.repositories.service_terms import COUNTY, POSTAL, STATE
from app.adapters.postgres.repositories.services import service_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.clients.names import search_key
from app.domain.directory.capacity import Accepting, Capacity
from app.domain.directory.eligibility import Summary, normal_area, normal_postal_code
from app.domain.networks.agency import Membership
from app.ports.directory import Factor, ServiceMatch, ServiceSearch
from app.ports.queries import Cursor, Page

AREA_POINTS = 20  # the person's area is named
LANGUAGE_POINTS, INTERPRETER_POINTS = 15, 5
ROOM_POINTS, OPEN_POINTS, WAITLIST_POINTS = 20, 15, 5
HOURS_POINTS = 10
DISTANCE_POINTS = 20  # less one for each kilometre
EARTH_KILOMETRES = 6371.0

# One statement. `judged` reads what the terms name (or everything, when none is asked), drops those that cannot serve
# the person, and looks each thing up once; `ranked` adds the points up and keeps a page; the descriptions, which are
# long, are read last and only for that page. Points come in as parameters, so that the explanation and the order can
# never disagree.
_BY_TERMS = """AND s.id = ANY (ARRAY(
            SELECT t.service_id FROM service_terms t
            JOIN unnest($2::text[], $3::text[]) AS asked(kind, term) ON t.kind = asked.kind AND t.term = asked.term
            WHERE t.network_id = $1::uuid GROUP BY t.service_id HAVING count(*) = cardinality($2::text[])))"""
_EVERYTHING = "AND cardinality($2::text[]) + cardinality($3::text[]) = 0"
_SQL = """
WITH judged AS MATERIALIZED (
    SELECT s.id, s.name_key, s.accepting, s.available, s.interprets, s.area_kinds,
        a.profile ->> 'name' AS agency_name, a.membership,
        s.area_kinds <> 0 AND s.id = ANY (ARRAY(
            SELECT t.service_id FROM service_terms t
            JOIN unnest($4::text[], $5::text[]) AS lives(kind, term) ON t.kind = lives.kind AND t.term = lives.term
            WHERE t.network_id = $1::uuid)) AS serves_area,
        s.id = ANY (ARRAY(
            SELECT t.service_id FROM service_terms t
            WHERE t.network_id = $1::uuid AND t.kind = 'language' AND t.term = $7::text)) AS speaks,
        (SELECT bool_or(CASE WHEN h.closes > h.opens
                THEN h.weekday = d.today AND d.clock >= h.opens AND d.clock < h.closes
                ELSE h.weekday = d.today AND d.clock >= h.opens
                    OR h.weekday = (d.today + 6) % 7 AND d.clock < h.closes END)
            FROM service_hours h WHERE h.network_id = $1::uuid AND h.service_id = s.id) AS is_open,
        CASE WHEN $12::float8 IS NOT NULL THEN
            (SELECT min(2 * $16::float8 * asin(least(1, sqrt(
                    power(sin(radians(l.latitude - $12::float8) / 2), 2)
                    + cos(radians($12::float8)) * cos(radians(l.latitude))
                    * power(sin(radians(l.longitude - $13::float8) / 2), 2)))))
                FROM service_locations sl
                JOIN locations l ON l.network_id = $1::uuid AND l.id = sl.location_id
                WHERE sl.network_id = $1::uuid AND sl.service_id = s.id) END AS distance
    FROM services s
    JOIN agencies a ON a.network_id = $1::uuid AND a.id = s.agency_id
    CROSS JOIN LATERAL (SELECT (extract(isodow FROM $8::timestamptz AT TIME ZONE a.time_zone) - 1)::int AS today,
        ($8::timestamptz AT TIME ZONE a.time_zone)::time AS clock) d
    WHERE s.network_id = $1::uuid AND s.status = 'active' AND a.status = 'active' {found}
        AND ($15::uuid IS NULL OR s.agency_id = $15::uuid)
        AND ($10::int IS NULL OR $10::int BETWEEN coalesce(s.minimum_age, 0) AND coalesce(s.maximum_age, $10::int))
        AND ($11::int IS NULL OR s.income_percent_fpl IS NULL OR $11::int <= s.income_percent_fpl)
        AND (NOT $17::bool OR s.accepting = 'open' AND coalesce(s.available, 1) > 0)
), ranked AS MATERIALIZED (
    SELECT id, name_key, agency_name, membership, serves_area, speaks, is_open, distance,
        CASE WHEN serves_area THEN $18::int ELSE 0 END
        + CASE WHEN speaks THEN $19::int WHEN $7::text IS NOT NULL AND interprets THEN $20::int ELSE 0 END
        + CASE WHEN accepting = 'waitlist' THEN $23::int
            WHEN accepting <> 'open' OR available = 0 THEN 0
            WHEN available > 0 THEN $21::int ELSE $22::int END
        + CASE WHEN is_open THEN $24::int ELSE 0 END
        + CASE WHEN distance IS NULL THEN 0 ELSE greatest(0, $25::int - floor(distance)::int) END AS score
    FROM judged
    WHERE (serves_area OR area_kinds = 0 OR area_kinds & ~$6::int <> 0)
        AND ($7::text IS NULL OR speaks OR interprets)
        AND (NOT $9::bool OR is_open)
        AND ($14::float8 IS NULL OR distance <= $14::float8)
), page AS MATERIALIZED (
    SELECT * FROM ranked
    WHERE (-score, name_key, id) > ($26::int, $27::text, $28::uuid)
    ORDER BY -score, name_key, id LIMIT $29::int
)
SELECT s.*, page.agency_name, page.membership, page.serves_area, page.speaks, page.is_open, page.distance, page.score
FROM page JOIN services s ON s.network_id = $1::uuid AND s.id = page.id
ORDER BY -page.score, page.name_key, page.id
"""
_NAMES = (
    "network",
    "kinds",
    "terms",
    "area_kinds",
    "areas",
    "known_areas",
    "language",
    "at",
    "only_open",
    "age",
    "income",
    "latitude",
    "longitude",
    "within",
    "agency",
    "earth",
    "with_room",
    "area_points",
    "language_points",
    "interpreter_points",
    "room_points",
    "open_points",
    "waitlist_points",
    "hours_points",
    "distance_points",
    "after_score",
    "after_name",
    "after_id",
    "limit",
)
_SEARCH = {
    True: Statement.text(_SQL.replace("{found}", _BY_TERMS), *_NAMES),
    False: Statement.text(_SQL.replace("{found}", _EVERYTHING), *_NAMES),
}
_POINTS = {
    "area_points": AREA_POINTS,
    "language_points": LANGUAGE_POINTS,
    "interpreter_points": INTERPRETER_POINTS,
    "room_points": ROOM_POINTS,
    "open_points": OPEN_POINTS,
    "waitlist_points": WAITLIST_POINTS,
    "hours_points": HOURS_POINTS,
    "distance_points": DISTANCE_POINTS,
}
_BEFORE_ALL: Cursor = (-1_000_000, "", UUID(int=0))


async def search(
    session: Session, asked: ServiceSearch, at: datetime, limit: int, after: Cursor | None
) -> Page[ServiceMatch]:
    """Run the search and explain each match."""
    terms, areas = list(_terms(asked)), list(_areas(asked.person))
    score, name, id_ = after or _BEFORE_ALL
    rows = await session.page(
        _SEARCH[bool(terms)],
        kinds=[kind for kind, _ in terms],
        terms=[term for _, term in terms],
        area_kinds=[kind for kind, _ in areas],
        areas=[area for _, area in areas],
        known_areas=_known(asked.person),
        language=_language(asked),
        at=asked.open_at or at,
        only_open=asked.open_at is not None,
        age=asked.person.age,
        income=asked.person.income_percent_fpl,
        latitude=asked.near.latitude if asked.near else None,
        longitude=asked.near.longitude if asked.near else None,
        within=asked.near.kilometres if asked.near else None,
        agency=asked.agency,
        earth=EARTH_KILOMETRES,
        with_room=asked.with_room,
        after_score=score,
        after_name=name,
        after_id=id_,
        limit=limit + 1,
        **_POINTS,
    )
    shown = rows[:limit]
    ranks = tuple((-row["score"], row["name_key"], row["id"]) for row in shown)
    following = ranks[-1] if len(rows) > limit else None
    return Page(items=tuple(_match(row, asked) for row in shown), next=following, places=ranks)


def _terms(asked: ServiceSearch) -> Iterator[tuple[str, str]]:
    if asked.category is not None:
        yield "category", asked.category.value
    if asked.taxonomy_code is not None:
        yield "taxonomy", asked.taxonomy_code
    yield from (("word", word) for word in dict.fromkeys(search_key(asked.words or "").split()))


def _areas(person: Summary) -> Iterator[tuple[str, str]]:
    if person.postal_code is not None:
        yield "postal_code", normal_postal_code(person.postal_code)
    if person.county is not None:
        yield "county", normal_area(person.county)
    if person.state is not None:
        yield "state", normal_area(person.state)


def _known(person: Summary) -> int:
    known = ((POSTAL, person.postal_code), (COUNTY, person.county), (STATE, person.state))
    return sum(bit for bit, place in known if place)


def _language(asked: ServiceSearch) -> str | None:
    return asked.language.casefold().partition("-")[0] if asked.language else None


def _match(row: asyncpg.Record, asked: ServiceSearch) -> ServiceMatch:
    service = service_of(row)
    return ServiceMatch(
        service=service,
        agency_name=row["agency_name"],
        membership=Membership(row["membership"]),
        score=row["score"],
        factors=tuple(_factors(row, asked, service.capacity)),
        eligibility=service.is_eligible(asked.person),
        distance_kilometres=None if row["distance"] is None else round(row["distance"], 1),
        is_open=row["is_open"],
    )


def _factors(row: asyncpg.Record, asked: ServiceSearch, capacity: Capacity) -> Iterator[Factor]:
    if row["serves_area"]:
        yield Factor(factor="area", points=AREA_POINTS, reason="serves the person's area by name")
    if row["speaks"]:
        yield Factor(factor="language", points=LANGUAGE_POINTS, reason=f"speaks {asked.language}")
    elif asked.language and row["interprets"]:
        yield Factor(factor="language", points=INTERPRETER_POINTS, reason="has interpreters")
    yield _room(capacity)
    if row["is_open"]:
        yield Factor(factor="hours", points=HOURS_POINTS, reason="is open at that time")
    if row["distance"] is not None:
        points = max(0, DISTANCE_POINTS - int(row["distance"]))
        yield Factor(factor="distance", points=points, reason=f"is {row['distance']:.1f} km away")


def _room(capacity: Capacity) -> Factor:
    if capacity.accepting is Accepting.WAITLIST:
        return Factor(factor="room", points=WAITLIST_POINTS, reason="has a waitlist")
    if not capacity.has_room:
        return Factor(factor="room", points=0, reason="has no room now")
    if capacity.available is None:
        return Factor(factor="room", points=OPEN_POINTS, reason="takes new clients")
    return Factor(factor="room", points=ROOM_POINTS, reason=f"has {capacity.available} free places")
