"""Packages as no specification foresees them: each problem told at its place, the rest taken."""

import contextlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.hsds.package import read_package
from app.domain.directory.service import ServiceStatus
from app.domain.errors import Invalid
from app.ports.imports import DirectoryPackage, Severity

GOOD: dict[str, str] = {
    "organizations.csv": "id,name,description,url,email\n1,Harbor Food Bank,Food,https://harbor.example,a@harbor.example\n",
    "services.csv": "id,organization_id,name\n10,1,Food pantry\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\n100,1,Pier,25.77,-80.19\n",
    "services_at_location.csv": "id,service_id,location_id\n5,10,100\n",
}


def read(changes: Mapping[str, str | bytes | None] | None = None) -> DirectoryPackage:
    files = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in {**GOOD, **(changes or {})}.items()
        if content is not None
    }
    return read_package(files, system="urn:hsds:test", time_zone="UTC")


def told(package: DirectoryPackage) -> list[tuple[str, str, int | None, str | None]]:
    return [(r.code, r.place.file, r.place.line, r.place.column) for r in package.remarks]


def test_a_clean_package_gives_no_remarks() -> None:
    package = read()
    assert told(package) == []
    assert (package.services[0].agency, package.services[0].locations) == ("1", ("100",))


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + GOOD["organizations.csv"],
        GOOD["organizations.csv"].replace("\n", "\r\n"),
        GOOD["organizations.csv"].replace("\n", "\r"),
        GOOD["organizations.csv"].replace(",", ";"),
        GOOD["organizations.csv"].replace(",", "\t"),
        GOOD["organizations.csv"].replace(",", "|"),
        GOOD["organizations.csv"].replace("id,name", "ID, Name "),
        GOOD["organizations.csv"].replace("id,name", "Organization ID,Organization-Name"),
        GOOD["organizations.csv"].replace("id,name", "OrganizationID,OrganizationName"),
        "\n\n" + GOOD["organizations.csv"],
        GOOD["organizations.csv"].encode("utf-16"),
        '"id","name","description","url","email"\n"1","Harbor Food Bank","Food","https://harbor.example","a@harbor.example"',
        GOOD["organizations.csv"].replace("email", "email,colour").replace("a@harbor.example", "a@harbor.example,blue"),
    ],
    ids=[
        "BOM",
        "CRLF",
        "CR",
        "semicolons",
        "tabs",
        "pipes",
        "header case",
        "longer names",
        "humps",
        "blank lines",
        "UTF-16",
        "quotes",
        "more",
    ],
)
def test_usual_variants_are_read_as_the_same(content: str | bytes) -> None:
    package = read({"organizations.csv": content})
    assert package.agencies[0].profile == read().agencies[0].profile
    assert told(package) == []


def test_another_encoding_is_read_and_told() -> None:
    package = read({"organizations.csv": GOOD["organizations.csv"].replace("Harbor Food", "Ñandú").encode("cp1252")})
    assert package.agencies[0].profile.name == "Ñandú Bank"
    assert told(package) == [("encoding", "organizations.csv", 2, None)]


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("services.csv", "id,organization_id,name\n10,1,A\n11,9,B\n", ("orphan", 3, "organization_id")),
        ("services.csv", "id,organization_id,name\n10,1,A\n11,,B\n", ("orphan", 3, "organization_id")),
        ("services.csv", "id,organization_id,name\n10,1,A\n10,1,B\n", ("id-twice", 3, "id")),
        ("services.csv", "id,organization_id,name\n10,1,A\n,1,B\n", ("id-missing", 3, "id")),
        ("services.csv", "id,organization_id,name\n10,1,A\n11,1,\n", ("entry-invalid", 3, "name")),
        ("services.csv", "id,organization_id,name\n10,1,A\n11,1,B,C\n", ("row-too-long", 3, None)),
        ("services.csv", "id,organization_id,name\n10,1,A\n11,1,B\x00\n", ("row-with-nul", 3, None)),
        ("services.csv", 'id,organization_id,name\n11,1,"B\n10,1,A\n', ("row-unreadable", 2, None)),
        ("services.csv", 'id,organization_id,name\n11,1,"B\n10,1,A\n12,1,"C"\n', ("row-unreadable", 2, None)),
        ("services_at_location.csv", "id,service_id,location_id\n5,10,7\n", ("orphan", 2, "location_id")),
        ("services_at_location.csv", "id,service_id,location_id\n5,7,100\n", ("orphan", 2, "service_id")),
        ("phones.csv", "id,service_id,number\n1,10,none\n", ("phone-unreadable", 2, "number")),
        ("phones.csv", "id,service_id,number\n1,7,305-555-0100\n", ("orphan", 2, "service_id")),
        (
            "regular_schedules.csv",
            "id,service_id,weekday,opens_at,closes_at\n1,10,Funday,9:00,17:00\n",
            ("weekday-unreadable", 2, "weekday"),
        ),
        (
            "regular_schedules.csv",
            "id,service_id,weekday,opens_at,closes_at\n1,10,Monday,9:00,25:00\n",
            ("hours-unreadable", 2, "closes_at"),
        ),
        ("languages.csv", "id,service_id,language\n1,10,\n", ("language-missing", 2, "language")),
        ("languages.csv", "id,service_id,language\n1,,Spanish\n", ("orphan", 2, "service_id")),
        (
            "phones.csv",
            "id,service_at_location_id,number\n1,9,305-555-0100\n",
            ("orphan", 2, "service_at_location_id"),
        ),
    ],
)
def test_what_cannot_stand_is_rejected_at_its_place_and_the_rest_is_taken(
    file: str, content: str, expected: tuple[str, int, str | None]
) -> None:
    package = read({file: content})
    code, line, column = expected
    assert (code, file, line, column) in told(package)
    assert "10" in [service.key for service in package.services]
    assert {Severity.REJECTED} == {remark.severity for remark in package.remarks if remark.code == code}


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("organizations.csv", "id,name,email\n1,Harbor,nobody\n", "email-unreadable"),
        ("organizations.csv", "id,name,url\n1,Harbor,see facebook\n", "url-unreadable"),
        ("organizations.csv", "id,name,url\n1,Harbor,harbor.example\n", "url-without-scheme"),
        ("organizations.csv", f"id,name\n1,{'n' * 400}\n", "text-too-long"),
        ("organizations.csv", f"id,name,description\n1,Harbor,{'d' * 2_000_000}\n", "text-too-long"),
        ("organizations.csv", "id,name,description\n1,Harbor,one\\ntwo\n", "escaped-line-breaks"),
        ("organizations.csv", "id,name,description\n1,Harbor,8amGÇô5pm\n", "garbled-punctuation"),
        ("locations.csv", "id,organization_id,name,latitude,longitude\n100,1,Pier,250,-80\n", "number-unreadable"),
        ("locations.csv", "id,organization_id,name,latitude,longitude\n100,1,Pier,nan,-80\n", "number-unreadable"),
        ("locations.csv", "id,organization_id,name,latitude,longitude\n100,1,Pier,25,\n", "position-half"),
        ("locations.csv", "id,organization_id,name,latitude,longitude\n100,1,Pier,0,0\n", "position-zero"),
        ("locations.csv", "id,organization_id,name\n100,7,Pier\n", "agency-from-service"),
        ("services.csv", "id,organization_id,name,status\n10,1,A,asleep\n", "status-unknown"),
        ("languages.csv", "id,service_id,language\n1,10,ask the desk\n", "language-in-words"),
    ],
)
def test_what_can_be_mended_is_mended_and_told(file: str, content: str, code: str) -> None:
    package = read({file: content})
    assert code in [remark.code for remark in package.remarks if remark.severity is Severity.REPAIRED]
    assert (len(package.agencies), len(package.locations), len(package.services)) == (1, 1, 1)


