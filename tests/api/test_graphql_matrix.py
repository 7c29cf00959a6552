"""Every field of the graph that takes an id, against the things of every other agency and network.

The questions are those of the matrix for REST, so that a new operation is asked of the graph without being named here.
"""

import pytest

from app.domain.networks.roles import GRANTABLE, Role
from tests.api.test_matrix import Ground, closed_to_others, ground, seen_by
from tests.support.graphql_matrix import FIELDS, GRAPH, as_documents, differing
from tests.support.matrix import COUNTS, Question, ids_of, pairs
from tests.support.matrix_document import OPERATIONS

__all__ = ["ground"]
pytestmark = pytest.mark.asyncio(loop_scope="module")

ASKED = [operation for operation in OPERATIONS if str(operation) in FIELDS]
ROLES = (Role.CASE_MANAGER, Role.COORDINATOR)  # the others differ by rules of REST, which these share


async def test_every_operation_has_its_field() -> None:
    narrower = {"listClientAssessments", "listClientConsents", "listClientNeeds"}  # than the lists with a client_id
    assert {each.name for each in GRAPH.operations} - FIELDS.keys() == narrower
    by_bytes = {"streamEvents", "printCarePlan", "readConsentDocument"}
    assert {str(operation) for operation in OPERATIONS} - FIELDS.keys() - by_bytes - narrower == {
        "attachConsentDocument",
        "fetchClientExport",
        "searchClients",
        "searchServices",
    }


async def test_models_of_one_name_show_one_thing() -> None:
    several = {noun.name: noun.models for noun in GRAPH.nouns.by_name.values() if len(noun.models) > 1}
    named = {name: {model.__name__ for model in models} for name, models in several.items()}
    assert named == {name: {f"{name}Out", f"{name}ItemOut"} for name in several}
    assert [name for name, models in several.items() if len(models) > 2] == []


async def test_the_fields_find_ones_own(ground: Ground) -> None:
    """Else the answers would be equal only because something else was wrong."""
    caller, own, wrong = await ground.beyond.caller(*GRANTABLE), ground.beyond.plain, []
    for operation in ASKED:
        path = COUNTS | ids_of(operation.path_places, own)
        question = Question(operation=operation, path=path, body=operation.body(own), tag='"999999"')
        for pair in pairs(operation, own, own):
            theirs, _ = as_documents(pair)
            answer = (await theirs.ask(caller)).json()
            if "data" not in answer:
                wrong.append(f"{question.operation} {pair.place.pointer}: {answer['errors'][0]['message']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
async def test_another_network_is_answered_as_for_nothing(ground: Ground, role: Role) -> None:
    caller, wrong = await ground.beyond.caller(role), []
    for operation in ASKED:
        for pair in pairs(operation, ground.beyond.plain, ground.theirs.plain):
            wrong += await differing(caller, pair, ground.theirs, frozenset())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
async def test_another_agency_is_answered_as_for_nothing(ground: Ground, role: Role) -> None:
    caller, wrong = await ground.beside.caller(role), []
    seen = seen_by(ground, role)
    for pair in closed_to_others(ground, role):
        if str(pair.theirs.operation) in FIELDS:
            wrong += await differing(caller, pair, ground.theirs, seen)
    assert not wrong, "\n".join(wrong)
