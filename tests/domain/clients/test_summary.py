"""Shows that the summary told before an accept cannot point at a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clients.contact import Address, AddressUse
from app.domain.clients.demographics import Accessibility
from app.domain.clients.summary import SMALL_AREAS, Summary, age_band, area, summarise
from app.domain.errors import Invalid
from app.domain.partial_date import PartialDate, Precision
from tests.support.builders_clients import a_full_profile, a_profile

TODAY = date(2026, 5, 4)


def test_a_summary_tells_band_area_language_and_accessibility_only() -> None:
    expected = Summary(
        age_band="35-44",
        area="787",
        language="es-MX",
        interpreter=True,
        accessibility=(Accessibility.WHEELCHAIR, Accessibility.LARGE_PRINT),
    )
    assert expected == summarise(a_full_profile(), TODAY)


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("2026-05-04", "0-5"),
        ("2020-05-05", "0-5"),
        ("2020-05-04", "6-12"),
        ("2008-05-05", "13-17"),
        ("2008-05-04", "18-24"),
        ("1951-05-05", "65-74"),
        ("1951-05-04", "75+"),
        ("1920", "75+"),
        ("1992", "25-34"),
    ],
)
def test_an_age_falls_into_its_band_on_the_birthday(birth: str, expected: str) -> None:
    assert expected == age_band(a_profile(birth_date=PartialDate.parse(birth)), TODAY)


def test_an_unknown_birth_date_has_no_band() -> None:
    assert age_band(a_profile(birth_date=None), TODAY) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (Address(postal_code="78701", state="TX"), "787"),
        (Address(postal_code="82101", state="WY"), "WY"),
        (Address(state="TX", no_fixed_abode=True), "TX"),
        (Address(postal_code="75001", city="Paris", country="FR"), None),
        (Address(postal_code="78701", safe=False), None),
        (Address(postal_code="78701", use=AddressUse.FORMER), None),
        (Address(postal_code="78701", until=date(2026, 5, 3)), None),
    ],
)
def test_an_area_is_three_digits_or_a_state_of_a_safe_present_address(address: Address, expected: str | None) -> None:
    assert expected == area(a_profile(addresses=(address,)), TODAY)


def test_home_comes_before_mail() -> None:
    mail = Address(use=AddressUse.MAILING, postal_code="90001")
    home = Address(postal_code="78701")
    assert area(a_profile(addresses=(mail, home)), TODAY) == "787"


@given(st.integers(0, 99_999).map(lambda number: f"{number:05}"))
def test_no_area_is_smaller_than_the_rule_allows(code: str) -> None:
    found = area(a_profile(addresses=(Address(postal_code=code),)), TODAY)
    assert found is None if code[:3] in SMALL_AREAS else found == code[:3]


@given(st.dates(), st.sampled_from(Precision))
def test_a_partial_date_reads_back_as_written(day: date, precision: Precision) -> None:
    text = str(PartialDate(first=day, precision=precision))
    assert text == str(PartialDate.parse(text))


@pytest.mark.parametrize("text", ["", "84", "1984-13", "1984-02-30", "1984-3-9", "1984-03-09T00:00", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        PartialDate.parse(text)
