"""RelatedPerson: who says what somebody may decide for a client is a proxy; all others are kept as they came.

https://hl7.org/fhir/R4/relatedperson.html
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from app.api.fhir.mapped.beside import kept, refusing_delete
from app.api.fhir.mapped.elements import Json, codes_of, id_of, moment_of, name_of, pointing, way_of
from app.api.fhir.mapped.parts import (
    EXTENSION,
    OURS,
    Part,
    changes_of,
    coded,
    fields_of,
    spelled,
    text_of,
    told_now,
    values_of,
)
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.codes import Sensitivity
from app.domain.consents.proxy import Authority, ProxyKind
from app.domain.errors import Fault, Invalid
from app.domain.identity import ClientId
from app.domain.sensitivity.labelling import labels_for
from app.use_cases.core import Context, UseCase
from app.use_cases.told.told_proxies import UPDATING, ToldProxy, recorded, told_anew

TYPE = "RelatedPerson"
KINDS = {
    **dict.fromkeys(("PRN", "MTH", "FTH", "NMTH", "NFTH", "PRNFOST", "ADOPTP", "STPPRN"), ProxyKind.PARENT),
    "GUARD": ProxyKind.GUARDIAN,
    "HPOWATT": ProxyKind.HEALTH_CARE_AGENT,
    "POWATT": ProxyKind.REPRESENTATIVE,
    "DPOWATT": ProxyKind.REPRESENTATIVE,
    "SPOWATT": ProxyKind.REPRESENTATIVE,
}
PLACES = {
    "/kind": "RelatedPerson.relationship",
    "/relationship": "RelatedPerson.relationship",
    "/name": "RelatedPerson.name",
    "/phone": "RelatedPerson.telecom",
    "/email": "RelatedPerson.telecom",
    "/authority": "RelatedPerson.extension",
    "/sensitivities": "RelatedPerson.extension",
    "/evidence": "RelatedPerson.extension",
    "/since": "RelatedPerson.period.start",
    "/until": "RelatedPerson.period.end",
    "/client_id": "RelatedPerson.patient",
    "/on": "RelatedPerson.period.end",
    "/active": "RelatedPerson.active",
    "/meta": "RelatedPerson.meta.security",
}


def writer() -> Writer:
    """Return the writer: who speaks for nobody any more is not active, and not deleted."""
    return Writer(create=_created, update=_updated, delete=lambda _: refusing_delete(TYPE, "let it not be active."))


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    """Record a proxy; what somebody may decide is never guessed from what they are to the client."""
    resource = posted.resource
    client = id_of(resource, "patient", "Patient")
    ours = resource.get("active", True) and "modifierExtension" not in resource and not _labels(posted)
    if client is None or not ours or not any(values_of(resource, "authority")):
        return kept(TYPE)
    _check_codes(resource)
    told = ToldProxy(client=ClientId(client), fields=fields_of(PARTS, resource), references=posted.named)
    return pointing(recorded(told), PLACES)


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    resource = posted.resource

    async def verb(context: Context) -> None:
        now = await told_now(context, TYPE, subject)
        if id_of(resource, "patient", "Patient") != id_of(now, "patient", "Patient"):
            raise _refused("/client_id", "must stay the same")
        if _labels(posted):
            raise _refused("/meta", "no proxy bears a label")
        _check_codes(resource)
        client = id_of(now, "patient", "Patient")
        told = ToldProxy(
            client=None if client is None else ClientId(client),
            fields=changes_of(PARTS, resource, now),
            active=resource.get("active", True) if resource.get("active", True) != now.get("active", True) else None,
            ended=_day(resource, "end"),
            references=posted.named,
        )
        await told_anew(told, subject)(context)

    return pointing(UseCase(verb, UPDATING), PLACES)


def _labels(posted: Posted) -> frozenset[Sensitivity]:
    """Return the labels that it is told with: a proxy bears none, so that they would be lost."""
    return posted.draft.security | labels_for(posted.draft.codings)


def _check_codes(resource: Json) -> None:
    """Refuse words of ours that there are not: one that is left out would change what somebody may decide."""
    known: Mapping[str, frozenset[str]] = {"authority": frozenset(Authority), "may-speak-of": frozenset(Sensitivity)}
    for place, each in enumerate(resource.get("extension", ())):
        name = str(each.get("url")).removeprefix(EXTENSION)
        if name in known and spelled(each.get("valueCode")) not in known[name]:
            fault = Fault(
                pointer=f"RelatedPerson.extension[{place}].valueCode",
                message=f"must be one of {', '.join(sorted(word.replace('_', '-') for word in known[name]))}",
            )
            raise Invalid("proxy.invalid", "The proxy cannot be as described.", faults=(fault,))


def _refused(pointer: str, message: str) -> Invalid:
    fault = Fault(pointer=pointer, message=message)
    return Invalid("proxy.invalid", "The proxy cannot be as described.", faults=(fault,))


def _kind(resource: Json) -> ProxyKind:
    concepts = resource.get("relationship", ())
    own = (spelled(code) for code in coded(concepts, f"{OURS}proxy-kind"))
    named = next((ProxyKind(each) for each in own if each in set(ProxyKind)), None)
    codes = sorted(codes_of(*concepts))
    return named or next((KINDS[code] for code in codes if code in KINDS), ProxyKind.REPRESENTATIVE)


def _relationship(resource: Json) -> str | None:
    """Return what somebody is to the client; the kind in words says nothing more."""
    for concept in resource.get("relationship", ()):
        words = concept.get("text") or next((each["display"] for each in _codings(concept) if "display" in each), None)
        if words and words != _kind(resource).value.replace("_", " "):
            return str(words)
    return None


def _codings(concept: Json) -> Iterator[Json]:
    yield from concept.get("coding", ())


def _day(resource: Json, end: str) -> date | None:
    at = moment_of(_whole(resource.get("period", {}).get(end)))
    return None if at is None else at.date()


def _whole(text: str | None) -> str | None:
    """Make a day of a date that is known in part: the first that it can mean."""
    return None if text is None else {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)


def _words(kind: Any, resource: Json, name: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(kind(spelled(each)) for each in values_of(resource, name)))


PARTS = (
    Part("kind", _kind, ("relationship",)),
    Part("relationship", _relationship, ("relationship",)),
    Part("name", lambda resource: name_of(resource.get("name", ())) or "", ("name",)),
    Part("phone", lambda resource: way_of(resource, "phone", "sms"), ("telecom",)),
    Part("email", lambda resource: way_of(resource, "email"), ("telecom",)),
    Part("authority", lambda resource: _words(Authority, resource, "authority"), (f"{EXTENSION}authority",)),
    Part(
        "sensitivities", lambda resource: _words(Sensitivity, resource, "may-speak-of"), (f"{EXTENSION}may-speak-of",)
    ),
    Part("evidence", lambda resource: text_of(resource, "evidence"), (f"{EXTENSION}evidence",)),
    Part("since", lambda resource: _day(resource, "start"), ("period",)),
    Part("until", lambda resource: _day(resource, "end"), ("period",)),
)
