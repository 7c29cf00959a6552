"""A to-do as a Task.

https://hl7.org/fhir/R4/task.html
"""

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import Json, moment, notes, ours, period, said, to, told
from app.domain.resources.reading import ResourceReading
from app.domain.work.task import About, Task, TaskStatus

_STATUS = {
    TaskStatus.OPEN: "requested",
    TaskStatus.IN_PROGRESS: "in-progress",
    TaskStatus.DONE: "completed",
    TaskStatus.CANCELLED: "cancelled",
}


def drawings(task: Task) -> tuple[Drawing, ...]:
    """Draw a to-do, which its agency reads."""
    return (
        Drawing(
            type="Task",
            id=task.id,
            reading=ResourceReading.PARTIES,
            client=task.about.client,
            agency=task.agency,
            parties=frozenset({task.agency}),
            kinds=task.kinds,
            labels=task.sensitivities,
            whole=_task(task),
        ),
    )


def _task(task: Task) -> Json:
    content, ended = task.content, moment(task.ended_at)
    due = period(None, moment(content.due))
    return told(
        {
            "meta": meta(task.sensitivities),
            "status": _STATUS[task.status],
            "intent": "order",
            "priority": content.priority.value,
            "code": ours("task-kind", task.kind.value),
            "description": said(content.title),
            "focus": _focus(task.about),
            "for": to("Patient", task.about.client),
            "executionPeriod": period(None, ended),
            "authoredOn": moment(task.created_at),
            "lastModified": moment(max(task.updated_at, task.created_at)),
            "requester": to("Organization", task.agency),
            "owner": to("Practitioner", content.worker) or to("Organization", task.agency),
            "note": notes(content.details),
            "restriction": {"period": due} if due else None,
        }
    )


def _focus(about: About) -> Json | None:
    """Refer to what it concerns, the nearest first."""
    return (
        to("Task", about.handoff)
        or to("ServiceRequest", about.referral)
        or to("QuestionnaireResponse", about.assessment)
        or to("CarePlan", about.plan)
        or to("Consent", about.consent)
    )
