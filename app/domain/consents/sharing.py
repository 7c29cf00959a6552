"""What one consent lets one agency of the care team read, as a value that can be stored beside the records."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.codes import Sensitivity
from app.domain.consents.consent import OPENS, Consent
from app.domain.consents.scope import DataCategory, Direction, Purpose
from app.domain.identity import AgencyId, ConsentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """From `since` until before `until` the agency may read these kinds of data, with no other labels than these."""

    agency: AgencyId
    consent: ConsentId
    kinds: frozenset[DataCategory]
    sensitivities: frozenset[Sensitivity]
    since: datetime
    until: datetime | None


def share_of(consent: Consent, agency: AgencyId) -> Share | None:
    """Return what a consent releases to an agency for care coordination; None for nothing.

    The same rule as `decision.decide`, answered once for all records; consents are not added together.
    """
    terms = consent.terms
    if consent.revocation is not None or not consent.names(agency) or not terms.direction.covers(Direction.SEND):
        return None
    if Purpose.CARE_COORDINATION not in terms.purposes or not terms.categories:
        return None
    return Share(
        agency=agency,
        consent=consent.id,
        kinds=frozenset(terms.categories),
        sensitivities=frozenset(label for label in terms.sensitivities if terms.type in OPENS[label]),
        since=terms.starts or consent.created_at,
        until=terms.ends,
    )
