"""How a consent is renewed: the same again, with a new mark and a new end."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.consents.consent import Consent, Signature, Terms, Witness
from app.domain.consents.decision import disclosers_of
from app.domain.errors import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What is new in a renewal; what is left out stays as it was."""

    starts: datetime | None = None
    ends: datetime | None = None
    signature: Signature | None = None
    cosignature: Signature | None = None
    witness: Witness | None = None
    read_out: str | None = None
    language: str | None = None
    note: str | None = None


def renewed(consent: Consent, renewal: Renewal, at: datetime) -> Terms:
    """Return the terms of the consent that follows; who may tell stays who might tell before."""
    before = consent.terms
    if consent.revocation is not None:
        raise Conflict("consent.already-revoked", "What the client has taken back is not renewed; ask anew.")
    if before.ends is None:
        raise Conflict("consent.endless", "The consent has no end; there is nothing to renew.")
    starts = renewal.starts or at
    lasts = before.ends - (before.starts or consent.created_at)
    return replace(
        before,
        disclosers=before.disclosers or tuple(disclosers_of(consent) or ()),
        starts=starts,
        ends=renewal.ends or starts + lasts,
        signature=renewal.signature,
        cosignature=renewal.cosignature,
        witness=renewal.witness,
        read_out=renewal.read_out or before.read_out,
        language=renewal.language or before.language,
        note=renewal.note,
    )
