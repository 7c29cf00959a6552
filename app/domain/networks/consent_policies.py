"""What a network has agreed on about consents: how long some may last, and from which age a minor signs alone."""

from dataclasses import dataclass, field

from app.domain.codes import Sensitivity
from app.domain.faults import Faults

MAJORITY = range(18, 22)
AGE = range(22)
VERBAL_DAYS_MOST = 90
VSP_DAYS_MOST = 366
RENEWAL_DAYS_MOST = 365
OVERRIDE_HOURS_MOST = 24 * 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorAges:
    """From which age a minor's own signature counts for data of a label; None is not before the age of majority.

    States differ (42 CFR 2.14 leaves it to them): these are usual values, for a network to replace by its state's.
    """

    SUD: int | None = 12
    MH: int | None = 14
    HIV: int | None = 12
    SDV: int | None = 12
    STD: int | None = 12

    def of(self, label: Sensitivity) -> int | None:
        """Return the age of one label."""
        ages = {
            Sensitivity.SUD: self.SUD,
            Sensitivity.MH: self.MH,
            Sensitivity.HIV: self.HIV,
            Sensitivity.SDV: self.SDV,
            Sensitivity.STD: self.STD,
        }
        return ages[label]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPolicies:
    """How long spoken consents and releases of victim services last at most, and when renewal is asked for.

    `renewal_days` 0 asks for no renewals; `override_hours` is how long an approved override counts.
    """

    verbal_days: int = 30
    vsp_days: int = 366
    renewal_days: int = 30
    override_hours: int = 72
    majority_age: int = 18
    minor_ages: MinorAges = field(default_factory=MinorAges)

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what cannot be agreed on."""
        bounds = {
            "verbal_days": (self.verbal_days, 1, VERBAL_DAYS_MOST),
            "vsp_days": (self.vsp_days, 1, VSP_DAYS_MOST),
            "renewal_days": (self.renewal_days, 0, RENEWAL_DAYS_MOST),
            "override_hours": (self.override_hours, 1, OVERRIDE_HOURS_MOST),
            "majority_age": (self.majority_age, MAJORITY.start, MAJORITY.stop - 1),
        }
        for name, (value, least, most) in bounds.items():
            faults.require(least <= value <= most, f"{pointer}/{name}", f"must be {least} to {most}")
        for label in Sensitivity:
            age = self.minor_ages.of(label)
            faults.require(age is None or age in AGE, f"{pointer}/minor_ages/{label}", "must be 0 to 21")
