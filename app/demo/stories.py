"""Lets the referrals of the demo network happen, step by step, each at its own time and by the one whose turn it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.demo.network import Demo
from app.demo.referrals import OUTCOME_NOTES, STORIES, Step, Story, Turn
from app.domain.clients.client import Client
from app.domain.directory.eligibility import Summary, Verdict
from app.domain.directory.service import Service
from app.domain.identity import HandoffId
from app.domain.networks.roles import Role
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.content import Content, Destination, NewReferral
from app.domain.referrals.outcomes import Enrollment, Outcome, Result
from app.domain.referrals.reasons import NextAction, Reason, ReasonParty
from app.domain.referrals.views import ReferralView
from app.use_cases.core import Call, Core
from app.use_cases.referrals import handoffs, referrals

AFTERNOON = 15  # in UTC, when every office of the demo is open


async def tell(demo: Demo) -> int:
    """Tell every story; return how many there are."""
    free = {member: list(served) for member, served in demo.clients.items()}
    for story in STORIES:
        client = _fitting(demo, story, free[story.sender])
        free[story.sender].remove(client)
        demo.told.add(client.id)
        await _Telling(demo, story, client).run()
    return len(STORIES)


def _fitting(demo: Demo, story: Story, served: list[Client]) -> Client:
    """Choose a client who has said what the story needs, and whom its services are for."""
    asked = [demo.services[each] for each in story.to]
    today = demo.core.clock.now().date()
    for client in served:
        if (client.id in demo.consenting) is story.consented and _eligible(client, asked, today):
            return client
    raise LookupError(f"Nobody at {story.sender} fits: {story.details}")


def _eligible(client: Client, asked: list[Service], today: date) -> bool:
    born = client.profile.birth_date
    address = client.profile.addresses[0]
    person = Summary(
        age=None if born is None else born.years_until(today), postal_code=address.postal_code, state=address.state
    )
    return all(service.is_eligible(person).verdict is not Verdict.FAILS for service in asked)


@dataclass(slots=True)
class _Telling:
    demo: Demo
    story: Story
    client: Client

    async def run(self) -> None:
        """Begin the referral, then take each turn."""
        story, demo = self.story, self.demo
        wanted = tuple(
            Destination(agency=service.agency, service=service.id)
            for service in map(demo.services.__getitem__, story.to)
        )
        new = NewReferral(
            client=self.client.id,
            content=Content(category=story.category, priority=story.priority, details=story.details),
            routing=story.routing,
            destinations=wanted,
        )
        view = await demo.at(story.begins).run(demo.by(story.sender, Role.CASE_MANAGER), referrals.create, new)
        for turn in story.turns:
            await self._turn(turn, view)

    async def _turn(self, turn: Turn, view: ReferralView) -> None:
        core = self.demo.at(timedelta(hours=turn.hours_ago))
        provider = self.demo.by(self.story.to[turn.handoff][0], Role.INTAKE)
        if turn.step in _SENDERS:
            await _SENDERS[turn.step](core, self.demo.by(self.story.sender, Role.CASE_MANAGER), self, view)
        else:
            await _PROVIDERS[turn.step](core, provider, self, view.handoffs[turn.handoff].id)

    def reason(self) -> Reason:
        """Say why the provider, or the sender, gives up."""
        return Reason(code=self.story.reason, party=ReasonParty.PROVIDER, next_action=NextAction.REROUTE)

    def outcome(self) -> Outcome:
        """Say what came of it, when something did."""
        note = OUTCOME_NOTES.get(self.story.category)
        return Outcome(result=Result.NEED_MET, enrollment=Enrollment.ENROLLED, note=note)


async def _send(core: Core, call: Call, _: _Telling, view: ReferralView) -> None:
    await core.run(call, referrals.send, view.id, expected=None)


async def _hold(core: Core, call: Call, _: _Telling, view: ReferralView) -> None:
    await core.run(call, referrals.hold, view.id, expected=None, note="Waits for the family's decision.")


async def _close(core: Core, call: Call, telling: _Telling, view: ReferralView) -> None:
    await core.run(call, referrals.complete, view.id, telling.outcome(), expected=None)


async def _give_up(core: Core, call: Call, telling: _Telling, view: ReferralView) -> None:
    await core.run(call, referrals.close_unmet, view.id, telling.reason(), expected=None)


async def _view(core: Core, call: Call, _: _Telling, handoff: HandoffId) -> None:
    await core.run(call, handoffs.view, handoff, expected=None)


async def _ask(core: Core, call: Call, _: _Telling, handoff: HandoffId) -> None:
    await core.run(call, handoffs.ask, handoff, "Is the lease in the client's own name?", expected=None)


async def _accept(core: Core, call: Call, _: _Telling, handoff: HandoffId) -> None:
    await core.run(call, handoffs.accept, handoff, expected=None)


async def _wait(core: Core, call: Call, _: _Telling, handoff: HandoffId) -> None:
    await core.run(call, handoffs.accept, handoff, expected=None, waitlist=Waitlist(position=4))


async def _decline(core: Core, call: Call, telling: _Telling, handoff: HandoffId) -> None:
    await core.run(call, handoffs.decline, handoff, telling.reason(), expected=None)


async def _schedule(core: Core, call: Call, _: _Telling, handoff: HandoffId) -> None:
    meeting = Meeting(starts=_next_morning(core.clock.now()), place="At the front desk")
    await core.run(call, handoffs.schedule, handoff, meeting, expected=None)


async def _start(core: Core, call: Call, _: _Telling, handoff: HandoffId) -> None:
    await core.run(call, handoffs.start, handoff, expected=None)


async def _complete(core: Core, call: Call, telling: _Telling, handoff: HandoffId) -> None:
    await core.run(call, handoffs.complete, handoff, telling.outcome(), expected=None)


def _next_morning(now: datetime) -> datetime:
    return (now + timedelta(days=7)).replace(hour=AFTERNOON, minute=0, second=0, microsecond=0)


_SENDERS: dict[Step, Callable[[Core, Call, _Telling, ReferralView], Awaitable[None]]] = {
    Step.SEND: _send,
    Step.HOLD: _hold,
    Step.CLOSE: _close,
    Step.GIVE_UP: _give_up,
}
_PROVIDERS: dict[Step, Callable[[Core, Call, _Telling, HandoffId], Awaitable[None]]] = {
    Step.VIEW: _view,
    Step.ASK: _ask,
    Step.ACCEPT: _accept,
    Step.WAITLIST: _wait,
    Step.DECLINE: _decline,
    Step.SCHEDULE: _schedule,
    Step.START: _start,
    Step.COMPLETE: _complete,
}
