"""Every row of the table of consents, asked of the pure rules."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.domain.access.explanation import Asked, Known, explain
from app.domain.access.rule import Reader, shares_of, sight
from app.domain.consents.consent import Consent, Revocation, RevocationMethod
from app.domain.consents.decision import Question, Rule, decide
from app.domain.consents.requirements import check_terms
from app.domain.consents.scope import Direction, Purpose, RecipientClass
from app.domain.errors import Invalid
from app.domain.identity import AgencyId, ClientId, ConsentId, NetworkId
from app.domain.networks.agency import ProgramType
from app.domain.networks.consent_policies import ConsentPolicies
from tests.support.consent_table import DAY, Case, Parties, cases

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
PARTIES = Parties(sender=AgencyId(UUID(int=1)), member=AgencyId(UUID(int=2)), other=AgencyId(UUID(int=3)))
CLIENT = ClientId(UUID(int=7))
CLASSES = {
    PARTIES.member: frozenset({RecipientClass.NETWORK, RecipientClass.CARE_TEAM, RecipientClass.GENERAL}),
    PARTIES.other: frozenset({RecipientClass.NETWORK, RecipientClass.SEXUAL_HEALTH}),
    PARTIES.sender: frozenset({RecipientClass.NETWORK}),
}
CASES = cases()
OF_READING = [case for case in CASES if case.of_reading and case.recordable]


def recorded(case: Case) -> Consent:
    consent = Consent(
        id=ConsentId(UUID(int=9)),
        network=NetworkId(UUID(int=8)),
        client=CLIENT,
        agency=PARTIES.sender,
        terms=case.terms(PARTIES, NOW),
        recorded_by=UUID(int=5),
        created_at=NOW - 2 * DAY,
        updated_at=NOW - 2 * DAY,
    )
    if case["revoked"] == "yes":
        consent.revoke(Revocation(at=NOW, by=UUID(int=5), how=RevocationMethod.PHONE))
    return consent


def asked(case: Case) -> Asked:
    return Asked(
        client=CLIENT,
        agency=PARTIES.sender,
        reader=PARTIES.member,
        kinds=frozenset(case.kinds),
        sensitivities=case.record_labels,
    )


def test_the_table_is_wide() -> None:
    assert len(CASES) >= 200
    names = ("type", "recipient", "purposes", "categories", "labels", "direction", "period", "revoked")
    wide = {name: len({case[name] for case in CASES}) for name in names}
    assert min(wide.values()) >= 2
    assert wide["type"] == 5
    decisions = {case["decision"] for case in CASES}
    assert {rule.value for rule in Rule} - {"nothing_asked", "own_record", "no_consent", "overridden"} == decisions


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_consent_decides_as_the_table_says(case: Case) -> None:
    back = case["asked_direction"] == "feedback"
    answers = [
        decide(
            [recorded(case)],
            Question(
                client=CLIENT,
                discloser=PARTIES.member if back else PARTIES.sender,
                recipient=PARTIES.sender if back else PARTIES.member,
                direction=Direction(case["asked_direction"]),
                purpose=Purpose(case["asked_purpose"]),
                categories=frozenset({kind}),
                sensitivities=case.record_labels,
                classes=CLASSES,
            ),
            NOW,
        ).rule
        for kind in case.kinds
    ]
    best = max(answers, key=list(Rule).index)
    assert case["decision"] == best.value


@pytest.mark.parametrize("case", OF_READING, ids=str)
def test_a_member_of_the_team_reads_what_the_table_says_and_is_told_why(case: Case) -> None:
    consent, record = recorded(case), asked(case)
    shares = shares_of([consent], PARTIES.member, NOW, on_team=True, programs=[ProgramType.GENERAL])
    assert case.shown is (sight(Reader(agency=PARTIES.member), record, shares) is not None)
    explanation = explain(record, Known(at=NOW, consents=(consent,), on_team=True, classes=CLASSES))
    assert (case["decision"], case.shown) == (explanation.rule.value, explanation.allowed)


@pytest.mark.parametrize("case", [case for case in CASES if case["period"] != "ended"], ids=str)
def test_a_paper_that_the_law_does_not_know_is_not_recorded(case: Case) -> None:
    terms, policies = case.terms(PARTIES, NOW), ConsentPolicies()
    if case.recordable:
        check_terms(terms, NOW, policies)
    else:
        with pytest.raises(Invalid):
            check_terms(terms, NOW, policies)
