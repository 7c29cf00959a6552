"""Whom a service is for, judged with an explanation, because a refusal that cannot be explained helps nobody."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.faults import Faults

AGE_MOST = 130
INCOME_MOST = 1_000
AREAS_MOST = 2_000


class Verdict(StrEnum):
    """What can be said about one person and one criterion, or all of them."""

    MEETS = "meets"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Criterion(StrEnum):
    """What is judged."""

    AGE = "age"
    INCOME = "income"
    AREA = "area"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What is known of a person, without identity: enough to judge eligibility."""

    age: int | None = None
    income_percent_fpl: int | None = None
    postal_code: str | None = None
    county: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one criterion was judged, in words."""

    criterion: Criterion
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict over all structured criteria, and how each was judged."""

    verdict: Verdict
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Criteria of a service; what is not stated does not restrict. Areas are alternatives: one that fits is enough.

    `income_percent_fpl` is the highest household income served, in percent of the federal poverty level.
    `text` holds criteria that only a person can judge.
    """

    minimum_age: int | None = None
    maximum_age: int | None = None
    income_percent_fpl: int | None = None
    postal_codes: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    text: str | None = None

    def judge(self, person: Summary) -> Judgement:
        """Judge a person, criterion by criterion; any failure fails, any unknown leaves the whole unknown."""
        findings = tuple(
            finding for finding in (self._age(person), self._income(person), self._area(person)) if finding
        )
        verdicts = {finding.verdict for finding in findings}
        verdict = next((one for one in (Verdict.FAILS, Verdict.UNKNOWN) if one in verdicts), Verdict.MEETS)
        if self.text:
            findings += (Finding(criterion=Criterion.OTHER, verdict=Verdict.UNKNOWN, reason=self.text),)
        return Judgement(verdict=verdict, findings=findings)

    def _age(self, person: Summary) -> Finding | None:
        if self.minimum_age is None and self.maximum_age is None:
            return None
        served = f"ages {self.minimum_age or 0} to {'any' if self.maximum_age is None else self.maximum_age}"
        if person.age is None:
            return Finding(criterion=Criterion.AGE, verdict=Verdict.UNKNOWN, reason=f"serves {served}; age unknown")
        low = self.minimum_age is None or person.age >= self.minimum_age
        high = self.maximum_age is None or person.age <= self.maximum_age
        return _finding(Criterion.AGE, f"serves {served}", meets=low and high)

    def _income(self, person: Summary) -> Finding | None:
        if self.income_percent_fpl is None:
            return None
        served = f"serves incomes up to {self.income_percent_fpl} % of the federal poverty level"
        if person.income_percent_fpl is None:
            return Finding(criterion=Criterion.INCOME, verdict=Verdict.UNKNOWN, reason=f"{served}; income unknown")
        return _finding(Criterion.INCOME, served, meets=person.income_percent_fpl <= self.income_percent_fpl)

    def _area(self, person: Summary) -> Finding | None:
        """Judge the finest division that both sides state; an address finer than the area asked decides nothing."""
        asked = (
            (self.postal_codes, person.postal_code and normal_postal_code(person.postal_code)),
            (tuple(map(normal_area, self.counties)), person.county and normal_area(person.county)),
            (tuple(map(normal_area, self.states)), person.state and normal_area(person.state)),
        )
        stated = [(areas, place) for areas, place in asked if areas]
        if not stated:
            return None
        if any(place in areas for areas, place in stated):
            return _finding(Criterion.AREA, "the area is served", meets=True)
        if any(not place for _areas, place in stated):
            return Finding(criterion=Criterion.AREA, verdict=Verdict.UNKNOWN, reason="area not known well enough")
        return _finding(Criterion.AREA, "the area is not served", meets=False)


def _finding(criterion: Criterion, reason: str, *, meets: bool) -> Finding:
    return Finding(criterion=criterion, verdict=Verdict.MEETS if meets else Verdict.FAILS, reason=reason)


def normal_area(name: str) -> str:
    """Return the form in which names of counties and states are compared."""
    return " ".join(name.casefold().removesuffix(" county").split())


def normal_postal_code(text: str) -> str:
    """Return the form in which postal codes are compared: without blanks, and a ZIP+4 as its ZIP."""
    compact = "".join(text.split()).upper()
    zip_code, _, rest = compact.partition("-")
    return zip_code if len(zip_code) == 5 and zip_code.isdigit() and rest.isdigit() else compact  # noqa: PLR2004 - a ZIP has five digits


def check_eligibility(eligibility: Eligibility, faults: Faults, pointer: str) -> None:
    """Note what is wrong with the criteria."""
    ages = (eligibility.minimum_age, eligibility.maximum_age)
    for name, age in zip(("minimum_age", "maximum_age"), ages, strict=True):
        faults.require(age is None or 0 <= age <= AGE_MOST, f"{pointer}/{name}", f"must be 0 to {AGE_MOST}")
    in_order = None in ages or (eligibility.minimum_age or 0) <= (eligibility.maximum_age or 0)
    faults.require(in_order, f"{pointer}/maximum_age", "must not be below the minimum age")
    income = eligibility.income_percent_fpl
    faults.require(
        income is None or 0 <= income <= INCOME_MOST, f"{pointer}/income_percent_fpl", f"must be 0 to {INCOME_MOST}"
    )
    for name, areas in (
        ("postal_codes", eligibility.postal_codes),
        ("counties", eligibility.counties),
        ("states", eligibility.states),
    ):
        faults.at_most(areas, AREAS_MOST, f"{pointer}/{name}")
        faults.distinct(areas, f"{pointer}/{name}")
        for place, area in enumerate(areas):
            faults.name(area, f"{pointer}/{name}/{place}")
    faults.text(eligibility.text, f"{pointer}/text")
