"""A client without identity: what a provider may weigh before it has accepted (tier T1)."""

from dataclasses import dataclass
from datetime import date

BANDS = ((0, 4), (5, 12), (13, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 74), (75, 84))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSummary:
    """Age band, area (at most a county or the first three digits of a postal code), languages and access needs."""

    age_band: str | None = None
    area: str | None = None
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()


def age_band(birth_date: date | None, today: date) -> str | None:
    """Return the band in which somebody's age lies; None when the birth date is unknown."""
    if birth_date is None:
        return None
    age = today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))
    return next((f"{low}-{high}" for low, high in BANDS if age <= high), "85+")
