"""Searches as use cases: within the scopes and the role of the asker, and on the record."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.adapters.fhir.search.compartments import within_patient
from app.adapters.fhir.search.extraction import extract
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.errors import Forbidden, Invalid, NotFound
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.resources import Draft, Face, StoredResource
from app.use_cases.core import Call
from app.use_cases.resources import resource_search, resources
from app.use_cases.resources.resource_search import Found
from tests.support.builders_resources import a_reference
from tests.support.found_resources import understood
from tests.support.scenes_referrals import Scene

LOINC = "http://loinc.org"
LAST = (
    "SELECT action, subject_ids, client_ids FROM audit_entries WHERE network_id = $1 ORDER BY at DESC, id DESC LIMIT 1"
)


def weighed(client: UUID, code: str = "29463-7", **fields: Any) -> Draft:
    content = {
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "subject": {"reference": f"Patient/{client}"},
    }
    subject = a_reference("Patient", client, "Observation.subject")
    face = Face(content=json.dumps(content).encode())
    whole: dict[str, Any] = {"client": subject, "references": (subject,), "terms": extract("Observation", content)}
    return Draft(type="Observation", face=face, **{**whole, **fields})


async def kept(scene: Scene, draft: Draft) -> StoredResource:
    return await scene.core.run(scene.at_sender(), resources.creating(draft.type), draft)


async def found(scene: Scene, call: Call, type_: str, query: str) -> Found:
    asked = understood(type_, query).search
    return await scene.core.run(call, resource_search.searching(type_), asked)


def ids(result: Found) -> list[UUID]:
    return [each.id for each in result.page.items]


def within(call: Call, scopes: str) -> Call:
    return replace(call, actor=replace(call.actor, scopes=Scopes.parse(scopes)))


async def test_what_is_found_is_counted_comes_with_what_it_names_and_stands_on_record(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    made = await kept(scene, weighed(scene.client))
    query = f"patient=Patient/{scene.client}&code=29463-7&_total=accurate&_include=Observation:patient"
    result = await found(scene, scene.at_sender(), "Observation", query)
    assert (ids(result), result.total) == ([made.id], 1)
    assert [(each.type, each.id) for each in result.companions.items] == [("Patient", scene.client)]
    async with transactions.session(scene.world.network.id) as session:
        entry = await _last_entry(session)
    assert entry == ("Observation.search", {made.id, scene.client}, {scene.client})


async def _last_entry(session: Session) -> tuple[str, set[UUID], set[UUID]]:
    [row] = await session.fetch(Statement.text(LAST, "network"))
    return row["action"], set(row["subject_ids"]), set(row["client_ids"])


async def test_nothing_but_the_number_is_told_where_only_that_is_asked(scene: Scene) -> None:
    for _ in range(3):
        await kept(scene, weighed(scene.client))
    for query in ("_summary=count", "_count=0"):
        result = await found(scene, scene.at_sender(), "Observation", query)
        assert (ids(result), result.total) == ([], 3)
    assert (await found(scene, scene.at(0), "Observation", "_summary=count")).total == 0


async def test_a_search_needs_its_scope_and_a_chain_that_of_what_it_goes_through(scene: Scene) -> None:
    made = await kept(scene, weighed(scene.client))
    only = within(scene.at_sender(), "system/Observation.s")
    assert ids(await found(scene, only, "Observation", "code=29463-7")) == [made.id]
    for query in ("patient._id=x", "patient._lastUpdated=gt2000", "subject:Patient.name=x"):
        with pytest.raises(Forbidden, match=r"system/Patient\.s"):
            await found(scene, only, "Observation", query)
    with pytest.raises(Forbidden, match=r"system/Observation\.s"):
        await found(scene, within(only, "system/Patient.s"), "Patient", "_has:Observation:patient:code=1")
    with pytest.raises(Forbidden, match=r"system/Observation\.s"):
        await found(scene, within(only, "system/Observation.r"), "Observation", "")


async def test_what_comes_along_is_of_types_that_the_scopes_reach(scene: Scene) -> None:
    await kept(scene, weighed(scene.client))
    query = "code=29463-7&_include=Observation:patient"
    for scopes, brought in (
        ("system/Observation.s", []),
        ("system/Observation.s system/Patient.r", ["Patient"]),
        ("system/Observation.s system/Patient.c", []),
    ):
        result = await found(scene, within(scene.at_sender(), scopes), "Observation", query)
        assert [each.type for each in result.companions.items] == brought


async def test_who_has_no_part_in_care_searches_the_directory_and_nothing_through_it(scene: Scene) -> None:
    administrator = scene.world.by(Role.AGENCY_ADMIN, agency=scene.sender.id)
    assert ids(await found(scene, administrator, "Organization", f"_id={scene.sender.id}")) == [scene.sender.id]
    with pytest.raises(Forbidden):
        await found(scene, administrator, "Patient", "")
    with pytest.raises(Forbidden):
        await found(scene, administrator, "Organization", "_has:Patient:organization:name=a")


async def test_codes_of_a_value_set_are_looked_for_where_it_is_kept(scene: Scene) -> None:
    mine, other = await kept(scene, weighed(scene.client)), await kept(scene, weighed(scene.client, "8302-2"))
    for url, compose in (
        ("urn:weights", {"include": [{"system": LOINC, "concept": [{"code": "29463-7"}]}]}),
        ("urn:loinc", {"include": [{"system": LOINC}]}),
        ("urn:rules", {"include": [{"system": LOINC, "filter": [{"property": "a", "op": "=", "value": "b"}]}]}),
    ):
        content = {"url": url, "status": "active", "compose": compose}
        face = Face(content=json.dumps(content).encode())
        await kept(scene, Draft(type="ValueSet", face=face, terms=extract("ValueSet", content)))
    call = scene.at_sender()
    assert ids(await found(scene, call, "Observation", "code:in=urn:weights")) == [mine.id]
    assert ids(await found(scene, call, "Observation", "code:not-in=urn:weights")) == [other.id]
    assert ids(await found(scene, call, "Observation", "code:in=urn:loinc")) == [other.id, mine.id]
    for url in ("urn:rules", "urn:nowhere"):
        with pytest.raises(Invalid):
            await found(scene, call, "Observation", f"code:in={url}")


async def test_a_compartment_is_the_patients_and_closed_to_who_does_not_see_it(scene: Scene) -> None:
    made = await kept(scene, weighed(scene.client))
    criterion = within_patient(scene.client, "Observation")
    assert criterion is not None
    asked = replace(understood("Observation", "code=29463-7").search, criteria=(criterion,))
    result = await scene.core.run(scene.at_sender(), resource_search.searching("Observation"), asked)
    assert ids(result) == [made.id]
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), resource_search.of_client, scene.client)
    with pytest.raises(NotFound):
        await scene.core.run(scene.at_sender(), resource_search.of_client, uuid4())


async def test_everything_of_a_client_is_of_the_types_that_the_scopes_reach(scene: Scene) -> None:
    made = await kept(scene, weighed(scene.client))
    call = scene.at_sender()
    whole = await scene.core.run(call, resource_search.of_client, scene.client)
    assert {(each.type, each.id) for each in whole.items} >= {("Observation", made.id), ("Patient", scene.client)}
    part = await scene.core.run(
        within(call, "system/Patient.r system/Consent.r"), resource_search.of_client, scene.client, types=["Patient"]
    )
    assert [(each.type, each.id) for each in part.items] == [("Patient", scene.client)]
