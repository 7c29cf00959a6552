"""Leaves out of suggestions what was made of them, for who may not read that by itself."""

from collections.abc import Collection
from uuid import UUID

from app.domain.assessments.suggestion import KeptSuggestion, Made
from app.domain.disclosure.elements import READER, Noun
from app.domain.disclosure.withholding import withheld
from app.domain.errors import NotFound
from app.domain.identity import AgencyId, GoalId, NeedId, ReferralId, TaskId
from app.domain.records import Piece
from app.ports.access import Access
from app.use_cases import records
from app.use_cases.core import Context

MADE = "made"


async def withheld_of(context: Context, suggestions: Collection[KeptSuggestion]) -> dict[UUID, tuple[str, ...]]:
    """Name, by suggestion, what the actor is not told of it."""
    made = [kept.made for kept in suggestions if kept.made is not None]
    access = Access.of(context.actor, context.now)
    needs, goals = _ids(made, "need"), _ids(made, "goal")
    readable: frozenset[UUID] = await context.tx.goal_list.readable(access, [GoalId(each) for each in goals])
    readable |= await context.tx.need_list.readable(access, [NeedId(each) for each in needs]) if needs else frozenset()
    readable |= {id_ for id_ in _ids(made, "referral") if await _has_part_in_referral(context, ReferralId(id_))}
    readable |= {id_ for id_ in _ids(made, "task") if await _has_part_in_task(context, TaskId(id_))}
    hidden = {kept.id for kept in suggestions if kept.made is not None and kept.made.id not in readable}
    return {kept.id: withheld(Noun.SUGGESTION, READER, [MADE] if kept.id in hidden else []) for kept in suggestions}


async def _has_part_in_referral(context: Context, referral_id: ReferralId) -> bool:
    found = await context.tx.referrals.get(referral_id)
    return found is not None and await _has_part(context, found.piece, found.sender)


async def _has_part_in_task(context: Context, task_id: TaskId) -> bool:
    found = await context.tx.tasks.get(task_id)
    return found is not None and await _has_part(context, found.piece, found.agency)


async def _has_part(context: Context, piece: Piece | None, agency: AgencyId) -> bool:
    try:
        await records.check_party(context, MADE, piece, {agency})
    except NotFound:
        return False
    return True


def _ids(made: Collection[Made], noun: str) -> list[UUID]:
    return [each.id for each in made if each.noun == noun]
