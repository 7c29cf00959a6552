"""What is asked at the FHIR door while growth is looked at: each parameter by which anything is found, and pairs.

The values are those that stand in the database: one that many resources have, one that few have, one that none has.
"""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

import asyncpg

from benchmarks.generate import Generated

VALUES = """
SELECT key, (array_agg(value ORDER BY many DESC, value))[1] AS common,
    (array_agg(value ORDER BY many, value))[1] AS rare
FROM (
    SELECT key, value, count(*) AS many FROM resource_words WHERE network_id = $1 AND key NOT LIKE '%:%'
        AND key NOT LIKE '%+%' GROUP BY key, value
) counted GROUP BY key ORDER BY key
"""
TYPES = """
SELECT type, (array_agg(id ORDER BY id DESC))[1] AS id FROM resources WHERE network_id = $1 GROUP BY type ORDER BY type
"""
COMBINED = (
    "Patient?name=b",
    "Patient?name=ba",
    "Patient?family:exact=Nobody",
    "Patient?name:contains=bafi",
    "Patient?birthdate=gt1990-01-01",
    "Patient?birthdate=lt1936-01-01",
    "Patient?_sort=birthdate",
    "Patient?_sort=-birthdate",
    "Patient?_sort=family",
    "Patient?name=ba&_sort=birthdate",
    "Patient?gender:missing=true",
    "Patient?_has:Task:patient:status=requested",
    "Patient?_has:Observation:patient:code=44261-6",
    "Patient?_revinclude=Task:patient",
    "Task?patient.name=bafi",
    "Task?patient.birthdate=1990-01-01",
    "Task?status=requested&_include=Task:focus",
    "Task?status:not=completed",
    "Task?authored-on=gt2026-06-01",
    "Task?_sort=authored-on",
    "ServiceRequest?status=active&category=food-insecurity",
    "ServiceRequest?patient.identifier=https://records.example/people|B-00000001",
    "Observation?code=44261-6&_sort=-date",
    "Observation?value-quantity=gt20",
    "Condition?category=food-insecurity&clinical-status=active",
    "Appointment?date=gt2026-01-01&_sort=date",
    "CarePlan?date=gt2030-01-01",
)
OF_EACH = ("", "_sort=_lastUpdated", "_lastUpdated=gt2020-01-01", "_lastUpdated=gt2040-01-01", "_total=accurate")


async def questions(superuser: asyncpg.Connection, generated: Generated) -> AsyncIterator[tuple[str, str]]:
    """Yield what each question is called, and its path."""
    for type_, id_ in await superuser.fetch(TYPES, generated.network):
        for more in OF_EACH:
            yield f"{type_}?{more}", f"/fhir/{type_}?{more}"
        yield f"{type_} history", f"/fhir/{type_}/_history"
        yield f"{type_} history of one", f"/fhir/{type_}/{id_}/_history"
    for key, common, rare in await superuser.fetch(VALUES, generated.network):
        for called, path in _valued(key, common, rare):
            yield f"{key} {called}", path
    for each in COMBINED:
        yield each, f"/fhir/{each}"
    client = generated.clients[0]
    yield "history of all", "/fhir/_history"
    yield "everything of a client", f"/fhir/Patient/{client}/$everything"
    yield "compartment of a client", f"/fhir/Patient/{client}/Task"


def _valued(key: str, common: str, rare: str) -> Iterator[tuple[str, str]]:
    type_, _, parameter = key.partition(".")
    if parameter == "_id":
        return
    for called, value in (("of many", common), ("of few", rare), ("of none", "nobody-has-this")):
        code, _, system = value.partition("|")
        asked = f"{system}|{code}" if "|" in value and system else code
        yield called, f"/fhir/{type_}?{parameter}={quote(asked, safe='')}"
