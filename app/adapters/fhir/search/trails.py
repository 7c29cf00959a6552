"""Reads a search for AuditEvents as what the audit log can be asked: they are drawn of it, and kept nowhere else.

https://hl7.org/fhir/R4/auditevent.html#search
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.adapters.fhir.search.faults import not_supported
from app.adapters.fhir.search.meanings import uuid_of
from app.adapters.fhir.search.registry import AUDIT_EVENT
from app.ports.audit_trail import TrailFilter
from app.ports.referrals import Order
from app.ports.resource_search import (
    AnyOf,
    Changed,
    Comparison,
    Criterion,
    How,
    Ids,
    Match,
    Said,
    Search,
    Shelf,
    Spans,
    SpanTest,
    Without,
    Words,
)

SEARCHED = frozenset(
    ("_id", "_lastUpdated", "action", "agent", "date", "entity", "outcome", "patient", "subtype", "type")
)
"""By what the log can be searched; whatever else FHIR knows of AuditEvents is refused."""
MOST_WAYS = 20
TYPE, SUCCESS = ("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest"), "0"
INTERACTIONS = "http://hl7.org/fhir/restful-interaction"
ACTIONS = "urn:throughline:action"
API_CLIENT = "urn:throughline:api-client"
URIS, URN = "urn:ietf:rfc:3986", "urn:uuid:"
ACTION_OF: Mapping[str, str] = {"c": "C", "r": "R", "u": "U", "d": "D", "s": "E"}
INTERACTION_OF: Mapping[str, str] = {"c": "create", "r": "read", "u": "update", "d": "delete", "s": "search-type"}
_BY_ACTION = {code: letter for letter, code in ACTION_OF.items()}
_BY_INTERACTION = {code: letter for letter, code in INTERACTION_OF.items()}
_AGENTS = {"Practitioner": "worker", "Organization": "agency"}

Way = dict[str, Any]  # what one alternative asks, by the name of the filter


def trails(search: Search) -> tuple[TrailFilter, ...]:
    """Return what finds the entries: several filters where there are alternatives, none where nothing is found."""
    if search.includes:
        raise not_supported("_include", "Nothing comes along with an AuditEvent.")
    found: tuple[TrailFilter, ...] = (TrailFilter(own=None),)
    for criterion in search.criteria:
        ways = _unique(_ways(criterion))
        narrowed = (_narrowed(each, way) for each in found for way in ways)
        found = tuple(each for each in narrowed if each is not None)
    if len(found) > MOST_WAYS:
        raise not_supported("", "These are too many alternatives at once.")
    return found


def order_of(search: Search) -> Order:
    """Return the order: the newest first unless the oldest are wanted."""
    if not search.sort:
        return Order.NEWEST
    [key, *more] = search.sort
    if more or not (key.shelf is None or (key.shelf is Shelf.SPANS and key.key == f"{AUDIT_EVENT}.date")):
        raise not_supported("_sort", "AuditEvents are sorted by date alone.")
    return Order.NEWEST if key.descending else Order.OLDEST


def _unique(ways: Iterable[Way]) -> list[Way]:
    found: list[Way] = []
    for way in ways:
        if way not in found:
            found.append(way)
    return found


def _narrowed(which: TrailFilter, way: Way) -> TrailFilter | None:
    """Let one more alternative be asked of what is found; None where both cannot be."""
    for name, value in way.items():
        before = getattr(which, name)
        if before is None or before == value:
            which = replace(which, **{name: value})
        elif name == "since":
            which = replace(which, since=max(before, value))
        elif name == "until":
            which = replace(which, until=min(before, value))
        elif name == "entries":
            which = replace(which, entries=tuple(each for each in value if each in before))
        elif name in ("client", "subject"):
            raise not_supported("patient" if name == "client" else "entity", "Ask for one at a time.")
        else:
            return None
    return which


def _ways(criterion: Criterion) -> list[Way]:
    if isinstance(criterion, Ids):
        return [{"entries": criterion.any_of}]
    if isinstance(criterion, Changed):
        return [_stretch("_lastUpdated", criterion.any_of)]
    if isinstance(criterion, Spans) and criterion.key == f"{AUDIT_EVENT}.date":
        return [_stretch("date", criterion.any_of)]
    read = _WORDS.get(criterion.key) if isinstance(criterion, Words) else None
    if read is None or not isinstance(criterion, Words):
        name = _name_of(criterion)
        raise not_supported(name, f"AuditEvents cannot be searched by {name} in this way.")
    return read(criterion)


def _name_of(criterion: Criterion) -> str:
    """Return by which parameter it is asked."""
    if isinstance(criterion, Without):
        return _name_of(criterion.criterion)
    if isinstance(criterion, AnyOf):
        return _name_of(criterion.any_of[0])
    key: str = criterion.keys[0] if isinstance(criterion, Said) else getattr(criterion, "key", f"{AUDIT_EVENT}._id")
    return key.partition(".")[2]


def _stretch(name: str, tests: tuple[SpanTest, ...]) -> Way:
    """Return from when until when: entries are of one moment."""
    if len(tests) != 1 or tests[0].comparison is Comparison.NE:
        raise not_supported(name, "A date of AuditEvents is one stretch of time.")
    test = tests[0]
    if test.comparison in (Comparison.GT, Comparison.SA):
        return {"since": test.until}
    if test.comparison in (Comparison.LT, Comparison.EB):
        return {"until": test.since}
    if test.comparison is Comparison.GE:
        return {"since": test.since}
    return {"until": test.until} if test.comparison is Comparison.LE else {"since": test.since, "until": test.until}


def _codes(criterion: Words) -> list[tuple[str, str | None]]:
    """Return the codes that are looked for, each with its system where one is named."""
    return [_code(criterion, match) for match in criterion.any_of]


def _code(criterion: Words, match: Match) -> tuple[str, str | None]:
    code, _, system = match.value.rpartition("|")
    if match.how is How.IS:
        return code, system
    if match.how is How.BEGINS:
        return code, None
    raise not_supported(_name_of(criterion), "All codes of a system cannot be asked for.")


def _types(criterion: Words) -> list[Way]:
    return [{}] if {TYPE, (None, TYPE[1])} & {(system, code) for code, system in _codes(criterion)} else []


def _outcomes(criterion: Words) -> list[Way]:
    """Only what succeeded is in the log: what is refused shows and changes nothing."""
    return [{}] if SUCCESS in {code for code, _ in _codes(criterion)} else []


def _actions(criterion: Words) -> list[Way]:
    return [{"permission": _BY_ACTION[code]} for code, _ in _codes(criterion) if code in _BY_ACTION]


def _subtypes(criterion: Words) -> list[Way]:
    """Read what was done: an interaction of FHIR, or an action of ours."""
    found: list[Way] = []
    for code, system in _codes(criterion):
        if system in (None, INTERACTIONS) and code in _BY_INTERACTION:
            found.append({"permission": _BY_INTERACTION[code]})
        elif system in (None, ACTIONS):
            found.append({"action": code})
    if len({frozenset(each) for each in found}) > 1:
        raise not_supported("subtype", "Ask for interactions or for actions, not for both.")
    return found


def _agents(criterion: Words) -> list[Way]:
    named = (match.value.partition("/") for match in criterion.any_of)
    meant = ((_AGENTS.get(type_), uuid_of(text)) for type_, _, text in named)
    return [{filter_: id_} for filter_, id_ in meant if filter_ and id_]


def _programs(criterion: Words) -> list[Way]:
    ids = [uuid_of(code) for code, system in _codes(criterion) if system in (None, API_CLIENT)]
    return [{"api_client": id_} for id_ in ids if id_]


def _patients(criterion: Words) -> list[Way]:
    return _one("client", "patient", (uuid_of(each.value.removeprefix("Patient/")) for each in criterion.any_of))


def _entities(criterion: Words) -> list[Way]:
    named = [each.value.partition("/") for each in criterion.any_of]
    filter_ = "client" if {type_ for type_, _, _ in named} == {"Patient"} else "subject"
    return _one(filter_, "entity", (uuid_of(id_) for _, _, id_ in named))


def _things(criterion: Words) -> list[Way]:
    codes = [code for code, system in _codes(criterion) if system in (None, URIS)]
    return _one("subject", "entity", (uuid_of(code.removeprefix(URN)) for code in codes))


def _one(filter_: str, name: str, ids: Iterable[UUID | None]) -> list[Way]:
    """Return the one whom or what it is about, along whose index the log is read."""
    found = {each for each in ids if each is not None}
    if len(found) > 1:
        raise not_supported(name, "Ask for one at a time.")
    return [{filter_: each} for each in found]


_WORDS: Mapping[str, Callable[[Words], list[Way]]] = {
    f"{AUDIT_EVENT}.{name}": read
    for name, read in {
        "action": _actions,
        "agent": _agents,
        "agent:identifier": _programs,
        "entity": _entities,
        "entity:identifier": _things,
        "outcome": _outcomes,
        "patient": _patients,
        "subtype": _subtypes,
        "type": _types,
    }.items()
}
