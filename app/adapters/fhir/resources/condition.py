"""From a FHIR R4 Condition, plain or after US Core and SDOHCC, to a need."""

from app.adapters.fhir.resources.concepts import (
    concept_of,
    notes_of,
    read_coded,
    read_identifiers,
    social_category,
    spelled,
)
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.reading import Reading
from app.domain.care_plans.need import NOTE_LENGTH, SEVERITY_CODES, Beginning, NeedContent, NeedKind, Severity
from app.domain.care_plans.need_moves import ABATED, NeedStatus, Verification
from app.domain.care_plans.participant import Participant, ParticipantKind
from app.domain.identity import Identifier
from app.domain.partial_date import PartialDate
from app.ports.record_drafts import NeedDraft

ASSERTED_BY_DEVICE = "condition-asserter-device"
_STATUS = {code: status for code, status in spelled(NeedStatus).items() if status is not NeedStatus.ENTERED_IN_ERROR}
_VERIFICATION = {
    **spelled(Verification),
    "entered-in-error": Verification.UNCONFIRMED,
}
_SEVERITY = {code: severity for severity, code in SEVERITY_CODES.items()} | {each.value: each for each in Severity}
_KINDS = {
    "health-concern": NeedKind.HEALTH_CONCERN,
    "problem-list-item": NeedKind.PROBLEM,
    "encounter-diagnosis": NeedKind.DIAGNOSIS,
}


def read_condition(reading: Reading) -> NeedDraft | None:
    """Read one Condition; None, with a remark, when it does not say whose it is."""
    condition, client = reading.resource, reading.subject()
    if client is None:
        return None
    reading.not_taken("bodySite", "stage", "evidence")
    beginning = _beginning(condition)
    content = NeedContent(
        category=social_category(condition, "category"),
        kind=_kind(condition),
        concept=concept_of(condition.element("code")),
        severity=read_coded(condition, "severity", _SEVERITY),
        onset=_day(condition, "onset", "Age", "Range", "String"),
        abatement=_abatement(condition, beginning.status),
        asserted_by=_asserter(reading),
        notes=notes_of(condition, NOTE_LENGTH),
        identifiers=(Identifier(system=reading.source, value=reading.key), *read_identifiers(condition)),
    )
    return NeedDraft(key=reading.key, place=condition.place(), client=client, content=content, beginning=beginning)


def _beginning(condition: Element) -> Beginning:
    if condition.code("verificationStatus") == "entered-in-error":
        return Beginning(status=NeedStatus.ENTERED_IN_ERROR)
    status = read_coded(condition, "clinicalStatus", _STATUS)
    if status is None:
        over = any(name.startswith("abatement") for name in condition.members)
        status = NeedStatus.RESOLVED if over else NeedStatus.ACTIVE
    verification = read_coded(condition, "verificationStatus", _VERIFICATION)
    return Beginning(status=status, verification=verification or Verification.UNCONFIRMED)


def _kind(condition: Element) -> NeedKind:
    """Return the first kind that a category names; a condition without one stands on a problem list."""
    for category in condition.elements("category"):
        for coding in category.elements("coding"):
            if (code := coding.text("code")) in _KINDS:
                return _KINDS[code or ""]
    return NeedKind.PROBLEM


def _day(condition: Element, name: str, *others: str) -> PartialDate | None:
    for kind in others:
        if condition.is_there(f"{name}{kind}"):
            condition.left_out("not-taken", f"{name}{kind}", "Only dates and periods are taken over.")
    return condition.partial_date(f"{name}DateTime") or condition.element(f"{name}Period").partial_date("start")


def _abatement(condition: Element, status: NeedStatus) -> PartialDate | None:
    day = _day(condition, "abatement", "Age", "Range", "String")
    if day is not None and status not in ABATED:
        condition.left_out("contradiction", "abatementDateTime", f"It is {status} and has abated.")
        return None
    return day


def _asserter(reading: Reading) -> Participant:
    for extension in reading.resource.elements("extension"):
        url, device = extension.text("url"), reading.references.link(extension, "valueReference")
        if url and device and ASSERTED_BY_DEVICE in url.casefold():
            return Participant(kind=ParticipantKind.OTHER, name=reading.names.of(device) or device.key)
    return reading.participant("asserter", "recorder")
