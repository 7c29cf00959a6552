"""Conditions, goals, care teams and care plans, as published and as broken as they come."""

import contextlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.fhir.resources.care_plan import read_care_plan
from app.adapters.fhir.resources.care_team import read_care_team
from app.adapters.fhir.resources.condition import read_condition
from app.adapters.fhir.resources.files import Found, find_resources
from app.adapters.fhir.resources.goal import read_goal
from app.adapters.fhir.resources.reading import Reading
from app.adapters.fhir.resources.references import Names, References
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.need import NeedKind, Severity
from app.domain.care_plans.need_moves import NeedStatus, Verification
from app.domain.care_plans.participant import CLIENT, ParticipantKind
from app.domain.care_plans.targets import Comparator
from app.domain.care_teams.member import MemberKind
from app.domain.codes import Category
from app.domain.errors import Invalid
from app.domain.identity import Identifier
from app.domain.partial_date import PartialDate
from app.ports.imports import Link, Remark

ABATED_AND_ACTIVE = {"abatementDateTime": "2020", "clinicalStatus": {"text": "active"}}
READERS: dict[str, Callable[[Reading], Any]] = {
    "Condition": read_condition,
    "Goal": read_goal,
    "CareTeam": read_care_team,
    "CarePlan": read_care_plan,
}
SUBJECT = {"reference": "Patient/p1"}
CONDITION: dict[str, Any] = {"resourceType": "Condition", "id": "c1", "subject": SUBJECT, "code": {"text": "Hunger"}}
GOAL: dict[str, Any] = {
    "resourceType": "Goal",
    "id": "g1",
    "subject": SUBJECT,
    "lifecycleStatus": "active",
    "description": {"text": "Eat every day"},
}
TEAM: dict[str, Any] = {"resourceType": "CareTeam", "id": "t1", "subject": SUBJECT}
PLAN: dict[str, Any] = {
    "resourceType": "CarePlan",
    "id": "l1",
    "subject": SUBJECT,
    "status": "active",
    "intent": "plan",
}


def read_all(*resources: Any) -> tuple[list[Any], list[Remark]]:
    remarks: list[Remark] = []
    bundle = {"resourceType": "Bundle", "entry": [{"resource": each} for each in resources]}
    found = list(find_resources("file.json", json.dumps(bundle).encode(), remarks))
    names, references = Names(), References(found)
    for each in found:
        names.learn(each)
    drafts = [
        READERS[each.kind or ""](Reading(each.key or "none", "urn:test", each.resource, references, names))
        for each in found
        if each.kind in READERS
    ]
    return drafts, remarks


def the_one(resource: dict[str, Any], *others: Any, **changes: Any) -> Any:
    drafts, _ = read_all({**resource, **changes}, *others)
    assert drafts[0] is not None
    return drafts[0]


def told(resource: dict[str, Any], **changes: Any) -> list[tuple[str, str | None]]:
    _, remarks = read_all({**resource, **changes})
    return [(remark.code, (remark.place.column or "").removeprefix("Bundle.entry[0].resource.")) for remark in remarks]


def test_every_published_record_is_read_and_stands(real_data: Path) -> None:
    files = [
        (path, list(find_resources(path.name, path.read_bytes(), [])))
        for folder in ("synthea-2019-r4-bundles", "synthea-2022-uscore-bundles", "ecare-personas", "gravity-sdohcc")
        for path in sorted((real_data / folder).rglob("*.json"))
    ]
    files += [(path, _found(path)) for path in sorted((real_data / "us-core").rglob("*.json"))]
    files += [(path, _found(path)) for path in sorted((real_data / "bulk-ndjson-10").rglob("*.ndjson"))]
    names = Names()
    for _, found in files:
        for each in found:
            names.learn(each)
    counted: Counter[str] = Counter()
    for _, found in files:
        references = References(found)
        for each in found:
            if each.kind in READERS:
                draft = READERS[each.kind](Reading(each.key or "none", "urn:test", each.resource, references, names))
                _check(each.kind, draft)
                counted[each.kind] += 1

    assert counted == {"Condition": 770, "Goal": 80, "CareTeam": 6, "CarePlan": 57}


def _found(path: Path) -> list[Found]:
    return list(find_resources(path.name, path.read_bytes(), []))


def _check(kind: str, draft: Any) -> None:
    if kind == "Condition":
        draft.content.check(date(2026, 11, 1))
    else:
        draft.content.check()
    for member in getattr(draft, "members", ()):
        member.check(datetime(2026, 11, 1, tzinfo=UTC))
    for activity in getattr(draft, "activities", ()):
        activity.content.check()


