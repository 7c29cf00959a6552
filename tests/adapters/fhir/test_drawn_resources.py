"""Whatever the domain holds is drawn as valid FHIR R4, always the same, and with nothing that a reader is not told."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.adapters.fhir.projected.values import period
from app.adapters.fhir.search.extraction import extract_faces
from app.domain.appointments.appointment import AppointmentContent
from app.domain.care_plans.goal import GoalContent
from app.domain.care_plans.need import NeedContent
from app.domain.care_plans.need_moves import NeedStatus
from app.domain.clients.access import Tier
from app.domain.clients.identifiers import Identifier as ClientIdentifier
from app.domain.clients.profile import Profile
from app.domain.codes import Sensitivity
from app.domain.codings import Coding
from app.domain.consents.consent import Terms
from app.domain.disclosure.clients import disclose
from app.domain.errors import Invalid
from app.domain.identity import Identifier
from app.domain.partial_date import PartialDate, Precision
from app.domain.resources.reading import ResourceReading
from tests.support import builders_appointments as appointments
from tests.support import builders_clients as clients
from tests.support import builders_goals as goals
from tests.support.drawn_things import (
    CLIENT,
    a_member,
    a_whole_household,
    a_whole_plan,
    a_whole_team,
    every_thing,
    faces,
    faults,
    shown,
    some_instruments,
    the_projector,
)

THINGS = every_thing()
NAMES = [f"{type(thing).__name__}-{place}" for place, thing in enumerate(THINGS)]
ANY = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
# What people and other systems write: letters of every script, spaces, breaks, and now and then something unspeakable.
TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\t«é|&<\x00\x1f")), min_size=1, max_size=40)
DAYS = st.dates(date(1950, 1, 1), date(2026, 1, 1))
PARTIAL = st.builds(
    lambda day, precision: PartialDate.parse(str(PartialDate(first=day, precision=precision))),
    DAYS,
    st.sampled_from(Precision),
)
SYSTEMS = st.sampled_from(["http://snomed.info/sct", "urn:oid:1.2.3", "211 taxonomy", "plain words"])


LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(1, 100),
    date: DAYS,
    datetime: st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    time: st.times(),
    UUID: st.uuids(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=1000),
    PartialDate: PARTIAL,
    Coding: st.builds(Coding, system=SYSTEMS, code=TEXTS, display=st.none() | TEXTS),
    Identifier: st.builds(Identifier, system=SYSTEMS, value=TEXTS),
    ClientIdentifier: st.builds(
        ClientIdentifier, system=SYSTEMS, value=TEXTS, type=st.sampled_from([None, "MR", "SS"])
    ),
}


@cache
def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Whatever a type can hold, with short lists."""
    kind = getattr(kind, "__supertype__", kind)
    inner = get_args(kind)
    if kind in LEAVES:
        return LEAVES[kind]
    if kind is type(None):
        return st.none()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: anything(hints[field.name]) for field in fields(kind)})
    if get_origin(kind) in (tuple, frozenset):
        return st.lists(anything(inner[0]), max_size=2, unique=get_origin(kind) is frozenset).map(get_origin(kind))
    return st.one_of([anything(each) for each in inner])


@pytest.mark.parametrize("thing", THINGS, ids=NAMES)
def test_everything_is_drawn_as_valid_fhir(thing: object) -> None:
    assert faults(thing) == []
    assert list(the_projector().project(thing))


@pytest.mark.parametrize("thing", THINGS, ids=NAMES)
def test_the_same_thing_is_always_drawn_the_same(thing: object) -> None:
    assert the_projector().project(thing) == the_projector().project(thing)


@pytest.mark.parametrize("thing", THINGS, ids=NAMES)
def test_terms_are_those_of_each_face(thing: object) -> None:
    for projection in the_projector().project(thing):
        whole = json.loads(shown(projection))
        other = json.loads(shown(projection, projection.other)) if projection.other else None
        words = set(extract_faces(projection.type, whole, other).words)
        assert words == set(projection.terms.words)


