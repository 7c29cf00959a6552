"""What one agency keeps, as its own programs read it, and every question by which another could learn of it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from app.adapters.fhir.search.compartments import OF_PATIENT
from app.adapters.fhir.search.registry import Kind, Parameter, parameters
from app.api.fhir.catalogue import MAPPED, TYPES, interactions
from app.api.fhir.interactions import OPERATIONS
from app.api.fhir.paths import Shape
from app.domain.resources.sections import REFERENCE_DATA
from app.ports.resources import Amount, Span
from tests.support.fhir import a_bundle, an_entry
from tests.support.fhir_matrix_resources import COLUMNS, Json, filled, name_of, templates, terms_of
from tests.support.matrix import ANY_TWO_DIFFER, CHANGING

FHIR = {"Content-Type": "application/fhir+json"}
AT_ONCE = 400
MH = {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "MH"}]}
NOTHING: Mapping[Kind, str] = {
    Kind.TOKEN: "nothing-at-all",
    Kind.STRING: "nothing at all",
    Kind.URI: "https://nothing.example/",
    Kind.DATE: "1602-02-03",
    Kind.QUANTITY: "123454321",
    Kind.NUMBER: "123454321",
}
PLACE = re.compile(r"Bundle\.entry\[[0-9]+\]")


@dataclass(frozen=True, slots=True)
class Question:
    """One interaction, as an entry of a batch asks it."""

    method: str
    url: str
    resource: Any = None
    if_none_exist: str | None = None
    form: str | None = None

    async def ask(self, caller: httpx.AsyncClient) -> httpx.Response:
        """Ask it alone, as a request."""
        headers = {} if self.if_none_exist is None else {"If-None-Exist": self.if_none_exist}
        if self.form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            return await caller.post(f"/fhir/{self.url}", content=self.form, headers=headers)
        content = None if self.resource is None else json.dumps(self.resource)
        return await caller.request(self.method, f"/fhir/{self.url}", content=content, headers=headers | FHIR)

    @property
    def makes_in_a_batch(self) -> bool:
        """Whether it puts something under an id, which a batch takes for the sender's own where there is none."""
        return self.method == "PUT" and "/" in self.url

    @property
    def entry(self) -> Json:
        more = {} if self.if_none_exist is None else {"ifNoneExist": self.if_none_exist}
        return an_entry(self.method, self.url, self.resource, **more)

    def __str__(self) -> str:
        return f"{self.method} {self.url}" + (f" if none {self.if_none_exist}" if self.if_none_exist else "")


