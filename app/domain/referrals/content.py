"""What a referral asks for, as the sender writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.codes import Category, Priority, Sensitivity
from app.domain.codings import Coding
from app.domain.errors import Invalid
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, ClientId, ReferralId, ServiceId, WorkerId
from app.domain.referrals.routing import Routing


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the sender wants the referral to go: a service, or an agency, or both."""

    agency: AgencyId | None = None
    service: ServiceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One provider that the referral shall go to, and which of its services."""

    agency: AgencyId
    service: ServiceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The need in words and codes; replaced as a whole while the referral is a draft.

    `details` are for the provider's eyes from tier T2 on. `worker` is the sender's case manager.
    """

    category: Category
    priority: Priority = Priority.ROUTINE
    code: Coding | None = None
    details: str | None = None
    worker: WorkerId | None = None
    authorization_required: bool = False
    authorization_number: str | None = None

    @property
    def awaits_authorization(self) -> bool:
        """Whether a payer must allow the service and has not yet."""
        return self.authorization_required and not self.authorization_number

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        faults.text(self.details, "/details", most=10_000)
        faults.text(self.authorization_number, "/authorization_number", most=NAME_LENGTH)
        if self.code is not None:
            self.code.check(faults, "/code")
        faults.refuse("referral.invalid", "The referral cannot be as described.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """Everything that a sender says to begin a referral; `labels` come from what caused it, as may its `id`."""

    id: ReferralId | None = None
    client: ClientId
    content: Content
    routing: Routing = Routing.DIRECT
    destinations: tuple[Destination, ...] = ()
    parent: ReferralId | None = None
    replaces: ReferralId | None = None
    override_reason: str | None = None
    labels: frozenset[Sensitivity] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralChanges:
    """What a sender changes in a draft; None leaves it as it is. `content` names only the fields that change."""

    content: Mapping[str, Any] = field(default_factory=dict)
    routing: Routing | None = None
    destinations: tuple[Destination, ...] | None = None
    override_reason: str | None = None


def check_targets(targets: tuple[Target, ...]) -> None:
    """Refuse the same provider and service twice in one line."""
    faults = Faults()
    faults.distinct(targets, "/handoffs")
    faults.refuse("referral.invalid", "A provider is named twice.")


def need_reason(text: str | None, code: str) -> str:
    """Return the text, or refuse: what is done here must be explained."""
    if not (text or "").strip():
        raise Invalid(code, "A comment is required.")
    return text or ""
