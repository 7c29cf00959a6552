"""Goes through the whole graph as somebody, and tells what of another's stands in the answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.api.graphql.nouns import LEADS_TO
from tests.support.graphql import source_of
from tests.support.graphql_asked import cursors, miscounted, objects, reached
from tests.support.graphql_crawl import Document, global_id, kind_of, variables, with_ids
from tests.support.graphql_matrix import without_chance
from tests.support.matrix_objects import Holding, nothing

UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKENS = re.compile(r'(?<=")[A-Za-z0-9+/]{40,}={0,2}(?=")')
GROWING = ("auditEntries", "disclosures", "events", "auditCheckpoints")
"""Lists of what is done, to which asking adds."""

NOT_HELD = frozenset(
    {
        "Activity.appointment",
        "Activity.referral",
        "Activity.task",
        "Activity.worker",
        "Appointment.location",
        "Appointment.worker",
        "AuditAnchor.agency",
        "AuditEntry.principal",
        "AuditEntry.worker",
        "BreakGlassReview.agency",
        "CarePlan.template",
        "CarePlan.worker",
        "CarePlanPicture.worker",
        "Client.breakGlass",
        "Client.erasures",
        "Client.legalHold",
        "Client.linkedTo",
        "Disclosure.principal",
        "EventActor.principal",
        "Explanation.consent",
        "HistoryEntry.principal",
        "LegalHold.client",
        "Location.services",
        "Need.assessment",
        "PlanActivity.appointment",
        "PlanActivity.referral",
        "PlanActivity.task",
        "PlanActivity.worker",
        "Query.auditAnchor",
        "Query.auditAnchors",
        "Query.findServices",
        "Query.matchClients",
        "Referral.consentOverrides",
        "Referral.parent",
        "Referral.replaces",
        "Referral.worker",
        "Task.assessment",
        "Task.breakGlass",
        "Task.consent",
        "Task.handoff",
        "Task.plan",
        "Task.referral",
        "Task.worker",
        "TeamMember.handoff",
        "TimelineActor.principal",
        "TimelineActor.worker",
        "Viewer.principal",
        "Viewer.worker",
        "Worker.appointments",
        "Worker.carePlans",
        "Worker.tasks",
    }
)
"""Ways that lead an agency of the ground to nothing: it has no such thing there, or only watchers go that way."""

NOBODY = "Zyxwvut-Nobodyatall kestrelq"


@dataclass(slots=True)
class Known:
    """What an agency is told of its own: what things are by id, where lists end, and which fields tell something."""

    holding: Holding
    things: dict[str, str] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def add(self, answer: httpx.Response) -> None:
        """Learn from an answer to those that hold it."""
        data = answer.json().get("data")
        for _, each in objects(data):
            id_ = each.get("uuid") or each.get("id")
            if isinstance(id_, str) and UUIDS.fullmatch(id_) and "__typename" in each:
                self.things.setdefault(id_, each["__typename"])
            for name, value in each.items():
                for id_ in UUIDS.findall(value) if isinstance(value, str) else ():
                    self.things.setdefault(
                        id_, LEADS_TO.get(source_of(name)) or f"{name} of a {each.get('__typename')}"
                    )
        self.cursors |= cursors(data)
        self.reached |= reached(data)

    def but(self, seen: Iterable[str], open_nouns: Iterable[str] = ()) -> "Secrets":
        """Return what of it nobody may be told who sees these things of it, and all of these nouns."""
        ids, nouns = set(seen), set(open_nouns)
        hidden = {id_: kind for id_, kind in self.things.items() if id_ not in ids and kind not in nouns}
        tokens = {global_id(kind, id_): kind for id_, kind in hidden.items()}
        return Secrets(hidden | tokens, self.holding.words)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Ids, of what kind each is, and words."""

    ids: Mapping[str, str]
    words: tuple[str, ...]

    def told(self, answer: httpx.Response, sent: str) -> Iterator[str]:
        """Tell what stands in an answer beside what was sent."""
        text = answer.text + str(answer.headers)
        for id_ in {*UUIDS.findall(text), *TOKENS.findall(text)}:
            if id_ in self.ids and id_ not in sent:
                yield f"a {self.ids[id_]} {id_}"
        yield from (f"the words {words!r}" for words in self.words if words in text and words not in sent)


@dataclass(slots=True)
class Asker:
    """Somebody who goes through the graph with what each variable is to be."""

    caller: httpx.AsyncClient
    things: dict[str, Any]

    async def ask(self, document: Document, at: str = "", **more: Any) -> httpx.Response:
        asked = {"query": document.text, "variables": document.values(self.things | more, at)}
        return await self.caller.post("/graphql", json=asked)