def test_every_shipped_instrument_is_drawn_as_it_is_written() -> None:
    for own in some_instruments():
        (projection,) = the_projector().project(own)
        drawn = json.loads(shown(projection))
        assert drawn["item"] == json.loads(json.dumps(own.definition.questionnaire["item"]))
        assert (drawn["version"], drawn["status"]) == (own.edition, "active")


@pytest.mark.parametrize(
    ("start", "end", "ends"),
    [
        ("2026-03-02T09:00:00.000001Z", "2026-03-02T09:00:00Z", False),
        ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00.000001Z", True),
        ("2026-03", "2026", True),
        ("2026-03-02", "2026-03-01", False),
        ("2026", None, False),
    ],
)
def test_a_period_that_ends_before_it_begins_has_no_end(start: str, end: str | None, *, ends: bool) -> None:
    assert ("end" in (period(start, end) or {})) is ends


def test_what_is_no_resource_is_drawn_as_none() -> None:
    assert the_projector().project(object()) == ()


@ANY
@given(anything(NeedContent), st.sampled_from(NeedStatus))
def test_any_need_is_drawn(content: NeedContent, status: NeedStatus) -> None:
    assume(stands(lambda: content.check(date(2026, 6, 1))))
    need = goals.a_need()
    need.content, need.status = content, status
    assert faults(need) == []


@ANY
@given(anything(GoalContent))
def test_any_goal_is_drawn(content: GoalContent) -> None:
    assume(stands(content.check))
    goal = goals.a_goal()
    goal.content = content
    assert faults(goal) == []


@ANY
@given(anything(Profile))
def test_any_client_is_drawn(profile: Profile) -> None:
    profile = replace(profile, deceased=profile.deceased or profile.deceased_on is not None)
    assume(profile.names)
    assert faults(clients.a_client(profile)) == []


@ANY
@given(anything(AppointmentContent))
def test_any_meeting_is_drawn(content: AppointmentContent) -> None:
    assert faults(appointments.an_appointment(content=content)) == []


@ANY
@given(anything(Terms))
def test_any_consent_is_drawn_and_an_empty_list_allows_nothing(terms: Terms) -> None:
    consent = clients.a_consent(terms)
    assert faults(consent) == []
    provision = json.loads(shown(the_projector().project(consent)[0]))["provision"]
    everything = (terms.recipients or terms.recipient_classes) and terms.purposes and terms.categories
    assert provision["type"] == ("permit" if everything else "deny")


def stands(check: Any) -> bool:
    """Whether the domain takes it."""
    try:
        check()
    except Invalid:
        return False
    return True


@ANY
@given(anything(Profile))
def test_the_other_face_of_a_client_holds_what_the_tier_of_identity_tells_and_no_more(profile: Profile) -> None:
    profile = replace(profile, deceased=profile.deceased or profile.deceased_on is not None)
    assume(profile.names)
    client = clients.a_client(profile)
    (whole,) = the_projector().project(client)
    less = disclose(profile, Tier.IDENTITY)
    reduced = the_projector().project(replace(client, profile=less.profile))[0]
    assert (whole.other is not None) is bool(less.withheld)
    if whole.other is not None:
        assert whole.other.content == reduced.face.content


def test_no_canary_of_a_client_is_told_to_whom_it_is_withheld() -> None:
    profile = clients.a_full_profile()
    (projection,) = the_projector().project(clients.a_client(profile))
    told = shown(projection, projection.other).decode()
    less = disclose(profile, Tier.IDENTITY).profile
    secrets = set(words_in(profile)) - set(words_in(less))
    assert {"900-11-2233", "12 Elm Street", "+1 512 555 0142", "Zapotec", "muxe", "Allergic to dogs."} <= secrets
    assert [secret for secret in sorted(secrets) if f'"{secret}' in told] == []
    assert "REDACTED" in told
    assert projection.hidden
    terms = {word.value for word in projection.terms.words if word.face != 1}
    assert [word for word in terms if "900-11-2233" in word or "vidal" in word or "elm" in word] == []


