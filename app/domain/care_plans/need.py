"""A need: one concern of a client, in the client's words and in codes, followed from its beginning to its end."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.domain.care_plans.need_history import NeedStep
from app.domain.care_plans.need_moves import (
    ABATED,
    NEED_PAST,
    NEEDS,
    OPEN,
    OWNER,
    REFUTED_REASON,
    REOPENING,
    VERIFICATIONS,
    NeedAction,
    NeedStatus,
    Verification,
    VerificationAction,
    need_offers,
)
from app.domain.care_plans.participant import CLIENT, Participant
from app.domain.care_plans.recording import Hand
from app.domain.care_plans.vocabularies import check_codes
from app.domain.codes import Category, Sensitivity, labels_of
from app.domain.codings import Concept
from app.domain.consents.scope import DataCategory, Section
from app.domain.errors import Conflict
from app.domain.faults import Faults
from app.domain.identity import AgencyId, AssessmentId, ClientId, Identifier, NeedId, NetworkId
from app.domain.lifecycle import Offer, Party, TransitionNotAllowed
from app.domain.partial_date import PartialDate
from app.domain.sensitivity.labelling import labels_of_concept

WORDS_LENGTH = 2_000
NOTE_LENGTH = 10_000
LAST_PLACE, MOST_LINKS, MOST_IDENTIFIERS = 100, 200, 20


class NeedKind(StrEnum):
    """What sort of concern it is (Condition.category): the client's, one of a problem list, or a diagnosis."""

    HEALTH_CONCERN = "health_concern"
    PROBLEM = "problem"
    DIAGNOSIS = "diagnosis"


