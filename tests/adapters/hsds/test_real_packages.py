"""The packages that real directories have published."""

from collections import Counter
from pathlib import Path

from app.adapters.hsds.package import read_package, system_of
from app.domain.codes import Category
from app.domain.networks.calendar import Weekday
from app.ports.imports import DirectoryPackage, Severity


def read(folder: Path) -> DirectoryPackage:
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return read_package(files, system="urn:hsds:test", time_zone="America/New_York")


def test_all_of_miami_is_read_and_every_row_that_was_not_taken_as_it_is_has_its_reason(real_data: Path) -> None:
    package = read(real_data / "hsds-1.x-miami211")
    assert (len(package.agencies), len(package.locations), len(package.services)) == (258, 846, 846)
    rejected = Counter((r.code, r.place.file) for r in package.remarks if r.severity is Severity.REJECTED)
    assert rejected == {
        ("address-missing", "physical_addresses.csv"): 17,
        ("phone-unreadable", "phones.csv"): 8,
        ("hours-unreadable", "regular_schedules.csv"): 4,
        ("id-twice", "taxonomy.csv"): 3,
        ("language-missing", "languages.csv"): 2,
    }
    assert all(remark.place.line and remark.place.column for remark in package.remarks)


def test_a_location_whose_agency_is_not_there_goes_to_that_of_the_service_offered_in_it(real_data: Path) -> None:
    package = read(real_data / "hsds-1.x-miami211")
    orphans = [remark for remark in package.remarks if remark.code == "agency-from-service"]
    assert len(orphans) == 588
    assert (orphans[0].place.line, orphans[0].place.column) == (3, "organization_id")
    agency_of = {location.key: location.agency for location in package.locations}
    assert agency_of["144"] == "143"
    for service in package.services:
        assert [service.agency] == [agency_of[place] for place in service.locations]


def test_a_service_of_miami_is_read_in_every_part(real_data: Path) -> None:
    package = read(real_data / "hsds-1.x-miami211")
    victims = next(service for service in package.services if service.key == "143").profile
    assert "###" not in (victims.description or "")
    assert "\\n" not in (victims.description or "")
    assert victims.url == "http://www.myfloridalegal.com"
    assert victims.languages == ("en", "es")
    assert [(term.code, term.name) for term in victims.taxonomy_terms[:1]] == [
        ("FN-1900.2500", "General Crime Victim Assistance")
    ]
    assert list(Weekday)[:5] == [hours.weekday for hours in victims.schedule.hours]
    assert tuple(phone.number for phone in victims.phones) == ("866-966-7226",)
    kitchens = [service for service in package.services if Category.FOOD in service.profile.categories]
    assert len(kitchens) == 52


def test_hours_that_only_the_words_tell_are_read_from_them_when_they_are_clear(real_data: Path) -> None:
    package = read(real_data / "hsds-1.x-miami211")
    read_from_words = [remark for remark in package.remarks if remark.code == "hours-from-words"]
    assert len(read_from_words) == 13
    by_appointment = next(service for service in package.services if service.key == "5048").profile.schedule
    assert not by_appointment.hours
    assert "by appointment" in (by_appointment.original_text or "")


def test_ohana_s_files_are_taken_too(real_data: Path) -> None:
    package = read(real_data / "ohana-sample-csv")
    assert (len(package.agencies), len(package.locations), len(package.services)) == (8, 22, 23)
    adults = package.services[0]
    assert (adults.agency, adults.locations) == ("1", ("1",))
    assert adults.profile.eligibility.text is not None
    assert "Serves: Colma" in adults.profile.eligibility.text
    assert not adults.profile.eligibility.counties


def test_the_tabular_form_of_hsds_3_is_taken_as_far_as_it_says_the_same(real_data: Path) -> None:
    package = read(real_data / "hsds-3.0" / "examples" / "csv")
    (service,) = package.services
    assert (service.profile.eligibility.minimum_age, service.profile.eligibility.maximum_age) == (12, 100)
    assert [hours.weekday for hours in service.profile.schedule.hours] == [Weekday.THURSDAY, Weekday.FRIDAY]
    assert service.profile.languages == ("ur",)


def test_a_package_is_named_by_its_own_title_or_by_its_folder() -> None:
    assert system_of({"datapackage.json": b'{"name": "Miami 211"}'}, "x") == "urn:hsds:miami-211"
    assert system_of({"datapackage.json": b'{"name": "human_services_data"}'}, "Miami Feed") == "urn:hsds:miami-feed"
    assert system_of({"datapackage.json": b"{"}, "") == "urn:hsds:directory"
