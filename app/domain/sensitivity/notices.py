"""What the law wants said with each disclosure of what bears a label."""

from collections.abc import Collection

from app.domain.codes import Sensitivity

REDISCLOSURE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The short form of 42 CFR 2.32(a)(2)."""


def notice_for(labels: Collection[Sensitivity]) -> str | None:
    """Return the notice that goes with data of other agencies which bears these labels."""
    return REDISCLOSURE if Sensitivity.SUD in labels else None
