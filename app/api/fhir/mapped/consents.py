"""Consent: what a client permits, read as the terms of its law; what cannot be kept to the letter is refused.

https://hl7.org/fhir/R4/consent.html, http://hl7.org/fhir/R4/security-labels.html
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from app.api.fhir.mapped.beside import refusing_delete
from app.api.fhir.mapped.consent_scope import (
    categories_of,
    consent_type,
    kept_to_the_letter,
    labels_in,
    purposes_of,
)
from app.api.fhir.mapped.elements import Json, all_named, extension_of, id_of, last_moment_of, moment_of, pointing
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.codes import Sensitivity
from app.domain.consents.consent import ConsentType, SigningMethod, Terms, Witness
from app.domain.consents.scope import Direction, RecipientClass, Statement
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, ProxyId
from app.domain.networks.roles import CARE_ROLES
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told.told_consents import Mark, ToldConsent, changed, granted

TYPE = "Consent"
OURS = "urn:throughline:"
ENDED = frozenset({"inactive", "rejected", "entered-in-error"})
RECEIVES, TELLS = frozenset({"IRCP", "PRCP"}), frozenset({"CST", "AUT"})
EVERY = "Every agency of the class "
PLACES = {
    "/agency_id": "Consent.organization",
    "/recipients": "Consent.provision.actor",
    "/recipient_classes": "Consent.provision.actor",
    "/disclosers": "Consent.provision.actor",
    "/purposes": "Consent.provision.purpose",
    "/categories": "Consent.provision.code",
    "/sensitivities": "Consent.provision.securityLabel",
    "/signature": "Consent.verification",
    "/cosignature": "Consent.verification",
    "/witness": "Consent.verification",
    "/read_out": "Consent.policyRule.text",
    "/starts": "Consent.provision.period.start",
    "/ends": "Consent.provision.period.end",
    "/ends_when": "Consent.provision.period.end",
    "/statements": "Consent.extension",
    "/language": "Consent.language",
}


def writer() -> Writer:
    """Return the writer; only its own agency's words about a consent are remembered."""
    return Writer(create=_created, update=_updated, delete=lambda _: refusing_delete(TYPE), remembers=False)


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    """Grant what is active and of privacy; research, treatment and advance directives are kept as they came."""
    scope = {each.get("code") for each in posted.resource["scope"].get("coding", ())}
    client = id_of(posted.resource, "patient", "Patient")
    if posted.resource["status"] != "active" or client is None or (scope and "patient-privacy" not in scope):
        return _kept()
    return pointing(granted(told_of(posted, ClientId(client))), PLACES)


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    client = id_of(posted.resource, "patient", "Patient")
    over = posted.resource["status"] in ENDED or client is None
    told = None if over or client is None else told_of(posted, ClientId(client))
    return pointing(changed(subject, told, posted.draft.face), PLACES)


def told_of(posted: Posted, client: ClientId) -> ToldConsent:
    """Read a consent; `Invalid` names each element that asks for what could not be kept."""
    resource, faults = posted.resource, Faults()
    provision = resource.get("provision", {})
    kept_to_the_letter(resource, faults)
    kind = consent_type(resource)
    actors = list(_actors(provision, faults))
    purposes, categories = purposes_of(provision, faults), categories_of(provision, faults)
    faults.refuse("consent.invalid", "The consent cannot be kept as it is written.")
    recipients = tuple(who for role, who in actors if role == RECEIVES and isinstance(who, UUID))
    period = provision.get("period", {})
    spoken = kind is ConsentType.VERBAL
    marks = tuple(_marks(resource))
    terms = Terms(
        type=kind,
        recipients=tuple(map(AgencyId, recipients)),
        recipient_classes=tuple(who for _, who in actors if isinstance(who, RecipientClass)),
        disclosers=tuple(AgencyId(who) for role, who in actors if role == TELLS and isinstance(who, UUID)),
        purposes=purposes,
        categories=categories,
        sensitivities=tuple(_labels(provision)),
        direction=_direction(resource, frozenset(recipients)),
        starts=moment_of(period.get("start")),
        ends=last_moment_of(period.get("end")),
        witness=_witness(marks) if spoken else None,
        read_out=resource.get("policyRule", {}).get("text") if spoken else None,
        statements=tuple(_statements(resource)),
        language=resource.get("language", "en"),
    )
    paper = "sourceAttachment" in resource or "sourceReference" in resource
    keepers = _keepers(resource)
    return ToldConsent(
        client=client,
        terms=terms,
        marks=() if spoken else marks,
        method=SigningMethod.PAPER if paper else SigningMethod.ELECTRONIC,
        keeper=AgencyId(keepers[0]) if keepers else None,
        references=posted.draft.references,
    )


