"""A goal: what the client wants, in the client's own words and in codes, who agrees to it, and how far it has come."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from app.domain.care_plans.acceptance import Acceptance, GoalPriority
from app.domain.care_plans.found import Found, newest
from app.domain.care_plans.goal_moves import (
    ENDED,
    FOLLOWED,
    GOALS,
    NEEDS_REASON,
    OWNER,
    STARTING,
    Achievement,
    GoalAction,
    GoalState,
    goal_offers,
)
from app.domain.care_plans.participant import CLIENT, Participant
from app.domain.care_plans.progress import Progress, ProgressEntry
from app.domain.care_plans.recording import Hand
from app.domain.care_plans.targets import Target
from app.domain.care_plans.vocabularies import check_codes
from app.domain.codes import Category, Sensitivity, labels_of
from app.domain.codings import Concept
from app.domain.consents.scope import DataCategory, Section
from app.domain.errors import Conflict, Fault, Invalid
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, GoalId, Identifier, NeedId, NetworkId, ProgressId
from app.domain.lifecycle import Offer, Party
from app.domain.sensitivity.labelling import labels_of_concept

WORDS_LENGTH = 2_000
NOTE_LENGTH = 10_000
REASON_LENGTH = 2_000
MOST_TARGETS = 20
MOST_NEEDS = 50
MOST_ACCEPTANCES = 50
MOST_IDENTIFIERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalContent:
    """What is told of a goal; replaced as a whole.

    `words` are the client's own. `needs` are those that it addresses, of the same client. `labels` are added by hand
    to those that its category, its codes, its needs and the agency's programs bring.
    """

    words: str | None = None
    concept: Concept | None = None
    category: Category | None = None
    priority: GoalPriority | None = None
    start: date | None = None
    targets: tuple[Target, ...] = ()
    needs: tuple[NeedId, ...] = ()
    expressed_by: Participant = CLIENT
    notes: str | None = None
    labels: frozenset[Sensitivity] = frozenset()
    identifiers: tuple[Identifier, ...] = ()

    @property
    def title(self) -> str:
        """Say what the goal is: in the client's words, else in those of its code."""
        return self.words or (self.concept.words if self.concept else "")

    @property
    def due(self) -> date | None:
        """The last day of its targets, when they have any."""
        return max((target.due for target in self.targets if target.due), default=None)

    def labelled(self, inherited: frozenset[Sensitivity]) -> frozenset[Sensitivity]:
        """Return the labels of a goal like this one; `inherited` are its needs' and its agency's."""
        by_category = labels_of((self.category,) if self.category else ())
        return self.labels | by_category | labels_of_concept(self.concept) | inherited

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        faults.require(self.words or self.concept, "/words", "must have words or a concept")
        faults.text(self.words, "/words", most=WORDS_LENGTH)
        faults.text(self.notes, "/notes", most=NOTE_LENGTH)
        if self.concept is not None:
            self.concept.check(faults, "/concept")
            check_codes(self.concept, faults, "/concept")
        self._check_lists(faults)
        self.expressed_by.check(faults, "/expressed_by")
        faults.identifiers(self.identifiers, "/identifiers")
        faults.refuse("goal.invalid", "The goal cannot be as described.")

    def _check_lists(self, faults: Faults) -> None:
        faults.at_most(self.targets, MOST_TARGETS, "/targets")
        for place, target in enumerate(self.targets):
            target.check(faults, f"/targets/{place}")
            in_order = self.start is None or target.due is None or self.start <= target.due
            faults.require(in_order, f"/targets/{place}/due", "must not be before start")
        faults.at_most(self.needs, MOST_NEEDS, "/need_ids")
        faults.distinct(self.needs, "/need_ids")
        faults.at_most(self.identifiers, MOST_IDENTIFIERS, "/identifiers")


