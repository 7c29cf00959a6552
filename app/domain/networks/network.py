"""Networks: the tenant, and the policies its agencies have agreed on."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.codes import Priority
from app.domain.faults import Faults
from app.domain.identity import NetworkId
from app.domain.networks import quotas
from app.domain.networks.calendar import Span, SpanUnit
from app.domain.networks.consent_policies import ConsentPolicies
from app.domain.retention.policy import RetentionPolicy

AMOUNT_MOST = 1_000

ROUTINE_SPAN = Span(amount=2)
URGENT_SPAN = Span(amount=4, unit=SpanUnit.BUSINESS_HOURS)
ASAP_SPAN = Span(amount=1)
STAT_SPAN = Span(amount=1, unit=SpanUnit.BUSINESS_HOURS)
GRACE_SPAN = Span(amount=2)
SCHEDULE_SPAN = Span(amount=5)
STALLED_SPAN = Span(amount=7, unit=SpanUnit.DAYS)
CANCEL_SPAN = Span(amount=5)
NEVER = Span(amount=0, unit=SpanUnit.DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseClocks:
    """How long a provider may take to answer, by priority; `grace` follows before the handoff expires."""

    routine: Span = ROUTINE_SPAN
    urgent: Span = URGENT_SPAN
    asap: Span = ASAP_SPAN
    stat: Span = STAT_SPAN
    grace: Span = GRACE_SPAN

    def respond_within(self, priority: Priority) -> Span:
        """Return the time to answer at this priority."""
        by_priority = {
            Priority.ROUTINE: self.routine,
            Priority.URGENT: self.urgent,
            Priority.ASAP: self.asap,
            Priority.STAT: self.stat,
        }
        return by_priority[priority]

    def spans(self) -> dict[str, Span]:
        """Return every clock by its name."""
        return {
            "routine": self.routine,
            "urgent": self.urgent,
            "asap": self.asap,
            "stat": self.stat,
            "grace": self.grace,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """What a network has agreed on; each number may be 0 where 'never' or 'no limit' makes sense."""

    max_concurrent_handoffs: int = 5
    max_reroutes: int = 5
    one_active_referral_per_category: bool = True
    clocks: ResponseClocks = field(default_factory=ResponseClocks)
    schedule_within: Span = SCHEDULE_SPAN
    stalled_after: Span = STALLED_SPAN
    cancel_confirm_within: Span = CANCEL_SPAN
    auto_close_after: Span = NEVER
    break_glass_minutes: int = 60
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)
    rate_limits: quotas.RateLimits = field(default_factory=quotas.RateLimits)
    consents: ConsentPolicies = field(default_factory=ConsentPolicies)


@dataclass(slots=True, kw_only=True)
class Network:
    """A group of agencies under one agreement; the tenant: every row belongs to exactly one."""

    id: NetworkId
    name: str
    policies: Policies
    version: int
    created_at: datetime
    updated_at: datetime

    def rename(self, name: str, at: datetime) -> None:
        """Give the network another name."""
        _check(name, self.policies)
        self.name, self.updated_at = name, at

    def agree(self, policies: Policies, at: datetime) -> None:
        """Put other policies in force; they apply to what happens from now on."""
        _check(self.name, policies)
        self.policies, self.updated_at = policies, at


def found(name: str, *, id: NetworkId, at: datetime, policies: Policies | None = None) -> Network:  # noqa: A002 - the field's name
    """Found a network with these policies, or the usual ones."""
    agreed = policies or Policies()
    _check(name, agreed)
    return Network(id=id, name=name, policies=agreed, version=1, created_at=at, updated_at=at)


def _check(name: str, policies: Policies) -> None:
    faults = Faults()
    faults.name(name, "/name")
    faults.require(
        1 <= policies.max_concurrent_handoffs <= AMOUNT_MOST, "/policies/max_concurrent_handoffs", "must be 1 to 1000"
    )
    faults.require(0 <= policies.max_reroutes <= AMOUNT_MOST, "/policies/max_reroutes", "must be 0 to 1000")
    faults.require(
        1 <= policies.break_glass_minutes <= AMOUNT_MOST, "/policies/break_glass_minutes", "must be 1 to 1000"
    )
    policies.consents.check(faults, "/policies/consents")
    for limit, units in policies.rate_limits.stated().items():
        within = quotas.LEAST <= units <= quotas.MOST
        faults.require(within, f"/policies/rate_limits/{limit}", f"must be {quotas.LEAST} to {quotas.MOST}")
    spans = {f"clocks/{name}": span for name, span in policies.clocks.spans().items()}
    spans |= {
        "schedule_within": policies.schedule_within,
        "stalled_after": policies.stalled_after,
        "cancel_confirm_within": policies.cancel_confirm_within,
        "auto_close_after": policies.auto_close_after,
    }
    for place, span in spans.items():
        faults.require(0 <= span.amount <= AMOUNT_MOST, f"/policies/{place}/amount", "must be 0 (never) to 1000")
    policies.retention.check(faults, "/policies/retention")
    faults.refuse("network.invalid", "The network cannot be as described.")
