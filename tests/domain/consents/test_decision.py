"""Shows which consents let data out, and that nothing else does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import Category, Sensitivity
from app.domain.consents.consent import (
    Consent,
    ConsentType,
    Revocation,
    RevocationMethod,
    Terms,
)
from app.domain.consents.decision import Question, Rule, decide
from app.domain.consents.parties import classes_of
from app.domain.consents.scope import Direction, Purpose, RecipientClass, Section
from app.domain.identity import AgencyId, ClientId, ConsentId, NetworkId
from app.domain.networks.agency import Agency, AgencyProfile, AgencyStatus, Membership, ProgramType

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CLIENT = ClientId(UUID(int=1))
SENDER = AgencyId(UUID(int=2))
PANTRY = AgencyId(UUID(int=3))
SHELTER = AgencyId(UUID(int=4))
FOOD = frozenset({Category.FOOD})

TERMS = Terms(
    type=ConsentType.GENERAL,
    recipients=(PANTRY,),
    purposes=(Purpose.CARE_COORDINATION,),
    categories=(Category.FOOD,),
    direction=Direction.SEND,
)
QUESTION = Question(client=CLIENT, discloser=SENDER, recipient=PANTRY, direction=Direction.SEND, categories=FOOD)


def consent(terms: Terms = TERMS, *, client: ClientId = CLIENT) -> Consent:
    return Consent(
        id=ConsentId(uuid4()),
        network=NetworkId(UUID(int=9)),
        client=client,
        agency=SENDER,
        terms=replace(terms, starts=terms.starts or NOW),
        recorded_by=UUID(int=5),
        created_at=NOW,
        updated_at=NOW,
    )


def an_agency(*programs: ProgramType) -> Agency:
    return Agency(
        id=PANTRY,
        network=NetworkId(UUID(int=9)),
        profile=AgencyProfile(name="A program", program_types=programs),
        membership=Membership.FULL,
        status=AgencyStatus.ACTIVE,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def rule(terms: Terms = TERMS, question: Question = QUESTION, at: datetime = NOW) -> Rule:
    return decide([consent(terms)], question, at).rule


def test_a_consent_that_names_everything_asked_allows_it_and_is_named() -> None:
    given_consent = consent()
    decision = decide([given_consent], QUESTION, NOW)
    assert (True, Rule.CONSENTED, given_consent.id) == (decision.allowed, decision.rule, decision.consent)


def test_without_a_consent_nothing_leaves() -> None:
    assert decide([], QUESTION, NOW).rule == Rule.NO_CONSENT


def test_another_clients_consent_counts_for_nothing() -> None:
    other = consent(client=ClientId(UUID(int=77)))
    assert decide([other], QUESTION, NOW).rule == Rule.NO_CONSENT


def test_data_stays_within_an_agency_without_a_consent() -> None:
    assert decide([], replace(QUESTION, recipient=SENDER), NOW).rule == Rule.OWN_RECORD


def test_a_question_about_nothing_is_refused() -> None:
    assert rule(question=replace(QUESTION, categories=frozenset())) == Rule.NOTHING_ASKED


@pytest.mark.parametrize(
    ("emptied", "expected"),
    [
        ({"recipients": ()}, Rule.RECIPIENT),
        ({"purposes": ()}, Rule.PURPOSE),
        ({"categories": ()}, Rule.CATEGORY),
    ],
)
def test_an_empty_list_means_nothing(emptied: dict[str, tuple[()]], expected: Rule) -> None:
    assert rule(replace(TERMS, **emptied)) == expected


def test_a_class_of_recipients_names_each_of_them() -> None:
    terms = replace(TERMS, recipients=(), recipient_classes=(RecipientClass.NETWORK,))
    assert rule(terms) == Rule.CONSENTED


CLASSES = {RecipientClass(kind.value): kind for kind in ProgramType}


@pytest.mark.parametrize("named", CLASSES)
def test_a_type_of_program_names_the_agencies_that_run_one_and_no_others(named: RecipientClass) -> None:
    terms = replace(TERMS, recipients=(), recipient_classes=(named,))
    for kind in ProgramType:
        question = replace(QUESTION, classes={PANTRY: classes_of(an_agency(kind), on_team=True)})
        assert rule(terms, question) == (Rule.CONSENTED if CLASSES[named] is kind else Rule.RECIPIENT)


@pytest.mark.parametrize(("on_team", "expected"), [(True, Rule.CONSENTED), (False, Rule.RECIPIENT)])
def test_the_care_team_is_named_as_long_as_an_agency_is_on_it(on_team: bool, expected: Rule) -> None:  # noqa: FBT001
    terms = replace(TERMS, recipients=(), recipient_classes=(RecipientClass.CARE_TEAM,))
    question = replace(QUESTION, classes={PANTRY: classes_of(an_agency(), on_team=on_team)})
    assert rule(terms, question) == expected


STRICT = (ConsentType.HIPAA_AUTHORIZATION, ConsentType.PART2, ConsentType.VSP_RELEASE)


@pytest.mark.parametrize("kind", ConsentType)
def test_where_the_law_names_who_may_tell_only_the_agency_that_took_the_paper_may(kind: ConsentType) -> None:
    terms = replace(TERMS, type=kind)
    expected = Rule.DISCLOSER if kind in STRICT else Rule.CONSENTED
    assert rule(terms, replace(QUESTION, discloser=SHELTER)) == expected
    assert rule(terms) == Rule.CONSENTED


@pytest.mark.parametrize("kind", ConsentType)
def test_only_the_agencies_that_a_paper_names_as_telling_may_tell(kind: ConsentType) -> None:
    terms = replace(TERMS, type=kind, disclosers=(SHELTER,))
    assert rule(terms, replace(QUESTION, discloser=SHELTER)) == Rule.CONSENTED
    assert rule(terms) == Rule.DISCLOSER


@pytest.mark.parametrize("kind", ConsentType)
def test_a_named_provider_may_report_back_whoever_else_may_tell(kind: ConsentType) -> None:
    back = Question(client=CLIENT, discloser=PANTRY, recipient=SENDER, direction=Direction.FEEDBACK, categories=FOOD)
    assert rule(replace(TERMS, type=kind, direction=Direction.BOTH, disclosers=(SHELTER,)), back) == Rule.CONSENTED


def test_all_categories_asked_must_be_covered() -> None:
    question = replace(QUESTION, categories=frozenset({Category.FOOD, Section.MEDICATIONS}))
    decision = decide([consent()], question, NOW)
    assert (decision.rule, decision.reason) == (Rule.CATEGORY, "The consent does not cover medications.")


def test_two_consents_are_not_added_together() -> None:
    food, homes = consent(), consent(replace(TERMS, categories=(Category.HOMELESSNESS,)))
    question = replace(QUESTION, categories=frozenset({Category.FOOD, Category.HOMELESSNESS}))
    assert decide([food, homes], question, NOW).rule == Rule.CATEGORY


def test_consent_to_send_is_not_consent_to_report_back() -> None:
    feedback = Question(
        client=CLIENT, discloser=PANTRY, recipient=SENDER, direction=Direction.FEEDBACK, categories=FOOD
    )
    assert (
        rule(question=feedback),
        rule(replace(TERMS, direction=Direction.FEEDBACK), feedback),
        rule(replace(TERMS, direction=Direction.BOTH), feedback),
    ) == (Rule.DIRECTION, Rule.CONSENTED, Rule.CONSENTED)


def test_consent_to_report_back_is_not_consent_to_send() -> None:
    assert rule(replace(TERMS, direction=Direction.FEEDBACK)) == Rule.DIRECTION


def test_feedback_reaches_only_agencies_that_the_consent_knows() -> None:
    question = Question(
        client=CLIENT, discloser=PANTRY, recipient=SHELTER, direction=Direction.FEEDBACK, categories=FOOD
    )
    assert rule(replace(TERMS, direction=Direction.BOTH), question) == Rule.RECIPIENT


def test_feedback_from_an_agency_that_the_client_did_not_name_is_refused() -> None:
    question = Question(
        client=CLIENT, discloser=SHELTER, recipient=SENDER, direction=Direction.FEEDBACK, categories=FOOD
    )
    assert rule(replace(TERMS, direction=Direction.BOTH), question) == Rule.RECIPIENT


def test_a_label_must_be_named_by_a_consent_of_the_right_kind() -> None:
    question = replace(QUESTION, sensitivities=frozenset({Sensitivity.SUD}))
    named = replace(TERMS, sensitivities=(Sensitivity.SUD,))
    assert (
        rule(question=question),
        rule(named, question),
        rule(replace(named, type=ConsentType.PART2), question),
    ) == (Rule.SENSITIVITY, Rule.SENSITIVITY, Rule.CONSENTED)


def test_a_spoken_consent_opens_no_label() -> None:
    for label in Sensitivity:
        terms = replace(TERMS, type=ConsentType.VERBAL, sensitivities=(label,))
        assert rule(terms, replace(QUESTION, sensitivities=frozenset({label}))) == Rule.SENSITIVITY


def test_a_consent_counts_from_its_start_until_just_before_its_end() -> None:
    given_consent = consent(replace(TERMS, ends=NOW + timedelta(days=1)))
    asked = [NOW - timedelta(seconds=1), NOW, NOW + timedelta(days=1)]
    rules = [decide([given_consent], QUESTION, at).rule for at in asked]
    assert rules == [Rule.NOT_YET, Rule.CONSENTED, Rule.EXPIRED]


def test_a_revoked_consent_says_so_and_an_earlier_moment_still_stands() -> None:
    revoked = consent()
    revoked.revoke(Revocation(at=NOW + timedelta(hours=1), by=UUID(int=5), how=RevocationMethod.PHONE))
    rules = [decide([revoked], QUESTION, NOW + timedelta(minutes=minutes)).rule for minutes in (30, 60)]
    assert rules == [Rule.CONSENTED, Rule.REVOKED]


def test_the_refusal_tells_of_the_consent_that_came_closest() -> None:
    far = consent(replace(TERMS, recipients=(SHELTER,)))
    near = consent(replace(TERMS, categories=(Category.HOMELESSNESS,)))
    decision = decide([far, near], QUESTION, NOW)
    assert (Rule.CATEGORY, near.id) == (decision.rule, decision.consent)


def some(values: type) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=3).map(tuple)


ANY_TERMS = st.builds(
    Terms,
    type=st.sampled_from(ConsentType),
    recipients=st.lists(st.sampled_from([SENDER, PANTRY, SHELTER]), unique=True).map(tuple),
    recipient_classes=st.sampled_from([(), (RecipientClass.NETWORK,)]),
    disclosers=st.just(()),
    ends_when=st.none(),
    cosignature=st.none(),
    read_out=st.none(),
    statements=st.just(()),
    template=st.none(),
    purposes=some(Purpose),
    categories=some(Category),
    sensitivities=some(Sensitivity),
    direction=st.sampled_from(Direction),
    ends=st.sampled_from([None, NOW - timedelta(days=1), NOW + timedelta(days=1)]),
    starts=st.none(),
    signature=st.none(),
    witness=st.none(),
    language=st.just("en"),
    note=st.none(),
)
ANY_QUESTION = st.builds(
    Question,
    client=st.just(CLIENT),
    discloser=st.sampled_from([SENDER, PANTRY, SHELTER]),
    recipient=st.sampled_from([SENDER, PANTRY, SHELTER]),
    direction=st.sampled_from(Direction),
    purpose=st.sampled_from(Purpose),
    categories=some(Category).map(frozenset),
    sensitivities=some(Sensitivity).map(frozenset),
)


@given(st.lists(ANY_TERMS, max_size=4), ANY_QUESTION)
def test_whatever_is_allowed_was_named_in_one_consent(terms: list[Terms], question: Question) -> None:
    consents = [consent(each) for each in terms]
    decision = decide(consents, question, NOW)
    if decision.rule is not Rule.CONSENTED:
        assert decision.allowed == (decision.rule is Rule.OWN_RECORD)
        return
    named = next(each.terms for each in consents if each.id == decision.consent)
    assert question.categories <= set(named.categories)
    assert question.sensitivities <= set(named.sensitivities)
    assert question.purpose in named.purposes
    assert named.ends is None or named.ends > NOW


@given(st.lists(ANY_TERMS, max_size=4), ANY_TERMS, ANY_QUESTION)
def test_another_consent_never_takes_permission_away(terms: list[Terms], more: Terms, question: Question) -> None:
    before = decide([consent(each) for each in terms], question, NOW).allowed
    after = decide([consent(each) for each in [*terms, more]], question, NOW).allowed
    assert after >= before
