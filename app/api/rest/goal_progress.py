"""The progress of goals over REST."""

from typing import Any
from uuid import UUID

from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.schemas.concepts import concept_view
from app.api.rest.schemas.goals import ProgressIn, ProgressItemOut, ProgressOut
from app.api.rest.schemas.targets import value_view
from app.domain.care_plans.progress import ProgressEntry
from app.domain.identity import GoalId, ProgressId
from app.ports.transactions import Rendered
from app.use_cases.care import goals

PATH = "/v1/goals"
operations = Operations("Goals", PATH)
router = operations.router


@operations.get("/{goal_id}/progress", goals.progress, answers=PageOf[ProgressItemOut])
async def list_goal_progress(desk: AtDesk, page: Paged, goal_id: UUID) -> Response:
    """List what was seen of a goal's way, the newest first."""
    return await desk.answer(
        lambda found: page.answer(found, progress_view),
        goals.progress,
        GoalId(goal_id),
        after=page.after,
        limit=page.limit,
    )


@operations.post("/{goal_id}/progress", goals.add_progress, answers=ProgressOut, status=201)
async def create_goal_progress(desk: AtDesk, goal_id: UUID, progress: ProgressIn) -> Response:
    """Put on record how a goal goes.

    The newest entry that tells an achievement says how far the goal has come; one that was seen earlier does not. An
    entry is never changed: a later one says better.
    """
    entry = progress.progress(desk.core.clock.now())
    return await desk.answer(_written, goals.add_progress, GoalId(goal_id), entry, expected=None)


@operations.get("/{goal_id}/progress/{progress_id}", goals.read_progress, answers=ProgressOut)
async def read_goal_progress(desk: AtDesk, goal_id: UUID, progress_id: UUID) -> Response:
    """Read one entry of a goal's progress."""
    return await desk.answer(_progress_shown, goals.read_progress, GoalId(goal_id), ProgressId(progress_id))


def progress_view(entry: ProgressEntry) -> dict[str, Any]:
    """Put an entry of progress into the words of `ProgressItemOut`."""
    progress = entry.progress
    return {
        "id": entry.id,
        "goal_id": entry.goal,
        "at": progress.at,
        "note": progress.note,
        "achievement": progress.achievement,
        "measured": [
            {"measure": concept_view(each.measure), "value": value_view(each.value)} for each in progress.measured
        ],
        "source": progress.source,
        "origin_id": progress.origin,
        "recorded_by": entry.by,
        "agency_id": entry.agency,
        "recorded_at": entry.recorded_at,
    }


def _progress_shown(entry: ProgressEntry) -> Rendered:
    return disclosed(progress_view(entry), version=1)


def _written(entry: ProgressEntry) -> Rendered:
    return disclosed_new(progress_view(entry), version=1, location=f"{PATH}/{entry.goal}/progress/{entry.id}")
