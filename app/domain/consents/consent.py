"""What a client allows, who recorded it and how it ends: the paper behind every disclosure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory, Direction, Purpose, RecipientClass
from app.domain.errors import Conflict, Invalid
from app.domain.faults import NAME_LENGTH, Faults, is_language
from app.domain.identity import AgencyId, ClientId, ConsentId, NetworkId


class ConsentType(StrEnum):
    """The legal kind of a consent."""

    GENERAL = "general"
    HIPAA_AUTHORIZATION = "hipaa_authorization"
    PART2 = "part2"
    VSP_RELEASE = "vsp_release"
    VERBAL = "verbal"


SUPPORTED = frozenset({ConsentType.GENERAL, ConsentType.VERBAL})
"""The kinds accepted now; the others need elements of their own (statements, notices) that are not asked yet."""

OPENS: dict[Sensitivity, frozenset[ConsentType]] = {
    Sensitivity.SUD: frozenset({ConsentType.PART2}),
    Sensitivity.SDV: frozenset({ConsentType.VSP_RELEASE}),
    Sensitivity.MH: frozenset(ConsentType) - {ConsentType.VERBAL},
    Sensitivity.HIV: frozenset(ConsentType) - {ConsentType.VERBAL},
    Sensitivity.STD: frozenset(ConsentType) - {ConsentType.VERBAL},
}
"""Which kind may open a label: 42 CFR 2.31 and the VAWA rules want their own forms, the others want writing."""


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
    """The client's mark, or that of the person who may sign for the client."""

    name: str
    signer: Signer
    method: SigningMethod
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The person who heard a spoken consent."""

    name: str
    witnessed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """How a consent ended before its time; `reason` is the client's and may stay unsaid."""

    at: datetime
    by: UUID
    how: RevocationMethod
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the client agreed to. An empty list means nothing, never everything.

    `starts` defaults to the moment of recording; `ends` is exclusive, and absent means until revoked.
    """

    type: ConsentType
    recipients: tuple[AgencyId, ...] = ()
    recipient_class: RecipientClass | None = None
    purposes: tuple[Purpose, ...] = ()
    categories: tuple[DataCategory, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    direction: Direction
    starts: datetime | None = None
    ends: datetime | None = None
    signature: Signature | None = None
    witness: Witness | None = None
    language: str = "en"
    note: str | None = None

    def check(self, at: datetime) -> None:
        """Refuse terms that could never release anything, or that lack what their kind needs."""
        if self.type not in SUPPORTED:
            raise Invalid(
                "consent.type-not-supported",
                f"Consents of type {self.type} cannot be recorded yet; general and verbal can.",
                supported=sorted(SUPPORTED),
            )
        faults = Faults()
        self._check_scope(faults)
        self._check_labels(faults)
        self._check_evidence(faults, at)
        self._check_period(faults, at)
        faults.refuse("consent.invalid", "The consent is not complete.")

    def _check_scope(self, faults: Faults) -> None:
        faults.require(
            self.recipients or self.recipient_class,
            "/recipients",
            "must name an agency, unless recipient_class is given: an empty list means nobody",
        )
        faults.require(self.purposes, "/purposes", "must name a purpose: an empty list means none")
        faults.require(self.categories, "/categories", "must name a kind of data: an empty list means none")
        for pointer, values in (
            ("/recipients", self.recipients),
            ("/purposes", self.purposes),
            ("/categories", self.categories),
            ("/sensitivities", self.sensitivities),
        ):
            faults.distinct(values, pointer)
        faults.at_most(self.recipients, 200, "/recipients")

    def _check_labels(self, faults: Faults) -> None:
        for place, label in enumerate(self.sensitivities):
            faults.require(
                self.type in OPENS[label],
                f"/sensitivities/{place}",
                f"{label} needs a consent of type {' or '.join(sorted(OPENS[label]))}",
            )

    def _check_evidence(self, faults: Faults, at: datetime) -> None:
        if self.type is ConsentType.VERBAL:
            faults.require(self.witness, "/witness", "a verbal consent needs a witness")
        else:
            faults.require(self.signature, "/signature", "a written consent needs a signature")
        if self.signature is not None:
            faults.name(self.signature.name, "/signature/name")
            faults.require(self.signature.signed_at <= at, "/signature/signed_at", "must not be in the future")
        if self.witness is not None:
            faults.name(self.witness.name, "/witness/name")
            faults.require(self.witness.witnessed_at <= at, "/witness/witnessed_at", "must not be in the future")
        faults.require(is_language(self.language), "/language", "must be a BCP-47 language tag such as es")
        faults.text(self.note, "/note", most=2_000)

    def _check_period(self, faults: Faults, at: datetime) -> None:
        if self.ends is None:
            return
        faults.require(self.ends > (self.starts or at), "/ends", "must be after the start")
        faults.require(self.ends > at, "/ends", "must not have passed already")


@dataclass(slots=True, kw_only=True)
class Consent:
    """One consent of one client, as recorded by an agency (`agency`); terms never change, only revocation is added."""

    id: ConsentId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    terms: Terms
    recorded_by: UUID
    created_at: datetime
    updated_at: datetime
    revocation: Revocation | None = None
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
        self.updated_at = revocation.at

    def names(self, agency: AgencyId) -> bool:
        """Whether the client named this agency as a recipient, singly or by a class."""
        return self.terms.recipient_class is RecipientClass.NETWORK or agency in self.terms.recipients


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Where, when and by whom terms were recorded."""

    id: ConsentId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    by: UUID
    at: datetime


def granted(terms: Terms, recording: Recording) -> Consent:
    """Record terms that the client agreed to; `Invalid` names what is missing."""
    terms.check(recording.at)
    return Consent(
        id=recording.id,
        network=recording.network,
        client=recording.client,
        agency=recording.agency,
        terms=replace(terms, starts=terms.starts or recording.at),
        recorded_by=recording.by,
        created_at=recording.at,
        updated_at=recording.at,
    )
