"""The three kinds of patch, on resources in memory: places, lists, choices, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest

from app.api.fhir.outcomes import Unfit
from app.api.fhir.patches import fhirpath_patch, json_patch, merge_patch


def patient() -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "name": [
            {"use": "official", "family": "Lima", "given": ["Ana", "Maria"]},
            {"use": "nickname", "given": ["Nina"]},
        ],
        "birthDate": "1984-03-09",
        "deceasedBoolean": False,
    }


def parameters(**said: Any) -> dict[str, Any]:
    kinds = {"type": "valueCode", "path": "valueString", "name": "valueString"}
    numbers = dict.fromkeys(("index", "source", "destination"), "valueInteger")
    value = said.pop("value", None)
    parts = [{"name": name, (kinds | numbers)[name]: each} for name, each in said.items()]
    if value is not None:
        parts.append({"name": "value", **value})
    return {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}


@pytest.mark.parametrize(
    ("operation", "changed"),
    [
        ({"op": "replace", "path": "/birthDate", "value": "1984-03"}, {"birthDate": "1984-03"}),
        ({"op": "add", "path": "/active", "value": True}, {"active": True}),
        ({"op": "remove", "path": "/deceasedBoolean"}, {"deceasedBoolean": None}),
        (
            {"op": "add", "path": "/name/1/given/-", "value": "Nini"},
            {"name": [patient()["name"][0], {"use": "nickname", "given": ["Nina", "Nini"]}]},
        ),
        ({"op": "move", "from": "/name/1", "path": "/name/0"}, {"name": list(reversed(patient()["name"]))}),
        ({"op": "copy", "from": "/birthDate", "path": "/language"}, {"language": "1984-03-09"}),
        ({"op": "test", "path": "/deceasedBoolean", "value": False}, {}),
    ],
)
def test_a_json_patch_changes_what_its_pointer_names(operation: dict[str, Any], changed: dict[str, Any]) -> None:
    expected = {name: value for name, value in (patient() | changed).items() if value is not None}

    assert json_patch.apply(patient(), [operation]) == expected


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "/gender", "value": "female"},
        {"op": "remove", "path": "/name/2"},
        {"op": "remove", "path": "/name/01"},
        {"op": "test", "path": "/deceasedBoolean", "value": 0},
        {"op": "move", "from": "/name", "path": "/name/0"},
        {"op": "add", "path": "name", "value": []},
        {"op": "mend", "path": "/name"},
        "no object",
    ],
)
def test_a_json_patch_that_does_not_fit_is_refused_and_named(operation: Any) -> None:
    with pytest.raises(Unfit, match="Operation 1 of the patch") as refused:
        json_patch.apply(patient(), [{"op": "test", "path": "/birthDate", "value": "1984-03-09"}, operation])

    assert refused.value.failure.status == 422


def test_a_merge_patch_takes_away_what_is_null_and_keeps_the_digits_of_decimals() -> None:
    observation = {"valueQuantity": {"value": Decimal("72.50"), "unit": "kg", "code": "kg"}, "note": [{"text": "x"}]}

    merged = merge_patch.apply(observation, {"valueQuantity": {"unit": None}, "note": None})

    assert str(merged) == str({"valueQuantity": {"value": Decimal("72.50"), "code": "kg"}})


@pytest.mark.parametrize(
    ("patch", "changed"),
    [
        (
            parameters(type="replace", path="Patient.birthDate", value={"valueDate": "1984-03"}),
            {"birthDate": "1984-03"},
        ),
        (parameters(type="delete", path="Patient.deceased"), {"deceasedBoolean": None}),
        (
            parameters(type="replace", path="Patient.deceased", value={"valueDateTime": "2026"}),
            {"deceasedBoolean": None, "deceasedDateTime": "2026"},
        ),
        (
            parameters(type="add", path="Patient", name="gender", value={"valueCode": "female"}),
            {"gender": "female"},
        ),
        (
            parameters(type="add", path="Patient", name="telecom", value={"valueContactPoint": {"value": "555"}}),
            {"telecom": [{"value": "555"}]},
        ),
        (
            parameters(
                type="add",
                path="Patient",
                name="contact",
                value={
                    "part": [
                        {"name": "name", "valueHumanName": {"text": "Rui"}},
                        {"name": "relationship", "valueCodeableConcept": {"text": "brother"}},
                    ]
                },
            ),
            {"contact": [{"name": {"text": "Rui"}, "relationship": [{"text": "brother"}]}]},
        ),
        (
            parameters(type="insert", path="Patient.name[0].given", index=1, value={"valueString": "Clara"}),
            {
                "name": [
                    {"use": "official", "family": "Lima", "given": ["Ana", "Clara", "Maria"]},
                    patient()["name"][1],
                ]
            },
        ),
        (
            parameters(type="move", path="Patient.name", source=1, destination=0),
            {"name": list(reversed(patient()["name"]))},
        ),
        (
            parameters(type="delete", path="Patient.name.where(use = 'nickname' and given != 'Ana')"),
            {"name": [patient()["name"][0]]},
        ),
        (
            parameters(type="delete", path="Patient.name.last().given.first()"),
            {"name": [patient()["name"][0], {"use": "nickname"}]},
        ),
        (parameters(type="delete", path="Patient.photo"), {}),
    ],
)
def test_a_fhirpath_patch_changes_what_its_path_names(patch: dict[str, Any], changed: dict[str, Any]) -> None:
    expected = {name: value for name, value in (patient() | changed).items() if value is not None}

    assert fhirpath_patch.apply(patient(), patch) == expected


@pytest.mark.parametrize(
    "patch",
    [
        parameters(type="delete", path="Patient.name"),
        parameters(type="delete", path="Patient"),
        parameters(type="replace", path="Patient.name.matches('L.*')", value={"valueString": "x"}),
        parameters(type="add", path="Patient", name="birthDate", value={"valueDate": "1999"}),
        parameters(type="add", path="Patient", name="nonsense", value={"valueDate": "1999"}),
        parameters(type="insert", path="Patient.name", index=7, value={"valueHumanName": {}}),
        parameters(type="mend", path="Patient.name"),
        parameters(type="delete", path="Patient.name[[0]"),
        {"resourceType": "Parameters", "parameter": ["operation"]},
    ],
)
def test_a_fhirpath_patch_that_does_not_fit_is_refused_and_named(patch: dict[str, Any]) -> None:
    with pytest.raises(Unfit) as refused:
        fhirpath_patch.apply(patient(), patch)

    assert [issue.expression for issue in refused.value.failure.issues] == ["Parameters.parameter[0]"]
