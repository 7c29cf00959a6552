"""Which types this door serves and what may be done with each: what routes, and what the CapabilityStatement says.

http://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.rest.resource
"""

from app.adapters.fhir.r4.resource_types import MODULES
from app.adapters.fhir.search.registry import AUDIT_EVENT, parameters
from app.adapters.fhir.search.trails import SEARCHED
from app.api.fhir.mapped.writers import WRITERS
from app.api.fhir.outcomes import not_supported
from app.api.fhir.paths import Shape

MAPPED = frozenset(
    (
        *("Appointment", "AuditEvent", "CarePlan", "CareTeam", "Communication", "Condition", "Consent", "Goal"),
        *("Group", "HealthcareService", "Location", "Organization", "Patient", "Practitioner", "PractitionerRole"),
        *("Questionnaire", "QuestionnaireResponse", "RelatedPerson", "ServiceRequest", "Subscription", "Task"),
    )
)
"""What the domain owns; every other type is kept as it comes."""
PASSING = frozenset({"Bundle", "CapabilityStatement", "OperationOutcome", "Parameters"})
"""What is said and never kept."""
NOT_KEPT = frozenset({"Binary", "TestReport", "TestScript"})
TYPES = frozenset(MODULES) - PASSING - NOT_KEPT
READS = ("read", "vread", "history-instance", "history-type", "search-type")
READS_OF_THE_LOG = ("read", "search-type")
WRITES = {"create": "create", "update": "update", "patch": "update", "delete": "delete"}


def check_type(type_: str) -> None:
    """Refuse a type that is not served: 404, since there is nothing at such an address."""
    if type_ not in TYPES:
        raise not_supported(f"{type_} is no type of resource that is served here.", 404)


def check_writable(type_: str, interaction: str) -> None:
    """Refuse a write that a type does not take: 405."""
    if interaction not in interactions(type_):
        why = " This service alone writes its log." if type_ == AUDIT_EVENT else ""
        allowed = ", ".join(methods(type_, Shape.INSTANCE))
        raise not_supported(f"{type_} takes no {interaction} here.{why}", Allow=allowed)


def interactions(type_: str) -> tuple[str, ...]:
    """Return the codes of what may be done with a type."""
    if type_ == AUDIT_EVENT:
        return READS_OF_THE_LOG
    if type_ not in MAPPED:
        return (*READS, *WRITES)
    writer = WRITERS.get(type_)
    return (*READS, *(code for code, verb in WRITES.items() if writer and getattr(writer, verb) is not None))


def methods(type_: str, shape: Shape) -> list[str]:
    """Return the methods of a type's address or of an address of one of its resources."""
    of_type = {"create": "POST", "update": "PUT", "patch": "PATCH", "delete": "DELETE"}
    found = [of_type[code] for code in interactions(type_) if code in of_type]
    return ["GET", *(method for method in found if shape is Shape.TYPE or method != "POST")]


def searched_by(type_: str) -> list[tuple[str, str, str]]:
    """Return the search parameters of a type: name, kind, address of the definition."""
    found = parameters(type_)
    codes = SEARCHED if type_ == AUDIT_EVENT else found
    return [(code, found[code].kind.value, found[code].url) for code in sorted(codes)]
