"""One provider's share of a referral: its moves, what each of them needs, and what it leaves behind."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.clients.access import Tier
from app.domain.codes import Category, Priority, Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId
from app.domain.records import Piece
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.clocks import Clock, Times
from app.domain.referrals.content import need_reason
from app.domain.referrals.disclosure import holds_access, tier_of
from app.domain.referrals.handoff_moves import HANDOFFS, HandoffAction
from app.domain.referrals.history import Deed, Step
from app.domain.referrals.outcomes import Outcome, Result
from app.domain.referrals.pooled import Pooled
from app.domain.referrals.reasons import Reason, Withdrawal
from app.domain.referrals.routing import MODES
from app.domain.referrals.states import AGREED, ENDED, LIVE, HandoffState

A = HandoffAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one handoff when it is moved: its clocks, whether feedback is consented, why it may not go out.

    `labels` is what its telling bears: of the referral, the provider's programs, the service.
    `full` sends a line on to the next; elsewhere the provider may still put the client on its waitlist. `offered` are
    those to whom a pool may tell of it.
    """

    times: Times = field(default_factory=Times)
    feedback: bool = False
    labels: frozenset[Sensitivity] = frozenset()
    refusal: str | None = None
    full: bool = False
    offered: frozenset[AgencyId] = frozenset()


