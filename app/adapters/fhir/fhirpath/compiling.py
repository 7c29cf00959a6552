"""Makes functions of FHIRPath expressions, so that asking again costs only calls.

Two things are other than in FHIRPath, both because these expressions judge: `=` with nothing on one side is false and
`!=` true, and what cannot be compared (dates of different precision, quantities of different units) is unknown.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from app.adapters.fhir.fhirpath.comparing import equal, ordered
from app.adapters.fhir.fhirpath.functions import FUNCTIONS, LAMBDAS
from app.adapters.fhir.fhirpath.parsing import Call, Literal, Node, Operation, Step, Unparsable, Variable, parse
from app.adapters.fhir.fhirpath.stepping import Items, kind_is, step

TRUE: Items = [True]
FALSE: Items = [False]
UNKNOWN: Items = []
# What decides without the other side, and what then is said.
DECIDED = {"and": (False, FALSE), "or": (True, TRUE), "implies": (False, TRUE)}
VARIABLES = {"%ucum": "http://unitsofmeasure.org", "%sct": "http://snomed.info/sct", "%loinc": "http://loinc.org"}


class Around(NamedTuple):
    """What variables mean."""

    resource: Any
    context: Any


Compiled = Callable[[Around, Items], Items]


def holds(expression: str) -> Callable[[Any, Any], bool | None]:
    """Return a function of an element and its resource that says whether the expression is true (None: unknown)."""
    compiled = _compiled(parse(expression))

    def judge(element: Any, resource: Any) -> bool | None:
        return _truth(compiled(Around(resource, element), [element]))

    return judge


def _compiled(node: Node) -> Compiled:
    if isinstance(node, Literal):
        values = list(node.values)
        return lambda _around, _focus: values
    if isinstance(node, Variable):
        return _variable(node.name)
    if isinstance(node, Step):
        return _step(node)
    return _call(node) if isinstance(node, Call) else _operation(node)


def _variable(name: str) -> Compiled:
    if name in VARIABLES:
        value = [VARIABLES[name]]
        return lambda _around, _focus: value
    if name == "$this":
        return lambda _around, focus: focus
    if name == "%context":
        return lambda around, _focus: [around.context]
    if name == "%resource":
        return lambda around, _focus: [around.resource]
    raise Unparsable(f"{name} is not known.")


def _step(node: Step) -> Compiled:
    name = node.name
    if node.before is None:
        if name[0].isupper():
            return lambda _around, focus: [each for each in focus if kind_is(each, name)]
        return lambda _around, focus: step(focus, name)
    before = _compiled(node.before)
    return lambda around, focus: step(before(around, focus), name)


def _call(node: Call) -> Compiled:
    if node.name in {"exists", "empty"} and isinstance(node.before, Step) and not node.arguments:
        return _there(_compiled(node.before), wanted=node.name == "exists")
    before: Compiled = _compiled(node.before) if node.before is not None else (lambda _around, focus: focus)
    if node.name in {"is", "as", "ofType"}:
        return _kind(before, node.name, _named(node.arguments[0]))
    arguments = [_compiled(each) for each in node.arguments]
    if node.name == "iif":
        return _iif(before, arguments)
    if node.name in LAMBDAS:
        applied = LAMBDAS[node.name]
        return lambda around, focus: applied(
            before(around, focus), *[_each(argument, around) for argument in arguments]
        )
    if node.name not in FUNCTIONS:
        raise Unparsable(f"{node.name}() is not known.")
    function = FUNCTIONS[node.name]
    return lambda around, focus: function(before(around, focus), *[argument(around, focus) for argument in arguments])


def _there(before: Compiled, *, wanted: bool) -> Compiled:
    found, missing = (TRUE, FALSE) if wanted else (FALSE, TRUE)
    return lambda around, focus: found if before(around, focus) else missing


def _iif(before: Compiled, arguments: list[Compiled]) -> Compiled:
    condition, then, *otherwise = arguments

    def chosen(around: Around, focus: Items) -> Items:
        items = before(around, focus)
        if _truth(condition(around, items)):
            return then(around, items)
        return otherwise[0](around, items) if otherwise else UNKNOWN

    return chosen


def _each(argument: Compiled, around: Around) -> Callable[[Any], Items]:
    return lambda item: argument(around, [item])


def _kind(before: Compiled, name: str, kind: str) -> Compiled:
    if name == "is":
        return lambda around, focus: [kind_is(each, kind) for each in before(around, focus)]
    return lambda around, focus: [each for each in before(around, focus) if kind_is(each, kind)]


def _named(node: Node) -> str:
    if not isinstance(node, Step):
        raise Unparsable("A type must be named.")
    return node.name


def _operation(node: Operation) -> Compiled:
    left = _compiled(node.left)
    if node.sign in {"is", "as"}:
        return _kind(left, node.sign, _named(node.right))
    right, operator = _compiled(node.right), OPERATORS[node.sign]
    if node.sign not in DECIDED:
        return lambda around, focus: operator(left(around, focus), right(around, focus))
    deciding, outcome = DECIDED[node.sign]

    def lazily(around: Around, focus: Items) -> Items:
        one = left(around, focus)
        return outcome if _truth(one) is deciding else operator(one, right(around, focus))

    return lazily


def _truth(items: Items) -> bool | None:
    if not items:
        return None
    return items[0] if items[0].__class__ is bool else True


def _and(left: Items, right: Items) -> Items:
    one, other = _truth(left), _truth(right)
    return FALSE if one is False or other is False else UNKNOWN if one is None or other is None else TRUE


def _or(left: Items, right: Items) -> Items:
    one, other = _truth(left), _truth(right)
    return TRUE if one or other else UNKNOWN if one is None or other is None else FALSE


def _xor(left: Items, right: Items) -> Items:
    one, other = _truth(left), _truth(right)
    return UNKNOWN if one is None or other is None else TRUE if one is not other else FALSE


def _implies(left: Items, right: Items) -> Items:
    one = _truth(left)
    return TRUE if one is False else _or(UNKNOWN if one is None else FALSE, right)


def _in(left: Items, right: Items) -> Items:
    return (TRUE if any(equal(left[:1], [each]) for each in right) else FALSE) if left else UNKNOWN


def _compared(left: Items, right: Items, wanted: frozenset[int]) -> Items:
    order = ordered(left[0], right[0]) if left and right else None
    return UNKNOWN if order is None else TRUE if order in wanted else FALSE


def _joined(left: Items, right: Items) -> Items:
    return ["".join(str(each) for each in (left[:1] + right[:1]))]


def _united(left: Items, right: Items) -> Items:
    return FUNCTIONS["distinct"]([*left, *right])


OPERATORS: dict[str, Callable[[Items, Items], Items]] = {
    "implies": _implies,
    "or": _or,
    "xor": _xor,
    "and": _and,
    "in": _in,
    "contains": lambda left, right: _in(right, left),
    "=": lambda left, right: TRUE if equal(left, right) else FALSE,
    "!=": lambda left, right: FALSE if equal(left, right) else TRUE,
    "<": lambda left, right: _compared(left, right, frozenset({-1})),
    "<=": lambda left, right: _compared(left, right, frozenset({-1, 0})),
    ">": lambda left, right: _compared(left, right, frozenset({1})),
    ">=": lambda left, right: _compared(left, right, frozenset({0, 1})),
    "|": _united,
    "&": _joined,
    "+": lambda left, right: [left[0] + right[0]] if left and right else UNKNOWN,
}
