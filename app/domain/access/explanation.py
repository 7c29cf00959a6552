"""Why an agency may read something of a client, or may not: the rule of sight told step by step for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.access.rule import Ground, Reader, sight, whole_bases
from app.domain.clients.access import AccessGrant
from app.domain.codes import Sensitivity
from app.domain.consents.consent import Consent
from app.domain.consents.decision import Decision, Question, Rule, decide
from app.domain.consents.parties import Classes
from app.domain.consents.scope import DataCategory, Direction, Purpose
from app.domain.disclosure.elements import ELEMENTS, Claim, Noun
from app.domain.identity import AgencyId, ClientId, ConsentId


class AccessRule(StrEnum):
    """The rule that decided; the first six allow."""

    OWN_RECORD = "own_record"
    NETWORK_ROLE = "network_role"
    SERVES = "serves"
    BREAK_GLASS = "break_glass"
    CONSENTED = "consented"
    PARTY = "party"
    NOT_PARTY = "not_party"
    NOT_INVOLVED = "not_involved"
    NOT_RELEASED = "not_released"
    NO_CONSENT = "no_consent"
    REVOKED = "consent_revoked"
    EXPIRED = "consent_expired"
    NOT_YET = "consent_not_yet_valid"
    RECIPIENT = "recipient_not_named"
    DISCLOSER = "discloser_not_named"
    DIRECTION = "direction_not_allowed"
    PURPOSE = "purpose_not_allowed"
    CATEGORY = "category_not_allowed"
    SENSITIVITY = "sensitivity_not_allowed"
    NOT_SERVED = "not_served"
    FEEDBACK = "feedback_not_consented"


REASONS = {
    AccessRule.OWN_RECORD: "The agency answers for it.",
    AccessRule.NETWORK_ROLE: "A role of the whole network sees what bears no label.",
    AccessRule.SERVES: "The client is on the agency's caseload, and it bears no label.",
    AccessRule.BREAK_GLASS: "The agency broke the glass in an emergency.",
    AccessRule.PARTY: "The agency has a part in it.",
    AccessRule.NOT_PARTY: "Only the agencies that have a part in it read it.",
    AccessRule.NOT_INVOLVED: "A consent allows it, but the agency neither serves the client nor is on a care team.",
    AccessRule.NOT_RELEASED: "No consent releases this: it is for the agencies that serve the client.",
    AccessRule.NOT_SERVED: "Only agencies that serve the client are told this.",
    AccessRule.FEEDBACK: "The client has not allowed that this is told back.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A piece of a client's record, real or supposed, and who is to read it.

    `every`: everything in `kinds` must be allowed; a real record is released by any one of its kinds. `agency` answers
    for it.
    """

    client: ClientId
    agency: AgencyId | None
    reader: AgencyId
    kinds: frozenset[DataCategory]
    sensitivities: frozenset[Sensitivity] = frozenset()
    purpose: Purpose = Purpose.CARE_COORDINATION
    direction: Direction = Direction.SEND
    every: bool = False

    def questions(self, classes: Classes) -> Iterator[Question]:
        """Yield what one consent must be asked: any one of the answers does."""
        for kinds in [self.kinds] if self.every else [frozenset({kind}) for kind in sorted(self.kinds)]:
            yield Question(
                client=self.client,
                discloser=self.agency or self.reader,
                recipient=self.reader,
                direction=self.direction,
                purpose=self.purpose,
                categories=kinds,
                sensitivities=self.sensitivities,
                classes=classes,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the client's agencies at the moment asked about."""

    at: datetime
    bases: tuple[AccessGrant, ...] = ()
    consents: tuple[Consent, ...] = ()
    network_wide: bool = False
    on_team: bool = False
    classes: Classes = field(default_factory=dict)

    def reader(self, agency: AgencyId) -> Reader:
        """Return the agency as the rule of sight sees it."""
        whole = whole_bases((each for each in self.bases if each.since <= self.at), agency, self.at)
        return Reader(agency=agency, network_wide=self.network_wide, whole=whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """One element that is not told, and the rule that keeps it back; `subject` where it is a thing of its own."""

    element: str
    rule: AccessRule
    reason: str
    subject: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The answer, the rule that gave it in a sentence, and the consent that decided or came closest."""

    allowed: bool
    rule: AccessRule
    reason: str
    consent: ConsentId | None = None
    elements: tuple[Withheld, ...] = ()


def explain(asked: Asked, known: Known) -> Explanation:
    """Explain whether the agency may read it."""
    reader = known.reader(asked.reader)
    found = sight(reader, asked, ())
    if found is not None:
        return told(_GROUNDS[found.ground])
    if not asked.kinds:
        return told(AccessRule.NOT_RELEASED)
    decisions = [(consent, _decided(asked, consent, known)) for consent in known.consents]
    allowing = [consent for consent, decision in decisions if decision.allowed]
    if any(_counts(consent, reader, known) for consent in allowing):
        consent = min((each for each in allowing if _counts(each, reader, known)), key=lambda each: str(each.id))
        reason = f"A {consent.terms.type} consent allows it."
        return Explanation(allowed=True, rule=AccessRule.CONSENTED, reason=reason, consent=consent.id)
    if allowing:
        return told(AccessRule.NOT_INVOLVED, min(str(each.id) for each in allowing))
    return _refused(asked, known)


def told(rule: AccessRule, consent: str | None = None) -> Explanation:
    """Answer by a rule that needs no more words than its own."""
    allowed = rule in _ALLOWING
    named = ConsentId(UUID(consent)) if consent else None
    return Explanation(allowed=allowed, rule=rule, reason=REASONS[rule], consent=named)


def kept_back(noun: Noun, element: str) -> Withheld:
    """Say which rule keeps an element back: the one that the table of elements has for it."""
    rule = rule_of(noun, element)
    return Withheld(element=element, rule=rule, reason=REASONS[rule])


def kept_back_as(element: str, explanation: Explanation, subject: UUID | None) -> Withheld:
    """Say of a part of an element that it is kept back as the thing is that it is."""
    return Withheld(element=element, rule=explanation.rule, reason=explanation.reason, subject=subject)


def rule_of(noun: Noun, element: str) -> AccessRule:
    """Name the rule that withholds an element from whoever has none of the claims, or is told less of the client."""
    claims = frozenset[Claim]().union(*(way.claims for way in ELEMENTS[noun][element].ways))
    if Claim.FEEDBACK in claims:
        return AccessRule.FEEDBACK
    return AccessRule.NOT_PARTY if Claim.OWN in claims else AccessRule.NOT_SERVED


def _decided(asked: Asked, consent: Consent, known: Known) -> Decision:
    return max((decide([consent], each, known.at) for each in asked.questions(known.classes)), key=_closeness)


def _refused(asked: Asked, known: Known) -> Explanation:
    answers: Iterable[Decision] = (decide(known.consents, each, known.at) for each in asked.questions(known.classes))
    closest = max(answers, key=_closeness)
    rule = AccessRule.NO_CONSENT if closest.rule is Rule.NO_CONSENT else AccessRule(closest.rule.value)
    return Explanation(allowed=False, rule=rule, reason=closest.reason, consent=closest.consent)


def _counts(consent: Consent, reader: Reader, known: Known) -> bool:
    """Whether a consent lets the agency read now, and not only be told: as `rule.counts` says of a share."""
    named = reader.agency in consent.terms.recipients
    return known.on_team or bool(reader.whole) or (reader.network_wide and named)


_ORDER = {rule: place for place, rule in enumerate(Rule)}


def _closeness(decision: Decision) -> tuple[int, str]:
    return _ORDER[decision.rule], str(decision.consent)


_GROUNDS = {
    Ground.OWN_RECORD: AccessRule.OWN_RECORD,
    Ground.NETWORK_ROLE: AccessRule.NETWORK_ROLE,
    Ground.SERVES: AccessRule.SERVES,
    Ground.BREAK_GLASS: AccessRule.BREAK_GLASS,
}
_ALLOWING = frozenset({*_GROUNDS.values(), AccessRule.CONSENTED, AccessRule.PARTY})
