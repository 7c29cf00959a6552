"""For how long a client's record is kept after the last thing that happened, because laws count in years from there."""

from dataclasses import dataclass
from datetime import date

from app.domain.faults import Faults
from app.domain.partial_date import PartialDate

YEARS_MOST = 100
GROWN_UP = 18
NEVER = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPolicy:
    """Years after the last activity, by kind of client; 0 keeps for ever, and nothing goes unless a network says so.

    `minor_years` count from the day on which a client who was a child at the last activity comes of age, and
    `deceased_years` apply in place of the others to a client who has died.
    """

    adult_years: int = NEVER
    minor_years: int = NEVER
    deceased_years: int = NEVER

    @property
    def shortest(self) -> int | None:
        """Return the fewest years after which anything may go; None when everything stays."""
        return min((years for years in self._years().values() if years), default=None)

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is out of bounds."""
        for name, years in self._years().items():
            faults.require(NEVER <= years <= YEARS_MOST, f"{pointer}/{name}", "must be 0 (for ever) to 100")

    def _years(self) -> dict[str, int]:
        return {
            "adult_years": self.adult_years,
            "minor_years": self.minor_years,
            "deceased_years": self.deceased_years,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """A client with whom nothing has happened since `last`."""

    born: PartialDate | None
    deceased: bool
    last: date


def kept_until(policy: RetentionPolicy, idle: Idle, grown_up: int = GROWN_UP) -> date | None:
    """Return the first day on which the record may go; None when it stays. An unknown age is an adult's."""
    if idle.deceased:
        return _years_after(idle.last, policy.deceased_years)
    if idle.born is not None and idle.born.years_until(idle.last) < grown_up:
        of_age = _add_years(idle.born.first, grown_up)
        return _years_after(max(of_age, idle.last), policy.minor_years)
    return _years_after(idle.last, policy.adult_years)


def _years_after(day: date, years: int) -> date | None:
    return _add_years(day, years) if years else None


def _add_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, month=3, day=1)