@pytest.mark.parametrize(
    "thing", [THINGS[NAMES.index(name)] for name in NAMES if name.startswith(("Care", "Goal", "Need"))]
)
def test_what_is_released_apart_is_in_the_first_face_alone(thing: Any) -> None:
    for projection in the_projector().project(thing):
        assert projection.reading is ResourceReading.RECORD
        if projection.other is None:
            continue
        told = json.loads(shown(projection, projection.other))
        assert not {"addresses", "evidence"} & told.keys()
        assert {"addresses", "evidence"} & json.loads(shown(projection)).keys()


def test_a_member_with_a_label_of_its_own_is_told_by_no_team() -> None:
    team = a_whole_team()
    secret = a_member(sensitivities=frozenset({Sensitivity.SUD}), person=None)
    team.members.append(secret)
    (projection,) = the_projector().project(team)
    assert str(secret.id) not in shown(projection).decode()
    assert "REDACTED" in shown(projection).decode()


def test_a_household_names_no_client_of_whom_its_reader_may_not_know() -> None:
    household = a_whole_household()
    (projection,) = the_projector().project(household)
    told = shown(projection).decode()
    assert (projection.reading, projection.agency) == (ResourceReading.OWN, household.agency)
    assert [("Grandma Pérez" in told), (str(CLIENT) in told), ("REDACTED" in told)] == [True, False, True]


def test_labels_are_told_with_confidentiality_and_the_notice() -> None:
    (projection, *_) = the_projector().project(a_whole_plan())
    meta = json.loads(projection.face.meta)
    assert [label["code"] for label in meta["security"]] == ["V", "ETH", "SUD", "NORDSCLCD"]
    assert [tag["code"] for tag in meta["tag"]] == ["42CFRPart2"]
    assert projection.sensitivities == frozenset({Sensitivity.SUD})


def test_no_profile_is_claimed_of_what_does_not_conform() -> None:
    for thing in THINGS:
        for projection, raw in faces(thing):
            resource = json.loads(raw)
            for profile in resource["meta"].get("profile", ()):
                needed = NEEDED[profile.rpartition("/")[2]]
                assert [path for path in needed if not there(resource, path)] == [], (projection.type, profile)


def there(resource: Any, path: str) -> bool:
    """Whether a path leads to something in every object on the way."""
    name, _, rest = path.partition(".")
    values = resource.get(name)
    if values in (None, [], {}):
        return False
    many = values if isinstance(values, list) else [values]
    return not rest or all(there(each, rest) for each in many)


# What each profile requires at least (its elements of minimum 1), written out again.
NEEDED: dict[str, tuple[str, ...]] = {
    "us-core-patient": ("identifier.system", "identifier.value", "name", "gender"),
    "us-core-organization": ("active", "name"),
    "us-core-location": ("name",),
    "us-core-practitioner": ("identifier", "name.family"),
    "us-core-practitionerrole": ("practitioner", "organization"),
    "us-core-relatedperson": ("active", "patient.reference", "relationship"),
    "us-core-condition-problems-health-concerns": ("category", "code", "subject.reference"),
    "us-core-condition-encounter-diagnosis": ("category", "code", "subject.reference"),
    "us-core-goal": ("lifecycleStatus", "description", "subject.reference"),
    "us-core-careplan": ("status", "intent", "category", "subject.reference"),
    "us-core-careteam": ("subject.reference", "participant.role", "participant.member.reference"),
    "us-core-servicerequest": ("status", "intent", "code", "subject.reference"),
    "us-core-observation-screening-assessment": ("status", "category", "code", "subject.reference"),
    "us-core-provenance": ("target.reference", "recorded", "agent.who"),
    "SDOHCC-Condition": ("category", "code.coding", "subject.reference"),
    "SDOHCC-Goal": ("lifecycleStatus", "category", "description", "subject.reference"),
    "SDOHCC-HealthcareService": ("providedBy", "category"),
    "SDOHCC-ServiceRequest": ("status", "intent", "category", "code", "subject.reference"),
    "SDOHCC-TaskForReferralManagement": (
        *("status", "intent", "code", "focus.reference", "for.reference"),
        *("authoredOn", "requester.reference", "owner.reference"),
    ),
}


def words_in(value: Any) -> Iterator[str]:
    """Every text that a value holds."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)
    elif isinstance(value, UUID):
        yield str(value)