@dataclass(slots=True, kw_only=True)
class Goal:
    """What one client wants to reach, as an agency follows it.

    `stated_at` is when it came into its state, `reason` why. `achievement` is that of the newest progress that tells
    one, seen at `achievement_at`. `in_plan` says that a care plan keeps versions of it.
    """

    id: GoalId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    content: GoalContent
    state: GoalState
    sensitivities: frozenset[Sensitivity]
    recorded_by: UUID
    created_at: datetime
    updated_at: datetime
    stated_at: datetime
    reason: str | None = None
    achievement: Achievement | None = None
    achievement_at: datetime | None = None
    found: tuple[Found, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    in_plan: bool = False
    version: int = 1
    entries: list[ProgressEntry] = field(default_factory=list, compare=False)

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """What a consent must name to release it."""
        return frozenset({Section.CARE_PLANS})

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """What other systems call it."""
        return self.content.identifiers

    def offers(self, parties: frozenset[Party] = OWNER) -> tuple[Offer, ...]:
        """Return every action as the goal stands; nobody may act but agencies that serve the client."""
        return goal_offers(self.state, parties)

    def found_for(self, target: Target) -> Found | None:
        """Return the newest value that was found for what a target measures."""
        return None if target.measure is None else newest(self.found, target.measure)

    def change(self, content: GoalContent, inherited: frozenset[Sensitivity], hand: Hand) -> bool:
        """Describe it anew; return whether anything changed. `inherited` are its needs' and its agency's labels."""
        self._check_open("change")
        content.check()
        labels = content.labelled(inherited)
        if (content, labels) == (self.content, self.sensitivities):
            return False
        self.content, self.sensitivities, self.updated_at = content, labels, hand.at
        return True

    def relabel(self, inherited: frozenset[Sensitivity], at: datetime) -> bool:
        """Take over the labels of its needs; return whether there are others now."""
        labels = self.content.labelled(inherited)
        if labels == self.sensitivities:
            return False
        self.sensitivities, self.updated_at = labels, at
        return True

    def act(self, action: GoalAction, hand: Hand, *, reason: str | None = None) -> None:
        """Accept it, begin it, complete it, or whatever its state allows; what gives it up needs a reason."""
        state = GOALS.move(self.state, action, OWNER)
        if action in NEEDS_REASON and not reason:
            fault = Fault(pointer="/reason", message="must say why")
            raise Invalid(
                "goal.reason-required", f"To {action.value.replace('_', ' ')} needs a reason.", faults=(fault,)
            )
        faults = Faults()
        faults.text(reason, "/reason", most=REASON_LENGTH)
        faults.refuse("goal.invalid", "The goal cannot change as described.")
        self.state, self.reason, self.stated_at, self.updated_at = state, reason, hand.at, hand.at

    def progress(self, progress: Progress, hand: Hand, id: ProgressId) -> ProgressEntry:  # noqa: A002 - the field's name
        """Put on record how it goes; what was seen earlier than the rest does not change how it stands now."""
        if self.state not in FOLLOWED:
            raise self._refusal("goal.not-pursued", "Only a goal that is pursued makes progress.", "progress")
        progress.check(hand.at)
        if progress.achievement and (self.achievement_at is None or progress.at >= self.achievement_at):
            self.achievement, self.achievement_at = progress.achievement, progress.at
        for each in progress.measured:
            self._find(Found(measure=each.measure, value=each.value, at=progress.at))
        self.updated_at = hand.at
        entry = ProgressEntry(
            id=id,
            network=self.network,
            goal=self.id,
            progress=progress,
            by=hand.by,
            agency=hand.agency,
            recorded_at=hand.at,
        )
        self.entries.append(entry)
        return entry

    def answer(self, acceptance: Acceptance, hand: Hand) -> bool:
        """Put on record what a participant says to it, instead of what the same one said before."""
        self._check_open("answer")
        faults = Faults()
        acceptance.check(faults, "")
        others = tuple(each for each in self.acceptances if each.participant.key != acceptance.participant.key)
        faults.at_most((*others, acceptance), MOST_ACCEPTANCES, "/participant")
        faults.refuse("goal.acceptance-invalid", "The answer cannot be as described.")
        before = next((each for each in self.acceptances if each.participant.key == acceptance.participant.key), None)
        if before is not None and replace(before, at=acceptance.at, by=acceptance.by) == acceptance:
            return False
        self.acceptances, self.updated_at = (*others, acceptance), hand.at
        return True

    def _find(self, found: Found) -> None:
        before = newest(self.found, found.measure)
        if before is None or found.at >= before.at:
            self.found = (*(each for each in self.found if each is not before), found)

    def _check_open(self, action: str) -> None:
        if self.state in ENDED:
            raise self._refusal("goal.ended", f"The goal is {self.state.value.replace('_', ' ')}.", action)

    def _refusal(self, code: str, message: str, action: str) -> Conflict:
        allowed = [offer.action for offer in self.offers() if offer.allowed]
        return Conflict(code, message, state=self.state.value, action=action, allowed_actions=allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a goal stands when it is put forward; what comes from other systems may stand anywhere."""

    state: GoalState = GoalState.PROPOSED
    achievement: Achievement | None = None
    achievement_at: datetime | None = None
    stated_at: datetime | None = None
    reason: str | None = None


def proposed(
    content: GoalContent,
    *,
    id: GoalId,  # noqa: A002 - the field's name
    network: NetworkId,
    client: ClientId,
    hand: Hand,
    inherited: frozenset[Sensitivity],
    standing: Standing = Standing(),
) -> Goal:
    """Put a goal forward; `inherited` are the labels of its needs and of its agency's programs."""
    content.check()
    return Goal(
        id=id,
        network=network,
        client=client,
        agency=hand.agency,
        content=content,
        state=standing.state,
        sensitivities=content.labelled(inherited),
        recorded_by=hand.by,
        created_at=hand.at,
        updated_at=hand.at,
        stated_at=standing.stated_at or hand.at,
        reason=standing.reason,
        achievement=standing.achievement,
        achievement_at=standing.achievement_at or (hand.at if standing.achievement else None),
    )


def check_starting(state: GoalState) -> None:
    """Refuse a state in which no goal begins by hand."""
    faults = Faults()
    faults.require(state in STARTING, "/state", f"must be one of {', '.join(sorted(STARTING))}")
    faults.refuse("goal.invalid", "The goal cannot be as described.")
