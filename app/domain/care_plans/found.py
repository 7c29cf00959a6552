"""What was found last for each measure, so that a target can be held against it without reading all that was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.care_plans.targets import Value
from app.domain.codings import Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The newest value that was found for a measure."""

    measure: Concept
    value: Value
    at: datetime


def newest(found: Iterable[Found], measure: Concept) -> Found | None:
    """Return what was found for a measure: one of the same code, or of the same words where there is none."""
    key = _key(measure)
    return next((each for each in found if _key(each.measure) & key), None)


def _key(concept: Concept) -> set[tuple[str, str]]:
    codes = {(coding.system, coding.code) for coding in concept.codings}
    return codes or {("", (concept.text or "").casefold())}