@dataclass(frozen=True, slots=True)
class Pair:
    """The same question of what is there and of nothing."""

    theirs: Question
    nobodys: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One resource of an agency, as it reads it itself."""

    type: str
    id: str
    resource: Json
    terms: Mapping[str, list[Any]]

    @classmethod
    def of(cls, resource: Json) -> "Fact":
        type_ = resource["resourceType"]
        return cls(type=type_, id=resource["id"], resource=resource, terms=terms_of(type_, resource))

    @property
    def quiet(self) -> bool:
        """Whether it bears a label."""
        return any(each.get("code") == "MH" for each in self.resource["meta"].get("security", ()))

    @property
    def searches(self) -> Iterator[tuple[Parameter, str, str]]:
        """By which parameters it is found, how they are written, and what of the value tells it from others."""
        for code, parameter in parameters(self.type).items():
            for term in self.terms.get(parameter.key, ()) if code not in COLUMNS else ():
                yield parameter, written(parameter, term), str(term)

    @property
    def names(self) -> Iterator[tuple[Parameter, str, str]]:
        """What it refers to here: by which parameter, the type and the id."""
        for parameter in parameters(self.type).values():
            for term in self.terms.get(parameter.key, ()) if parameter.kind is Kind.REFERENCE else ():
                type_, _, id_ = term.value.partition("/")
                if type_ in TYPES and len(id_) == 36:
                    yield parameter, type_, id_


def written(parameter: Parameter, term: Any) -> str:
    """Write a value as a query asks for it."""
    if isinstance(term, Span):
        return f"ge{max(term.since.year, 1):04d}{term.since:-%m-%d}"
    if isinstance(term, Amount):
        return f"ge{max(term.low, Decimal(-(10**9)))}"
    text = str(term.value)
    if parameter.kind is Kind.TOKEN:
        code, _, system = text.rpartition("|")
        said = [re.sub(r"([\\,$|])", r"\\\1", each) for each in (system, code)]
        return f"{said[0]}|{said[1]}" if system else said[1]
    return re.sub(r"([\\,$|])", r"\\\1", text)


def asked(type_: str, **criteria: str) -> str:
    return f"{type_}?{urlencode(criteria)}"


def search(type_: str, *criteria: tuple[str, str]) -> Question:
    return Question("GET", f"{type_}?{urlencode(criteria)}")


async def answers(caller: httpx.AsyncClient, questions: Sequence[Question]) -> list[Json]:
    """Ask all of them as batches, save what a batch makes where the asker sees nothing: that is asked alone."""
    found = {str(each): await _alone(caller, each) for each in questions if each.makes_in_a_batch}
    others = [each for each in questions if not each.makes_in_a_batch]
    told: list[Json] = []
    for start in range(0, len(others), AT_ONCE):
        entries = [each.entry for each in others[start : start + AT_ONCE]]
        answer = await caller.post("/fhir", json=a_bundle("batch", *entries), headers=FHIR)
        assert answer.status_code == 200, answer.text[:500]
        told += answer.json()["entry"]
    of_batches = iter(told)
    return [found[str(each)] if each.makes_in_a_batch else next(of_batches) for each in questions]


async def _alone(caller: httpx.AsyncClient, question: Question) -> Json:
    """Ask it alone, and tell as the entry of a batch does."""
    answer = await question.ask(caller)
    return {"response": {"status": str(answer.status_code), "outcome": answer.json()}}


def scrubbed(entry: Json) -> str:
    """Take from an answer what differs between any two: ids, the time, tags, and the address that was asked."""
    resource, response = dict(entry.get("resource", {})), dict(entry["response"])
    if resource.get("resourceType") == "Bundle":
        resource.pop("link", None)
        resource.pop("timestamp", None)
        resource.pop("id", None)
    return PLACE.sub("Bundle.entry", ANY_TWO_DIFFER.sub("…", json.dumps([resource, response], sort_keys=True)))


def scrubbed_alone(answer: httpx.Response) -> str:
    """Do the same to the answer to a request, with its headers; what of them names the address that was asked goes."""
    headers = {name: value for name, value in answer.headers.items() if name not in CHANGING}
    body = dict(answer.json()) if answer.content else {}
    if body.get("resourceType") == "Bundle":
        body.pop("link", None)
    return ANY_TWO_DIFFER.sub("…", json.dumps([answer.status_code, headers, body], sort_keys=True))


def told(entry: Json) -> list[str]:
    """Return the ids of the resources in an answer."""
    resource = entry.get("resource", {})
    inside = [each["resource"] for each in resource.get("entry", ()) if "resource" in each]
    return [each["id"] for each in inside if "id" in each]


def patch(type_: str) -> Json:
    part = [
        {"name": "type", "valueCode": "add"},
        {"name": "path", "valueString": type_},
        {"name": "name", "valueString": "language"},
        {"name": "value", "valueCode": "en"},
    ]
    return {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": part}]}


def by_id(fact: Fact) -> Iterator[Pair]:
    """Ask for it by its id, in every way in which an address or a body names one."""
    for theirs, nobodys in zip(_of_id(fact, fact.id), _of_id(fact, str(uuid4())), strict=True):
        yield Pair(theirs, nobodys)


def _of_id(fact: Fact, id_: str) -> Iterator[Question]:
    type_, place, anew = fact.type, f"{fact.type}/{id_}", {**fact.resource, "id": id_, "language": "en"}
    for path in ("", "/_history", "/_history/1"):
        yield Question("GET", f"{place}{path}")
    yield search(type_, ("_id", id_))
    yield search(type_, ("_id", id_), ("_summary", "count"))
    yield Question("PUT", place, anew)
    yield Question("PATCH", place, patch(type_))
    yield Question("DELETE", place)
    yield Question("POST", f"{place}/$validate", anew)
    yield Question("PUT", asked(type_, _id=id_), {**anew, "id": str(uuid4())})
    yield Question("PATCH", asked(type_, _id=id_), patch(type_))
    yield Question("DELETE", asked(type_, _id=id_))
    yield Question("POST", "List", a_list(place))
    yield Question("POST", "Basic", {"resourceType": "Basic", "code": {"text": "x"}, "extension": [naming(place)]})
    for method, shape, name in OPERATIONS:
        if (method, shape) == ("GET", Shape.INSTANCE_OPERATION):
            yield Question("GET", f"{place}/{name}")
    if type_ == "Patient":
        for member in sorted(OF_PATIENT.keys() & TYPES):
            yield Question("GET", f"{place}/{member}")


def naming(place: str) -> Json:
    return {"url": "https://matrix.example/names", "valueReference": {"reference": place}}


def a_list(place: str) -> Json:
    return {"resourceType": "List", "status": "current", "mode": "working", "entry": [{"item": {"reference": place}}]}


def by_value(fact: Fact, shared: frozenset[str], asked: set[str]) -> Iterator[Pair]:
    """Search by a value of each parameter that was not asked yet; with its id where others have the value too."""
    nobody = search(fact.type, ("_id", str(uuid4())))
    for parameter, value, text in once(fact.searches):
        if parameter.key in asked:
            continue
        asked.add(parameter.key)
        alone = () if text not in shared and parameter.kind not in RANGES else (("_id", fact.id),)
        yield Pair(search(fact.type, (parameter.code, value), *alone), nobody)


RANGES = frozenset({Kind.DATE, Kind.QUANTITY, Kind.NUMBER})


def once(searches: Iterable[tuple[Parameter, str, str]]) -> Iterator[tuple[Parameter, str, str]]:
    """Take one value of each parameter."""
    found = {parameter.key: (parameter, value, text) for parameter, value, text in searches}
    yield from found.values()


def by_link(fact: Fact, shared: frozenset[str], asked: set[str]) -> Iterator[Pair]:
    """Search through what it refers to, and for what it refers to through it; let it come along."""
    own = [(each, value) for each, value, text in once(fact.searches) if text not in shared and each.kind not in RANGES]
    for parameter, type_, id_ in {each[0].key: each for each in fact.names}.values():
        if not parameter.is_canonical and parameter.key not in asked:
            asked.add(parameter.key)
            chain, code = f"{parameter.code}:{type_}._id", f"_has:{fact.type}:{parameter.code}:"
            alone = ("_id", fact.id)
            yield Pair(search(fact.type, (chain, id_), alone), search(fact.type, (chain, str(uuid4())), alone))
            for each, value in own[:1]:
                found, nothing = (f"{code}{each.code}", value), (f"{code}{each.code}", nothing_of(each))
                yield Pair(search(type_, found, ("_id", id_)), search(type_, nothing, ("_id", id_)))
            yield Pair(
                search(type_, (f"{code}_id", fact.id), ("_id", id_)),
                search(type_, (f"{code}_id", str(uuid4())), ("_id", id_)),
            )


def along(fact: Fact) -> Iterator[Question]:
    """Ask for what it refers to, with whatever refers to it."""
    for parameter, type_, id_ in {each[0].key: each for each in fact.names}.values():
        if not parameter.is_canonical:
            yield search(type_, ("_id", id_), ("_revinclude", f"{fact.type}:{parameter.code}"))
            yield search(fact.type, ("_id", fact.id), ("_include", f"{fact.type}:{parameter.code}"))


def by_form(fact: Fact) -> Iterator[Pair]:
    """Search by POST, with its id and with a value of its own."""
    for parameter, value, _ in once(fact.searches):
        if parameter.kind not in RANGES:
            theirs, nobodys = (urlencode({"_id": fact.id, parameter.code: each}) for each in (value, "nothing"))
            url = f"{fact.type}/_search"
            yield Pair(Question("POST", url, form=theirs), Question("POST", url, form=nobodys))
            return


def by_withheld_link(fact: Fact, shown: Fact) -> Iterator[Pair]:
    """Search through a reference that the shown face does not have."""
    at, said = ("_id", fact.id), {value for _, _, value in shown.searches}
    for parameter, type_, id_ in fact.names:
        if not any(f"{type_}/{id_}" in each for each in said) and not parameter.is_canonical:
            chain = f"{parameter.code}:{type_}._id"
            yield Pair(search(fact.type, (chain, id_), at), search(fact.type, (chain, str(uuid4())), at))


def by_likeness(patient: Json) -> Pair:
    """Ask who is like somebody, and who is like nobody."""
    likeness = {name: patient[name] for name in ("name", "birthDate", "identifier", "telecom") if name in patient}
    nobody: Json = {"name": [{"family": "Nobody-at-all", "given": ["Nemo"]}], "birthDate": "1901-02-03"}
    theirs, nobodys = [
        Question("POST", "Patient/$match", {"resourceType": "Patient", **each}) for each in (likeness, nobody)
    ]
    return Pair(theirs, nobodys)


def nothing_of(parameter: Parameter) -> str:
    """Return a value that nothing has."""
    return f"Basic/{uuid4()}" if parameter.kind is Kind.REFERENCE else NOTHING[parameter.kind]


def by_condition(fact: Fact) -> Iterator[Pair]:
    """Write under the condition that it is there, or is not: about somebody who is not, so that nothing is made.

    Subscriptions are about nobody, and would be.
    """
    if fact.type == "Subscription":
        return
    values = [(each.code, value) for each, value, _ in once(fact.searches) if each.kind in (Kind.TOKEN, Kind.URI)]
    named = [each for each in values if each[0] in ("identifier", "url")]
    named += [each for each in values if not each[0].startswith("_") and fact.type != "Patient"]
    for code, value in named[:1]:
        said = {name: each for name, each in fact.resource.items() if name not in ("id", "meta", code)}
        body = {**said, "resourceType": fact.type}
        body |= {"extension": [naming(f"Patient/{uuid4()}")]}
        theirs, nobodys = urlencode({code: value}), urlencode({code: "nothing-at-all"})
        yield Pair(Question("POST", fact.type, body, theirs), Question("POST", fact.type, body, nobodys))
        for method, sent in (("PUT", body), ("PATCH", patch(fact.type)), ("DELETE", None)):
            yield Pair(
                Question(method, f"{fact.type}?{theirs}", sent), Question(method, f"{fact.type}?{nobodys}", sent)
            )


@dataclass(slots=True, kw_only=True)
class Keeping:
    """What an agency keeps, and what could not be kept."""

    facts: list[Fact] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)


async def keep(caller: httpx.AsyncClient, client: str, agency: str, whose: str) -> Keeping:
    """Keep resources of every type that say whatever they can be searched by, plainly and with a label.

    What belongs to an Organization belongs to the caller's own agency: it looks after its part of the directory.
    """
    keeping = Keeping()
    own = {name_of("Patient"): f"Patient/{client}", name_of("Organization"): f"Organization/{agency}"}
    names = await _there(caller) | own
    kept = sorted(TYPES - MAPPED)
    for number, (kind, meta) in enumerate((("quiet", MH), ("plain", {}))):
        urns = names | {name_of(type_): f"urn:uuid:{uuid4()}" for type_ in kept}
        made = await _transact(caller, list(_entries(kept, f"{kind} words{whose}", number * 20, urns, meta)))
    names |= made
    makeable = [type_ for type_ in sorted(MAPPED - {"Patient"}) if "create" in interactions(type_)]
    for type_ in (*makeable, *makeable):
        if type_ in keeping.refused or name_of(type_) not in names or type_ not in keeping.tried:
            for number, each in enumerate(templates(type_)):
                await _post(caller, keeping, filled(each, f"mapped words {number}{whose}", number, names), names)
    for number, each in enumerate(templates("Patient")):
        await _post(caller, keeping, filled(each, f"person words {number}{whose}", 250 + number, names), names)
    return keeping


def _entries(kept: list[str], words: str, number: int, urns: Mapping[str, str], meta: Json) -> Iterator[Json]:
    for type_ in kept:
        for variant, made in enumerate(templates(type_)):
            resource = filled(made, f"{words} {variant}", number + variant, urns)
            said = {**resource.get("meta", {}), **meta} if meta else resource.get("meta", {})
            resource = resource | ({"meta": said} if said else {})
            yield an_entry("POST", type_, resource, None if variant else urns[name_of(type_)])


async def _transact(caller: httpx.AsyncClient, entries: list[Json]) -> dict[str, str]:
    """Make all of them, and return what their names have become."""
    answer = await caller.post("/fhir", json=a_bundle("transaction", *entries), headers=FHIR)
    assert answer.status_code == 200, answer.text[:3000]
    made = [each["resource"] for each in answer.json()["entry"]]
    return {name_of(each["resourceType"]): f"{each['resourceType']}/{each['id']}" for each in reversed(made)}


async def _post(caller: httpx.AsyncClient, keeping: Keeping, resource: Json, names: dict[str, str]) -> None:
    type_ = resource["resourceType"]
    keeping.tried.add(type_)
    answer = await caller.post(f"/fhir/{type_}", json=resource, headers=FHIR)
    if answer.is_success:
        names.setdefault(name_of(type_), f"{type_}/{answer.json()['id']}")
        keeping.refused.pop(type_, None)
    else:
        keeping.refused[type_] = answer.text[:400]


async def _there(caller: httpx.AsyncClient) -> dict[str, str]:
    """Return what there is of the types that the domain owns."""
    found = await read_all(caller, MAPPED)
    return {name_of(each.type): f"{each.type}/{each.id}" for each in reversed(found) if not each.quiet}


async def read_all(caller: httpx.AsyncClient, types: Iterable[str]) -> list[Fact]:
    """Read everything of some types."""
    pages = await answers(caller, [search(type_, ("_count", "200")) for type_ in sorted(types)])
    entries = [each["resource"] for page in pages for each in page["resource"].get("entry", ())]
    return [Fact.of(each) for each in entries if each["resourceType"] != "OperationOutcome"]


def of_the_network(fact: Fact) -> bool:
    """Whether every agency of the network may read it: the directory, and what others refer to."""
    return fact.type in REFERENCE_DATA
