"""Finds the patients in files of FHIR, and counts what else is in them."""

from collections import Counter
from dataclasses import dataclass, field, replace

from app.adapters.fhir.resources.files import find_resources
from app.adapters.fhir.resources.patient import read_patient
from app.ports.imports import ClientDraft, Place, Remark, Severity


@dataclass(slots=True)
class Patients:
    """What was read from one file."""

    drafts: list[ClientDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_patients(file: str, data: bytes) -> Patients:
    """Read every Patient of a file; what else is in it, and what cannot be read, is remarked on."""
    found = Patients()
    others: Counter[str] = Counter()
    for each in find_resources(file, data, found.remarks):
        if each.kind != "Patient":
            others[each.kind or "things without a resourceType"] += 1
            continue
        draft = read_patient(each.resource)
        if draft is not None:
            names = tuple(dict.fromkeys(name for name in (each.key, each.url) if name))
            found.drafts.append(replace(draft, names=names))
    for name, count in sorted(others.items()):
        reason = f"{count} {name[:60]}: not taken over."
        found.remarks.append(Remark(severity=Severity.NOTED, code="not-taken", place=Place(file=file), reason=reason))
    return found
