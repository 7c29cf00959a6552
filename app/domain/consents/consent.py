"""What a client allows, who recorded it and how it ends: the paper behind every disclosure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory, Direction, Purpose, RecipientClass, Statement
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, ClientId, ConsentId, ConsentTemplateId, NetworkId, ProxyId


class ConsentType(StrEnum):
    """The legal kind of a consent."""

    GENERAL = "general"
    HIPAA_AUTHORIZATION = "hipaa_authorization"
    PART2 = "part2"
    VSP_RELEASE = "vsp_release"
    VERBAL = "verbal"


OPENS: dict[Sensitivity, frozenset[ConsentType]] = {
    Sensitivity.SUD: frozenset({ConsentType.PART2}),
    Sensitivity.SDV: frozenset({ConsentType.VSP_RELEASE}),
    Sensitivity.MH: frozenset(ConsentType) - {ConsentType.VERBAL},
    Sensitivity.HIV: frozenset(ConsentType) - {ConsentType.VERBAL},
    Sensitivity.STD: frozenset(ConsentType) - {ConsentType.VERBAL},
}
"""Which kind may open a label: 42 CFR 2.31 and the VAWA rules want their own forms, the others want writing."""


TELLS: dict[ConsentType, frozenset[Sensitivity]] = {
    ConsentType.PART2: frozenset({Sensitivity.SUD}),
    ConsentType.VSP_RELEASE: frozenset({Sensitivity.SDV}),
}
"""Which label a paper bears by its type alone: nobody else has such a paper to sign."""


class Signer(StrEnum):
    """Who signed, seen from the client."""

    CLIENT = "client"
    PARENT = "parent"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"


class SigningMethod(StrEnum):
    """How it was signed."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class RevocationMethod(StrEnum):
    """How the client took the consent back."""

    IN_PERSON = "in_person"
    WRITING = "writing"
    PHONE = "phone"
    ELECTRONIC = "electronic"


class ConsentState(StrEnum):
    """Where a consent stands at a moment."""

    PENDING = "pending"
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The client's mark, or that of the person who may sign for the client; `proxy` says on what ground."""

    name: str
    signer: Signer
    method: SigningMethod
    signed_at: datetime
    proxy: ProxyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The person who heard a spoken consent."""

    name: str
    witnessed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUse:
    """The template that the paper was made from, in the version that the client was given."""

    id: ConsentTemplateId
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """How a consent ended before its time; `reason` is the client's and may stay unsaid."""

    at: datetime
    by: UUID
    how: RevocationMethod
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """What is known of the signed paper that is kept with a consent; `sha256` is of its bytes, in hexadecimal."""

    media_type: str
    sha256: str
    size: int
    attached_at: datetime
    attached_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the client agreed to. An empty list means nothing, never everything.

    `disclosers` are the agencies that may tell; none is the agency that recorded it. `starts` defaults to the moment
    of recording; `ends` is exclusive, and absent means until revoked, or until what `ends_when` describes.
    `cosignature` is a second mark, where the client and another must both sign. `read_out` is what was read to the
    client before a spoken consent. What each type must hold stands in `requirements.py`.
    """

    type: ConsentType
    recipients: tuple[AgencyId, ...] = ()
    recipient_classes: tuple[RecipientClass, ...] = ()
    disclosers: tuple[AgencyId, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    categories: tuple[DataCategory, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    direction: Direction
    starts: datetime | None = None
    ends: datetime | None = None
    ends_when: str | None = None
    signature: Signature | None = None
    cosignature: Signature | None = None
    witness: Witness | None = None
    read_out: str | None = None
    statements: tuple[Statement, ...] = ()
    language: str = "en"
    template: TemplateUse | None = None
    note: str | None = None


@dataclass(slots=True, kw_only=True)
class Consent:
    """One consent of one client, as recorded by an agency (`agency`); terms never change, only revocation is added.

    `labels` are those of the paper itself: that there is one tells of the program. `renews` is the consent that it
    follows; from `renewal_at` on somebody is asked to renew it, None when told.
    """

    id: ConsentId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    terms: Terms
    recorded_by: UUID
    created_at: datetime
    updated_at: datetime
    revocation: Revocation | None = None
    labels: frozenset[Sensitivity] = frozenset()
    document: SignedDocument | None = None
    renews: ConsentId | None = None
    renewal_at: datetime | None = None
    version: int = 1

    def state(self, at: datetime) -> ConsentState:
        """Where the consent stands at a moment; what was revoked stays revoked."""
        if self.revocation is not None and self.revocation.at <= at:
            return ConsentState.REVOKED
        if self.terms.starts is not None and at < self.terms.starts:
            return ConsentState.PENDING
        if self.terms.ends is not None and self.terms.ends <= at:
            return ConsentState.EXPIRED
        return ConsentState.ACTIVE

    def revoke(self, revocation: Revocation) -> None:
        """Take the consent back, once; data released before stays released."""
        if self.revocation is not None:
            raise Conflict(
                "consent.already-revoked",
                "The consent was revoked before.",
                revoked_at=self.revocation.at.isoformat(),
            )
        faults = Faults()
        faults.text(revocation.reason, "/reason", most=NAME_LENGTH)
        faults.refuse("consent.invalid", "The revocation is not complete.")
        self.revocation = revocation
        self.renewal_at = None
        self.updated_at = revocation.at

    def attach(self, document: SignedDocument | None, at: datetime) -> None:
        """Keep a signed paper with it, instead of the one before, or none any more."""
        self.document, self.updated_at = document, at

    def names(self, agency: AgencyId, classes: frozenset[RecipientClass] = frozenset()) -> bool:
        """Whether the client named this agency as a recipient, singly or by one of the classes that it belongs to."""
        belongs_to = classes | {RecipientClass.NETWORK}
        return agency in self.terms.recipients or not belongs_to.isdisjoint(self.terms.recipient_classes)
