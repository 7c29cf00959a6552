"""Breaking the glass: access that no basis gives, for a time, with an alarm and somebody who looks back on it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.access.break_glass import (
    BreakGlass,
    BreakGlassReview,
    Breaking,
    ExactIdentity,
    FoundBy,
    ReviewOutcome,
    Why,
    broken,
)
from app.domain.codes import Priority
from app.domain.errors import Conflict, Forbidden, NotFound, Throttled
from app.domain.events import Happening
from app.domain.identity import AgencyId, ApiClientId, BreakGlassId, ClientId
from app.domain.networks.login_throttles import Throttle
from app.domain.networks.network import Policies
from app.domain.networks.roles import CARE_ROLES, OVERSIGHT_ROLES, Role
from app.domain.records import Unreleased
from app.domain.work.task import About, TaskAction, TaskContent, TaskKind
from app.ports.break_glass import BreakGlassFilter
from app.ports.queries import Cursor, Page
from app.use_cases import records
from app.use_cases.care import tasks
from app.use_cases.core import Context, check_version, use_case

REVIEWERS = OVERSIGHT_ROLES | {Role.SUPERVISOR}
LOOKING_BACK = CARE_ROLES | OVERSIGHT_ROLES
MISSES_FORGIVEN = 10
REVIEW_WITHIN = timedelta(days=1)
REVIEW_TITLE = "Review an emergency access to a client's record"


class Miss(StrEnum):
    """Why an exact identity opened nothing."""

    NOBODY = "nobody"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An emergency access as it stands at a moment, and what the asker may do about it."""

    broken: BreakGlass
    at: datetime
    may_end: bool
    may_review: bool


@use_case(action="break-glass.open", resource="Consent", permission="c", roles=CARE_ROLES)
async def open_record(context: Context, whom: ClientId | ExactIdentity, why: Why) -> Watched | Miss:
    """Open a client's record to the actor's agency for a time, whoever serves the client, and raise the alarm.

    An identity that fits nobody, or several, opens nothing; that it was asked stays on the record, and only so many
    such questions are answered in a while.
    """
    why.check()
    found = await _found(context, whom)
    if isinstance(found, Miss):
        return found
    await _refuse_twice(context, found)
    network = await context.tx.networks.get()
    minutes = (network.policies if network else Policies()).break_glass_minutes
    breaking = Breaking(
        id=BreakGlassId(context.new_id()),
        network=context.actor.network,
        client=found,
        found_by=FoundBy.IDENTITY if isinstance(whom, ExactIdentity) else FoundBy.CLIENT_ID,
        agency=context.actor.agency,
        by=context.actor.id,
        at=context.now,
    )
    opened = broken(why, breaking, minutes)
    await context.tx.break_glasses.add(opened)
    await context.tx.access.grant(opened.grant())
    await records.reshare(context, found)
    offices = await context.tx.break_glasses.privacy_offices()
    await _report(context, opened, "break-glass.opened", offices)
    for agency in sorted({opened.agency} | offices):
        await _ask_for_review(context, opened, agency)
    return _watched(context, opened)


@use_case(action="break-glass.list", resource="Consent", permission="s", roles=LOOKING_BACK)
async def browse(context: Context, which: BreakGlassFilter, *, after: Cursor | None, limit: int) -> Page[Watched]:
    """List emergency access, the newest first: the network's, one's agency's or one's own, as far as one looks back."""
    within = _within_sight(context, which)
    if within is None:
        return Page(items=(), next=None)
    page = await context.tx.break_glass_list.page(within, after=after, limit=limit)
    context.saw(*(each.id for each in page.items), clients=frozenset(each.client for each in page.items))
    return Page(items=tuple(_watched(context, each) for each in page.items), next=page.next, places=page.places)


@use_case(action="break-glass.read", resource="Consent", permission="r", roles=LOOKING_BACK)
async def read(context: Context, break_glass_id: BreakGlassId) -> Watched:
    """Show an emergency access to whoever looks back on it, and to supervisors who serve the client."""
    return _watched(context, await _seen(context, await context.tx.break_glasses.get(break_glass_id)))


@use_case(action="break-glass.end", resource="Consent", permission="u", roles=LOOKING_BACK)
async def end(context: Context, break_glass_id: BreakGlassId, *, expected: int | None) -> Watched:
    """Close it before its time: by the agency that broke the glass, or by a privacy officer."""
    opened = await _held(context, break_glass_id, expected)
    _refuse_unless(_may_end(context, opened))
    opened.end(context.now)
    await context.tx.break_glasses.save(opened)
    await context.tx.access.grant(opened.grant())
    await _report(context, opened, "break-glass.ended", await context.tx.break_glasses.privacy_offices())
    return _watched(context, opened)


@use_case(action="break-glass.review", resource="Consent", permission="u", roles=REVIEWERS)
async def review(
    context: Context, break_glass_id: BreakGlassId, outcome: ReviewOutcome, note: str | None, *, expected: int | None
) -> Watched:
    """Say whether it was right: by a privacy officer or the agency's supervisor, never by who broke the glass."""
    opened = await _held(context, break_glass_id, expected)
    _refuse_unless(_answers_for(context, opened))
    actor = context.actor
    opened.judge(BreakGlassReview(outcome=outcome, note=note, by=actor.id, agency=actor.agency, at=context.now))
    await context.tx.break_glasses.save(opened)
    await _report(context, opened, "break-glass.reviewed", await context.tx.break_glasses.privacy_offices())
    if outcome is not ReviewOutcome.NEEDS_FOLLOW_UP:
        for task in await context.tx.tasks.pending_break_glass(opened.id):
            await tasks.move(context, task, TaskAction.COMPLETE)
    return _watched(context, opened)