def _actors(provision: Json, faults: Faults) -> Iterator[tuple[frozenset[str], UUID | RecipientClass]]:
    """Read who receives and who tells: agencies of the network, or classes of them."""
    classes = {f"{EVERY}{each.value.replace('_', ' ')}": each for each in RecipientClass}
    for place, actor in enumerate(provision.get("actor", ())):
        at = f"Consent.provision.actor[{place}]"
        codes = {each.get("code") for each in actor["role"].get("coding", ())}
        role = next((known for known in (RECEIVES, TELLS) if known & codes), None)
        who = id_of(actor, "reference", "Organization")
        group = classes.get(actor["reference"].get("display")) if "reference" not in actor["reference"] else None
        faults.require(role, f"{at}.role", "must be who receives (IRCP) or who tells (CST)")
        faults.require(who or (group and role == RECEIVES), f"{at}.reference", "must be an Organization of the network")
        if role is not None and who is not None:
            yield role, who
        elif group is not None:
            yield RECEIVES, group


def _labels(provision: Json) -> Iterator[Sensitivity]:
    """Read the labels that are opened; how confidential something is says nothing of its kind."""
    denied = {label for each in provision.get("provision", ()) for label in labels_in(each)}
    yield from (label for label in dict.fromkeys(labels_in(provision)) if label not in denied)


def _direction(resource: Json, recipients: frozenset[UUID]) -> Direction:
    """Read which way data may go: as it is said, else back too where the agency that took it receives as well."""
    said = extension_of(resource, f"{OURS}extension:direction")
    if said is not None and said.get("valueCode") in set(Direction):
        return Direction(said["valueCode"])
    return Direction.BOTH if recipients.intersection(_keepers(resource)) else Direction.SEND


def _keepers(resource: Json) -> tuple[UUID, ...]:
    """Return the organizations that manage the consent."""
    return all_named(resource, "organization", "Organization")


def _marks(resource: Json) -> Iterator[Mark]:
    for each in resource.get("verification", ()):
        at, by = moment_of(each.get("verificationDate")), each.get("verifiedWith", {})
        if each["verified"] and at is not None:
            proxy = id_of({"it": by}, "it", "RelatedPerson")
            yield Mark(at=at, name=by.get("display"), proxy=None if proxy is None else ProxyId(proxy))


def _witness(marks: tuple[Mark, ...]) -> Witness | None:
    """Return who heard what was said: whom it was verified with."""
    heard: list[tuple[str, datetime]] = [(mark.name, mark.at) for mark in marks if mark.name]
    return Witness(name=heard[0][0], witnessed_at=heard[0][1]) if heard else None


def _statements(resource: Json) -> Iterator[Statement]:
    known = {each.value: each for each in Statement}
    for each in resource.get("extension", ()):
        if each.get("url") == f"{OURS}extension:statement":
            said: Any = known.get(str(each.get("valueCode")).replace("-", "_"))
            if said is not None:
                yield said


def _kept() -> UseCase[[], UUID | None]:
    async def verb(context: Context) -> None:
        del context

    return UseCase(verb, Rule(action="Consent.create", resource=TYPE, permission="c", roles=CARE_ROLES))
