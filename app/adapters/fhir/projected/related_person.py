"""Somebody who speaks for a client as a RelatedPerson.

https://hl7.org/fhir/R4/relatedperson.html
"""

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.persons import reached
from app.adapters.fhir.projected.values import OURS, TERMINOLOGY, US_CORE, Json, day, period, said, spelled, to, told
from app.domain.consents.proxy import Proxy, ProxyContent, ProxyKind
from app.domain.resources.reading import ResourceReading

PROFILE = f"{US_CORE}us-core-relatedperson"
_CODES = {
    ProxyKind.PARENT: "PRN",
    ProxyKind.GUARDIAN: "GUARD",
    ProxyKind.HEALTH_CARE_AGENT: "HPOWATT",
    ProxyKind.CONSERVATOR: "GUARD",
    ProxyKind.REPRESENTATIVE: "POWATT",
}


def drawings(proxy: Proxy) -> tuple[Drawing, ...]:
    """Draw a proxy, whose papers are read as consents are."""
    return (
        Drawing(
            type="RelatedPerson",
            id=proxy.id,
            reading=ResourceReading.PAPER,
            client=proxy.client,
            agency=proxy.agency,
            whole=_related(proxy),
        ),
    )


def _related(proxy: Proxy) -> Json:
    content = proxy.content
    until = proxy.ended.on if proxy.ended else content.until
    return told(
        {
            "meta": meta(profiles=(PROFILE,)),
            "extension": _own(content),
            "active": proxy.ended is None,
            "patient": to("Patient", proxy.client),
            "relationship": [_relationship(content)],
            "name": [{"text": said(content.name)}],
            "telecom": reached(phone=content.phone, email=content.email),
            # What ended before it began was never in force: it has an end, and no beginning that FHIR would take.
            "period": period(day(content.since) if until is None or content.since <= until else None, day(until)),
        }
    )


def _own(content: ProxyContent) -> list[Json]:
    """Write what somebody may decide, of which labels, and which paper shows it: FHIR R4 has no place for these."""
    found: list[Json] = [
        {"url": f"{OURS}extension:authority", "valueCode": spelled(each.value)} for each in content.authority
    ]
    found += [{"url": f"{OURS}extension:may-speak-of", "valueCode": each.value} for each in content.sensitivities]
    if evidence := said(content.evidence):
        found.append({"url": f"{OURS}extension:evidence", "valueString": evidence})
    return found


def _relationship(content: ProxyContent) -> Json:
    kind = content.kind.value.replace("_", " ")
    codings = [
        {"system": f"{TERMINOLOGY}v3-RoleCode", "code": _CODES[content.kind]},
        {"system": f"{OURS}proxy-kind", "code": spelled(content.kind.value)},
    ]
    return {"coding": codings, "text": said(content.relationship) or kind}
