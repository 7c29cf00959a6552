"""Shows which consents are accepted, what is missing from the others, and how they end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.codes import Category, Sensitivity
from app.domain.consents.consent import (
    Consent,
    ConsentState,
    ConsentType,
    Recording,
    Revocation,
    RevocationMethod,
    Signature,
    Signer,
    SigningMethod,
    Terms,
    Witness,
    granted,
)
from app.domain.consents.scope import PURPOSE_OF_USE, Direction, Purpose
from app.domain.errors import Conflict, Invalid
from app.domain.identity import AgencyId, ClientId, ConsentId, NetworkId

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WRITTEN = Terms(
    type=ConsentType.GENERAL,
    recipients=(AgencyId(UUID(int=3)),),
    purposes=(Purpose.CARE_COORDINATION,),
    categories=(Category.FOOD,),
    direction=Direction.BOTH,
    signature=Signature(name="Ana Lima", signer=Signer.CLIENT, method=SigningMethod.PAPER, signed_at=NOW),
    language="pt-BR",
)
SPOKEN = replace(
    WRITTEN,
    type=ConsentType.VERBAL,
    signature=None,
    witness=Witness(name="Noor Haddad", witnessed_at=NOW),
)
RECORDING = Recording(
    id=ConsentId(UUID(int=1)),
    network=NetworkId(UUID(int=2)),
    client=ClientId(UUID(int=3)),
    agency=AgencyId(UUID(int=4)),
    by=UUID(int=5),
    at=NOW,
)
REVOCATION = Revocation(at=NOW + timedelta(days=2), by=UUID(int=5), how=RevocationMethod.IN_PERSON)


def pointers(terms: Terms) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        granted(terms, RECORDING)
    return [fault.pointer for fault in refusal.value.faults]


def test_a_signed_and_a_witnessed_consent_are_accepted() -> None:
    for terms in (WRITTEN, SPOKEN):
        assert granted(terms, RECORDING).state(NOW) == ConsentState.ACTIVE


@pytest.mark.parametrize("kind", [ConsentType.HIPAA_AUTHORIZATION, ConsentType.PART2, ConsentType.VSP_RELEASE])
def test_a_kind_that_is_not_recorded_yet_is_refused_by_its_name(kind: ConsentType) -> None:
    with pytest.raises(Invalid) as refusal:
        granted(replace(WRITTEN, type=kind), RECORDING)
    assert (refusal.value.code, refusal.value.facts["supported"]) == (
        "consent.type-not-supported",
        ["general", "verbal"],
    )


def test_everything_that_is_missing_is_named_at_once() -> None:
    empty = Terms(type=ConsentType.GENERAL, direction=Direction.SEND, language="English")
    assert pointers(empty) == ["/recipients", "/purposes", "/categories", "/signature", "/language"]


def test_a_spoken_consent_needs_a_witness_and_a_written_one_a_signature() -> None:
    assert pointers(replace(SPOKEN, witness=None)) == ["/witness"]
    assert pointers(replace(WRITTEN, signature=None)) == ["/signature"]


def test_a_label_needs_a_consent_of_its_own_kind() -> None:
    labels = (Sensitivity.MH, Sensitivity.SUD, Sensitivity.SDV)
    assert pointers(replace(WRITTEN, sensitivities=labels)) == ["/sensitivities/1", "/sensitivities/2"]
    assert pointers(replace(SPOKEN, sensitivities=(Sensitivity.MH,))) == ["/sensitivities/0"]


def test_nothing_is_signed_or_witnessed_in_the_future() -> None:
    later = NOW + timedelta(minutes=1)
    assert WRITTEN.signature is not None
    assert SPOKEN.witness is not None
    signed = replace(WRITTEN, signature=replace(WRITTEN.signature, signed_at=later))
    witnessed = replace(SPOKEN, witness=replace(SPOKEN.witness, witnessed_at=later))
    assert [*pointers(signed), *pointers(witnessed)] == ["/signature/signed_at", "/witness/witnessed_at"]


def test_a_period_must_end_after_it_starts() -> None:
    late = replace(WRITTEN, starts=NOW + timedelta(days=9), ends=NOW + timedelta(days=8))
    assert pointers(late) == ["/ends"]


def test_a_recipient_is_named_once() -> None:
    assert pointers(replace(WRITTEN, recipients=WRITTEN.recipients * 2)) == ["/recipients"]


def test_the_state_follows_the_clock_and_the_client() -> None:
    terms = replace(WRITTEN, starts=NOW + timedelta(days=1), ends=NOW + timedelta(days=3))
    consent = granted(terms, RECORDING)
    consent.revoke(REVOCATION)
    states = [consent.state(NOW + timedelta(days=days)) for days in (0, 1, 2, 3)]
    expected = [ConsentState.PENDING, ConsentState.ACTIVE, ConsentState.REVOKED, ConsentState.REVOKED]
    assert expected == states


def test_a_consent_expires_at_its_end() -> None:
    consent: Consent = granted(replace(WRITTEN, ends=NOW + timedelta(days=1)), RECORDING)
    assert consent.state(NOW + timedelta(days=1)) == ConsentState.EXPIRED


def test_a_consent_is_revoked_once() -> None:
    consent = granted(WRITTEN, RECORDING)
    consent.revoke(REVOCATION)
    with pytest.raises(Conflict) as refusal:
        consent.revoke(REVOCATION)
    assert refusal.value.code == "consent.already-revoked"


def test_every_purpose_has_its_hl7_code() -> None:
    assert set(PURPOSE_OF_USE) == set(Purpose)
    assert len(set(PURPOSE_OF_USE.values())) == len(Purpose)
