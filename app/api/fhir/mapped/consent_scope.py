"""What a Consent speaks of: its law, its purposes and its kinds of data, each by a table of the codes in use.

https://hl7.org/fhir/R4/consent-definitions.html#Consent.policyRule, http://terminology.hl7.org/CodeSystem/v3-ActReason
"""

from collections.abc import Iterator, Mapping

from app.api.fhir.drafting import ACT_CODE, LABELS
from app.api.fhir.mapped.elements import Json, codings_of
from app.domain.codes import SDOHCC_CATEGORIES, Category, Sensitivity
from app.domain.codings import Coding
from app.domain.consents.consent import ConsentType
from app.domain.consents.scope import PURPOSE_OF_USE, PURPOSE_OF_USE_SYSTEM, DataCategory, Purpose, Section
from app.domain.faults import Faults
from app.domain.resources.sections import kinds_of

OURS = "urn:throughline:"
RESOURCE_TYPES = "http://hl7.org/fhir/resource-types"
ACTIONS = frozenset({"access", "collect", "disclose", "use"})
LAWS: Mapping[ConsentType, frozenset[str]] = {
    ConsentType.PART2: frozenset({"42CFRPart2", "42CFRPart2CD", "42-CFR-2", "ETHUD"}),
    ConsentType.VSP_RELEASE: frozenset({"VAWA"}),
    ConsentType.HIPAA_AUTHORIZATION: frozenset({"hipaa-auth", "HIPAAAuth", "HIPAAAuthCD", "64292-6"}),
}
"""By which codes of category or policy rule a law is named; a paper that names none is a general one."""
OPENED: Mapping[str, ConsentType] = {"ETH": ConsentType.PART2, "SUD": ConsentType.PART2, "SDV": ConsentType.VSP_RELEASE}
"""Labels that only a paper of one law can open."""
PURPOSES = {code: purpose for purpose, code in PURPOSE_OF_USE.items()}
MAPPED: Mapping[str, Section] = {
    "CarePlan": Section.CARE_PLANS,
    "CareTeam": Section.CARE_PLANS,
    "Condition": Section.CONDITIONS,
    "Goal": Section.CARE_PLANS,
    "Observation": Section.RESULTS,
    "QuestionnaireResponse": Section.ASSESSMENTS,
}
"""In which section resources stand that the domain keeps itself."""


def consent_type(resource: Json) -> ConsentType:
    """Return the law of a paper: as it is named, else that of the labels which it opens, else the network's own."""
    named = list(codings_of(*resource.get("category", ()), resource.get("policyRule")))
    for each in named:
        if each.system == f"{OURS}consent-type" and each.code.replace("-", "_") in set(ConsentType):
            return ConsentType(each.code.replace("-", "_"))
    codes = {each.code for each in named}
    for law, names in LAWS.items():
        if names & codes:
            return law
    labels = (each.get("code") for each in resource.get("provision", {}).get("securityLabel", ()))
    return next((OPENED[label] for label in labels if label in OPENED), ConsentType.GENERAL)


def kept_to_the_letter(resource: Json, faults: Faults) -> None:
    """Refuse what would allow less than is kept here: exceptions by record, by date, by data, or by further rules."""
    provision = resource.get("provision", {})
    faults.require(
        provision.get("type", "permit") == "permit",
        "Consent.provision.type",
        "must be permit: nothing is told that nobody permits, so that a denial needs no Consent",
    )
    for member in ("data", "dataPeriod"):
        faults.require(member not in provision, f"Consent.provision.{member}", "is not kept here: it would narrow it")
    actions = {each.code for each in codings_of(*provision.get("action", ()))}
    faults.require(actions <= ACTIONS, "Consent.provision.action", f"must be of {', '.join(sorted(ACTIONS))}")
    faults.require(
        not ("class" in provision and "code" in provision),
        "Consent.provision.class",
        "stands instead of code, not beside",
    )
    faults.require("modifierExtension" not in resource, "Consent.modifierExtension", "is not understood")
    for place, each in enumerate(provision.get("provision", ())):
        narrow = set(each) - {"id", "type", "securityLabel"}
        labels = each.get("securityLabel", ())
        plain = each.get("type") == "deny" and labels and len(list(labels_in(each))) == len(labels) and not narrow
        faults.require(plain, f"Consent.provision.provision[{place}]", "may only deny data by its securityLabel")


def labels_in(provision: Json) -> Iterator[Sensitivity]:
    """Return the labels of which a provision speaks; how confidential something is, is no label of a kind."""
    for each in provision.get("securityLabel", ()):
        if each.get("system") == ACT_CODE and each.get("code") in LABELS:
            yield LABELS[each["code"]]


def purposes_of(provision: Json, faults: Faults) -> tuple[Purpose, ...]:
    """Read for what it may be used."""
    found = []
    for place, each in enumerate(provision.get("purpose", ())):
        purpose = PURPOSES.get(each.get("code")) if each.get("system") == PURPOSE_OF_USE_SYSTEM else None
        faults.require(purpose, f"Consent.provision.purpose[{place}]", f"must be one of {', '.join(sorted(PURPOSES))}")
        found += [purpose] if purpose else []
    return tuple(dict.fromkeys(found))


def categories_of(provision: Json, faults: Faults) -> tuple[DataCategory, ...]:
    """Read what it is about: needs by their SDOHCC category, sections of the record by ours, or types of resources."""
    found: list[DataCategory] = []
    for place, concept in enumerate(provision.get("code", ())):
        kinds = [kind for each in codings_of(concept) if (kind := _kind(each)) is not None]
        faults.require(kinds, f"Consent.provision.code[{place}]", "is no SDOHCC category and no section of a record")
        found += kinds
    for place, each in enumerate(provision.get("class", ())):
        of_type = list(_of_type(each))
        faults.require(of_type, f"Consent.provision.class[{place}]", "is no type of resource that is kept of a client")
        found += of_type
    return tuple(dict.fromkeys(found))


def _kind(coding: Coding) -> DataCategory | None:
    if coding.system == SDOHCC_CATEGORIES:
        return next((each for each in Category if each.value == coding.code), None)
    if coding.system == f"{OURS}record-section":
        return next((each for each in Section if each.value == coding.code), None)
    return None


def _of_type(coding: Json) -> Iterator[DataCategory]:
    code = coding.get("code", "")
    if coding.get("system") != RESOURCE_TYPES:
        return
    if code in MAPPED:
        yield MAPPED[code]
    else:
        yield from kinds_of(code, ())
