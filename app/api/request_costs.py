"""What each kind of request costs, in the units in which quotas are counted: the one table of prices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.api.idempotency import READING

READ, CHANGE, COUNT, SEARCH, STREAM, PAPER, COPY = 1, 2, 4, 5, 5, 20, 50
PAGE_FOR_ONE_UNIT = 50
PDF = "application/pdf"
LONG = PAPER  # from this cost on, an API client may have only a few under way at once
DEARER = {
    "applyCarePlanTemplate": SEARCH,
    "approveErasure": PAPER,
    "attachConsentDocument": SEARCH,
    "createTransfer": PAPER,
    "fetchClientExport": PAPER,
    "listAuditEntries": SEARCH,
    "listDisclosures": SEARCH,
    "printCarePlan": PAPER,
    "readAuditConsistency": SEARCH,
    "readAuditProof": SEARCH,
    "requestClientExport": COPY,
}
_COUNT = re.compile(rb"(?:^|&)count=(?!(?:false|0|no|off|f|n)(?:&|$))", re.IGNORECASE)
_LIMIT = re.compile(rb"(?:^|&)limit=(\d{1,3})(?:&|$)")


class Kind(StrEnum):
    """How a request occupies the service."""

    SHORT = "short"
    LONG = "long"
    STREAM = "stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one operation costs before its page is looked at."""

    units: int
    kind: Kind

    def of(self, query: bytes) -> int:
        """Return the cost of one request: a page of 200 counts like four of fifty, a total like a search."""
        if not query:
            return self.units
        found = _LIMIT.search(query)
        counted = COUNT if _COUNT.search(query) else 0
        return self.units + counted + (max(0, int(found[1]) - 1) // PAGE_FOR_ONE_UNIT if found else 0)


USUAL = Cost(units=READ, kind=Kind.SHORT)


def cost_of(operation_id: str, method: str, permission: str, produces: Sequence[str]) -> Cost:
    """Return what an operation costs."""
    if "text/event-stream" in produces:
        return Cost(units=STREAM, kind=Kind.STREAM)
    units = DEARER.get(operation_id) or _usual(method, permission)
    return Cost(units=units, kind=Kind.LONG if units >= LONG or PDF in produces else Kind.SHORT)


def _usual(method: str, permission: str) -> int:
    if permission not in READING:
        return CHANGE
    return SEARCH if method == "POST" else READ
