"""Whatever a query says, it is understood or refused, and what is understood can be written as a statement."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.fhir.search.asking import Asked, asked
from app.adapters.fhir.search.criteria import Asker
from app.adapters.fhir.search.registry import AUDIT_EVENT, parameters
from app.adapters.fhir.search.trails import MOST_WAYS, order_of, trails
from app.adapters.fhir.search.writing import pieces, split
from app.adapters.postgres.queries.resource_criteria import all_find
from app.adapters.postgres.queries.resource_texts import Writing, end_of
from app.domain.errors import Invalid
from app.ports.resource_search import OfValueSet, Without
from tests.support.found_resources import NOW

TYPES = ("Patient", "Observation", "Task", "Provenance", "ValueSet", "RiskAssessment")
MODIFIERS = (
    "",
    ":exact",
    ":contains",
    ":missing",
    ":not",
    ":text",
    ":in",
    ":identifier",
    ":of-type",
    ":Patient",
    ":below",
)
CONTROLS = ("_count", "_sort", "_total", "_summary", "_elements", "_include", "_revinclude", "_include:iterate", "_id")
CHAINS = ("patient.name", "subject:Patient.gender", "_has:Observation:patient:code", "organization.name", "_has:a")
CODES = sorted({code for type_ in TYPES for code in parameters(type_)})
NAMES = st.one_of(
    st.builds(str.__add__, st.sampled_from(CODES), st.sampled_from(MODIFIERS)),
    st.sampled_from((*CONTROLS, *CHAINS)),
    st.text(max_size=20),
)
VALUES = st.one_of(
    st.text(alphabet="aZ9|,\\$.:/-+<>é\x00eg", max_size=30),
    st.sampled_from(("true", "ge2026-01", "1e999", "5.4||mg", "Patient/1", "-date", "gt-5", "ap9999-12-31", "eb0001")),
    st.text(max_size=500),
)


def understood(type_: str, query: list[tuple[str, str]]) -> Asked | None:
    try:
        return asked(Asker(now=NOW), type_, query)
    except Invalid:
        return None


@settings(max_examples=200, deadline=None)
@given(query=st.lists(st.tuples(NAMES | st.sampled_from(sorted(parameters(AUDIT_EVENT))), VALUES), max_size=3))
def test_every_query_of_the_log_is_understood_or_refused(query: list[tuple[str, str]]) -> None:
    try:
        search = asked(Asker(now=NOW), AUDIT_EVENT, query).search
        found = [*trails(search), order_of(search)]
    except Invalid as refusal:
        found = [refusal]
    assert len(found) <= MOST_WAYS + 1


@settings(max_examples=400, deadline=None)
@given(type_=st.sampled_from(TYPES), query=st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_every_query_is_understood_or_refused(type_: str, query: list[tuple[str, str]]) -> None:
    found = understood(type_, query)
    if found is None:
        return
    writing = Writing()
    criteria = [each for each in found.search.criteria if not isinstance(each, OfValueSet)]
    criteria = [each for each in criteria if not (isinstance(each, Without) and isinstance(each.criterion, OfValueSet))]
    all_find(writing, criteria, "r")
    assert [value for value in writing.given.values() if isinstance(value, str) and "\x00" in value] == []
    assert replace(found.search, criteria=()).type == type_


@given(st.text(min_size=1), st.text())
def test_all_that_begins_with_a_text_lies_before_its_end(text: str, rest: str) -> None:
    beginning, whole = (each.encode("utf-8", "surrogatepass") for each in (text, text + rest))
    if text != "\U0010ffff" * len(text):
        assert beginning <= whole < end_of(text).encode("utf-8", "surrogatepass")


def test_what_is_protected_is_not_taken_apart() -> None:
    assert split(r"a\,b,c", ",") == [r"a\,b", "c"]
    assert pieces(r"http://x|a\|b", "|") == ["http://x", "a|b"]
    assert pieces("\\\\,\\", ",") == ["\\", "\\"]
