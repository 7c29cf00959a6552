"""A consent as a Consent: who may know what, for what, until when, and what it does not open.

https://hl7.org/fhir/R4/consent.html
"""

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.labels import ACT_CODE, CODES, CONFIDENTIALITY, meta
from app.adapters.fhir.projected.values import (
    OURS,
    TERMINOLOGY,
    Json,
    category,
    concept_of,
    moment,
    ours,
    period,
    spelled,
    to,
    told,
    uri,
)
from app.domain.codes import Category, Sensitivity
from app.domain.consents.consent import OPENS, Consent, Signature, Signer, Terms
from app.domain.consents.scope import PURPOSE_OF_USE, PURPOSE_OF_USE_SYSTEM, DataCategory
from app.domain.identity import AgencyId
from app.domain.resources.reading import ResourceReading

LOINC = "http://loinc.org"
_ACTORS = f"{TERMINOLOGY}v3-ParticipationType"


def drawings(consent: Consent) -> tuple[Drawing, ...]:
    """Draw a consent; who is named in it may read one that bears a label."""
    terms = consent.terms
    return (
        Drawing(
            type="Consent",
            id=consent.id,
            reading=ResourceReading.PAPER,
            client=consent.client,
            agency=consent.agency,
            parties=frozenset({*terms.recipients, *terms.disclosers}),
            labels=consent.labels,
            whole=_consent(consent),
        ),
    )


def _consent(consent: Consent) -> Json:
    terms, heard = consent.terms, consent.terms.witness
    return told(
        {
            "meta": meta(consent.labels),
            "extension": [{"url": f"{OURS}extension:direction", "valueCode": terms.direction.value}],
            "language": uri(terms.language),
            "status": "inactive" if consent.revocation else "active",
            "scope": concept_of(f"{TERMINOLOGY}consentscope", "patient-privacy", "Privacy Consent"),
            "category": [
                concept_of(LOINC, "59284-0", "Consent Document"),
                concept_of(ACT_CODE, "INFA"),
                ours("consent-type", terms.type.value),
            ],
            "patient": to("Patient", consent.client),
            "dateTime": moment(consent.created_at),
            "organization": [to("Organization", consent.agency)],
            "sourceReference": to("Consent", consent.renews),
            "policyRule": concept_of(ACT_CODE, "OPTIN"),
            "verification": [
                *(_verified(mark, consent) for mark in (terms.signature, terms.cosignature) if mark),
                *([{"verified": True, "verificationDate": moment(heard.witnessed_at)}] if heard else []),
            ],
            "provision": _provision(terms, consent.agency),
        }
    )


def _verified(mark: Signature, consent: Consent) -> Json:
    by = to("Patient", consent.client) if mark.signer is Signer.CLIENT else to("RelatedPerson", mark.proxy, mark.name)
    return told({"verified": True, "verifiedWith": by, "verificationDate": moment(mark.signed_at)})


def _provision(terms: Terms, agency: AgencyId) -> Json:
    """Write what is allowed: where any list is empty that means nothing, while FHIR would read everything."""
    whole = bool((terms.recipients or terms.recipient_classes) and terms.purposes and terms.categories)
    opened = [label for label in terms.sensitivities if terms.type in OPENS[label]]
    closed = [label for label in Sensitivity if label not in opened]
    return told(
        {
            "type": "permit" if whole else "deny",
            "period": period(moment(terms.starts), moment(terms.ends)),
            "actor": _actors(terms, agency),
            "action": [concept_of(f"{TERMINOLOGY}consentaction", "disclose")],
            "securityLabel": [{"system": CONFIDENTIALITY, "code": "N"}, *_labels(opened)] if whole else [],
            "purpose": [{"system": PURPOSE_OF_USE_SYSTEM, "code": PURPOSE_OF_USE[each]} for each in terms.purposes],
            "code": [_kind(each) for each in terms.categories],
            "provision": [{"type": "deny", "securityLabel": _labels(closed)}] if whole and closed else [],
        }
    )


def _actors(terms: Terms, agency: AgencyId) -> list[Json]:
    receives, tells = concept_of(_ACTORS, "IRCP"), concept_of(_ACTORS, "CST")
    found = [{"role": receives, "reference": to("Organization", each)} for each in terms.recipients]
    found += [
        {"role": receives, "reference": {"display": f"Every agency of the class {each.value.replace('_', ' ')}"}}
        for each in terms.recipient_classes
    ]
    return found + [{"role": tells, "reference": to("Organization", each)} for each in terms.disclosers or (agency,)]


def _labels(labels: list[Sensitivity]) -> list[Json]:
    return [{"system": ACT_CODE, "code": code} for label in labels for code in CODES[label]]


def _kind(kind: DataCategory) -> Json:
    return category(kind.value) if isinstance(kind, Category) else ours("record-section", spelled(kind.value))
