"""How a paper becomes a consent: checked against what its type needs, and put under the name of who recorded it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.consents.consent import TELLS, Consent, Terms
from app.domain.consents.requirements import check_terms
from app.domain.identity import AgencyId, ClientId, ConsentId, NetworkId
from app.domain.networks.consent_policies import ConsentPolicies


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Where, when and by whom terms were recorded; `labels` are those of the agency's programs."""

    id: ConsentId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    by: UUID
    at: datetime
    renews: ConsentId | None = None
    labels: frozenset[Sensitivity] = frozenset()


USUAL = ConsentPolicies()


def granted(terms: Terms, recording: Recording, policies: ConsentPolicies = USUAL) -> Consent:
    """Record terms that the client agreed to; `Invalid` names what is missing."""
    check_terms(terms, recording.at, policies)
    return Consent(
        id=recording.id,
        network=recording.network,
        client=recording.client,
        agency=recording.agency,
        terms=replace(terms, starts=terms.starts or recording.at),
        recorded_by=recording.by,
        created_at=recording.at,
        updated_at=recording.at,
        labels=TELLS.get(terms.type, frozenset()) | recording.labels,
        renews=recording.renews,
        renewal_at=renewal_of(terms, recording.at, policies),
    )


def renewal_of(terms: Terms, at: datetime, policies: ConsentPolicies) -> datetime | None:
    """Return when to ask for renewal: days before the end, and not before three quarters of its time have passed."""
    if terms.ends is None or policies.renewal_days == 0:
        return None
    lasts = terms.ends - (terms.starts or at)
    return terms.ends - min(timedelta(days=policies.renewal_days), lasts / 4)
