"""Who may read a piece of a client's record, told as a rule that needs no database (decisions 0022 and 0033).

`queries/access.py` says the same in SQL, for lists; a property test holds the two against each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.codes import Sensitivity
from app.domain.consents.consent import Consent, ConsentState
from app.domain.consents.decision import disclosers_of
from app.domain.consents.scope import RecipientClass
from app.domain.consents.sharing import Release, released
from app.domain.identity import AgencyId, ConsentId
from app.domain.networks.agency import ProgramType
from app.domain.records import ClientRecord

BREAK_GLASS_OPENS = frozenset({Sensitivity.MH, Sensitivity.HIV, Sensitivity.STD})
"""What an emergency opens; 42 CFR part 2 and the law on victim services leave it to nobody but the client."""


class Ground(StrEnum):
    """Why a record may be read, in the order in which the reasons are tried."""

    OWN_RECORD = "own_record"
    NETWORK_ROLE = "network_role"
    SERVES = "serves"
    BREAK_GLASS = "break_glass"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks: an agency, whether in a role of the whole network, and on which bases it sees the whole client."""

    agency: AgencyId
    network_wide: bool = False
    whole: frozenset[Basis] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one consent in force opens to one agency.

    `disclosers`: the agencies whose records it opens; None for everybody's. `on_team`: the agency has an active member
    on a team of the client. `named`: the client named this very agency, not only a class to which it belongs.
    """

    consent: ConsentId
    release: Release
    disclosers: frozenset[AgencyId] | None = None
    on_team: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The reason for which a record may be read, and the consent if it is that."""

    ground: Ground
    consent: ConsentId | None = None


def sight(reader: Reader, record: ClientRecord, shares: Iterable[Share]) -> Sight | None:
    """Return why the reader may read a record; None when it may not, and then the record does not exist for it.

    Nothing is added together: one reason must do for the whole record, one consent for all of its labels.
    """
    if record.agency == reader.agency:
        return Sight(ground=Ground.OWN_RECORD)
    if not record.sensitivities and (reader.network_wide or reader.whole):
        return Sight(ground=_unlabelled(reader))
    if Basis.BREAK_GLASS in reader.whole and record.sensitivities <= BREAK_GLASS_OPENS:
        return Sight(ground=Ground.BREAK_GLASS)
    opening = (share.consent for share in shares if counts(share, reader) and opens(share, record))
    consent = min(opening, key=str, default=None)
    return None if consent is None else Sight(ground=Ground.CONSENT, consent=consent)


def counts(share: Share, reader: Reader) -> bool:
    """Whether a share opens anything to a reader: a consent alone lets nobody see a client who does not serve it."""
    return share.on_team or bool(reader.whole) or (reader.network_wide and share.named)


def opens(share: Share, record: ClientRecord) -> bool:
    """Whether one consent releases one of the record's kinds and every one of its labels, and lets its agency tell."""
    release, answering = share.release, record.agency
    told = share.disclosers is None or answering is None or answering in share.disclosers
    return told and bool(release.kinds & record.kinds) and record.sensitivities <= release.sensitivities


def whole_bases(grants: Iterable[AccessGrant], agency: AgencyId, at: datetime) -> frozenset[Basis]:
    """Return the bases on which an agency sees the whole client at a moment."""
    return frozenset(
        grant.basis
        for grant in grants
        if grant.agency == agency and grant.tier >= Tier.FULL and (grant.until is None or at < grant.until)
    )


def shares_of(
    consents: Iterable[Consent],
    agency: AgencyId,
    at: datetime,
    *,
    on_team: bool,
    programs: Iterable[ProgramType] = (),
) -> tuple[Share, ...]:
    """Return what the consents of a client open to an agency at a moment."""
    classes = frozenset(RecipientClass(program) for program in programs)
    classes |= {RecipientClass.CARE_TEAM} if on_team else frozenset()
    return tuple(
        Share(
            consent=consent.id,
            release=released(consent.terms),
            disclosers=disclosers_of(consent),
            on_team=on_team,
            named=agency in consent.terms.recipients,
        )
        for consent in consents
        if consent.state(at) is ConsentState.ACTIVE and consent.names(agency, classes)
    )


def _unlabelled(reader: Reader) -> Ground:
    if reader.network_wide:
        return Ground.NETWORK_ROLE
    return Ground.SERVES if Basis.CASELOAD in reader.whole else Ground.BREAK_GLASS
