"""How long an agency, or one of its services, may take, where it differs from what the network has agreed on."""

from dataclasses import dataclass, fields

from app.domain.faults import Faults
from app.domain.networks.calendar import Span

AMOUNT_MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClocks:
    """The spans of one agency or service; None leaves it to the level above, 0 means never."""

    routine: Span | None = None
    urgent: Span | None = None
    asap: Span | None = None
    stat: Span | None = None
    grace: Span | None = None
    schedule_within: Span | None = None
    stalled_after: Span | None = None
    cancel_confirm_within: Span | None = None


def check_clocks(clocks: OwnClocks, faults: Faults, pointer: str) -> None:
    """Note what is wrong with the spans."""
    for field in fields(clocks):
        span: Span | None = getattr(clocks, field.name)
        within = span is None or 0 <= span.amount <= AMOUNT_MOST
        faults.require(within, f"{pointer}/{field.name}/amount", f"must be 0 (never) to {AMOUNT_MOST}")
