"""Parameters that are a pair lead together, and only where both are asked for to the letter."""

import pytest

from app.adapters.fhir.search.asking import asked
from app.adapters.fhir.search.criteria import Asker
from app.adapters.fhir.search.extraction import extract, extract_faces
from app.adapters.fhir.search.pairing import PAIRS
from app.adapters.fhir.search.registry import parameters
from app.ports.resource_search import Words
from tests.support.found_resources import NOW, read

OWNER = "Organization/0198c0de-7a11-7000-8000-000000000001"
REQUESTED = "requested|http://hl7.org/fhir/task-status"


def keys(query: str) -> set[str]:
    pairs = [each.split("=", 1) for each in query.split("&")]
    found = asked(Asker(now=NOW), "Task", [(name, value) for name, value in pairs]).search.criteria
    return {each.key if isinstance(each, Words) else type(each).__name__ for each in found}


def test_every_pair_is_of_parameters_that_are_kept_as_words() -> None:
    known = {type_: parameters(type_) for type_ in PAIRS}
    assert all({first, second} <= known[type_].keys() for type_, pairs in PAIRS.items() for first, second in pairs)


def test_a_task_is_found_by_its_owner_and_state_together() -> None:
    words = extract("Task", read({"status": "requested", "owner": {"reference": OWNER}})).words
    assert [word.value for word in words if word.key == "Task.owner+status"] == [f"{OWNER} {REQUESTED}"]


def test_a_pair_of_which_one_face_tells_half_is_of_the_other_face() -> None:
    whole = {"status": "requested", "owner": {"reference": OWNER}}
    words = extract_faces("Task", read(whole), read({"status": "requested"})).words
    assert {word.key: word.face for word in words} == {"Task.status": 0, "Task.owner": 1, "Task.owner+status": 1}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (f"owner={OWNER}&status=requested", {"Task.owner+status"}),
        (f"status=requested,accepted&owner={OWNER}", {"Task.owner+status"}),
        (f"owner={OWNER}&status=requested&priority=urgent", {"Task.owner+status", "Task.priority"}),
        (f"owner={OWNER}&requester={OWNER}&status=requested", {"Task.owner+status", "Task.requester"}),
        (f"owner={OWNER}&status:not=requested", {"Task.owner", "Without"}),
        (f"owner:missing=true&status={'requested'}", {"Without", "Task.status"}),
        (f"owner={OWNER}", {"Task.owner"}),
        (f"owner=http://far.example/{'a' * 1000}&status=requested", {"Task.owner", "Task.status"}),
        (f"owner={','.join([OWNER] * 60)}&status=requested,accepted", {"Task.owner", "Task.status"}),
    ],
)
def test_a_pair_leads_where_both_are_asked_to_the_letter(query: str, wanted: set[str]) -> None:
    assert keys(query) == wanted
