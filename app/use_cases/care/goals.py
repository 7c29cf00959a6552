"""What agencies do with the goals of the clients they serve."""

from dataclasses import replace
from uuid import UUID

from app.domain.care_plans.acceptance import Acceptance, AcceptanceStatus, GoalPriority
from app.domain.care_plans.goal import Goal, GoalContent, Standing, check_starting, proposed
from app.domain.care_plans.goal_moves import FOLLOWED, GOAL_PAST, Achievement, GoalAction, GoalState
from app.domain.care_plans.need import Need
from app.domain.care_plans.participant import Participant
from app.domain.care_plans.progress import Progress, ProgressEntry, ProgressSource
from app.domain.codes import Sensitivity
from app.domain.disclosure.elements import READER, Noun
from app.domain.disclosure.withholding import withheld
from app.domain.errors import Fault, Invalid, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, ClientId, GoalId, NeedId, ProgressId
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.goals import GoalFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases import participants, records
from app.use_cases.care import served_records
from app.use_cases.care.care_plan_versions import goal_changed
from app.use_cases.care.served_records import READING, Shown, hand_of
from app.use_cases.clients import clients
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.records import labels_kept, labels_of_agency

NEEDS = "need_ids"


@use_case(action="goal.list", resource="Goal", permission="s", roles=CARE_ROLES)
async def browse(context: Context, which: GoalFilter, order: Order, *, after: Cursor | None, limit: int) -> Page[Goal]:
    """List a client's goals as far as the actor may read them, or those that the actor's agency keeps."""
    if which.client is not None:
        await clients.check_seen(context, which.client)
    if which.need is not None:
        which = await _among_those_of_its_client(context, which, which.need)
    access = Access.of(context.actor, context.now)
    page = await context.tx.goal_list.page(access, which, order, after=after, limit=limit)
    context.saw(*(goal.id for goal in page.items), clients=frozenset(goal.client for goal in page.items))
    return page


@use_case(action="goal.read", resource="Goal", permission="r", roles=CARE_ROLES)
async def read(context: Context, goal_id: GoalId) -> Shown[Goal]:
    """Show a goal that the actor may read, with those of its needs that the actor may read too."""
    shown = await served_records.shown(context, "goal", await context.tx.goals.get(goal_id))
    return await _without_hidden_needs(context, shown)


@use_case(action="goal.progress-list", resource="Goal", permission="r", roles=CARE_ROLES)
async def progress(context: Context, goal_id: GoalId, *, after: Cursor | None, limit: int) -> Page[ProgressEntry]:
    """Show what was seen of a goal, the newest first."""
    await served_records.shown(context, "goal", await context.tx.goals.get(goal_id))
    return await context.tx.goal_list.progress(goal_id, after=after, limit=limit)


@use_case(action="goal.progress-read", resource="Goal", permission="r", roles=CARE_ROLES)
async def read_progress(context: Context, goal_id: GoalId, entry_id: ProgressId) -> ProgressEntry:
    """Show one entry of a goal's progress."""
    await served_records.shown(context, "goal", await context.tx.goals.get(goal_id))
    entry = await context.tx.goal_list.progress_entry(goal_id, entry_id)
    if entry is None:
        raise NotFound("progress-entry")
    return entry


@use_case(action="goal.propose", resource="Goal", permission="c", roles=CARE_ROLES)
async def propose(
    context: Context, client_id: ClientId, content: GoalContent, *, state: GoalState = GoalState.PROPOSED
) -> Goal:
    """Put a goal forward for a client whom the actor's agency serves."""
    await records.served(context, client_id)
    check_starting(state)
    await participants.check_known(context, content.expressed_by, "/expressed_by", client_id)
    goal = proposed(
        content,
        id=GoalId(context.new_id()),
        network=context.actor.network,
        client=client_id,
        hand=hand_of(context),
        inherited=await inherited(context, client_id, context.actor.agency, content.needs),
        standing=Standing(state=state),
    )
    await context.tx.goals.add(goal)
    await report(context, goal, "created")
    return goal


@use_case(action="goal.change", resource="Goal", permission="u", roles=CARE_ROLES)
async def change(context: Context, goal_id: GoalId, content: GoalContent, *, expected: int | None) -> Goal:
    """Describe a goal anew; the same description again leaves no trace."""
    goal = await _held(context, goal_id, expected)
    await participants.check_known(context, content.expressed_by, "/expressed_by", goal.client)
    labels = await inherited(context, goal.client, goal, content.needs)
    return await _save(context, goal, "changed") if goal.change(content, labels, hand_of(context)) else goal


@use_case(action="goal.act", resource="Goal", permission="u", roles=CARE_ROLES)
async def act(
    context: Context,
    goal_id: GoalId,
    action: GoalAction,
    *,
    reason: str | None = None,
    achievement: Achievement | None = None,
    expected: int | None,
) -> Goal:
    """Accept a goal, begin it, complete it …; `achievement` says how far it came, and is an entry of progress."""
    goal = await _held(context, goal_id, expected)
    goal.act(action, hand_of(context), reason=reason)
    if achievement is not None:
        _progressed(context, goal, Progress(at=context.now, note=reason, achievement=achievement))
    return await _save(context, goal, GOAL_PAST[action])


