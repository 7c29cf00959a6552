"""Task: a request to fulfil an order is a handoff, moved by the statuses that both sides give it; a to-do is a task.

https://hl7.org/fhir/R4/task.html#statemachine,
http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition-SDOHCC-TaskForReferralManagement.html
"""

from uuid import UUID

from app.api.fhir.drafting import encoded
from app.api.fhir.mapped.beside import refusing_delete
from app.api.fhir.mapped.elements import (
    Json,
    all_named,
    codes_of,
    id_of,
    moment_of,
    named,
    notes_of,
    pointing,
    words_of,
)
from app.api.fhir.mapped.orders import read_order
from app.api.fhir.mapped.outcomes import outcome_of, reason_of
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.errors import Fault, Invalid
from app.domain.faults import NAME_LENGTH
from app.domain.identity import AgencyId, ClientId, ServiceId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.answers import Meeting
from app.domain.referrals.told_moves import OF_BUSINESS
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told import told_tasks
from app.use_cases.told.told_handoffs import ToldHandoff
from app.use_cases.told.told_orders import ToldRequest, requested

TYPE = "Task"
FULFILL = "fulfill"
BEGINNINGS = {"draft": False, "requested": True}
"""With which status a request begins, and whether it goes out at once."""
ENDINGS = frozenset({"completed", "failed", "rejected", "cancelled", "entered-in-error"})
PLACES = {
    "/client_id": "Task.for",
    "/handoffs": "Task.owner",
    "/routing": "Task.owner",
    "/requester": "Task.requester",
    "/order/requester": "Task.focus",
    "/details": "Task.focus",
    "/code": "Task.focus",
    "/replaces_id": "Task.focus",
    "/parent_id": "Task.focus",
    "/business_status": "Task.businessStatus",
    "/reason": "Task.statusReason",
    "/question": "Task.note",
    "/meeting": "Task.executionPeriod",
    "/outcome": "Task.output",
    "/title": "Task.description",
    "/worker_id": "Task.owner",
    "/owner": "Task.owner",
}


def writer() -> Writer:
    """Return the writer; what the one side posts of a handoff is not remembered for the other."""
    return Writer(create=_created, update=_updated, delete=lambda _: refusing_delete(TYPE), remembers=False)


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    resource = posted.resource
    if "modifierExtension" in resource:
        return _kept()
    if FULFILL in codes_of(resource.get("code")) and id_of(resource, "focus", "ServiceRequest"):
        return _requested(posted)
    todo = _todo(posted)
    return _kept() if todo is None else pointing(told_tasks.created(todo), PLACES)


def _requested(posted: Posted) -> UseCase[[], UUID | None]:
    """Make a handoff of a request that begins; one that is over was history when it was posted."""
    resource, order = posted.resource, id_of(posted.resource, "focus", "ServiceRequest")
    status, owner = resource["status"], named(resource, "owner")
    if order is None or status in ENDINGS or (resource.get("owner") and owner is None):
        return _kept()
    if owner is not None and owner[0] not in ("Organization", "HealthcareService"):
        return _kept()
    asker = id_of(resource, "requester", "Organization")
    client = id_of(resource, "for", "Patient")
    told = ToldRequest(
        order=order,
        client=None if client is None else ClientId(client),
        agency=AgencyId(owner[1]) if owner and owner[0] == "Organization" else None,
        service=ServiceId(owner[1]) if owner and owner[0] == "HealthcareService" else None,
        send=BEGINNINGS.get(status, False),
        details="\n\n".join(words for words in (resource.get("description"), *notes_of(resource)) if words) or None,
        agencies=frozenset({AgencyId(asker)} if asker else ()),
        references=posted.draft.references,
    )
    made = pointing(requested(told, read_order), PLACES)
    return made if status in BEGINNINGS else _only_begins(made)


def _only_begins(made: UseCase[[], UUID | None]) -> UseCase[[], UUID | None]:
    """Refuse a request to an agency of the network that says it was answered: only who was asked can say that."""

    async def verb(context: Context) -> UUID | None:
        if await made(context) is None:
            return None
        fault = Fault(pointer="Task.status", message=f"must be {' or '.join(BEGINNINGS)} when it is posted")
        raise Invalid("handoff.status", "Only whoever is asked can answer.", faults=(fault,))

    return UseCase(verb, made.rule)


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    resource = posted.resource
    told = ToldHandoff(
        status=resource["status"],
        business=_business(resource.get("businessStatus")),
        reason=reason_of(resource.get("statusReason")),
        reason_as_posted=encoded(resource["statusReason"]) if "statusReason" in resource else None,
        why=words_of(resource.get("statusReason")),
        note=_last_note(resource),
        meeting=_meeting(resource),
        outcome=outcome_of(resource.get("output", [])),
        part_of=next(iter(all_named(resource, "partOf", TYPE)), None),
        owner=id_of(resource, "owner", "Organization"),
        references=posted.draft.references,
    )
    return pointing(told_tasks.changed(subject, told, _todo(posted), posted.draft.face), PLACES)


def _business(concept: Json | None) -> str | None:
    """Return the business status, by preference in a word of ours."""
    codes = codes_of(concept)
    ours = sorted(code for code in codes if code in OF_BUSINESS)
    return ours[0] if ours else min(codes, default=words_of(concept))


def _last_note(resource: Json) -> str | None:
    notes = notes_of(resource)
    return notes[-1] if notes else None


def _meeting(resource: Json) -> Meeting | None:
    """Read when the client is expected: the execution is planned for then, or restricted to it."""
    for period in (resource.get("executionPeriod", {}), resource.get("restriction", {}).get("period", {})):
        starts, ends = moment_of(period.get("start")), moment_of(period.get("end"))
        if starts is not None:
            return Meeting(starts=starts, ends=ends if ends is None or ends >= starts else None, place=_place(resource))
    return None


def _place(resource: Json) -> str | None:
    place: str | None = resource.get("location", {}).get("display")
    return place


def _todo(posted: Posted) -> told_tasks.ToldTask | None:
    """Read a to-do: somebody of an agency, or the agency itself, shall do something; None for what has no words."""
    resource, owner = posted.resource, named(posted.resource, "owner")
    title = resource.get("description") or words_of(resource.get("code"))
    client = id_of(resource, "for", "Patient")
    if owner is None or not title or len(title) > NAME_LENGTH or (resource.get("for") and client is None):
        return None
    if resource.get("focus"):
        return None
    return told_tasks.ToldTask(
        status=resource["status"],
        title=title,
        details="\n\n".join(notes_of(resource)) or None,
        priority=resource.get("priority", "routine"),
        client=None if client is None else ClientId(client),
        owner_type=owner[0],
        owner=owner[1],
        due=moment_of(resource.get("restriction", {}).get("period", {}).get("end")),
        references=posted.draft.references,
    )


def _kept() -> UseCase[[], UUID | None]:
    async def verb(context: Context) -> None:
        del context

    return UseCase(verb, Rule(action="Task.create", resource=TYPE, permission="c", roles=CARE_ROLES))
