"""When emergency access is open, who may judge it, and whom an exact identity finds."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.access.break_glass import (
    BreakGlass,
    BreakGlassReason,
    BreakGlassReview,
    BreakGlassState,
    Breaking,
    ExactIdentity,
    FoundBy,
    ReviewOutcome,
    Why,
    broken,
)
from app.domain.clients.access import Basis, Tier
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import Profile
from app.domain.errors import Conflict, DomainError, Forbidden, Invalid
from app.domain.identity import AgencyId, BreakGlassId, ClientId, NetworkId
from app.domain.partial_date import PartialDate

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OPENER, JUDGE = UUID(int=7), UUID(int=8)
AGENCY, OFFICE = AgencyId(UUID(int=3)), AgencyId(UUID(int=4))
BORN = PartialDate.parse("1984-03-09")


def a_break_glass() -> BreakGlass:
    breaking = Breaking(
        id=BreakGlassId(UUID(int=1)),
        network=NetworkId(UUID(int=2)),
        client=ClientId(UUID(int=5)),
        found_by=FoundBy.CLIENT_ID,
        agency=AGENCY,
        by=OPENER,
        at=NOW,
    )
    return broken(Why(reason=BreakGlassReason.DISASTER, words="No papers left."), breaking, 60)


def a_review(outcome: ReviewOutcome, *, by: UUID = JUDGE, note: str | None = "Asked the shelter.") -> BreakGlassReview:
    return BreakGlassReview(outcome=outcome, note=note, by=by, agency=OFFICE, at=NOW)


@pytest.mark.parametrize(
    ("minutes", "ended", "state"),
    [
        (0, None, BreakGlassState.OPEN),
        (59, None, BreakGlassState.OPEN),
        (60, None, BreakGlassState.EXPIRED),
        (10, 10, BreakGlassState.ENDED),
        (9, 10, BreakGlassState.OPEN),
        (90, 10, BreakGlassState.ENDED),
    ],
)
def test_it_is_open_until_its_time_is_over_or_somebody_ends_it(
    minutes: int, ended: int | None, state: BreakGlassState
) -> None:
    opened = a_break_glass()
    if ended is not None:
        opened.end(NOW + timedelta(minutes=ended))
    assert state == opened.state(NOW + timedelta(minutes=minutes))


def test_the_basis_that_it_gives_shows_the_whole_client_and_ends_with_it() -> None:
    opened = a_break_glass()
    grant = opened.grant()
    assert (grant.basis, grant.tier, grant.until) == (Basis.BREAK_GLASS, Tier.FULL, NOW + timedelta(hours=1))
    opened.end(NOW + timedelta(minutes=5))
    assert opened.grant().until == NOW + timedelta(minutes=5)


def test_what_is_over_is_not_ended_again() -> None:
    opened = a_break_glass()
    with pytest.raises(Conflict):
        opened.end(NOW + timedelta(hours=1))


@pytest.mark.parametrize("first", ReviewOutcome)
@pytest.mark.parametrize("second", ReviewOutcome)
def test_only_a_follow_up_is_judged_again(first: ReviewOutcome, second: ReviewOutcome) -> None:
    opened = a_break_glass()
    opened.judge(a_review(first))
    if first is ReviewOutcome.NEEDS_FOLLOW_UP:
        opened.judge(a_review(second))
        assert opened.review == a_review(second)
    else:
        with pytest.raises(Conflict):
            opened.judge(a_review(second))


@pytest.mark.parametrize(
    ("review", "refusal"),
    [
        (a_review(ReviewOutcome.JUSTIFIED, by=OPENER), Forbidden),
        (a_review(ReviewOutcome.NOT_JUSTIFIED, note=None), Invalid),
        (a_review(ReviewOutcome.NEEDS_FOLLOW_UP, note=None), Invalid),
    ],
)
def test_a_review_is_somebody_elses_and_says_what_was_wrong(
    review: BreakGlassReview, refusal: type[DomainError]
) -> None:
    opened = a_break_glass()
    with pytest.raises(refusal):
        opened.judge(review)
    assert opened.review is None


def test_that_it_was_right_needs_no_words() -> None:
    opened = a_break_glass()
    opened.judge(a_review(ReviewOutcome.JUSTIFIED, note=None))
    assert {offer.action: offer.allowed for offer in opened.offers(NOW, may_end=True, may_review=True)} == {
        "end": True,
        "review": False,
    }


ANA = Profile(
    names=(
        Name(family="Núñez-Łopez", given=("Ana", "María")),
        Name(use=NameUse.FORMER, family="Vidal", given=("Ana",)),
    ),
    birth_date=BORN,
    identifiers=(Identifier(system="https://hmis.example/persons", value="H-20-417"),),
)


@pytest.mark.parametrize(
    ("family", "given", "named"),
    [
        ("Núñez-Łopez", "Ana", True),
        ("nunez lopez", "ANA", True),
        ("Nunez Lopez", "Ana María", True),
        ("Nunez Lopez", "María", False),
        ("Nunez", "Ana", False),
        ("Lopez", "Ana", False),
        ("Nunez Lopez", "An", False),
        ("Vidal", "Ana", False),
        ("Ana", "Nunez Lopez", False),
    ],
)
def test_an_identity_fits_exactly_or_not_at_all(family: str, given: str, *, named: bool) -> None:
    assert named is ExactIdentity(family=family, given=given, birth_date=BORN).names(ANA)


@pytest.mark.parametrize("born", ["1984-03-10", "1984-09-03", "1985-03-09"])
def test_another_birth_date_is_another_person(born: str) -> None:
    identity = ExactIdentity(family="Nunez Lopez", given="Ana", birth_date=PartialDate.parse(born))
    assert not identity.names(ANA)


@pytest.mark.parametrize(("value", "named"), [("h20417", True), ("H-20-417", True), ("H-20-418", False)])
def test_an_identifier_must_fit_too_when_it_is_given(value: str, *, named: bool) -> None:
    known = Identifier(system="https://hmis.example/persons", value=value)
    identity = ExactIdentity(family="Nunez Lopez", given="Ana", birth_date=BORN, identifier=known)
    assert named is identity.names(ANA)
