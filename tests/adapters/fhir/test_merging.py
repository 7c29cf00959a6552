"""What was posted comes back as it was posted, until the domain changes it; what decides is always the domain's."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.fhir.merging import FORCED, is_redacted, merged, merged_other, resource_of
from app.adapters.fhir.projected.drawing import face_of
from app.adapters.fhir.search.extraction import extract_faces
from app.adapters.fhir.validation.validating import validate
from app.domain.clients.demographics import AdministrativeSex
from app.domain.clients.profile import Profile
from app.domain.partial_date import PartialDate
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState
from app.ports.resources import Face, Projection
from tests.support.builders_clients import a_client, a_name, a_profile
from tests.support.drawn_handoffs import a_referral_of
from tests.support.drawn_things import every_thing, shown, the_projector

FAST = settings(max_examples=60, deadline=None)
MEMBERS = st.sampled_from(["name", "gender", "birthDate", "_birthDate", "deceasedBoolean", "photo", "status", "active"])
VALUES = st.sampled_from([1, "x", [{"a": 1}], {"b": [2]}])
RESOURCES = st.dictionaries(MEMBERS, VALUES, max_size=6)
TYPES = st.sampled_from(["Patient", "Task", "Organization"])


def posted(content: dict[str, Any], meta: dict[str, Any] | None = None) -> Face:
    return face_of(content | {"meta": meta or {}})


def drawn(profile: Profile) -> Projection:
    (projection,) = the_projector().project(a_client(profile))
    return projection


def read(projection: Projection, *, other: bool = False) -> dict[str, Any]:
    return dict(json.loads(shown(projection, projection.other if other else None)))


@FAST
@given(TYPES, RESOURCES, RESOURCES)
def test_what_was_posted_comes_back_while_nothing_has_changed(
    type_: str, source: dict[str, Any], then: dict[str, Any]
) -> None:
    forced = FORCED.get(type_, frozenset())
    result = merged(type_, then, source, then)
    wanted = {name: value for name, value in source.items() if name not in forced}
    decided = {name: value for name, value in then.items() if name in forced}
    assert result == wanted | decided | {"meta": {}}


@FAST
@given(TYPES, RESOURCES, RESOURCES, RESOURCES)
def test_each_member_is_the_one_that_was_posted_or_the_one_that_is_drawn_now(
    type_: str, now: dict[str, Any], source: dict[str, Any], then: dict[str, Any]
) -> None:
    result = merged(type_, now, source, then)
    for name, value in result.items():
        assert value in (source.get(name), now.get(name), {})
    for name in FORCED.get(type_, frozenset()):
        assert result.get(name) == now.get(name)


@FAST
@given(TYPES, RESOURCES, RESOURCES, RESOURCES)
def test_what_the_domain_has_changed_is_as_the_domain_has_it(
    type_: str, now: dict[str, Any], source: dict[str, Any], then: dict[str, Any]
) -> None:
    result = merged(type_, now, source, then)
    for name in ("name", "gender"):
        if now.get(name) != then.get(name):
            assert result.get(name) == now.get(name)


@FAST
@given(RESOURCES, RESOURCES, RESOURCES, RESOURCES)
def test_the_other_face_gets_nothing_that_it_does_not_show_whole(
    now: dict[str, Any], source: dict[str, Any], then: dict[str, Any], other: dict[str, Any]
) -> None:
    whole = merged("Patient", now, source, then)
    result = merged_other(now, whole, other)
    for name, value in result.items():
        if name != "meta" and value != other.get(name):
            assert now.get(name.removeprefix("_")) == other.get(name.removeprefix("_"))
    for name in ("name", "gender", "photo"):
        assert name in other or name not in result


@pytest.mark.parametrize("thing", every_thing(), ids=lambda thing: type(thing).__name__)
def test_what_is_posted_as_it_is_drawn_changes_nothing(thing: object) -> None:
    for projection in the_projector().project(thing):
        written = projection.other if is_redacted(resource_of(projection.face)) else None  # where many read the first
        again = the_projector().merge(projection, written or projection.face, projection.face)
        assert (resource_of(again.face), again.terms.words and set(again.terms.words)) == (
            resource_of(projection.face),
            projection.terms.words and set(projection.terms.words),
        )


PATIENT = {
    "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Ana Lima</div>'},
    "extension": [
        {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"},
        {"url": "urn:other:eyes", "valueString": "brown"},
    ],
    "name": [{"family": "Lima", "given": ["Ana"], "text": "Ana Lima of the hill"}],
    "maritalStatus": {"text": "single"},
    "birthDate": "1984-03-09",
    "_birthDate": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime"}]},
    "multipleBirthInteger": 2,
    "photo": [{"title": "at the door"}],
}
META = {"profile": ["urn:claimed"], "tag": [{"code": "theirs"}], "source": "urn:ehr"}


def test_a_posted_patient_reads_back_as_it_was_posted() -> None:
    before = drawn(a_profile())
    after = read(the_projector().merge(before, posted(PATIENT, META), before.face))
    meta = after.pop("meta")
    assert {name: after[name] for name in PATIENT} == PATIENT
    assert (meta["profile"], meta["source"], meta["tag"]) == (["urn:claimed"], "urn:ehr", [{"code": "theirs"}])
    assert [label["code"] for label in meta["security"]] == ["N"]


def test_what_a_worker_changes_replaces_what_was_posted_of_it_and_nothing_else() -> None:
    profile = a_profile()
    before = drawn(profile)
    changed = replace(profile, birth_date=PartialDate.parse("1984-03-10"), names=(a_name(),), pronouns="she")
    now = replace(drawn(changed), id=before.id)
    after = read(the_projector().merge(now, posted(PATIENT, META), before.face))
    assert (after["birthDate"], "_birthDate" in after) == ("1984-03-10", False)
    assert (after["name"], after["photo"]) == (PATIENT["name"], PATIENT["photo"])
    assert [each["url"].rpartition("/")[2] for each in after["extension"]] == [
        "us-core-birthsex",
        "urn:other:eyes",
        "individual-pronouns",
    ]
    assert "text" not in after  # the narrative told of what was
    assert after["meta"].get("profile", []) == []


def test_a_choice_of_types_is_one_member() -> None:
    profile = a_profile()
    dead = replace(profile, deceased=True)
    before = drawn(dead)
    now = drawn(replace(dead, deceased_on=PartialDate.parse("2026")))
    after = read(the_projector().merge(now, posted({"deceasedBoolean": True, "name": [{"family": "L"}]}), before.face))
    assert (after["deceasedDateTime"], "deceasedBoolean" in after) == ("2026", False)


def test_the_other_face_tells_nothing_of_what_was_posted_beside() -> None:
    profile = a_profile(administrative_sex=AdministrativeSex.FEMALE)
    before = drawn(profile)
    merge = the_projector().merge(before, posted(PATIENT | {"gender": "female"}, META), before.face)
    told = read(merge, other=True)
    assert {"photo", "maritalStatus", "extension", "text", "gender", "multipleBirthInteger"} & told.keys() == set()
    assert told["name"] == PATIENT["name"]  # told whole to both
    assert "urn:claimed" not in json.dumps(told)
    assert merge.terms == extract_faces("Patient", resource_of(merge.face), resource_of(merge.other or merge.face))


@pytest.mark.parametrize("feedback", [True, False])
def test_what_a_provider_posts_is_not_told_back_without_the_consent_to_that(*, feedback: bool) -> None:
    referral = a_referral_of(HandoffState.COMPLETED, feedback=feedback)
    task = the_projector().project(referral)[-1]
    secret = {"note": [{"text": "She was ill."}], "output": [{"type": {"text": "came of it"}, "valueString": "bread"}]}
    merge = the_projector().merge(task, posted(secret), task.face)
    mine, theirs = (json.dumps(read(merge, other=other)) for other in (False, not feedback))
    assert [words in mine for words in ("She was ill.", "bread")] == [feedback, feedback]
    assert "She was ill." in theirs
    terms = {word.value for word in merge.terms.words if word.face != 2}
    assert ("bread" in "".join(terms)) <= feedback


def test_what_a_sender_posts_of_a_client_is_not_told_before_the_accept() -> None:
    referral = a_referral_of(HandoffState.SENT, Routing.FIRST_ACCEPT)
    for projection in the_projector().project(referral)[1:]:
        secret = {"note": [{"text": "She was ill."}], "description": "For Ana Lima", "patientInstruction": "Come, Ana"}
        merge = the_projector().merge(projection, posted(secret), projection.face)
        told = json.dumps(read(merge, other=True))
        assert [words for words in ("She was ill.", "Ana") if words in told] == []
        assert "Come, Ana" in json.dumps(read(merge))


def test_decimals_keep_their_digits() -> None:
    before = drawn(a_profile())
    source = Face(content=b'{"extension":[{"url":"urn:x","valueDecimal":72.50}]}')
    assert b"72.50" in the_projector().merge(before, source, before.face).face.content


def test_what_is_merged_is_valid() -> None:
    before = drawn(a_profile())
    source = {name: value for name, value in PATIENT.items() if name != "_birthDate"}
    merge = the_projector().merge(before, posted(source), before.face)
    assert [str(each) for each in validate(shown(merge)).faults] == []
