"""Resources that are only kept: who may write and read them, what they may name, and which labels they bear."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Sensitivity, label_bits
from app.domain.errors import Fault, Forbidden, Gone, Invalid, NotFound, Stale
from app.domain.networks.agency import ProgramType
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.networks.scopes import Scopes
from app.ports.resources import Draft, Past, StoredResource
from app.ports.timelines import TimelineFilter
from app.use_cases.clients import timelines
from app.use_cases.core import use_case
from app.use_cases.networks import agencies
from app.use_cases.resources import resources
from app.use_cases.resources.kept_resources import create_all
from tests.support.builders_resources import METHADONE, a_face, a_reference, an_observation
from tests.support.scenes_referrals import Scene

SUBJECT = "Observation.subject"
HIV = frozenset({Sensitivity.HIV})
create, update = resources.creating("Observation"), resources.updating("Observation")
delete, read = resources.deleting("Observation"), resources.reading("Observation")


async def kept(scene: Scene, draft: Draft | None = None, **fields: Any) -> StoredResource:
    return await scene.core.run(scene.at_sender(), create, draft or an_observation(scene.client, **fields))


def faults_of(refused: pytest.ExceptionInfo[Invalid]) -> tuple[Fault, ...]:
    return refused.value.faults


def nothing_here(expression: str) -> tuple[Fault, ...]:
    return (Fault(pointer=expression, message="names nothing that is here"),)


async def test_what_is_kept_is_read_back_by_whoever_serves_the_client(scene: Scene) -> None:
    made = await kept(scene)
    found = await scene.core.run(scene.at_sender(), read, made.id)
    assert found == made
    assert (found.version, found.content) == (1, b'{"status":"final","valueQuantity":{"value":72.5}}')
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), read, made.id)


async def test_a_client_who_is_not_seen_is_told_from_none_by_nothing(scene: Scene) -> None:
    for client in (scene.client, uuid4()):
        with pytest.raises(Invalid) as refused:
            await scene.core.run(scene.at(0), create, an_observation(client))
        assert faults_of(refused) == nothing_here(SUBJECT)


async def test_what_is_named_must_be_here_and_readable(scene: Scene) -> None:
    mine = await kept(scene)
    focus = a_reference("Observation", mine.id, "Observation.hasMember[0]")
    assert (await kept(scene, an_observation(scene.client, focus))).version == 1
    for unknown in (a_reference("Observation", uuid4(), "Observation.focus[0]"),):
        with pytest.raises(Invalid) as refused:
            await kept(scene, an_observation(scene.client, focus, unknown))
        assert faults_of(refused) == nothing_here("Observation.focus[0]")
    with pytest.raises(Invalid) as hidden:
        await scene.core.run(scene.at(0), create, an_observation(None, focus))
    assert faults_of(hidden) == nothing_here("Observation.hasMember[0]")


async def test_a_change_is_a_version_on_and_the_same_again_is_none(scene: Scene) -> None:
    call, made = scene.at_sender(), await kept(scene)
    same = await scene.core.run(call, update, made.id, an_observation(scene.client), expected=1)
    assert same == made
    changed = an_observation(scene.client, face=a_face(status="amended"))
    amended = await scene.core.run(call, update, made.id, changed, expected=1)
    assert (amended.version, amended.content) == (2, b'{"status":"amended"}')
    with pytest.raises(Stale):
        await scene.core.run(call, update, made.id, changed, expected=1)
    before = await scene.core.run(call, resources.reading_version("Observation"), made.id, 1)
    assert before.content == made.content


async def test_only_the_agency_that_answers_for_it_changes_it_and_of_the_same_client(scene: Scene) -> None:
    made = await kept(scene)
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), update, made.id, an_observation(scene.client), expected=None)
    with pytest.raises(Forbidden):
        await scene.core.run(scene.as_coordinator(), update, made.id, an_observation(scene.client), expected=None)
    with pytest.raises(Invalid):
        await scene.core.run(scene.at_sender(), update, made.id, an_observation(None), expected=None)


async def test_what_is_deleted_is_gone_and_its_past_stays(scene: Scene) -> None:
    call, made = scene.at_sender(), await kept(scene)
    deleted = await scene.core.run(call, delete, made.id, expected=1)
    assert deleted is not None
    assert (deleted.version, deleted.deleted, deleted.content) == (2, True, b"")
    with pytest.raises(Gone):
        await scene.core.run(call, read, made.id)
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), read, made.id)
    assert await scene.core.run(call, delete, made.id) is None
    with pytest.raises(Gone):
        await scene.core.run(call, update, made.id, an_observation(scene.client), expected=None)
    listing = resources.listing_history("Observation")
    page = await scene.core.run(call, listing, Past(type="Observation", id=made.id), after=None, limit=10)
    assert [(each.version, each.deleted) for each in page.items] == [(2, True), (1, False)]
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), listing, Past(type="Observation", id=made.id), after=None, limit=10)


async def test_codes_programs_and_what_is_named_label_a_resource(scene: Scene) -> None:
    medication = Draft(type="Medication", face=a_face(code="methadone"), codings=(METHADONE,))
    named = await scene.core.run(scene.at_sender(), resources.creating("Medication"), medication)
    assert named.sensitivities == {Sensitivity.SUD}
    request = Draft(
        type="MedicationRequest",
        face=a_face(status="active"),
        client=a_reference("Patient", scene.client, "MedicationRequest.subject"),
        references=(a_reference("Medication", named.id, "MedicationRequest.medicationReference"),),
    )
    requested = await scene.core.run(scene.at_sender(), resources.creating("MedicationRequest"), request)
    assert requested.sensitivities == {Sensitivity.SUD}
    stated = await kept(scene, security=frozenset({Sensitivity.HIV}))
    assert stated.sensitivities == {Sensitivity.HIV}
    told = an_observation(scene.client, a_reference("Observation", stated.id, "Observation.derivedFrom[0]"))
    assert (await kept(scene, told)).sensitivities == {Sensitivity.HIV}


async def has_programs(scene: Scene, *programs: ProgramType) -> None:
    agency = await scene.core.run(scene.world.by(Role.NETWORK_ADMIN), agencies.read, scene.sender.id)
    profile = replace(agency.profile, program_types=programs)
    await scene.core.run(scene.world.by(Role.NETWORK_ADMIN), agencies.describe, agency.id, None, profile)


async def test_an_agency_with_a_program_labels_all_that_it_keeps(scene: Scene) -> None:
    await has_programs(scene, ProgramType.MENTAL_HEALTH)
    assert (await kept(scene)).sensitivities == {Sensitivity.MH}


async def test_what_a_program_labelled_keeps_the_label_when_the_program_is_over(scene: Scene) -> None:
    await has_programs(scene, ProgramType.MENTAL_HEALTH)
    made = await kept(scene)
    await has_programs(scene)
    said_anew = an_observation(scene.client, face=a_face(status="amended"))
    changed = await scene.core.run(scene.at_sender(), update, made.id, said_anew, expected=None)
    assert (changed.version, changed.sensitivities) == (2, {Sensitivity.MH})
    assert (await kept(scene)).sensitivities == frozenset()


async def test_a_medication_is_read_by_every_agency_and_what_names_nobody_by_its_own(scene: Scene) -> None:
    medication = Draft(type="Medication", face=a_face(code="aspirin"))
    made = await scene.core.run(scene.at_sender(), resources.creating("Medication"), medication)
    assert await scene.core.run(scene.at(0), resources.reading("Medication"), made.id) == made
    own = await scene.core.run(scene.at_sender(), create, an_observation(None))
    assert await scene.core.run(scene.at_sender(), read, own.id) == own
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), read, own.id)


async def test_scopes_are_those_of_the_type(scene: Scene) -> None:
    call = scene.at_sender()
    narrow = replace(call, actor=replace(call.actor, scopes=Scopes.parse("system/Condition.cruds")))
    with pytest.raises(Forbidden) as refused:
        await scene.core.run(narrow, create, an_observation(scene.client))
    assert refused.value.facts == {"scope": "system/Observation.c"}


async def test_the_timeline_tells_of_it_by_its_type_and_nothing_that_it_says(scene: Scene) -> None:
    made = await kept(scene)
    await scene.core.run(scene.at_sender(), delete, made.id)
    which = TimelineFilter(kinds=frozenset({"resource"}))
    page = await scene.core.run(scene.at_sender(), timelines.of_client, scene.client, which, after=None, limit=10)
    assert [(each.type, each.subject, each.facts) for each in page.items] == [
        ("resource.deleted", made.id, {"type": "Observation"}),
        ("resource.created", made.id, {"type": "Observation"}),
    ]


async def test_a_provenance_says_who_wrote_what_under_the_same_labels(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    drafts = [an_observation(scene.client), an_observation(scene.client), an_observation(scene.client, security=HIV)]
    items = [(uuid4(), draft) for draft in drafts]
    both = use_case(action="Bundle.create", resource="Observation", permission="c", roles=CARE_ROLES)(create_all)
    call = scene.at_sender()
    await scene.core.run(call, both, items)
    async with transactions.session(scene.world.network.id) as session:
        rows = await session.connection.fetch("SELECT content, sensitivity FROM resources WHERE type = 'Provenance'")
    told = {row["sensitivity"]: json.loads(row["content"]) for row in rows}
    assert {labels: {each["reference"] for each in content["target"]} for labels, content in told.items()} == {
        0: {f"Observation/{id_}" for id_, _ in items[:2]},
        label_bits(HIV): {f"Observation/{items[2][0]}"},
    }
    author, program = told[0]["agent"]
    assert author["onBehalfOf"] == {"reference": f"Organization/{scene.sender.id}"}
    assert program["who"]["identifier"]["value"] == str(call.actor.api_client)


async def test_the_meta_of_what_bears_labels_names_them_once_and_the_notice(scene: Scene) -> None:
    draft = an_observation(scene.client, codings=(METHADONE,))
    made = await kept(scene, draft)
    told = json.loads(made.meta)
    assert [each["code"] for each in told["security"]] == ["V", "ETH", "SUD", "NORDSCLCD"]
    assert [each["code"] for each in told["tag"]] == ["42CFRPart2"]
    again = replace(draft, face=replace(draft.face, meta=made.meta), security=frozenset({Sensitivity.SUD}))
    assert await scene.core.run(scene.at_sender(), update, made.id, again, expected=None) == made
    assert await scene.core.run(scene.at_sender(), update, made.id, draft, expected=None) == made