def test_hours_of_a_service_at_a_location_are_the_services() -> None:
    hours = "id,service_at_location_id,weekday,opens_at,closes_at\n1,5,Mon,9am,5pm\n"
    package = read({"regular_schedules.csv": hours})
    assert told(package) == []
    assert len(package.services[0].profile.schedule.hours) == 1


def test_a_row_that_only_repeats_another_is_no_problem() -> None:
    package = read({"services.csv": "id,organization_id,name\n10,1,A\n10,1,A\n"})
    assert told(package) == [("row-twice", "services.csv", 3, "id")]


def test_a_service_of_unknown_status_is_not_offered() -> None:
    package = read({"services.csv": "id,organization_id,name,status\n10,1,A,asleep\n"})
    assert package.services[0].profile.status is ServiceStatus.INACTIVE


def test_missing_and_unknown_files_are_told() -> None:
    package = read({"services.csv": None, "contacts.csv": "id\n1\n"})
    assert {"file-missing", "file-not-taken", "orphan"} == {remark.code for remark in package.remarks}


@pytest.mark.parametrize("content", [None, "", "\n\n", "name\nHarbor\n", "{}", b"\xff\xfe\xff", b"\x00\x01\x02" * 50])
def test_a_package_without_organizations_is_refused_clearly(content: str | bytes | None) -> None:
    with pytest.raises(Invalid) as refusal:
        read({"organizations.csv": content})
    assert refusal.value.code == "import.no-organizations"


def test_files_may_lie_in_a_folder_of_the_archive_and_have_other_usual_names() -> None:
    renamed = {
        "export/organization.csv": GOOD["organizations.csv"],
        "export/service.txt": GOOD["services.csv"],
        "export/location.tsv": GOOD["locations.csv"].replace(",", "\t"),
        "export/service-at-location.csv": GOOD["services_at_location.csv"],
    }
    package = read({**dict.fromkeys(GOOD), **renamed})
    assert (package.services[0].place.file, package.services[0].locations) == ("export/service.txt", ("100",))


def test_the_description_of_a_package_may_name_its_files() -> None:
    descriptor = '{"resources": [{"name": "organization", "path": "data/orgs.csv"}, 7, {"name": 1}]}'
    moved = {"organizations.csv": None, "data/orgs.csv": GOOD["organizations.csv"], "datapackage.json": descriptor}
    assert len(read(moved).agencies) == 1


@given(st.dictionaries(st.sampled_from([*GOOD, "phones.csv", "regular_schedules.csv"]), st.binary(max_size=300)))
def test_no_bytes_lead_to_anything_but_remarks_or_a_clear_refusal(files: dict[str, bytes]) -> None:
    with contextlib.suppress(Invalid):
        read(files)


@given(st.text(alphabet='id,name"\n\r10;\t\\#aé\x00', max_size=200))
def test_no_text_of_rows_leads_to_anything_but_remarks(rows: str) -> None:
    package = read({"services.csv": "id,organization_id,name\n" + rows, "phones.csv": "id,service_id,number\n" + rows})
    assert len(package.agencies) == 1
