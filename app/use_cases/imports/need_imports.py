"""Takes needs and goals over from another system, in whatever state they stand there."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from app.domain.care_plans.goal import proposed
from app.domain.care_plans.need import recorded
from app.domain.care_plans.retelling import retell_goal, retell_need
from app.domain.identity import ClientId, GoalId, NeedId
from app.domain.networks.roles import CARE_ROLES
from app.ports.imports import Outcome, Result
from app.ports.record_drafts import GoalDraft, NeedDraft
from app.use_cases.care import goals, needs
from app.use_cases.care.served_records import hand_of
from app.use_cases.core import Context, use_case
from app.use_cases.imports.record_imports import Met, NotHere, Takeover, check_whose
from app.use_cases.records import labels_kept, labels_of_agency


@use_case(action="need.import", resource="Condition", permission="c", roles=CARE_ROLES)
async def take_needs(
    context: Context, source: str, drafts: Sequence[NeedDraft], *, met: Met, dry_run: bool
) -> tuple[Result, ...]:
    """Take needs over for clients on the caseload of the actor's agency. A dry run writes nothing."""
    takeover = Takeover(context=context, source=source, met=met, dry_run=dry_run)
    return await takeover.of("need", drafts, take_need)


@use_case(action="goal.import", resource="Goal", permission="c", roles=CARE_ROLES)
async def take_goals(
    context: Context, source: str, drafts: Sequence[GoalDraft], *, met: Met, dry_run: bool
) -> tuple[Result, ...]:
    """Take goals over, after the needs that they address. A dry run writes nothing."""
    takeover = Takeover(context=context, source=source, met=met, dry_run=dry_run)
    return await takeover.of("goal", drafts, take_goal)


async def take_need(
    takeover: Takeover, draft: NeedDraft, client: ClientId, before: UUID | None
) -> tuple[Outcome, UUID]:
    """Take one need over: a new one, or what is told of one from before."""
    context = takeover.context
    hand = hand_of(context)
    if before is None:
        need = recorded(
            draft.content,
            id=NeedId(context.new_id()),
            network=context.actor.network,
            client=client,
            hand=hand,
            labels=await labels_of_agency(context, context.actor.agency),
            beginning=draft.beginning,
        )
        if not takeover.dry_run:
            await context.tx.needs.add(need)
            await needs.report(context, need, "created")
        return Outcome.CREATED, need.id
    there = await context.tx.needs.lock(NeedId(before))
    if there is None:
        raise NotHere("What was taken over before is not there any more.")
    check_whose(client, there.client)
    labels = await labels_of_agency(context, context.actor.agency) | await labels_kept(context, there)
    if not retell_need(there, draft.content, draft.beginning, labels, hand):
        return Outcome.UNCHANGED, there.id
    if not takeover.dry_run:
        await context.tx.needs.save(there)
        await needs.report(context, there, "changed")
        await goals.follow_labels(context, there)
    return Outcome.CHANGED, there.id


async def take_goal(
    takeover: Takeover, draft: GoalDraft, client: ClientId, before: UUID | None
) -> tuple[Outcome, UUID]:
    """Take one goal over, with the needs that it addresses."""
    context = takeover.context
    addressed = tuple(NeedId(each) for each in await takeover.subjects_of("need", draft.needs))
    content, hand = replace(draft.content, needs=addressed), hand_of(context)
    there = await context.tx.goals.lock(GoalId(before)) if before else None
    from_needs = () if takeover.dry_run else addressed
    inherited = await goals.inherited(context, client, there or context.actor.agency, from_needs)
    if there is None:
        goal = proposed(
            content,
            id=GoalId(context.new_id()),
            network=context.actor.network,
            client=client,
            hand=hand,
            inherited=inherited,
            standing=draft.standing,
        )
        if not takeover.dry_run:
            await context.tx.goals.add(goal)
            await goals.report(context, goal, "created")
        return Outcome.CREATED, goal.id
    check_whose(client, there.client)
    if not retell_goal(there, content, draft.standing, inherited, hand):
        return Outcome.UNCHANGED, there.id
    if not takeover.dry_run:
        await context.tx.goals.save(there)
        await goals.report(context, there, "changed")
    return Outcome.CHANGED, there.id
