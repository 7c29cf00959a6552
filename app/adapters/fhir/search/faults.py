"""The refusals of a search, so that each says which parameter is wrong and how."""

from app.domain.errors import Fault, Invalid

MALFORMED = "search.malformed"
NOT_SUPPORTED = "search.not-supported"
UNKNOWN = "search.unknown-parameter"


def malformed(name: str, message: str) -> Invalid:
    """Refuse what cannot be read."""
    return Invalid(MALFORMED, message, faults=(Fault(pointer=name, message=message),), parameter=name)


def not_supported(name: str, message: str) -> Invalid:
    """Refuse what FHIR knows and this service does not."""
    return Invalid(NOT_SUPPORTED, message, faults=(Fault(pointer=name, message=message),), parameter=name)


def apart(name: str) -> Invalid:
    """Refuse what would lead from the record to the audit log, or back."""
    return not_supported(
        name, "AuditEvents are searched by themselves: nothing leads to them, and nothing comes along."
    )


def unknown(*names: str) -> Invalid:
    """Refuse parameters that nobody knows, for whoever wants to be told."""
    faults = tuple(Fault(pointer=name, message="There is no such search parameter here.") for name in names)
    return Invalid(UNKNOWN, f"There is no search parameter {', '.join(names)} here.", faults=faults)
