"""How a care plan and an accounting of disclosures get on paper."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.audit.accounting import Accounting
from app.domain.care_plans.printed_plan import PrintedPlan
from app.domain.care_plans.progress import ProgressEntry
from app.domain.identity import GoalId


class Medium(StrEnum):
    """What a plan is printed as, in the words of the web."""

    PAGE = "text/html"
    SHEET = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A printed paper; `language` is that of its headings, `styles` are the digests of the styles within a page."""

    body: bytes
    medium: Medium
    language: str
    styles: tuple[str, ...] = ()


class PlanPrinter(Protocol):
    """Puts a plan into plain words and lays it out."""

    async def print(self, plan: PrintedPlan, medium: Medium) -> Print:
        """Print a plan; raises `Conflict` when it is too long, or the medium lacks letters that it has."""
        ...


class AccountPrinter(Protocol):
    """Puts an accounting of disclosures into plain words and lays it out."""

    async def account(self, accounting: Accounting, medium: Medium) -> Print:
        """Print it; raises `Conflict` as the printer of plans does."""
        ...


class GoalNotes(Protocol):
    """What was written last of goals."""

    async def newest(self, goals: Collection[GoalId]) -> dict[GoalId, ProgressEntry]:
        """Return the newest entry with a note of each goal that has one."""
        ...