@use_case(action="goal.add-progress", resource="Goal", permission="u", roles=CARE_ROLES)
async def add_progress(context: Context, goal_id: GoalId, entry: Progress, *, expected: int | None) -> ProgressEntry:
    """Put on record how a goal goes; the newest entry that tells an achievement says how the goal stands."""
    goal = await _held(context, goal_id, expected)
    written = _progressed(context, goal, entry)
    await _save(context, goal, "progressed")
    return written


@use_case(action="goal.answer", resource="Goal", permission="u", roles=CARE_ROLES)
async def answer(
    context: Context,
    goal_id: GoalId,
    participant: Participant,
    status: AcceptanceStatus,
    *,
    priority: GoalPriority | None = None,
    reason: str | None = None,
    expected: int | None,
) -> Shown[Goal]:
    """Put on record what a participant says to a goal; agencies of the care team may answer for themselves."""
    shown = await served_records.shown(context, "goal", await context.tx.goals.lock(goal_id))
    goal = shown.record
    await participants.check_known(context, participant, "/participant", goal.client)
    await participants.check_voice(context, participant, serves=shown.parties != READING)
    check_version("goal", goal, expected)
    acceptance = Acceptance(
        participant=participant,
        status=status,
        priority=priority,
        reason=reason,
        at=context.now,
        by=context.actor.id,
    )
    if goal.answer(acceptance, hand_of(context)):
        await _save(context, goal, "answered")
    return await _without_hidden_needs(context, shown)


async def progress_by_outcome(
    context: Context,
    goal_id: GoalId,
    achievement: Achievement,
    *,
    source: ProgressSource,
    origin: UUID,
    note: str | None = None,
) -> Goal:
    """Let a goal follow what ended: an entry of progress, unless the goal is not pursued; a person completes it."""
    goal = await context.tx.goals.lock(goal_id)
    if goal is None:
        raise NotFound("goal")
    if goal.state not in FOLLOWED:
        return goal
    entry = Progress(at=context.now, note=note, achievement=achievement, source=source, origin=origin)
    _progressed(context, goal, entry)
    return await _save(context, goal, "progressed")


async def put_in_plan(context: Context, goal: Goal) -> None:
    """Mark a goal as one of which a care plan keeps versions."""
    if not goal.in_plan:
        goal.in_plan = True
        await context.tx.goals.put_in_plan(goal.id)


async def follow_labels(context: Context, need: Need) -> None:
    """Let the goals that address a need bear its labels."""
    for goal in await context.tx.goals.lock_addressing(need.id, need.client):
        labels = await inherited(context, goal.client, goal, goal.content.needs)
        if goal.relabel(labels, context.now):
            await _save(context, goal, "changed")


async def inherited(
    context: Context, client: ClientId, of: AgencyId | Goal, needs: tuple[NeedId, ...]
) -> frozenset[Sensitivity]:
    """Return the labels of needs, and of the agency of a goal, new or existing; refuse needs of other clients."""
    found = await context.tx.needs.get_many(needs) if needs else {}
    faults = tuple(
        Fault(pointer=f"/need_ids/{place}", message="is no need of this client")
        for place, need in enumerate(needs)
        if need not in found or found[need].client != client
    )
    if faults:
        raise Invalid("goal.invalid", "The goal cannot be as described.", faults=faults)
    labels = await (labels_kept(context, of) if isinstance(of, Goal) else labels_of_agency(context, of))
    return labels.union(*(need.sensitivities for need in found.values()))


async def _among_those_of_its_client(context: Context, which: GoalFilter, need_id: NeedId) -> GoalFilter:
    """Look for the goals that address a need among the goals of one client: no others can."""
    need = await context.tx.needs.get(need_id)
    await records.check_seen(context, "need", need)
    if need is None or which.client not in (None, need.client):
        raise NotFound("need")
    return replace(which, client=need.client)


async def _held(context: Context, goal_id: GoalId, expected: int | None) -> Goal:
    return await served_records.held(context, "goal", await context.tx.goals.lock(goal_id), expected)


def _progressed(context: Context, goal: Goal, entry: Progress) -> ProgressEntry:
    return goal.progress(entry, hand_of(context), ProgressId(context.new_id()))


async def _save(context: Context, goal: Goal, what: str) -> Goal:
    await context.tx.goals.save(goal)
    await report(context, goal, what)
    await goal_changed(context, goal)
    return goal


async def report(context: Context, goal: Goal, what: str) -> None:
    """Put on record what happened to a goal."""
    facts = {"state": goal.state.value}
    context.happened(
        Happening(
            type=f"goal.{what}",
            subject_type="goal",
            subject=goal.id,
            version=goal.version,
            stream=goal.id,
            related={"client": goal.client},
            audience=await records.audience(context, goal),
            record=goal,
            facts=facts | ({"achievement": goal.achievement.value} if goal.achievement else {}),
        )
    )


async def _without_hidden_needs(context: Context, shown: Shown[Goal]) -> Shown[Goal]:
    """Leave out the needs that the reader may not know of; who serves the client knows those without a label."""
    needs = shown.record.content.needs
    if shown.whole or not needs:
        return shown
    known = await context.tx.need_list.readable(Access.of(context.actor, context.now), needs)
    told = tuple(need for need in needs if need in known)
    content = replace(shown.record.content, needs=told)
    less = withheld(Noun.GOAL, READER, [NEEDS] if told != needs else [])
    return replace(shown, record=replace(shown.record, content=content), withheld=less)