class Severity(StrEnum):
    """How bad it is; `SEVERITY_CODES` gives the SNOMED CT code of each."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


SEVERITY_CODES = {Severity.MILD: "255604002", Severity.MODERATE: "6736007", Severity.SEVERE: "24484000"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedContent:
    """What is told of a need; replaced as a whole.

    `category` is absent for what is no social need. `words` are the client's own. `priority` is the client's own
    order, 1 first. `labels` are added by hand to those that category, codes and the agency's programs bring.
    """

    category: Category | None = None
    kind: NeedKind = NeedKind.HEALTH_CONCERN
    concept: Concept | None = None
    words: str | None = None
    priority: int | None = None
    severity: Severity | None = None
    onset: PartialDate | None = None
    abatement: PartialDate | None = None
    asserted_by: Participant = CLIENT
    notes: str | None = None
    labels: frozenset[Sensitivity] = frozenset()
    identifiers: tuple[Identifier, ...] = ()

    @property
    def title(self) -> str:
        """Say in a few words what the need is."""
        named = self.concept.words if self.concept else self.words
        return named or (self.category.value.replace("-", " ") if self.category else "")

    def labelled(self, agency: frozenset[Sensitivity]) -> frozenset[Sensitivity]:
        """Return the labels of a need like this one that an agency with these labels records."""
        by_category = labels_of((self.category,) if self.category else ())
        return self.labels | by_category | labels_of_concept(self.concept) | agency

    def check(self, today: date) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        said = self.category or self.concept or self.words
        faults.require(said, "/category", "must have a category, a concept or words")
        if self.concept is not None:
            self.concept.check(faults, "/concept")
            check_codes(self.concept, faults, "/concept")
        faults.text(self.words, "/words", most=WORDS_LENGTH)
        faults.text(self.notes, "/notes", most=NOTE_LENGTH)
        if self.priority is not None:
            faults.require(1 <= self.priority <= LAST_PLACE, "/priority", f"must be from 1 to {LAST_PLACE}")
        self.asserted_by.check(faults, "/asserted_by")
        faults.identifiers(self.identifiers, "/identifiers")
        faults.at_most(self.identifiers, MOST_IDENTIFIERS, "/identifiers")
        self._check_dates(faults, today)
        faults.refuse("need.invalid", "The need cannot be as described.")

    def _check_dates(self, faults: Faults, today: date) -> None:
        if self.onset is not None:
            faults.require(self.onset.first <= today, "/onset", "must not be in the future")
        if self.abatement is None:
            return
        faults.require(self.abatement.first <= today, "/abatement", "must not be in the future")
        if self.onset is not None:
            ordered = self.onset <= self.abatement or self.onset.agrees(self.abatement)
            faults.require(ordered, "/abatement", "must not be before onset")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedSource:
    """The assessment that found a need, and the items whose answers did."""

    assessment: AssessmentId
    links: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Need:
    """One concern of one client, as an agency keeps it."""

    id: NeedId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    content: NeedContent
    status: NeedStatus
    verification: Verification
    sensitivities: frozenset[Sensitivity]
    recorded_by: UUID
    created_at: datetime
    updated_at: datetime
    source: NeedSource | None = None
    version: int = 1
    steps: list[NeedStep] = field(default_factory=list, compare=False)

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """What a consent must name to release it: conditions, or its category."""
        category: frozenset[DataCategory] = frozenset({self.content.category} if self.content.category else ())
        return category | {Section.CONDITIONS}

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """What other systems call it."""
        return self.content.identifiers

    @property
    def is_open(self) -> bool:
        """Whether somebody should be doing something about it."""
        return self.status in OPEN

    def offers(self, parties: frozenset[Party] = OWNER) -> tuple[Offer, ...]:
        """Return every action as the need stands; nobody may act but agencies that serve the client."""
        return need_offers(self.status, self.verification, parties)

    def change(self, content: NeedContent, labels: frozenset[Sensitivity], hand: Hand) -> bool:
        """Describe it anew; return whether that changed anything. `labels` are the agency's."""
        self._check_correct()
        content.check(hand.at.date())
        _check_abatement(content, self.status)
        if content == self.content:
            return False
        self.content, self.sensitivities, self.updated_at = content, content.labelled(labels), hand.at
        return True

    def act(self, action: NeedAction, hand: Hand, *, note: str | None = None, on: PartialDate | None = None) -> None:
        """Resolve it, or say how else it goes; `on` is when it ended, or when it came back."""
        _check_note(note)
        if self.verification is Verification.REFUTED and action in REOPENING:
            raise Conflict("need.refuted", f"This is {REFUTED_REASON}.", allowed_actions=self._allowed())
        status = self._moved(action)
        content = replace(self.content, abatement=on or self.content.abatement if status in ABATED else None)
        content.check(hand.at.date())
        self.status, self.content = status, content
        self._record(NEED_PAST[action], hand, note)

    def judge(self, action: VerificationAction, hand: Hand, *, note: str | None = None) -> None:
        """Confirm, doubt or refute it; a refuted need is not open."""
        _check_note(note)
        self._check_correct(action)
        self.verification = VERIFICATIONS.move(self.verification, action, OWNER)
        if self.verification is Verification.REFUTED and self.is_open:
            self.status = NeedStatus.INACTIVE
        self._record(NEED_PAST[action], hand, note)

    def note_step(self, action: str, hand: Hand) -> None:
        """Put on record how it stands since now, as another system tells it."""
        self._record(action, hand, None)

    def _moved(self, action: NeedAction) -> NeedStatus:
        try:
            return NEEDS.move(self.status, action, OWNER)
        except TransitionNotAllowed as refusal:
            refusal.facts["allowed_actions"] = self._allowed()
            raise

    def _allowed(self) -> list[str]:
        return [offer.action for offer in self.offers() if offer.allowed]

    def _check_correct(self, action: VerificationAction | None = None) -> None:
        if self.status is NeedStatus.ENTERED_IN_ERROR:
            facts = {"action": action.value} if action else {}
            raise Conflict(
                "need.entered-in-error", "The need was entered in error.", allowed_actions=self._allowed(), **facts
            )

    def _record(self, action: str, hand: Hand, note: str | None) -> None:
        self.updated_at = hand.at
        self.steps.append(self._step(action, hand, note, self.version + 1))

    def _step(self, action: str, hand: Hand, note: str | None, number: int) -> NeedStep:
        return NeedStep(
            need=self.id,
            number=number,
            at=hand.at,
            by=hand.by,
            agency=hand.agency,
            action=action,
            status=self.status,
            verification=self.verification,
            note=note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How a need stands when it is recorded; what comes from other systems may stand anywhere."""

    status: NeedStatus = NeedStatus.ACTIVE
    verification: Verification = Verification.UNCONFIRMED
    source: NeedSource | None = None


def recorded(
    content: NeedContent,
    *,
    id: NeedId,  # noqa: A002 - the field's name
    network: NetworkId,
    client: ClientId,
    hand: Hand,
    labels: frozenset[Sensitivity],
    beginning: Beginning = Beginning(),
) -> Need:
    """Record a need; `labels` are those of the programs of the agency that records it."""
    content.check(hand.at.date())
    _check_abatement(content, beginning.status)
    _check_source(beginning.source)
    need = Need(
        id=id,
        network=network,
        client=client,
        agency=hand.agency,
        content=content,
        status=beginning.status,
        verification=beginning.verification,
        sensitivities=content.labelled(labels),
        recorded_by=hand.by,
        created_at=hand.at,
        updated_at=hand.at,
        source=beginning.source,
    )
    need.steps.append(need._step("recorded", hand, None, need.version))  # noqa: SLF001 - its own first line
    return need


def _check_abatement(content: NeedContent, status: NeedStatus) -> None:
    faults = Faults()
    over = content.abatement is None or status in ABATED
    faults.require(over, "/abatement", "is for needs that are inactive, in remission or resolved")
    faults.refuse("need.invalid", "The need cannot be as described.")


def _check_note(note: str | None) -> None:
    faults = Faults()
    faults.text(note, "/note", most=WORDS_LENGTH)
    faults.refuse("need.invalid", "The need cannot change as described.")


def _check_source(source: NeedSource | None) -> None:
    if source is None:
        return
    faults = Faults()
    faults.at_most(source.links, MOST_LINKS, "/source/links")
    for place, link in enumerate(source.links):
        faults.name(link, f"/source/links/{place}")
    faults.refuse("need.invalid", "The need cannot be as described.")
