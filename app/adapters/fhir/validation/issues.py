"""What validation finds, in the words of an OperationOutcome."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class IssueCode(StrEnum):
    """The codes of http://hl7.org/fhir/issue-type that validation uses."""

    STRUCTURE = "structure"
    REQUIRED = "required"
    VALUE = "value"
    INVARIANT = "invariant"
    CODE_INVALID = "code-invalid"
    TOO_COSTLY = "too-costly"


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault: what kind, at which element (simple FHIRPath, `Patient.name[0].given[1]`), in words."""

    code: IssueCode
    expression: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A resource as it was read, decimals to the digit, and its faults; an unreadable one is empty."""

    resource: Json
    faults: tuple[Issue, ...] = ()

    @property
    def readable(self) -> bool:
        """Say whether it was a JSON object with a type that there is."""
        return bool(self.resource)