def places(document: Document, *ids: Mapping[str, str]) -> list[str]:
    """Return the things at which a document may begin, of several by kind."""
    if document.noun is None:
        return [""]
    return list(dict.fromkeys(each[kind_of(document.noun)] for each in ids))


async def whole(holding: Holding, caller: httpx.AsyncClient, documents: Iterable[Document]) -> Known:
    """Let somebody go through all of its own."""
    known, asker = Known(holding), Asker(caller, asked_of(holding.plain, holding.family))
    for document in documents:
        for at in places(document, holding.plain, holding.quiet):
            known.add(await asker.ask(document, at))
    return known


def asked_of(ids: Mapping[str, str], words: str) -> dict[str, Any]:
    """Return what all documents are given, of these ids by kind and words."""
    every = [global_id(noun, ids[kind_of(noun)]) for noun in with_ids()]
    return {**variables(ids, words), "all": every}


async def found_by(known: Known, caller: httpx.AsyncClient, documents: Iterable[Document]) -> set[str]:
    """Return the arguments that find something for those that hold it, of whatever list."""
    theirs, found = known.holding, set[str]()
    asker = asked_of(theirs.plain, theirs.family) | known.cursors
    for document in documents:
        for at in places(document, theirs.plain):
            answer = await Asker(caller, _all(document, asker)).ask(document, at)
            lists = _fields(answer.json()["data"]).items()
            found |= {
                "".join(name.split("_")[1:2]) for name, each in lists if isinstance(each, dict) and each.get("nodes")
            }
    return found


async def straying(
    caller: httpx.AsyncClient, own: Holding, secrets: Secrets, theirs: Holding, documents: Iterable[Document]
) -> list[str]:
    """Go through all of one's own and all of another's; tell what is told of another's, and which lists miscount."""
    wrong = []
    mine, others = asked_of(own.plain, own.family), asked_of(theirs.plain, theirs.family)
    for document in documents:
        asked = [(mine, each) for each in places(document, own.plain)]
        asked += [(others, each) for each in places(document, theirs.plain, theirs.quiet)]
        for things, at in asked:
            answer = await Asker(caller, things).ask(document, at)
            wrong += [f"{document} at {at}: {each}" for each in faults(answer, secrets, f"{at} {things}")]
    return wrong


def faults(answer: httpx.Response, secrets: Secrets, sent: str) -> Iterator[str]:
    """Tell what is wrong with an answer whatever was asked."""
    if answer.status_code != httpx.codes.OK:
        yield f"{answer.status_code} {answer.text[:300]}"
        return
    body = answer.json()
    yield from (str(each) for each in body.get("errors", ()) if each["extensions"]["status"] >= 500)
    yield from secrets.told(answer, sent)
    yield from miscounted(body.get("data"))


async def filtered(
    caller: httpx.AsyncClient,
    own: Holding,
    known: Known,
    secrets: Secrets,
    open_kinds: frozenset[str],
    documents: Iterable[Document],
) -> list[str]:
    """Ask lists of one's own and of what is open by another's ids, words and cursors, as if by those of nothing."""
    wrong, theirs = [], known.holding
    none = {kind: id_ if kind in open_kinds else nothing(kind) for kind, id_ in theirs.plain.items()}
    others = asked_of(theirs.plain, theirs.family) | known.cursors
    nobodys = asked_of(none, NOBODY) | known.cursors
    for document in documents:
        beyond = [theirs.plain] if document.noun and kind_of(document.noun) in open_kinds else []
        for at in places(document, own.plain, *beyond):
            answer = await Asker(caller, _all(document, others)).ask(document, at)
            other = await Asker(caller, _all(document, nobodys)).ask(document, at)
            wrong += [f"{document} at {at}: {each}" for each in faults(answer, secrets, f"{at} {others}")]
            wrong += [f"{document} at {at}: {each}" for each in _apart(answer, other)]
    return wrong


def _all(document: Document, things: dict[str, Any]) -> dict[str, Any]:
    """Give the lists of which no end is known a cursor of none."""
    return {name: "no-cursor" for name, _ in document.needs if name.startswith("after_")} | things


def _apart(answer: httpx.Response, other: httpx.Response) -> Iterator[str]:
    one, two = (_fields(each.json().get("data") or {}) for each in (answer, other))
    for name in one.keys() | two.keys():
        if not name.startswith(GROWING) and without_chance(one.get(name)) != without_chance(two.get(name)):
            yield f"{name} is told {str(one.get(name))[:200]} but of nothing {str(two.get(name))[:200]}"


def _fields(data: dict[str, Any]) -> dict[str, Any]:
    node = data.get("node")
    return node if isinstance(node, dict) else data
