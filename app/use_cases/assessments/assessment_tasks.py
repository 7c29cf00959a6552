"""Tasks that an assessment makes by itself: who answers that they would rather be dead is not left in a list."""

from app.domain.assessments.assessment import Assessment
from app.domain.assessments.rules import SuggestedTask
from app.domain.assessments.suggestion import KeptSuggestion, Made
from app.domain.faults import NAME_LENGTH
from app.domain.identity import WorkerId
from app.domain.lifecycle import Party
from app.domain.work.task import About, Task, TaskContent, TaskKind
from app.use_cases.care import tasks
from app.use_cases.core import Context

SYSTEM = frozenset({Party.SYSTEM})


async def make_at_once(context: Context, assessment: Assessment, kept: KeptSuggestion) -> None:
    """Put a task of safety on the list of the worker who asked, or of the agency; it is due now."""
    assert isinstance(kept.suggestion.content, SuggestedTask)  # noqa: S101  nothing else is automatic
    asked = kept.suggestion.content
    content = TaskContent(
        title=asked.title.original[:NAME_LENGTH],
        details=asked.details.original if asked.details else None,
        priority=asked.priority,
        worker=await _still_here(context, assessment),
        due=context.now,
    )
    task = await put(context, assessment, kept, content)
    kept.accept(Made(noun="task", id=task.id), context.actor.id, context.now, SYSTEM)


async def put(context: Context, assessment: Assessment, kept: KeptSuggestion, content: TaskContent) -> Task:
    """Put a suggested task on the list of the agency that acts, or that asked when nobody decided."""
    kind = TaskKind.SAFETY if kept.suggestion.automatic else TaskKind.GENERAL
    agency = assessment.agency if kept.suggestion.automatic else context.actor.agency
    about = About(client=assessment.client, assessment=assessment.id)
    inherited = tasks.Inherited(kinds=assessment.kinds, labels=assessment.sensitivities)
    return await tasks.put(context, agency=agency, kind=kind, content=content, about=about, inherited=inherited)


async def _still_here(context: Context, assessment: Assessment) -> WorkerId | None:
    """Return the worker who asked, unless they have left: then it is everybody's."""
    asked_by = assessment.circumstances.asked_by
    worker = await context.tx.workers.get(asked_by) if asked_by else None
    return asked_by if worker and worker.roles and worker.agency == assessment.agency else None
