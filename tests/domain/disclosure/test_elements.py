"""The table of elements: it speaks of members that there are, and the one function follows it for every standing."""

from dataclasses import fields
from itertools import chain, combinations

import pytest

from app.domain.care_plans.snapshot import PlanPicture
from app.domain.caseloads.handover import NOTE, PointKind
from app.domain.clients.access import Tier
from app.domain.clients.profile import Profile
from app.domain.disclosure.elements import ELEMENTS, READER, Claim, Noun, Standing
from app.domain.disclosure.exported import EXPORTED, withheld_columns
from app.domain.disclosure.withholding import reduces, tells, withheld
from app.domain.referrals.views import HandoffView

CLAIMS = chain.from_iterable(combinations(Claim, size) for size in range(len(Claim) + 1))
STANDINGS = [Standing(tier=tier, claims=frozenset(claims)) for claims in CLAIMS for tier in Tier]
EVERYTHING = Standing(claims=frozenset(Claim))
NOTHING = Standing(tier=Tier.CAPACITY)


@pytest.mark.parametrize(
    ("noun", "members"),
    [
        (Noun.CLIENT, {field.name for field in fields(Profile)}),
        (Noun.HANDOVER, {*PointKind, NOTE}),
    ],
)
def test_every_member_stands_in_the_table(noun: Noun, members: set[str]) -> None:
    assert members == set(ELEMENTS[noun])


@pytest.mark.parametrize(("noun", "shown"), [(Noun.HANDOFF, HandoffView), (Noun.CARE_PLAN, PlanPicture)])
def test_no_element_is_unknown_to_what_is_shown(noun: Noun, shown: type) -> None:
    assert set(ELEMENTS[noun]) <= {field.name for field in fields(shown)}


@pytest.mark.parametrize("noun", Noun)
def test_everything_is_told_to_somebody_and_nothing_to_everybody(noun: Noun) -> None:
    everything = set(ELEMENTS[noun])
    assert everything
    assert withheld(noun, EVERYTHING, everything) == ()
    assert withheld(noun, NOTHING, everything) == tuple(sorted(everything))


@pytest.mark.parametrize("noun", Noun)
def test_who_has_more_to_say_for_itself_is_never_told_less(noun: Noun) -> None:
    for element in ELEMENTS[noun]:
        for standing in STANDINGS:
            more = [Standing(tier=standing.tier, claims=standing.claims | {claim}) for claim in Claim]
            more += [Standing(tier=tier, claims=standing.claims) for tier in Tier if tier > standing.tier]
            told = tells(noun, element, standing)
            assert not told or all(tells(noun, element, each) for each in more)


@pytest.mark.parametrize("noun", Noun)
def test_what_is_reduced_is_withheld_and_named(noun: Noun) -> None:
    for element in ELEMENTS[noun]:
        for standing in STANDINGS:
            named = withheld(noun, standing, [element]) == (element,)
            assert named is not tells(noun, element, standing)
            assert named or not reduces(noun, element, standing)


def test_what_is_not_there_is_not_named() -> None:
    assert withheld(Noun.HANDOFF, NOTHING, ["reason", "reason", "meeting"]) == ("meeting", "reason")
    assert withheld(Noun.HANDOFF, NOTHING, []) == ()


def test_an_element_without_a_place_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        tells(Noun.GOAL, "words", EVERYTHING)


def test_every_column_of_an_export_is_an_element() -> None:
    named = [column for columns in EXPORTED.values() for column in columns.values()]
    unknown = [(noun, element) for noun, elements in named for element in elements if element not in ELEMENTS[noun]]
    assert unknown == []


@pytest.mark.parametrize("member", EXPORTED)
def test_an_export_withholds_what_the_table_withholds(member: str) -> None:
    row = dict.fromkeys(EXPORTED[member], "told") | {"id": "told"}
    assert withheld_columns(member, EVERYTHING, row) == ()
    assert withheld_columns(member, READER, row) == tuple(sorted(EXPORTED[member]))
    assert withheld_columns(member, READER, {"id": "told"}) == ()
