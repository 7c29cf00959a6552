"""Holds needs to what is said of them: two small machines written out again here, dates, codes and labels."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.care_plans.need import Need, NeedContent
from app.domain.care_plans.need_moves import (
    ABATED,
    NEED_PAST,
    NEEDS,
    OPEN,
    OWNER,
    VERIFICATIONS,
    NeedAction,
    NeedStatus,
    Verification,
    VerificationAction,
    need_offers,
)
from app.domain.care_plans.participant import Participant, ParticipantKind
from app.domain.care_plans.vocabularies import is_snomed
from app.domain.codes import Category, Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.consents.scope import Section
from app.domain.errors import Conflict, DomainError, Invalid
from app.domain.identity import Identifier
from app.domain.lifecycle import Party, TransitionNotAllowed
from app.domain.partial_date import PartialDate
from app.domain.sensitivity.value_sets import ICD_10_CM, SNOMED_CT
from tests.support.builders_goals import NOON, a_full_need, a_hand, a_need, some_need

# What troubles the client is resolved, eases, or is set aside. What has eased is resolved, set aside, or comes back
# (relapse). What was set aside is resolved or comes back. What was resolved comes again (recurrence). And anything that
# was thought to be over may turn out not to be. Whatever is known to be wrong was entered in error, for good.
PROSE = {
    **{(status, "resolve"): "resolved" for status in ("active", "recurrence", "relapse", "remission", "inactive")},
    **{(status, "remit"): "remission" for status in ("active", "recurrence", "relapse")},
    **{(status, "inactivate"): "inactive" for status in ("active", "recurrence", "relapse", "remission")},
    ("remission", "relapse"): "relapse",
    ("inactive", "relapse"): "relapse",
    ("resolved", "recur"): "recurrence",
    **{(status, "reactivate"): "active" for status in ("inactive", "remission", "resolved")},
    **{
        (status, "enter_in_error"): "entered_in_error"
        for status in ("active", "recurrence", "relapse", "inactive", "remission", "resolved")
    },
}
# Anybody may become sure, unsure, or sure of the contrary, whatever was thought before, but not twice the same.
CERTAINTY = {"confirm": "confirmed", "doubt": "unconfirmed", "refute": "refuted"}


@pytest.mark.parametrize(("status", "action"), list(product(NeedStatus, NeedAction)))
def test_every_action_in_every_status_ends_where_the_prose_says_or_is_refused(
    status: NeedStatus, action: NeedAction
) -> None:
    expected = PROSE.get((status.value, action.value))
    if expected is None:
        with pytest.raises(TransitionNotAllowed) as refusal:
            NEEDS.move(status, action, OWNER)
        allowed = {name for (source, name) in PROSE if source == status.value}
        assert allowed == set(refusal.value.facts["allowed_actions"])  # type: ignore[call-overload]
    else:
        assert expected == NEEDS.move(status, action, OWNER).value


@pytest.mark.parametrize(("before", "action"), list(product(Verification, VerificationAction)))
def test_every_judgement_of_every_certainty_ends_where_the_prose_says_or_is_refused(
    before: Verification, action: VerificationAction
) -> None:
    expected = CERTAINTY[action.value]
    if expected == before.value:
        with pytest.raises(TransitionNotAllowed):
            VERIFICATIONS.move(before, action, OWNER)
    else:
        assert expected == VERIFICATIONS.move(before, action, OWNER).value


@pytest.mark.parametrize(("status", "verification"), list(product(NeedStatus, Verification)))
def test_what_is_offered_of_a_need_is_what_it_allows(status: NeedStatus, verification: Verification) -> None:
    for offer in need_offers(status, verification, OWNER):
        need = a_need(status=status, verification=verification)
        if offer.allowed:
            _do(need, offer.action)
            assert need.steps[-1].action == NEED_PAST[_action(offer.action)]
        else:
            assert offer.reason
            with pytest.raises(Conflict):
                _do(need, offer.action)


def test_who_does_not_serve_the_client_is_offered_nothing() -> None:
    offers = a_need().offers(frozenset({Party.SENDER}))
    assert [False] * (len(NeedAction) + len(VerificationAction)) == [offer.allowed for offer in offers]


def test_a_refuted_need_is_not_open_and_comes_back_only_when_confirmed() -> None:
    need = a_need()
    need.judge(VerificationAction.REFUTE, a_hand(), note="She had misunderstood the question.")
    assert (need.status, need.verification, need.is_open) == (NeedStatus.INACTIVE, Verification.REFUTED, False)
    with pytest.raises(Conflict) as refusal:
        need.act(NeedAction.REACTIVATE, a_hand())
    assert "confirm" in refusal.value.facts["allowed_actions"]  # type: ignore[operator]
    need.judge(VerificationAction.CONFIRM, a_hand())
    need.act(NeedAction.REACTIVATE, a_hand())
    assert need.is_open


def test_the_end_of_a_need_is_dated_and_taken_back_when_it_comes_again() -> None:
    need = a_need(some_need(onset=PartialDate.parse("2026")))
    need.act(NeedAction.RESOLVE, a_hand(), on=PartialDate.parse("2027-01"), note="Food stamps came.")
    assert (str(need.content.abatement), need.status) == ("2027-01", NeedStatus.RESOLVED)
    need.act(NeedAction.RECUR, a_hand())
    assert need.content.abatement is None


def test_a_need_does_not_end_before_it_began() -> None:
    need = a_need(some_need(onset=PartialDate.parse("2026-12")))
    with pytest.raises(Invalid) as refusal:
        need.act(NeedAction.RESOLVE, a_hand(), on=PartialDate.parse("2026-11-30"))
    assert (
        [fault.pointer for fault in refusal.value.faults],
        need.status,
        need.steps[1:],
    ) == (["/abatement"], NeedStatus.ACTIVE, [])


WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing said": ({"category": None, "words": None}, ["/category"]),
    "blank words": ({"words": " "}, ["/words"]),
    "a NUL": ({"notes": "a\x00b"}, ["/notes"]),
    "no such place": ({"priority": 0}, ["/priority"]),
    "in the future": ({"onset": PartialDate.parse("2027-01-12")}, ["/onset"]),
    "an open need that ended": ({"abatement": PartialDate.parse("2026")}, ["/abatement"]),
    "nobody in particular": ({"asserted_by": Participant(kind=ParticipantKind.WORKER)}, ["/asserted_by/id"]),
    "a mistyped SNOMED CT code": (
        {"concept": Concept(codings=(Coding(system=SNOMED_CT, code="733423004"),))},
        ["/concept/codings/0/code"],
    ),
    "no ICD-10-CM code": (
        {"concept": Concept(codings=(Coding(system=ICD_10_CM, code="Z5941"),))},
        ["/concept/codings/0/code"],
    ),
    "an empty concept": ({"concept": Concept()}, ["/concept"]),
    "one identifier twice": ({"identifiers": (Identifier(system="urn:x", value="1"),) * 2}, ["/identifiers"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_every_wrong_place_of_a_need_is_named(case: str) -> None:
    fields, expected = WRONG[case]
    with pytest.raises(Invalid) as refusal:
        a_need(some_need(**fields))
    assert expected == [fault.pointer for fault in refusal.value.faults]


def test_a_change_to_the_same_is_none() -> None:
    need = a_need(a_full_need(), status=NeedStatus.RESOLVED)
    assert not need.change(need.content, frozenset(), a_hand(NOON + timedelta(hours=1)))
    assert need.updated_at == NOON
    assert need.change(some_need(priority=2), frozenset(), a_hand(NOON + timedelta(hours=1)))


def test_what_was_entered_in_error_is_neither_changed_nor_judged() -> None:
    need = a_need()
    need.act(NeedAction.ENTER_IN_ERROR, a_hand())
    for attempt in (
        lambda: need.change(some_need(priority=2), frozenset(), a_hand()),
        lambda: need.judge(VerificationAction.CONFIRM, a_hand()),
    ):
        with pytest.raises(Conflict):
            attempt()


LABELS: dict[str, tuple[NeedContent, set[Sensitivity]]] = {
    "food": (some_need(), {Sensitivity.HIV}),
    "violence": (some_need(category=Category.INTIMATE_PARTNER_VIOLENCE), {Sensitivity.HIV, Sensitivity.SDV}),
    "by hand": (some_need(labels=frozenset({Sensitivity.MH})), {Sensitivity.HIV, Sensitivity.MH}),
    "depression": (
        some_need(concept=Concept(codings=(Coding(system=ICD_10_CM, code="F32.1"),))),
        {Sensitivity.HIV, Sensitivity.MH},
    ),
    "an encounter after abuse": (
        some_need(concept=Concept(codings=(Coding(system=ICD_10_CM, code="Z69.11"),))),
        {Sensitivity.HIV, Sensitivity.SDV},
    ),
    "chlamydia": (
        some_need(concept=Concept(codings=(Coding(system=ICD_10_CM, code="A56.0"),))),
        {Sensitivity.HIV, Sensitivity.STD},
    ),
}


@pytest.mark.parametrize("case", LABELS)
def test_labels_come_from_category_codes_programs_and_hands(case: str) -> None:
    content, expected = LABELS[case]
    assert expected == a_need(content, labels=frozenset({Sensitivity.HIV})).sensitivities


def test_a_need_is_released_as_a_condition_or_under_its_category() -> None:
    assert a_need().kinds == {Section.CONDITIONS, Category.FOOD}
    assert a_need(some_need(category=None)).kinds == {Section.CONDITIONS}


@pytest.mark.parametrize("code", ["733423003", "32911000", "160903007", "464021000124104"])
def test_published_snomed_codes_pass_and_each_with_another_digit_fails(code: str) -> None:
    assert is_snomed(code)
    for place, digit in product(range(len(code)), "0123456789"):
        mistyped = code[:place] + digit + code[place + 1 :]
        assert (mistyped == code) == is_snomed(mistyped)


class AnythingAtAll(RuleBasedStateMachine):
    """Whatever is done to a need, in whatever order."""

    @initialize(status=st.sampled_from(NeedStatus), verification=st.sampled_from(Verification))
    def begin(self, status: NeedStatus, verification: Verification) -> None:
        self.need = a_need(status=status, verification=verification)

    @rule(name=st.sampled_from([*NeedAction, *VerificationAction]), said=st.sampled_from([None, "so", " "]))
    def do(self, name: NeedAction | VerificationAction, said: str | None) -> None:
        before, lines = (self.need.status, self.need.verification), len(self.need.steps)
        try:
            _do(self.need, name.value, said)
        except Conflict:
            assert (before, lines) == ((self.need.status, self.need.verification), len(self.need.steps))
        except DomainError:
            assert lines == len(self.need.steps)
        else:
            assert lines + 1 == len(self.need.steps)

    @invariant()
    def an_open_need_has_not_ended(self) -> None:
        assert self.need.status in ABATED or self.need.content.abatement is None

    @invariant()
    def the_last_line_of_history_says_how_it_stands(self) -> None:
        last = self.need.steps[-1]
        assert (last.status, last.verification) == (self.need.status, self.need.verification)

    @invariant()
    def what_is_open_is_open(self) -> None:
        assert (self.need.status in OPEN) == self.need.is_open


AnythingAtAll.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestAnythingAtAll = AnythingAtAll.TestCase


def _action(name: str) -> NeedAction | VerificationAction:
    return NeedAction(name) if name in set(NeedAction) else VerificationAction(name)


def _do(need: Need, name: str, note: str | None = None) -> None:
    action = _action(name)
    if isinstance(action, NeedAction):
        need.act(action, a_hand(), note=note)
    else:
        need.judge(action, a_hand(), note=note)
