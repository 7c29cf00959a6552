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
    Revocation,
    RevocationMethod,
    Signature,
    Signer,
    SigningMethod,
    Terms,
    Witness,
)
from app.domain.consents.recording import Recording, granted
from app.domain.consents.scope import PURPOSE_OF_USE, Direction, Purpose, RecipientClass, Statement
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
    read_out="The pantry may know that you need food.",
    ends=NOW + timedelta(days=30),
)
TOLD = (Statement.RIGHT_TO_REVOKE, Statement.NOT_CONDITIONED, Statement.REDISCLOSURE)
YEAR = timedelta(days=365)
HIPAA = replace(WRITTEN, type=ConsentType.HIPAA_AUTHORIZATION, statements=TOLD, ends=NOW + YEAR)
PART2 = replace(WRITTEN, type=ConsentType.PART2, statements=TOLD, sensitivities=(Sensitivity.SUD,))
VSP = replace(WRITTEN, type=ConsentType.VSP_RELEASE, statements=TOLD, ends=NOW + YEAR)
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


def test_a_consent_of_every_type_is_accepted_with_what_its_law_asks() -> None:
    papers = (WRITTEN, SPOKEN, HIPAA, PART2, VSP)
    assert set(ConsentType) == {terms.type for terms in papers}
    for terms in papers:
        assert granted(terms, RECORDING).state(NOW) == ConsentState.ACTIVE


SUD = (Sensitivity.SUD,)
MISSING: list[tuple[Terms, list[str]]] = [
    (replace(HIPAA, signature=None), ["/signature"]),
    (replace(HIPAA, statements=()), ["/statements"] * 3),
    (replace(HIPAA, statements=TOLD[1:]), ["/statements"]),
    (replace(HIPAA, statements=(TOLD[0], TOLD[2])), ["/statements"]),
    (replace(HIPAA, statements=TOLD[:2]), ["/statements"]),
    (replace(HIPAA, ends=None), ["/ends"]),
    (replace(HIPAA, sensitivities=SUD), ["/sensitivities/0"]),
    (replace(PART2, signature=None), ["/signature"]),
    (replace(PART2, sensitivities=()), ["/sensitivities"]),
    (replace(PART2, recipient_classes=(RecipientClass.NETWORK,)), ["/recipient_classes/0"]),
    (replace(PART2, statements=TOLD[1:]), ["/statements"]),
    (replace(PART2, purposes=(Purpose.RESEARCH,)), ["/ends"]),
    (replace(VSP, signature=None), ["/signature"]),
    (replace(VSP, ends=None), ["/ends"]),
    (replace(VSP, ends=None, ends_when="When the case is closed"), ["/ends"]),
    (replace(VSP, ends=NOW + timedelta(days=400)), ["/ends"]),
    (replace(VSP, recipient_classes=(RecipientClass.CARE_TEAM,)), ["/recipient_classes/0"]),
    (replace(VSP, statements=(Statement.RIGHT_TO_REVOKE, Statement.CONSEQUENCES_OF_REFUSAL)), ["/statements"]),
    (replace(SPOKEN, read_out=None), ["/read_out"]),
    (replace(SPOKEN, ends=None), ["/ends"]),
    (replace(SPOKEN, ends=NOW + timedelta(days=32)), ["/ends"]),
]


@pytest.mark.parametrize(("terms", "expected"), MISSING)
def test_what_the_law_of_a_type_asks_and_the_paper_lacks_is_named(terms: Terms, expected: list[str]) -> None:
    assert pointers(terms) == expected


ENOUGH = [
    replace(HIPAA, ends=None, ends_when="The end of treatment"),
    replace(HIPAA, statements=(*TOLD[::2], Statement.CONSEQUENCES_OF_REFUSAL)),
    replace(HIPAA, recipients=(), recipient_classes=(RecipientClass.NETWORK,)),
    replace(PART2, recipients=(), recipient_classes=(RecipientClass.CARE_TEAM, RecipientClass.MENTAL_HEALTH)),
    replace(PART2, purposes=(Purpose.RESEARCH,), ends_when="When the study is over"),
    replace(PART2, sensitivities=(*SUD, Sensitivity.MH)),
    replace(VSP, sensitivities=(Sensitivity.SDV,), ends=NOW + timedelta(days=366)),
]


@pytest.mark.parametrize("terms", ENOUGH)
def test_each_way_in_which_a_law_can_be_met_is_accepted(terms: Terms) -> None:
    assert granted(terms, RECORDING).terms.type is terms.type


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
