"""The CapabilityStatement says what the door does: no more, no less, and as R4 wants it said."""

import json
from typing import Any

import pytest

from app.adapters.fhir.search.registry import AUDIT_EVENT
from app.adapters.fhir.validation.validating import validate
from app.api.fhir.capabilities import statement
from app.api.fhir.catalogue import MAPPED, READS, READS_OF_THE_LOG, TYPES, check_writable
from app.api.fhir.interactions import TABLE
from app.api.fhir.outcomes import Unfit
from tests.support.doors import Doors
from tests.support.running import REPOSITORY

STATEMENT = statement("http://127.0.0.1:8000")
OF_TYPE: dict[str, dict[str, Any]] = {each["type"]: each for each in STATEMENT["rest"][0]["resource"]}
WRITES = ("create", "update", "patch", "delete")


def test_the_statement_is_valid() -> None:
    assert validate(json.loads(json.dumps(STATEMENT)), "CapabilityStatement").faults == ()


async def test_it_is_served_as_it_is_published(doors: Doors) -> None:
    published = json.loads((REPOSITORY / "openapi" / "capability-statement.json").read_text())
    served = (await (await doors.nobody()).get("/fhir/metadata")).json()

    assert published == STATEMENT
    assert served["rest"][0]["resource"] == STATEMENT["rest"][0]["resource"]


def test_every_type_says_what_it_takes() -> None:
    assert frozenset(OF_TYPE) == TYPES
    for type_, said in OF_TYPE.items():
        codes = {each["code"] for each in said["interaction"]}
        assert set(READS_OF_THE_LOG if type_ == AUDIT_EVENT else READS) <= codes
        assert type_ in MAPPED or codes >= set(WRITES)


def test_what_is_routed_is_what_is_said() -> None:
    routed = {interaction.code for interaction in TABLE.values()}

    assert routed == {each["code"] for said in OF_TYPE.values() for each in said["interaction"]}


@pytest.mark.parametrize("type_", sorted(MAPPED))
def test_what_a_type_does_not_say_is_refused(type_: str) -> None:
    said = {each["code"] for each in OF_TYPE[type_]["interaction"]}

    for code in WRITES:
        if code in said:
            check_writable(type_, code)
        else:
            with pytest.raises(Unfit) as refused:
                check_writable(type_, code)
            assert refused.value.failure.status == 405
