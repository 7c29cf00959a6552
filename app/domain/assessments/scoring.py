"""How scores are made of answers, as each instrument's publication says, missing answers included."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.assessments.values import Value
from app.domain.assessments.words import Words
from app.domain.codings import Coding


class Method(StrEnum):
    """How the points of the answers become one number; `count` counts the answers that have points."""

    SUM = "sum"
    COUNT = "count"
    MAX = "max"
    MEAN = "mean"
    PRODUCT = "product"


class Missing(StrEnum):
    """What a missing answer does: there is no score, it counts nothing, or the others stand in for it."""

    REFUSE = "refuse"
    IGNORE = "ignore"
    PRORATE = "prorate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What one answer counts."""

    value: Value
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One question of a score; without points of its own its options' points count, or its number itself.

    An answer that is given no points counts as missing.
    """

    link_id: str
    points: tuple[Points, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a range of a score means; `low` and `high` belong to it."""

    key: str
    low: Decimal
    high: Decimal
    label: Words
    code: Coding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """One score of an instrument: from which answers, how, with what bands, and who published it so.

    `most_missing` answers may be missing where the others stand in. `reported` is the question that repeats the
    score in other systems' forms; what is written there never counts.
    """

    key: str
    label: Words
    method: Method
    terms: tuple[Term, ...]
    low: Decimal
    high: Decimal
    source: str
    bands: tuple[Band, ...] = ()
    missing: Missing = Missing.REFUSE
    most_missing: int = 0
    code: Coding | None = None
    unit: str | None = None
    reported: str | None = None

    def band(self, value: Decimal) -> Band | None:
        """Return the band that a value falls into; what lies between two whole numbers belongs to the lower band."""
        reached = [band for band in self.bands if band.low <= value]
        return reached[-1] if reached and value <= self.high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score as computed: its value, or between what it lies and why there is none.

    The band is known without the value where every possible value falls into the same one.
    """

    key: str
    label: Words
    value: Decimal | None
    at_least: Decimal
    at_most: Decimal
    band: Band | None = None
    code: Coding | None = None
    missing: tuple[str, ...] = ()
    prorated: bool = False
    why_not: str | None = None
