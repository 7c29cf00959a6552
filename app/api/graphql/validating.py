"""Validation within bounds: fields of one name in one place are compared pair by pair."""

from graphql import DocumentNode, GraphQLError, validate
from graphql.validation import OverlappingFieldsCanBeMergedRule, ValidationContext, specified_rules

from app.api.graphql.graph import Graph
from app.api.graphql.limits import costs_of
from app.api.problems import Refusal, Refused

MOST_COMPARED = 20_000
"""In units of graphql-core, two for each pair: a page of twenty parts that ask for the same takes about half."""
MOST_FAULTS = 10
GIVEN_UP = "Validation aborted."
TOO_MUCH = "The document is too much for one request: in one place it asks too often for the same fields."


class OverlappingFields(OverlappingFieldsCanBeMergedRule):
    """The rule of GraphQL (5.3.2), which gives up sooner."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = MOST_COMPARED


RULES = [OverlappingFields if rule is OverlappingFieldsCanBeMergedRule else rule for rule in specified_rules]


def faults_of(graph: Graph, document: DocumentNode) -> list[GraphQLError]:
    """Return what is wrong with a document; raises `Refused` where that would take too long to say."""
    errors = validate(graph.schema, document, RULES, max_errors=MOST_FAULTS, hide_suggestions=True)
    if any(error.message == GIVEN_UP for error in errors):
        context = {"limit": MOST_COMPARED, **costs_of(document, graph)}
        raise Refused(Refusal(status=400, code="graphql.too-much-overlap", detail=TOO_MUCH, context=context))
    return errors