async def _found(context: Context, whom: ClientId | ExactIdentity) -> ClientId | Miss:
    if not isinstance(whom, ExactIdentity):
        client = await context.tx.clients.get(whom)
        if client is None:
            raise NotFound("client")
        return client.id
    whom.check()
    await _refuse_guessing(context)
    found = await context.tx.break_glasses.identified(whom)
    people = {client.link.target if client.link else client.id for client in found}
    if len(people) == 1:
        return people.pop()
    await context.tx.failed_attempts.count([_bucket(context)], context.now)
    return Miss.SEVERAL if people else Miss.NOBODY


async def _refuse_guessing(context: Context) -> None:
    """Refuse an agency that has just named many people who are not here: it tries who is."""
    throttle = Throttle(bucket=_bucket(context), most=MISSES_FORGIVEN)
    knock = await context.tx.failed_attempts.knock(ApiClientId(context.actor.id), [throttle], context.now)
    if knock.blocked_until is not None:
        wait = int((knock.blocked_until - context.now).total_seconds()) + 1
        raise Throttled("break-glass.throttled", "Too many of the people named are not here.", retry_after=wait)


def _bucket(context: Context) -> str:
    return f"break-glass {context.actor.agency}"


async def _refuse_twice(context: Context, client: ClientId) -> None:
    before = await context.tx.break_glasses.open_for(context.actor.id, client, context.now)
    if before is not None:
        raise Conflict(
            "break-glass.open",
            "You have broken the glass to this client already.",
            break_glass_id=str(before.id),
            until=before.until.isoformat(),
        )


async def _held(context: Context, break_glass_id: BreakGlassId, expected: int | None) -> BreakGlass:
    opened = await _seen(context, await context.tx.break_glasses.lock(break_glass_id))
    check_version("break-glass", opened, expected)
    return opened


async def _seen(context: Context, opened: BreakGlass | None) -> BreakGlass:
    if opened is None or not await _may_look_at(context, opened):
        raise NotFound("break-glass")
    context.saw(opened.id, clients=frozenset({opened.client}))
    return opened


async def _may_look_at(context: Context, opened: BreakGlass) -> bool:
    if _answers_for(context, opened) or _is_own(context, opened):
        return True
    if Role.SUPERVISOR not in context.actor.roles:
        return False
    return context.actor.agency in await context.tx.break_glasses.serving(opened.client, context.now)


def _answers_for(context: Context, opened: BreakGlass) -> bool:
    """Whether the actor looks back on it by office: a privacy officer, or a supervisor of the agency."""
    roles = context.actor.roles
    if roles & OVERSIGHT_ROLES:
        return True
    return Role.SUPERVISOR in roles and opened.agency == context.actor.agency


def _is_own(context: Context, opened: BreakGlass) -> bool:
    return opened.by == context.actor.id and opened.agency == context.actor.agency


def _may_end(context: Context, opened: BreakGlass) -> bool:
    return _is_own(context, opened) or _answers_for(context, opened)


def _refuse_unless(allowed: bool) -> None:  # noqa: FBT001 - the one thing it is about
    if not allowed:
        raise Forbidden("break-glass.not-yours", "This is for the agency that broke the glass, or a privacy officer.")


def _within_sight(context: Context, which: BreakGlassFilter) -> BreakGlassFilter | None:
    """Narrow what is asked for to what the actor looks back on; None when that is nothing."""
    actor = context.actor
    if actor.roles & OVERSIGHT_ROLES:
        return which
    if which.agency not in {None, actor.agency}:
        return None
    own = replace(which, agency=actor.agency)
    return own if Role.SUPERVISOR in actor.roles else replace(own, by=actor.id)


def _watched(context: Context, opened: BreakGlass) -> Watched:
    judges = _answers_for(context, opened) and opened.by != context.actor.id
    return Watched(broken=opened, at=context.now, may_end=_may_end(context, opened), may_review=judges)


async def _report(context: Context, opened: BreakGlass, name: str, offices: frozenset[AgencyId]) -> None:
    serving = await context.tx.break_glasses.serving(opened.client, context.now)
    context.happened(
        Happening(
            type=name,
            subject_type="break-glass",
            subject=opened.id,
            version=opened.version,
            stream=opened.id,
            related={"client": opened.client},
            audience=serving | offices | {opened.agency},
            record=Unreleased(client=opened.client, agency=opened.agency),
        )
    )


async def _ask_for_review(context: Context, opened: BreakGlass, agency: AgencyId) -> None:
    """Put the review on the list of an agency; to one that does not see the client, the client is not named."""
    content = TaskContent(title=REVIEW_TITLE, priority=Priority.URGENT, due=context.now + REVIEW_WITHIN)
    about = About(client=opened.client if agency == opened.agency else None, break_glass=opened.id)
    await tasks.put(context, agency=agency, kind=TaskKind.BREAK_GLASS, content=content, about=about)