def test_a_condition_is_a_need_with_all_that_it_says() -> None:
    draft = the_one(
        CONDITION,
        {"resourceType": "Practitioner", "id": "d1", "name": [{"prefix": ["Dr."], "given": ["Ana"], "family": "Ruiz"}]},
        code={
            "coding": [{"system": "http://snomed.info/sct", "code": "733423003", "display": "Food insecurity"}],
            "text": "Hunger",
        },
        category=[
            {"coding": [{"system": "x", "code": "problem-list-item"}]},
            {
                "coding": [
                    {
                        "system": "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes",
                        "code": "food-insecurity",
                    }
                ]
            },
        ],
        clinicalStatus={"coding": [{"code": "resolved"}]},
        verificationStatus={"coding": [{"code": "confirmed"}]},
        severity={"coding": [{"system": "http://snomed.info/sct", "code": "24484000"}]},
        onsetDateTime="2019-08",
        abatementDateTime="2020-01-05T10:00:00-05:00",
        asserter={"reference": "Practitioner/d1"},
        identifier=[{"system": "http://hospital.example", "value": "9"}],
        note=[{"text": "Says so herself."}],
    )
    content = draft.content

    assert (content.category, content.kind, content.severity) == (Category.FOOD, NeedKind.PROBLEM, Severity.SEVERE)
    assert (draft.beginning.status, draft.beginning.verification) == (NeedStatus.RESOLVED, Verification.CONFIRMED)
    assert (PartialDate.parse("2019-08"), PartialDate.parse("2020-01-05")) == (content.onset, content.abatement)
    assert (content.asserted_by.kind, content.asserted_by.name) == (ParticipantKind.WORKER, "Dr. Ana Ruiz")
    assert content.notes == "Says so herself."
    assert Link(key="Patient/p1") == draft.client
    assert (
        Identifier(system="urn:test", value="Condition/c1"),
        Identifier(system="http://hospital.example", value="9"),
    ) == content.identifiers


def test_a_condition_entered_in_error_stays_one() -> None:
    draft = the_one(CONDITION, verificationStatus={"coding": [{"code": "entered-in-error"}]})

    assert NeedStatus.ENTERED_IN_ERROR is draft.beginning.status


def test_a_condition_without_a_status_that_has_abated_is_resolved() -> None:
    assert NeedStatus.RESOLVED is the_one(CONDITION, abatementDateTime="2020").beginning.status
    assert NeedStatus.ACTIVE is the_one(CONDITION).beginning.status


def test_a_goal_keeps_every_digit_of_its_target() -> None:
    goal = json.dumps({**GOAL, "target": [{"detailQuantity": {"value": "V", "comparator": "<", "unit": "%"}}]})
    found = list(find_resources("g.json", goal.replace('"V"', "7.50").encode(), []))
    draft = read_goal(Reading("Goal/g1", "urn:test", found[0].resource, References(found), Names()))
    assert draft is not None
    (target,) = draft.content.targets

    assert target.value is not None
    assert target.value.quantity is not None
    assert (str(target.value.quantity.value), target.value.quantity.comparator) == ("7.50", Comparator.LESS)


def test_a_goal_says_how_it_stands_whom_it_is_of_and_which_needs_it_is_for() -> None:
    draft = the_one(
        GOAL,
        achievementStatus={"text": "in-progress"},
        expressedBy={"reference": "Patient/p1"},
        addresses=[{"reference": "Condition/c1"}, {"reference": "RiskAssessment/r1"}],
        statusDate="2026-03-02",
        target=[{"detailRange": {"low": {"value": 2}, "high": {"value": 4}}, "dueDate": "2026-06-01"}],
    )

    assert (draft.standing.state, draft.standing.achievement) == (GoalState.ACTIVE, Achievement.IN_PROGRESS)
    assert datetime(2026, 3, 2, tzinfo=UTC) == draft.standing.stated_at
    assert draft.content.expressed_by == CLIENT
    assert (Link(key="Condition/c1"),) == draft.needs
    assert date(2026, 6, 1) == draft.content.due
    assert Decimal(4) == draft.content.targets[0].value.range.high.value


def test_a_team_tells_each_member_once_with_all_roles() -> None:
    nurse, worker = {"text": "Nurse"}, {"text": "Care coordinator"}
    draft = the_one(
        TEAM,
        {"resourceType": "Organization", "id": "o1", "name": "Meals"},
        participant=[
            {"member": {"reference": "Practitioner/n", "display": "Julie Smith"}, "role": [nurse]},
            {"member": {"reference": "Practitioner/n", "display": "Julie Smith"}, "role": [worker]},
            {"member": {"reference": "Patient/p1"}},
            {"member": {"reference": "RelatedPerson/r", "display": "Daughter"}},
            {"member": {"reference": "Organization/o1"}},
        ],
    )
    members = [
        (member.kind, member.person.name if member.person else None, member.role.text if member.role else None)
        for member in draft.members
    ]

    assert members == [
        (MemberKind.OTHER, "Julie Smith", "Nurse, Care coordinator"),
        (MemberKind.CLIENT, None, None),
        (MemberKind.RELATED_PERSON, "Daughter", None),
        (MemberKind.OTHER, "Meals", None),
    ]