@dataclass(slots=True, kw_only=True)
class Handoff(Pooled):
    """One provider's share of a referral; only the referral moves it, because its siblings must hear of it.

    `before` is the state in which its cancellation was asked for.
    `silenced`: the client took the consent back after it was accepted, so that nothing more of the client is told.
    `nudged`: a clock has struck since its last move; `heeded`: it has moved upon that. `messages` counts what was said.
    """

    id: HandoffId
    referral: ReferralId
    client: ClientId
    category: Category
    priority: Priority
    position: int
    created_at: datetime
    before: HandoffState | None = None
    feedback: bool = False
    silenced: bool = False
    sensitivity: frozenset[Sensitivity] = frozenset()
    reason: Reason | None = None
    withdrawal: Withdrawal | None = None
    outcome: Outcome | None = None
    question: str | None = None
    answer: str | None = None
    meeting: Meeting | None = None
    waitlist: Waitlist | None = None
    clocks: dict[Clock, datetime] = field(default_factory=dict)
    stopped_at: datetime | None = None
    holds_place: bool = False
    messages: int = 0
    nudged: bool = False
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1
    steps: list[Step] = field(default_factory=list, compare=False)
    stored: bool = field(default=False, compare=False)
    opened: bool = field(default=False, compare=False)
    on_team: bool = field(default=False, compare=False)
    heeded: bool = field(default=False, compare=False)

    @property
    def piece(self) -> Piece:
        """What the rule of sight asks of it: its provider's programs may make it more sensitive than the referral."""
        kinds: frozenset[DataCategory] = frozenset({self.category})
        return Piece(client=self.client, agency=self.sender, kinds=kinds, sensitivities=self.sensitivity)

    @property
    def tier(self) -> Tier:
        """How much the provider is told now."""
        tier = tier_of(self.routing, self.state)
        return min(tier, Tier.SUMMARY) if self.silenced else tier

    @property
    def opens_record(self) -> bool:
        """Whether the provider may open the client's record now."""
        return holds_access(self.routing, self.state) and not self.silenced

    @property
    def works(self) -> bool:
        """Whether the provider works with the client now, and so is on its care team."""
        return self.state in AGREED

    @property
    def wants_place(self) -> bool:
        """Whether the provider's work takes up a place of the service now; waiting for one does not."""
        return self.service is not None and self.state in AGREED and self.state is not HandoffState.WAITLISTED

    @property
    def served(self) -> bool:
        """Whether the work is done as far as the sender may know: an unmet need counts only when it may be told."""
        unmet = self.feedback and self.outcome is not None and self.outcome.result is Result.NOT_MET
        return self.state is HandoffState.COMPLETED and not unmet

    @property
    def next_clock(self) -> datetime | None:
        """When the first of its clocks strikes; None while held or when nothing is awaited."""
        return None if self.stopped_at else min(self.clocks.values(), default=None)

    def send(self, deed: Deed, terms: Terms) -> None:
        """Lay the handoff before its provider."""
        self._move(A.SEND, deed, terms.times)
        self.feedback, self.sensitivity, self.sent_at = terms.feedback, terms.labels, deed.at
        self.offered_to = terms.offered

    def view(self, deed: Deed, times: Times) -> None:
        """Note that the provider has seen it."""
        self._move(A.VIEW, deed, times)

    def ask(self, deed: Deed, times: Times, question: str) -> None:
        """Ask the sender for what is missing."""
        self._move(A.ASK, deed, times)
        self.question, self.answer = need_reason(question, "handoff.question-required"), None

    def reply(self, deed: Deed, times: Times, answer: str) -> None:
        """Answer the provider's question."""
        self._move(A.ANSWER, deed, times)
        self.answer = need_reason(answer, "handoff.answer-required")

    def offer(self, deed: Deed, times: Times) -> None:
        """Say that the provider would take it; only where the sender selects."""
        if not MODES[self.routing].willing:
            raise Conflict(
                "handoff.offer-needs-select",
                f"Offers are made when the routing is select; this handoff's routing is {self.routing}.",
                routing=self.routing.value,
                allowed_actions=HANDOFFS.allowed(self.state, deed.parties),
            )
        self._move(A.OFFER, deed, times)

    def accept(self, deed: Deed, times: Times) -> None:
        """Take it."""
        self._move(A.ACCEPT, deed, times)
        self.answered_at, self.waitlist = self.answered_at or deed.at, None

    def decline(self, deed: Deed, times: Times, reason: Reason) -> None:
        """Say no, and why."""
        self._move(A.DECLINE, deed, times, reason.text)
        self.answered_at, self.reason = deed.at, reason

    def put_on_waitlist(self, deed: Deed, times: Times, waitlist: Waitlist) -> None:
        """Let the client wait for room."""
        self._move(A.WAITLIST, deed, times)
        self.waitlist = waitlist

    def schedule(self, deed: Deed, times: Times, meeting: Meeting) -> None:
        """Make an appointment, or another one."""
        self._move(A.SCHEDULE, deed, times)
        self.meeting = meeting

    def no_show(self, deed: Deed, times: Times) -> None:
        """Note that the client did not come."""
        self._move(A.NO_SHOW, deed, times)

    def cancel_appointment(self, deed: Deed, times: Times) -> None:
        """Note that the appointment falls through."""
        self._move(A.CANCEL_APPOINTMENT, deed, times)

    def start(self, deed: Deed, times: Times) -> None:
        """Begin the service."""
        self._move(A.START, deed, times)

    def pause(self, deed: Deed, times: Times) -> None:
        """Let the service rest."""
        self._move(A.PAUSE, deed, times)

    def resume(self, deed: Deed, times: Times) -> None:
        """Go on with the service."""
        self._move(A.RESUME, deed, times)

    def complete(self, deed: Deed, times: Times, outcome: Outcome) -> None:
        """Say that the service was given, and what came of it."""
        self._move(A.COMPLETE, deed, times, outcome.result.value)
        self.outcome = outcome

    def fail(self, deed: Deed, times: Times, reason: Reason) -> None:
        """Say that the service could not be given, and why."""
        self._move(A.FAIL, deed, times, reason.text)
        self.reason = reason

    def hand_back(self, deed: Deed, times: Times, reason: Reason) -> None:
        """Give it back to the sender, and say why."""
        self._move(A.HAND_BACK, deed, times, reason.text)
        self.reason = reason

    def recall(self, deed: Deed, times: Times, withdrawal: Withdrawal = Withdrawal.RECALLED) -> None:
        """Take it back before any work was done."""
        self._move(A.RECALL, deed, times, withdrawal.value)
        self.withdrawal = withdrawal

    def request_cancel(self, deed: Deed, times: Times) -> None:
        """Ask the provider to stop."""
        before = self.state
        self._move(A.REQUEST_CANCEL, deed, times)
        self.before = before

    def confirm_cancel(self, deed: Deed, times: Times) -> None:
        """Stop, as the sender asked."""
        self._move(A.CONFIRM_CANCEL, deed, times)

    def expire(self, deed: Deed, times: Times) -> None:
        """End it, because nobody answered in time."""
        due = self.clocks.get(Clock.EXPIRY, deed.at)
        self._move(A.EXPIRE, deed, times, f"no response by {due:%Y-%m-%dT%H:%M:%SZ}")

    def enter_in_error(self, deed: Deed, times: Times) -> None:
        """Mark it as never having been meant."""
        need_reason(deed.note, "handoff.comment-required")
        self._move(A.ENTER_IN_ERROR, deed, times)

    def stop_clocks(self, at: datetime) -> None:
        """Stop every clock while the referral is on hold."""
        if self.stopped_at is None and self.state in LIVE | AGREED:
            self.stopped_at, self.updated_at, self.changed = at, at, True

    def restart_clocks(self, at: datetime, times: Times) -> None:
        """Let the clocks run again, each with the time that it had left."""
        if self.stopped_at is not None:
            self.clocks = times.after_hold(self.clocks, self.stopped_at, at)
            self.stopped_at, self.updated_at, self.changed = None, at, True

    def struck(self, clock: Clock, at: datetime, times: Times) -> None:
        """Note that a clock has struck, so that it does not strike again; after a stall the next one is set."""
        self.clocks.pop(clock, None)
        if clock is Clock.STALL:
            self.clocks |= times.after_stall(at)
        self.updated_at, self.changed, self.nudged = at, True, True

    def allow_feedback(self, at: datetime, *, allowed: bool) -> None:
        """Take over what the client now allows to be told back."""
        if self.feedback is not allowed:
            self.feedback, self.updated_at, self.changed = allowed, at, True

    def allow_telling(self, at: datetime, *, allowed: bool) -> None:
        """Take over whether the client still lets the provider that works be told who it is."""
        if self.state in AGREED and self.silenced is allowed:
            self.silenced, self.updated_at, self.changed = not allowed, at, True

    def refuse_when_filled(self) -> None:
        """Refuse a late accept, whatever version its provider has read."""
        if self.withdrawal is Withdrawal.FILLED:
            raise Conflict(
                "handoff.already-filled", "Another provider was faster.", state=self.state.value, allowed_actions=[]
            )

    def _move(self, action: HandoffAction, deed: Deed, times: Times, reason: str | None = None) -> None:
        source = self.state
        self.state = HANDOFFS.move(source, action, deed.parties)
        self.clocks = times.after_move(self.state, deed.at, self.clocks)
        self.stopped_at = deed.at if self.stopped_at and self.clocks else None
        self.ended_at = deed.at if self.state in ENDED else None
        self.heeded, self.nudged = self.heeded or self.nudged, False
        self.updated_at, self.changed = deed.at, True
        self.steps.append(Step(deed=deed, action=action, source=source, target=self.state, reason=reason))
