"""Who may speak for a client: on what ground, about what, from when until when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.consent import Signer
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, ClientId, NetworkId, ProxyId


class ProxyKind(StrEnum):
    """On what ground somebody speaks for a client."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    HEALTH_CARE_AGENT = "health_care_agent"
    CONSERVATOR = "conservator"
    REPRESENTATIVE = "representative"


class Authority(StrEnum):
    """What somebody may decide for a client."""

    RELEASE_OF_INFORMATION = "release_of_information"
    HEALTH_CARE = "health_care"
    FINANCES = "finances"
    EVERYDAY_MATTERS = "everyday_matters"


SIGNS_AS = {
    ProxyKind.PARENT: Signer.PARENT,
    ProxyKind.GUARDIAN: Signer.GUARDIAN,
    ProxyKind.HEALTH_CARE_AGENT: Signer.REPRESENTATIVE,
    ProxyKind.CONSERVATOR: Signer.REPRESENTATIVE,
    ProxyKind.REPRESENTATIVE: Signer.REPRESENTATIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyContent:
    """What is told of a proxy; an empty list means nothing, never everything.

    `sensitivities` are the labels of which the proxy may speak. `until` is the last day. `evidence` says which paper
    shows it: a court's order and its number, say.
    """

    kind: ProxyKind
    name: str
    relationship: str | None = None
    phone: str | None = None
    email: str | None = None
    authority: tuple[Authority, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    since: date
    until: date | None = None
    evidence: str | None = None
    note: str | None = None

    def check(self) -> None:
        """Refuse what breaks a rule, naming every place."""
        faults = Faults()
        faults.name(self.name, "/name")
        faults.text(self.relationship, "/relationship", most=NAME_LENGTH)
        faults.text(self.phone, "/phone", most=NAME_LENGTH)
        faults.email(self.email, "/email")
        faults.require(self.authority, "/authority", "must say what the proxy may decide: an empty list means nothing")
        faults.distinct(self.authority, "/authority")
        faults.distinct(self.sensitivities, "/sensitivities")
        faults.require(self.until is None or self.since <= self.until, "/until", "must not be before since")
        faults.text(self.evidence, "/evidence", most=2_000)
        paper = self.kind is ProxyKind.PARENT or self.evidence
        faults.require(paper, "/evidence", f"must say what shows that somebody is the {self.kind.replace('_', ' ')}")
        faults.text(self.note, "/note", most=2_000)
        faults.refuse("proxy.invalid", "The proxy cannot be as described.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyEnd:
    """Why somebody no longer speaks for the client, and since when."""

    on: date
    by: UUID
    reason: str | None = None


@dataclass(slots=True, kw_only=True)
class Proxy:
    """Somebody who speaks for a client, as an agency has recorded it."""

    id: ProxyId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    content: ProxyContent
    created_at: datetime
    updated_at: datetime
    ended: ProxyEnd | None = None
    version: int = 1

    def in_force(self, day: date) -> bool:
        """Whether the proxy speaks for the client on a day."""
        if self.ended is not None and self.ended.on <= day:
            return False
        return self.content.since <= day and (self.content.until is None or day <= self.content.until)

    def covers(self, labels: frozenset[Sensitivity]) -> bool:
        """Whether the proxy may let others know of data with these labels."""
        released = Authority.RELEASE_OF_INFORMATION in self.content.authority
        return released and labels <= set(self.content.sensitivities)

    def change(self, content: ProxyContent, at: datetime) -> bool:
        """Describe the proxy anew; False when nothing differs. Consents signed before stay as they are."""
        self._check_going_on()
        content.check()
        if content == self.content:
            return False
        self.content, self.updated_at = content, at
        return True

    def end(self, end: ProxyEnd, at: datetime) -> None:
        """End it; consents that the proxy signed before stand until somebody takes them back."""
        self._check_going_on()
        faults = Faults()
        faults.text(end.reason, "/reason", most=NAME_LENGTH)
        faults.require(end.on <= at.date(), "/on", "must not be in the future")
        faults.refuse("proxy.invalid", "The end is not complete.")
        self.ended, self.updated_at = end, at

    def _check_going_on(self) -> None:
        if self.ended is not None:
            raise Conflict("proxy.ended", "The proxy has ended.", allowed_actions=[])