def test_a_plan_names_its_needs_goals_and_teams_and_says_what_is_done() -> None:
    draft = the_one(
        PLAN,
        {"resourceType": "ServiceRequest", "id": "s1", "code": {"text": "Diet education"}},
        title="CKD Care Plan",
        period={"start": "2026-01-01", "end": "2026-12-31"},
        addresses=[{"reference": "Condition/c1"}],
        goal=[{"reference": "Goal/g1"}],
        careTeam=[{"reference": "CareTeam/t1"}],
        activity=[
            {"reference": {"reference": "ServiceRequest/s1"}},
            {
                "detail": {
                    "code": {"text": "Weigh"},
                    "status": "in-progress",
                    "goal": [{"reference": "Goal/g1"}],
                    "performer": [{"reference": "Patient/p1"}],
                    "scheduledTiming": {
                        "repeat": {
                            "boundsPeriod": {"start": "2026-01-05"},
                            "frequency": 2,
                            "period": 1,
                            "periodUnit": "d",
                        }
                    },
                }
            },
        ],
    )
    by_request, by_hand = draft.activities

    assert ("CKD Care Plan", date(2026, 12, 31)) == (draft.content.title, draft.content.ends)
    assert ((Link(key="Condition/c1"),), (Link(key="Goal/g1"),)) == (draft.needs, draft.goals)
    assert (Link(key="CareTeam/t1"),) == draft.teams
    assert (by_request.content.title, by_request.status) == ("Diet education", ActivityStatus.UNKNOWN)
    assert (by_hand.content.title, by_hand.content.who, by_hand.content.when) == ("Weigh", "client", "twice a day")
    assert (date(2026, 1, 5), ActivityStatus.IN_PROGRESS) == (by_hand.content.starts, by_hand.status)
    assert (Link(key="Goal/g1"),) == by_hand.goals


@pytest.mark.parametrize("resource", [CONDITION, GOAL, TEAM, PLAN], ids=lambda each: str(each["resourceType"]))
def test_nobody_s_record_is_rejected_with_its_place(resource: dict[str, Any]) -> None:
    drafts, _ = read_all({**resource, "subject": {"display": "Somebody"}})

    assert drafts == [None]
    assert told(resource, subject={"display": "Somebody"}) == [("no-subject", "subject")]


@pytest.mark.parametrize(
    ("resource", "changes", "code", "at"),
    [
        (GOAL, {"lifecycleStatus": "dreamt"}, "no-status", "lifecycleStatus"),
        (PLAN, {"status": None}, "no-status", "status"),
        (CONDITION, {"onsetDateTime": "last year"}, "date", "onsetDateTime"),
        (CONDITION, {"onsetAge": {"value": 7}}, "not-taken", "onsetAge"),
        (
            CONDITION,
            {"abatementDateTime": "2020", "clinicalStatus": {"text": "active"}},
            "contradiction",
            "abatementDateTime",
        ),
        (GOAL, {"target": [{"detailRatio": {}, "dueDuration": {"value": 3}}]}, "not-taken", "target[0].dueDuration"),
        (GOAL, {"priority": {"text": "whenever"}}, "code", "priority"),
        (TEAM, {"participant": [{}]}, "nobody", "participant[0].member"),
        (PLAN, {"activity": [{"detail": {"status": "someday"}}]}, "code", "activity[0].detail.status"),
        (PLAN, {"activity": "run"}, "type", "activity"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_element(
    resource: dict[str, Any], changes: dict[str, Any], code: str, at: str
) -> None:
    assert (code, at) in told(resource, **changes)


def test_the_same_thing_has_the_same_key_however_it_is_referred_to() -> None:
    found = list(
        find_resources(
            "b.json",
            json.dumps(
                {
                    "resourceType": "Bundle",
                    "entry": [{"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Goal", "id": "g1"}}],
                }
            ).encode(),
            [],
        )
    )
    references = References(found)
    holder = next(
        each.resource
        for each in find_resources(
            "h.json",
            json.dumps(
                {
                    "resourceType": "X",
                    "a": {"reference": "urn:uuid:1"},
                    "b": {"reference": "Goal/g1/_history/2"},
                    "c": {"reference": "Practitioner?identifier=http://npi|99"},
                    "d": {"reference": "#inside", "display": "Someone"},
                    "e": {},
                }
            ).encode(),
            [],
        )
    )

    assert Link(key="Goal/g1") == references.link(holder, "a")
    assert Link(key="Goal/g1") == references.link(holder, "b")
    assert Link(identifier=Identifier(system="http://npi", value="99")) == references.link(holder, "c")
    assert Link(words="Someone") == references.link(holder, "d")
    assert references.link(holder, "e") is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_MEMBERS = st.sampled_from(
    sorted(
        {"code", "category", "clinicalStatus", "verificationStatus", "onsetDateTime", "asserter", "note", "target"}
        | {"addresses", "priority", "achievementStatus", "description", "participant", "period", "name", "activity"}
        | {"goal", "careTeam", "title", "identifier", "subject", "status"}
    )
)


@given(st.sampled_from([CONDITION, GOAL, TEAM, PLAN]), st.dictionaries(_MEMBERS, _JSON, max_size=5))
def test_whatever_stands_in_a_resource_is_read_or_remarked_on(resource: dict[str, Any], mess: dict[str, Any]) -> None:
    drafts, remarks = read_all({**resource, **mess})

    assert len(drafts) == 1
    if drafts[0] is None:
        assert remarks != []
    else:
        with contextlib.suppress(Invalid):
            _check(resource["resourceType"], drafts[0])
