"""Whether data may leave, and which consent or which gap decided it: one pure question for every door."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.codes import Sensitivity
from app.domain.consents.consent import OPENS, Consent, ConsentState
from app.domain.consents.parties import Classes
from app.domain.consents.requirements import REQUIREMENTS
from app.domain.consents.scope import DataCategory, Direction, Purpose, RecipientClass
from app.domain.identity import AgencyId, ClientId, ConsentId


class Rule(StrEnum):
    """The rule that decided; those that refuse stand in the order in which they are tried."""

    NOTHING_ASKED = "nothing_asked"
    OWN_RECORD = "own_record"
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
    CONSENTED = "consented"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Ask whether `recipient` may learn this of the client from `discloser`.

    `direction` is `send` (to the provider), `feedback` (from the provider back to the sender), or `both` at once.
    Identity and permitted contact go with any category: they are not asked for apart. `classes` are those that the
    agencies belong to (`parties.classes_of`), for consents that name a class; every agency is of the network.
    """

    client: ClientId
    discloser: AgencyId
    recipient: AgencyId
    direction: Direction
    purpose: Purpose = Purpose.CARE_COORDINATION
    categories: frozenset[DataCategory] = field(default_factory=frozenset)
    sensitivities: frozenset[Sensitivity] = field(default_factory=frozenset)
    classes: Classes = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer, the rule that gave it, the consent that decided (or came closest) and a sentence for people."""

    allowed: bool
    rule: Rule
    reason: str
    consent: ConsentId | None = None


def decide(consents: Iterable[Consent], question: Question, at: datetime) -> Decision:
    """Answer whether one single consent allows everything that is asked; consents are not added together.

    When none does, the answer tells of the consent that came closest, so that a person knows what to ask for.
    """
    if not question.categories:
        return Decision(allowed=False, rule=Rule.NOTHING_ASKED, reason="The question names no kind of data.")
    if question.discloser == question.recipient:
        return Decision(allowed=True, rule=Rule.OWN_RECORD, reason="The data stays within the agency.")
    answers = [_judge(consent, question, at) for consent in consents if consent.client == question.client]
    if not answers:
        return Decision(allowed=False, rule=Rule.NO_CONSENT, reason="The client has given no consent.")
    return max(answers, key=_closeness)


_ORDER = {rule: place for place, rule in enumerate(Rule)}


def _closeness(decision: Decision) -> tuple[int, str]:
    return _ORDER[decision.rule], str(decision.consent)


def _judge(consent: Consent, question: Question, at: datetime) -> Decision:
    for rule, reason in _objections(consent, question, at):
        return Decision(allowed=False, rule=rule, reason=reason, consent=consent.id)
    return Decision(
        allowed=True, rule=Rule.CONSENTED, reason=f"A {consent.terms.type} consent allows it.", consent=consent.id
    )


_STATES = {
    ConsentState.REVOKED: (Rule.REVOKED, "The client has revoked the consent."),
    ConsentState.EXPIRED: (Rule.EXPIRED, "The consent has expired."),
    ConsentState.PENDING: (Rule.NOT_YET, "The consent is not valid yet."),
}


def _objections(consent: Consent, question: Question, at: datetime) -> Iterator[tuple[Rule, str]]:
    terms, state = consent.terms, consent.state(at)
    if state in _STATES:
        yield _STATES[state]
    if not _parties_named(consent, question):
        yield Rule.RECIPIENT, "The consent does not name the agency."
    if question.direction is not Direction.FEEDBACK and not may_disclose(consent, question.discloser):
        yield Rule.DISCLOSER, "The consent does not let that agency tell."
    if not terms.direction.covers(question.direction):
        yield Rule.DIRECTION, f"The consent does not cover the direction {question.direction}."
    if question.purpose not in terms.purposes:
        yield Rule.PURPOSE, f"The consent does not cover the purpose {question.purpose}."
    if missing := question.categories - set(terms.categories):
        yield Rule.CATEGORY, f"The consent does not cover {_listed(missing)}."
    if closed := frozenset(label for label in question.sensitivities if not _opens(consent, label)):
        yield Rule.SENSITIVITY, f"The consent does not open data labelled {_listed(closed)}."


def _parties_named(consent: Consent, question: Question) -> bool:
    """For feedback, the agency that took the consent is a party to it, and the provider must be named."""
    receives = _names(consent, question.recipient, question.classes)
    if question.direction is not Direction.FEEDBACK:
        return receives
    party = receives or consent.agency == question.recipient
    return party and _names(consent, question.discloser, question.classes)


def _names(consent: Consent, agency: AgencyId, classes: Mapping[AgencyId, frozenset[RecipientClass]]) -> bool:
    return consent.names(agency, classes.get(agency, frozenset()))


def may_disclose(consent: Consent, agency: AgencyId) -> bool:
    """Whether an agency may tell under a consent."""
    allowed = disclosers_of(consent)
    return allowed is None or agency in allowed


def disclosers_of(consent: Consent) -> frozenset[AgencyId] | None:
    """Return the agencies that may tell under a consent, None for every one that answers for a record.

    Where the law wants the discloser named, a paper that names nobody lets the agency tell that took it.
    """
    if consent.terms.disclosers:
        return frozenset(consent.terms.disclosers)
    return frozenset({consent.agency}) if REQUIREMENTS[consent.terms.type].discloser_named else None


def _opens(consent: Consent, label: Sensitivity) -> bool:
    return label in consent.terms.sensitivities and consent.terms.type in OPENS[label]


def _listed(codes: Iterable[StrEnum]) -> str:
    return ", ".join(sorted(code.value for code in codes))
